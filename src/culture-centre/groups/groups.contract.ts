import { z } from 'zod';
import { id, instant, line, pageOf, pageQuery, plainDate, reference, rule } from '../../kernel/contract.js';
import { orderStates } from '../orders/orders.contract.js';

const kinds = z.enum(['school', 'company', 'other']);

/** Who comes is in the file; these are in the address, so that the file stays a file. */
export const groupQuery = z.strictObject({
  kind: kinds,
  organisation: line(60),
  contact: line(40),
  phone: rule(z.string().trim(), (text) => /^[+\d][\d\s-]{4,24}$/.test(text), {
    zh: '须为电话号码，如 0512-58000000 或 13800000000',
    en: 'It must be a phone number, such as 0512-58000000 or 13800000000',
  }),
  purpose: line(200),
});
export type GroupQuery = z.output<typeof groupQuery>;

export const groupView = z
  .object({
    id,
    orderId: id,
    reference,
    kind: kinds,
    organisation: z.string(),
    contact: z.string(),
    phone: z.string(),
    purpose: z.string(),
    askedAt: instant,
    places: z.int(),
    state: z.enum(['asked', 'approved', 'declined', 'withdrawn', 'lapsed', 'cancelled']),
    order: z.enum(orderStates),
    holdsUntil: instant.nullable().meta({ description: 'Staff decide by then; after that the places go to others' }),
    reason: z.string().nullable(),
    slot: z.object({ id, title: z.string(), titleEn: z.string(), day: plainDate, startsAt: instant, endsAt: instant }),
  })
  .meta({ id: 'GroupRequest' });
export type GroupView = z.output<typeof groupView>;

export const groupsQuery = z.strictObject({
  state: z.enum(['asked', 'decided']).optional(),
  day: plainDate.optional(),
  ...pageQuery,
});
export type GroupsQuery = z.output<typeof groupsQuery>;

export const groupPage = pageOf(groupView).meta({ id: 'GroupRequests' });
export type GroupPage = z.output<typeof groupPage>;

export const groupDecision = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('approved') }),
    z.strictObject({ decision: z.literal('declined'), reason: line(200) }),
  ])
  .meta({ id: 'GroupDecision' });
export type GroupDecision = z.output<typeof groupDecision>;
