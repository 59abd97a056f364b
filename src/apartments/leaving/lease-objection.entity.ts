import { Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { DateColumn, InstantColumn, UuidColumn } from '../../platform/database/columns.js';
import { Message } from '../../reminders/message.entity.js';
import { Lease } from '../leases/lease.entity.js';

/** That the house objected to a stay after the last day; the message is the proof that it was delivered. */
@Entity('lease_objections')
@Unique('lease_objections_one_per_message', ['messageId'])
export class LeaseObjection {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_objections_one_per_lease' })
  @ForeignKey(() => Lease, { name: 'lease_objections_of_lease' })
  leaseId: string;

  @UuidColumn()
  @ForeignKey(() => Message, { name: 'lease_objections_said_in_message' })
  messageId: string;

  @DateColumn()
  lastDay: PlainDate;

  @InstantColumn()
  saidAt: Instant;
}
