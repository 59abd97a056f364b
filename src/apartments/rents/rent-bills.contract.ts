import { z } from 'zod';
import {
  calendarMonth,
  fen,
  id,
  pageOf,
  pageQuery,
  plainDate,
  reference,
  searchText,
  signedFen,
} from '../../kernel/contract.js';
import { leaseStates } from '../leases/lease.lifecycle.js';
import { payers } from '../policy/policy.contract.js';

const payer = z.enum(payers).meta({ description: 'Who owes it' });

/** balance = billed − reduced − paid + refunded − written off. */
const sums = {
  billedFen: fen,
  reducedFen: fen,
  paidFen: fen,
  refundedFen: fen,
  writtenOffFen: fen,
  balanceFen: signedFen,
};
const sumOfMany = z.int().min(0).meta({ description: 'Amount in fen' });
const totals = z
  .object({
    billedFen: sumOfMany,
    reducedFen: sumOfMany,
    paidFen: sumOfMany,
    refundedFen: sumOfMany,
    writtenOffFen: sumOfMany,
    balanceFen: signedFen,
  })
  .meta({ id: 'StatementTotals' });
export type Totals = z.output<typeof totals>;

const bill = z.object({
  id,
  reference: reference.meta({ description: 'By which the desk finds the charge' }),
  chargeId: id,
  month: calendarMonth,
  payer,
  dueOn: plainDate,
  isOverdue: z.boolean().meta({ description: 'The day is past and something is owed' }),
  ...sums,
});
export type BillView = z.output<typeof bill>;

const lateLine = z
  .object({
    from: plainDate,
    through: plainDate.meta({ description: 'The last of these days' }),
    days: z.int(),
    baseFen: fen.meta({ description: 'Unpaid as each of these days begins' }),
    amountFen: fen.meta({ description: 'Base × days × rate, rounded half up once' }),
    isCapped: z.boolean().meta({ description: 'It would be more, but for the cap' }),
  })
  .meta({ id: 'LateFeeLine' });
const lateness = {
  billId: id,
  month: calendarMonth,
  payer,
  perTenThousandADay: z.number().meta({ description: 'The rate, by the policy of the lease' }),
  capPercent: z.number().nullable().meta({ description: 'Of the bill; null: no cap' }),
  lines: z.array(lateLine),
};
const lateFee = z
  .object({ id, reference, chargeId: id, dueOn: plainDate, isOverdue: z.boolean(), ...lateness, ...sums })
  .meta({ id: 'LateFee' });
export type LateFeeView = z.output<typeof lateFee>;
const runningLateFee = z.object({ ...lateness, amountFen: fen }).meta({ id: 'RunningLateFee' });
export type RunningLateFeeView = z.output<typeof runningLateFee>;

export const otherKinds = ['lease_termination', 'overstay', 'repair'] as const;
const otherCharge = z
  .object({
    kind: z.enum(otherKinds).meta({ description: 'For leaving early, for days after the lease, for a repair' }),
    ...{ title: z.string(), titleEn: z.string(), reference, chargeId: id },
    ...sums,
  })
  .meta({ id: 'OtherChargeOfLease' });
export type OtherChargeView = z.output<typeof otherCharge>;

export const statementView = z
  .object({
    lease: z.object({ id, reference, state: z.enum(leaseStates), startsOn: plainDate, endsOn: plainDate }),
    bills: z.array(bill).meta({ description: 'By month, then person, employer, zone' }),
    lateFees: z.array(lateFee).meta({ description: 'What was charged for bills that were paid late or are not paid' }),
    runningLateFees: z.array(runningLateFee).meta({
      description: 'Up to today and not charged yet, so in no total: when the month is over, or the bill is paid',
    }),
    deposit: z
      .object({ reference, chargeId: id, payer: z.enum(['person', 'employer']), ...sums })
      .nullable()
      .meta({ description: 'Null where none was asked for' }),
    others: z.array(otherCharge).meta({ description: 'Whatever else is charged for this lease, the oldest first' }),
    totals: z.object({ rent: totals, lateFees: totals, deposit: totals, others: totals, all: totals }),
  })
  .meta({ id: 'LeaseStatement' });
export type StatementView = z.output<typeof statementView>;

const billRow = bill
  .extend({
    lease: z.object({ id, reference }),
    tenant: z.object({ id, name: z.string() }),
    unit: z.object({ id, building: z.string(), number: z.string() }),
  })
  .meta({ id: 'RentBill' });
export type BillRow = z.output<typeof billRow>;

export const billsQuery = z.strictObject({
  search: searchText.meta({ description: 'Reference of the bill or the lease, or tenant' }),
  overdue: z.enum(['true', 'false']).default('false').meta({ description: 'true: only bills that are overdue' }),
  month: calendarMonth.optional(),
  payer: payer.optional(),
  venueId: id.optional(),
  ...pageQuery,
});
export type BillsQuery = z.output<typeof billsQuery>;
export const billPage = pageOf(billRow).meta({ id: 'RentBillPage' });
export type BillPage = z.output<typeof billPage>;
