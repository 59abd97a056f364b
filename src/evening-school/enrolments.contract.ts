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
  signedFen,
  timeOfDay,
} from '../kernel/contract.js';

export const activeStates = ['confirmed', 'awaiting_payment', 'offered', 'waiting'] as const;
export const endedStates = ['withdrawn', 'declined', 'lapsed', 'cancelled'] as const;
export const enrolmentState = z.enum([...activeStates, ...endedStates]);
export type EnrolmentState = z.output<typeof enrolmentState>;

export const enrolmentsQuery = z.strictObject({
  state: z
    .enum(['active', 'ended', ...enrolmentState.options])
    .optional()
    .meta({ description: 'active and ended each stand for several states' }),
  ...pageQuery,
});
export type EnrolmentsQuery = z.output<typeof enrolmentsQuery>;

export const withdrawal = z.strictObject({ reason: line(200).optional() }).default({});
export type Withdrawal = z.output<typeof withdrawal>;

export const enrolmentView = z
  .object({
    enrolmentId: id,
    reference,
    state: enrolmentState,
    position: z.int().nullable().meta({ description: 'Place in line, 1 is next; null unless waiting' }),
    holdsUntil: instant.nullable().meta({ description: 'Until when to pay, or to accept the offer' }),
    feeFen: fen,
    bookedAt: instant,
    confirmedAt: instant.nullable(),
    endedAt: instant.nullable(),
    endReason: z.string().nullable(),
    class: z.object({
      id,
      reference,
      name: z.string(),
      nameEn: z.string(),
      teacher: z.string(),
      room: z.string(),
      venue: z.string(),
      venueEn: z.string(),
      weekday: z.int(),
      startsAtTime: timeOfDay,
      minutes: z.int(),
      state: z.enum(['draft', 'published', 'cancelled']),
      nextSessionAt: instant.nullable(),
    }),
    payment: z.object({ chargeId: id, paidFen: signedFen, balanceFen: signedFen }).nullable().meta({
      description: 'What is owed for it, found at the desk by the same reference; null where nothing ever was',
    }),
    absences: z.int(),
    leaves: z.int().meta({ description: 'Sessions for which leave was asked; leave is no absence' }),
  })
  .meta({ id: 'Enrolment' });
export type EnrolmentView = z.output<typeof enrolmentView>;

export const enrolmentPage = pageOf(enrolmentView).meta({ id: 'EnrolmentPage' });
export type EnrolmentPage = z.output<typeof enrolmentPage>;

export const refundView = z
  .object({
    rule: z.enum(['nothing_owed', 'full', 'pro_rata']),
    refundFen: fen.meta({ description: 'What the desk hands back' }),
    keptFen: fen.meta({ description: 'What is kept for sessions that have begun' }),
    sessionsTotal: z.int(),
    sessionsBegun: z.int(),
    fullUntil: plainDate.nullable().meta({ description: 'The last day on which everything is refunded' }),
  })
  .meta({ id: 'RefundPreview' });
export type RefundView = z.output<typeof refundView>;

export const withdrawalView = z.object({ enrolment: enrolmentView, refund: refundView }).meta({ id: 'WithdrawalDone' });
export type WithdrawalView = z.output<typeof withdrawalView>;
