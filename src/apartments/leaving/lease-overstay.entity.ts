import { Check, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import { Charge } from '../../payments/charge.entity.js';
import { DaysColumn, FenColumn, JsonColumn, UuidColumn } from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';
import type { OverstayLine } from './overstay.rules.js';
import type { Period } from '../../kernel/time.js';

/** What is owed for the days between the last day of a lease and the keys, reckoned when they came back. */
@Entity('lease_overstays')
@Unique('lease_overstays_owed_once', ['chargeId'])
@Check('lease_overstays_days_bounded', `NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)`)
@Check('lease_overstays_charged_when_owed', `(amount_fen > 0) = (charge_id IS NOT NULL)`)
export class LeaseOverstay {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_overstays_one_per_lease' })
  @ForeignKey(() => Lease, { name: 'lease_overstays_of_lease' })
  leaseId: string;

  /** Null where the policy asks nothing for these days. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Charge, { name: 'lease_overstays_owed_as_charge' })
  chargeId: string | null;

  @DaysColumn()
  days: Period;

  @JsonColumn()
  lines: readonly OverstayLine[];

  @FenColumn()
  amountFen: Fen;
}
