import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Charge } from '../../payments/charge.entity.js';
import {
  DateColumn,
  FenColumn,
  IdColumn,
  InstantColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';
import type { Payer } from '../policy/policy.contract.js';

/** The rent of one calendar month that one payer is billed for. What became of it is in the entries of its charge. */
@Entity('rent_bills')
@Unique('rent_bills_one_per_month_and_payer', ['leaseId', 'month', 'payer'])
@Unique('rent_bills_one_per_charge', ['chargeId'])
@Index('rent_bills_by_month', ['month', 'id'])
@Index('rent_bills_by_due_day', ['dueOn'])
@Check('rent_bills_month_from_its_first_day', `extract(day FROM month) = 1`)
@Check('rent_bills_known_payer', `payer IN ('person', 'employer', 'zone')`)
@Check('rent_bills_amount_positive', `amount_fen > 0`)
export class RentBill {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Lease, { name: 'rent_bills_of_lease' })
  leaseId: string;

  /** Its first day. */
  @DateColumn()
  month: PlainDate;

  @TextColumn()
  payer: Payer;

  /** As it was made; what was taken off later is an entry of the charge. */
  @FenColumn()
  amountFen: Fen;

  @DateColumn()
  dueOn: PlainDate;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Charge, { name: 'rent_bills_become_charge' })
  chargeId: string | null;

  @InstantColumn()
  createdAt: Instant;
}
