import { Check, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import type { Instant } from '../../kernel/time.js';
import { Charge } from '../../payments/charge.entity.js';
import { FenColumn, InstantColumn, JsonColumn, UuidColumn } from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';

export interface Deduction {
  readonly what: string;
  readonly amountFen: Fen;
  /** Of the check-out of the same lease, which from then on stays as it is. */
  readonly inspectionItemId?: string | undefined;
}

/** What was kept of a deposit when the keys came back; the rest is given back at the desk. */
@Entity('deposit_settlements')
@Unique('deposit_settlements_one_per_deposit', ['chargeId'])
@Check('deposit_settlements_within_deposit', `deducted_fen BETWEEN 0 AND deposit_fen`)
export class DepositSettlement {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'deposit_settlements_one_per_lease' })
  @ForeignKey(() => Lease, { name: 'deposit_settlements_of_lease' })
  leaseId: string;

  @UuidColumn()
  @ForeignKey(() => Charge, { name: 'deposit_settlements_of_charge' })
  chargeId: string;

  /** What was there of it. */
  @FenColumn()
  depositFen: Fen;

  @JsonColumn()
  deductions: readonly Deduction[];

  @FenColumn()
  deductedFen: Fen;

  @InstantColumn()
  settledAt: Instant;
}
