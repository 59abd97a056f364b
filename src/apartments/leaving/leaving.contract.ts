import { z } from 'zod';
import { fen, id, instant, line, plainDate } from '../../kernel/contract.js';
import { barItem } from '../bars/bars.contract.js';

const leaveOn = plainDate.meta({ description: 'The first day on which the unit is no longer theirs' });

export const notice = z.strictObject({ leaveOn, reason: line(200) }).meta({ id: 'LeaseNoticeGiven' });
export type Notice = z.output<typeof notice>;

export const termination = z
  .discriminatedUnion('why', [
    z.strictObject({
      why: z.literal('job_ended'),
      happenedOn: plainDate,
      leaveOn: leaveOn.optional().meta({ description: 'The last day that the policy allows, when left out' }),
      reason: line(200),
    }),
    z.strictObject({ why: z.literal('death'), happenedOn: plainDate, leaveOn, reason: line(200) }),
    z.strictObject({
      why: z.literal('left_idle').meta({ description: 'A breach is recorded and the unit still stands idle' }),
      leaveOn: leaveOn.optional().meta({ description: 'Today, when left out' }),
      reason: line(200),
    }),
    z.strictObject({
      why: z.literal('false_data'),
      item: barItem,
      happenedOn: plainDate.meta({ description: 'When it was found' }),
      leaveOn: leaveOn.optional().meta({ description: 'Today, when left out' }),
      reason: line(200),
      reasonEn: line(200),
    }),
  ])
  .meta({ id: 'LeaseTermination' });
export type Termination = z.output<typeof termination>;

export const transfer = z
  .strictObject({ unitId: id, on: plainDate.meta({ description: 'The first day in the other unit' }) })
  .meta({ id: 'LeaseTransfer' });
export type Transfer = z.output<typeof transfer>;

export const objectionView = z
  .object({
    leaseId: id,
    lastDay: plainDate,
    saidAt: instant,
    message: z.object({
      id,
      title: z.string(),
      body: z.string(),
      state: z.enum(['due', 'claimed', 'sent', 'withdrawn', 'failed']),
      sentAt: instant.nullable().meta({ description: 'The proof of delivery' }),
      channel: z.string().nullable(),
    }),
  })
  .meta({ id: 'LeaseObjection' });
export type ObjectionView = z.output<typeof objectionView>;

export const noticeView = z
  .object({
    id,
    leaseId: id,
    why: z.enum(['notice', 'job_ended', 'death', 'false_data', 'left_idle']),
    reason: z.string(),
    happenedOn: plainDate.nullable(),
    leaveOn,
    agreedEndsOn: plainDate.meta({ description: 'The last day of the lease as it was signed' }),
    price: z.object({ amountFen: fen, chargeId: id.nullable() }).meta({ description: 'What leaving early costs' }),
    givenAt: instant,
    takenBackAt: instant.nullable(),
  })
  .meta({ id: 'LeaseNotice' });
export type NoticeView = z.output<typeof noticeView>;

export const overstayView = z
  .object({
    leaseId: id,
    endsOn: plainDate.meta({ description: 'The last day of the lease' }),
    goneBy: plainDate.meta({ description: 'By when the policy wants everybody to be gone' }),
    keysBackOn: plainDate.nullable(),
    days: z.int(),
    lines: z
      .array(z.object({ from: plainDate, until: plainDate, days: z.int(), fenPerDay: fen, amountFen: fen }))
      .meta({ description: 'Days of a month × price of a day; until is the day after the last' }),
    amountFen: fen,
    chargeId: id.nullable().meta({ description: 'Null while the keys are out: then it is what it would be today' }),
  })
  .meta({ id: 'LeaseOverstay' });
export type OverstayView = z.output<typeof overstayView>;

const inspectionItemId = id.optional().meta({ description: 'The item of the check-out that it is kept for' });
const deduction = z.strictObject({ what: line(200), amountFen: fen.min(1), inspectionItemId });

export const settlement = z
  .strictObject({ deductions: z.array(deduction).max(50) })
  .meta({ id: 'DepositSettlementInput' });
export type Settlement = z.output<typeof settlement>;

export const settlementView = z
  .object({
    leaseId: id,
    chargeId: id.meta({ description: 'The charge of the deposit; the desk refunds from it' }),
    depositFen: fen.meta({ description: 'What was there of it' }),
    deductions: z.array(z.object({ what: z.string(), amountFen: fen, inspectionItemId })),
    deductedFen: fen,
    refundableFen: fen,
    payee: z.enum(['payer', 'estate']).meta({ description: 'To whom the desk gives it; the estate after a death' }),
    settledAt: instant,
  })
  .meta({ id: 'DepositSettlement' });
export type SettlementView = z.output<typeof settlementView>;
