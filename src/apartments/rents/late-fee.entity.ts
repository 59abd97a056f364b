import { Check, Entity, Exclusion, ForeignKey, Unique } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import type { Instant, Period, PlainDate } from '../../kernel/time.js';
import { Charge } from '../../payments/charge.entity.js';
import { DateColumn, DaysColumn, FenColumn, IdColumn, InstantColumn } from '../../platform/database/columns.js';
import { JsonColumn, UuidColumn } from '../../platform/database/columns.js';
import type { LateLine } from './late-fees.rules.js';
import { RentBill } from './rent-bill.entity.js';

/** What is owed for the days on which a rent bill was unpaid. What became of it is in the entries of its charge. */
@Entity('late_fees')
@Unique('late_fees_one_per_charge', ['chargeId'])
@Exclusion('late_fees_no_day_twice', `USING gist (bill_id WITH =, days WITH &&)`)
@Check('late_fees_days_bounded', `NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)`)
@Check('late_fees_amount_positive', `amount_fen > 0`)
export class LateFee {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => RentBill, { name: 'late_fees_of_bill' })
  billId: string;

  @DaysColumn()
  days: Period;

  @JsonColumn()
  lines: readonly LateLine[];

  @FenColumn()
  amountFen: Fen;

  @DateColumn()
  dueOn: PlainDate;

  @UuidColumn()
  @ForeignKey(() => Charge, { name: 'late_fees_become_charge' })
  chargeId: string;

  @InstantColumn()
  createdAt: Instant;
}
