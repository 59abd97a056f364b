import { Check, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Resident } from '../../people/index.js';
import { DateColumn, InstantColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';

/** That the tenant of a lease has died, and what becomes of the lease: continued by a co-resident, or ended. */
@Entity('lease_deaths')
@Unique('lease_deaths_one_continuation', ['nextLeaseId'])
@Index('lease_deaths_open', ['askBy'], { where: 'outcome IS NULL' })
@Index('lease_deaths_by_asker', ['askedBy'], { where: 'asked_by IS NOT NULL' })
@Check('lease_deaths_known_outcome', `outcome IN ('continued', 'ended')`)
@Check('lease_deaths_asked_whole', `(asked_by IS NULL) = (asked_at IS NULL)`)
@Check('lease_deaths_decided_whole', `(outcome IS NULL) = (decided_at IS NULL)`)
@Check('lease_deaths_continued_with_lease', `(outcome IS NOT DISTINCT FROM 'continued') = (next_lease_id IS NOT NULL)`)
export class LeaseDeath {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_deaths_one_per_lease' })
  @ForeignKey(() => Lease, { name: 'lease_deaths_of_lease' })
  leaseId: string;

  @DateColumn()
  diedOn: PlainDate;

  /** Which certificate staff have seen. */
  @TextColumn()
  proof: string;

  /** The last day on which a co-resident may ask to continue the lease. */
  @DateColumn()
  askBy: PlainDate;

  /** Until then nothing is owed for days after the lease on which the keys are out. */
  @DateColumn()
  keysBy: PlainDate;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'lease_deaths_asked_by_resident' })
  askedBy: string | null;

  @InstantColumn({ nullable: true })
  askedAt: Instant | null;

  @TextColumn({ nullable: true })
  outcome: 'continued' | 'ended' | null;

  @TextColumn({ nullable: true })
  reason: string | null;

  @InstantColumn({ nullable: true })
  decidedAt: Instant | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Lease, { name: 'lease_deaths_continue_in_lease' })
  nextLeaseId: string | null;

  @InstantColumn()
  recordedAt: Instant;
}
