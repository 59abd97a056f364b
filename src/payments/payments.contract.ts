import { z } from 'zod';
import {
  fen,
  id,
  instant,
  line,
  pageOf,
  pageQuery,
  plainDate,
  reference,
  searchText,
  signedFen,
} from '../kernel/contract.js';
import { entryKinds, payerParties, paymentMethods } from './charge.kinds.js';

const method = z.enum(paymentMethods);
const amountFen = fen.min(1);

export const paymentInput = z.strictObject({ amountFen, method, receiptNumber: line(40) }).meta({ id: 'PaymentInput' });
export type PaymentInput = z.output<typeof paymentInput>;

export const refundInput = z
  .strictObject({ amountFen, method, receiptNumber: line(40), reason: line(200).optional() })
  .meta({ id: 'RefundInput' });
export type RefundInput = z.output<typeof refundInput>;

export const writeOffInput = z.strictObject({ amountFen, reason: line(200) }).meta({ id: 'WriteOffInput' });
export type WriteOffInput = z.output<typeof writeOffInput>;

export const reversalInput = z.strictObject({ reason: line(200) }).meta({ id: 'PaymentReversalInput' });
export type ReversalInput = z.output<typeof reversalInput>;
export const byEntry = z.strictObject({ id, entryId: id });

const entryView = z.object({
  id,
  kind: z.enum(entryKinds),
  amountFen: fen,
  method: method.nullable(),
  receiptNumber: z.string().nullable(),
  reason: z.string().nullable(),
  reversesId: id.nullable().meta({ description: 'The payment that this line takes back' }),
  recordedAt: instant,
});

export const chargeView = z
  .object({
    id,
    reference,
    title: z.string(),
    titleEn: z.string(),
    subject: z.object({ kind: z.string(), id }),
    resident: z
      .object({ id, name: z.string().nullable(), phone: z.string() })
      .nullable()
      .meta({ description: 'null: a visitor at the door' }),
    payer: z
      .object({ party: z.enum(payerParties), id: id.nullable(), name: z.string().nullable() })
      .meta({ description: 'Who owes it: the resident, or an employer, the zone or a visitor by name' }),
    owedFen: fen,
    reducedFen: fen,
    paidFen: fen,
    refundedFen: fen,
    writtenOffFen: fen,
    balanceFen: signedFen,
    state: z.enum(['owing', 'settled', 'refund_due']),
    entries: z.array(entryView),
    createdAt: instant,
  })
  .meta({ id: 'Charge' });
export type ChargeView = z.output<typeof chargeView>;

export const chargePage = pageOf(chargeView).meta({ id: 'ChargePage' });
export type ChargePage = z.output<typeof chargePage>;

export const myChargesQuery = z.strictObject(pageQuery);
export const chargesQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['owing', 'settled', 'refund_due']).optional(),
  search: searchText.meta({ description: 'Reference of the booking, name or phone, name of another payer' }),
});
export type ChargesQuery = z.output<typeof chargesQuery>;

export const takingsQuery = z.strictObject({ on: plainDate });
export const takingsView = z
  .object({
    on: plainDate,
    lines: z.array(
      z.object({ kind: z.enum(['paid', 'refunded', 'reversed']), method, count: z.int(), amountFen: fen }),
    ),
    totalFen: signedFen,
  })
  .meta({ id: 'Takings' });
export type TakingsView = z.output<typeof takingsView>;
