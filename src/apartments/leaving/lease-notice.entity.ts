import { Check, Entity, ForeignKey, Index } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import {
  DateColumn,
  FenColumn,
  IdColumn,
  InstantColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { Employer } from '../employers/employer.entity.js';
import { Lease } from '../leases/lease.entity.js';
import type { LeavingWhy } from './leave-lease.rules.js';

/** Why a lease ends before its time, and what it was cut from. */
@Entity('lease_notices')
@Index('lease_notices_one_at_a_time', ['leaseId'], { unique: true, where: `taken_back_at IS NULL` })
@Index('lease_notices_by_lease', ['leaseId', 'givenAt'])
@Index('lease_notices_by_employer', ['employerId', 'givenAt'], { where: `employer_id IS NOT NULL` })
@Check('lease_notices_employer_says_job_ended', `employer_id IS NULL OR why = 'job_ended'`)
@Check('lease_notices_known_why', `why IN ('notice', 'job_ended', 'death', 'false_data', 'left_idle')`)
@Check('lease_notices_event_has_day', `(why = 'notice') = (happened_on IS NULL)`)
@Check('lease_notices_before_the_end', `leave_on < agreed_until`)
@Check('lease_notices_price_not_negative', `price_fen >= 0`)
export class LeaseNotice {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Lease, { name: 'lease_notices_of_lease' })
  leaseId: string;

  @TextColumn()
  why: LeavingWhy;

  @TextColumn()
  reason: string;

  /** When the job ended, the tenant died, false data were found, or an idle unit became a breach. */
  @DateColumn({ nullable: true })
  happenedOn: PlainDate | null;

  /** The employer that reported it; null: tenant or house. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Employer, { name: 'lease_notices_reported_by_employer' })
  employerId: string | null;

  /** The first day on which the unit is no longer theirs. */
  @DateColumn()
  leaveOn: PlainDate;

  /** The end of the lease as it was signed. */
  @DateColumn()
  agreedUntil: PlainDate;

  @FenColumn()
  priceFen: Fen;

  @InstantColumn()
  givenAt: Instant;

  @InstantColumn({ nullable: true })
  takenBackAt: Instant | null;
}
