import { z } from 'zod';
import { fen, id, pageOf, pageQuery, plainDate, reference, searchText, signedFen } from '../../kernel/contract.js';
import { leaseStates } from '../leases/lease.lifecycle.js';
import { payers } from '../policy/policy.contract.js';

const payer = z.enum(payers).meta({ description: 'Who owes it' });
const month = z
  .string()
  .regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/)
  .meta({ description: 'Calendar month, YYYY-MM' });

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
  month,
  payer,
  dueOn: plainDate,
  isOverdue: z.boolean().meta({ description: 'The day is past and something is owed' }),
  ...sums,
});
export type BillView = z.output<typeof bill>;

export const statementView = z
  .object({
    lease: z.object({ id, reference, state: z.enum(leaseStates), startsOn: plainDate, endsOn: plainDate }),
    bills: z.array(bill).meta({ description: 'By month, then person, employer, zone' }),
    deposit: z
      .object({ reference, chargeId: id, payer: z.enum(['person', 'employer']), ...sums })
      .nullable()
      .meta({ description: 'Null where none was asked for' }),
    totals: z.object({ rent: totals, deposit: totals, all: totals }),
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
  month: month.optional(),
  payer: payer.optional(),
  venueId: id.optional(),
  ...pageQuery,
});
export type BillsQuery = z.output<typeof billsQuery>;
export const billPage = pageOf(billRow).meta({ id: 'RentBillPage' });
export type BillPage = z.output<typeof billPage>;
