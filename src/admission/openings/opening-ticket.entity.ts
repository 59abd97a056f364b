import { Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { Resident } from '../../people/index.js';
import { InstantColumn, IntColumn } from '../../platform/database/columns.js';
import { Opening } from './opening.entity.js';

/** A person's number in the waiting room of an opening. */
@Entity('opening_tickets')
@Unique('opening_tickets_one_per_number', ['openingId', 'number'])
export class OpeningTicket {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'opening_tickets_one_per_person' })
  @ForeignKey(() => Opening, { name: 'opening_tickets_of_opening' })
  openingId: string;

  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'opening_tickets_one_per_person' })
  @ForeignKey(() => Resident, { name: 'opening_tickets_of_resident' })
  residentId: string;

  @IntColumn()
  number: number;

  @InstantColumn()
  issuedAt: Instant;
}
