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
  rule,
  signedFen,
} from '../../kernel/contract.js';
import { documentTypes } from '../../people/index.js';
import { seatKeyPattern } from '../halls/seat-map.contract.js';
import { priceClasses } from '../programme/prices.rules.js';

const document = z.strictObject({ type: z.enum(documentTypes).default('id_card'), number: line(40) });
const priceClass = z.enum(priceClasses).meta({
  description:
    'Tenants and learners are known to the house; age is in the ID card; the disabled show their card at the door',
});

export const visitorInput = z.strictObject({
  name: line(60).optional(),
  document: document.optional(),
  priceClass: priceClass.default('adult'),
});
export type VisitorInput = z.output<typeof visitorInput>;

export const orderInput = rule(
  z.strictObject({
    visitors: z
      .array(visitorInput)
      .min(1)
      .max(50)
      .meta({ description: 'In order of wish: with atLeast, the first come' }),
    atLeast: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Come with so many of them as well, where fewer places are free; without it: all or none' }),
  }),
  ({ visitors, atLeast = 1 }) => atLeast <= visitors.length,
  { zh: '不能超过总人数', en: 'It cannot be more than all of them' },
).meta({ id: 'NewOrder' });
export type OrderInput = z.output<typeof orderInput>;

const seatKey = rule(z.string().max(12), (text) => seatKeyPattern.test(text), {
  zh: '座位写作“排-号”，如 12-7',
  en: 'A seat is its row and number, such as 12-7',
}).meta({ description: 'Row and number, 12-7' });

export const seatsInput = rule(
  z.strictObject({
    seats: z.array(seatKey).min(1).max(50).optional().meta({ description: 'These seats' }),
    accessible: z
      .boolean()
      .default(false)
      .meta({ description: 'With seats; true: a wheelchair place and its companion are needed' }),
    together: z.int().min(1).max(50).optional().meta({ description: 'Or so many of the best next to each other' }),
    zone: line(20).optional().meta({ description: 'With together' }),
  }),
  ({ seats, together, zone }) =>
    (seats === undefined) !== (together === undefined) && (together !== undefined || !zone),
  {
    zh: '请二选一：seats（指定座位），或 together（连座张数，可加 zone 区）',
    en: 'Name either seats, or together (how many side by side, and a zone if you like)',
  },
).meta({ id: 'SeatWish' });
export type SeatsInput = z.output<typeof seatsInput>;

export const completion = z
  .strictObject({
    visitors: z
      .array(visitorInput.extend({ seat: seatKey }))
      .min(1)
      .max(50),
  })
  .meta({ id: 'OrderCompletion', description: 'Who sits where, for every seat that is held' });
export type Completion = z.output<typeof completion>;

export const orderStates = [
  'confirmed',
  'awaiting_payment',
  'held',
  'waiting',
  'offered',
  'withdrawn',
  'declined',
  'lapsed',
  'cancelled',
] as const;

export const ticketView = z
  .object({
    id,
    number: z.int(),
    state: z.enum(['waiting', 'held', 'valid', 'revoked', 'released']),
    name: z.string().nullable(),
    document: z.object({ type: z.enum(documentTypes), masked: z.string() }).nullable(),
    priceClass,
    feeFen: fen,
    seat: z.object({ key: z.string(), zone: z.string().nullable() }).nullable(),
    enteredAt: instant.nullable(),
    page: z
      .string()
      .nullable()
      .meta({ description: 'Path of the page of this ticket alone, to pass on; while it is valid' }),
    transferredAt: instant.nullable().meta({ description: 'When it was passed on: only its own page shows it since' }),
  })
  .meta({ id: 'Ticket' });
export type TicketView = z.output<typeof ticketView>;

export const orderView = z
  .object({
    orderId: id,
    reference,
    state: z.enum(orderStates),
    position: z.int().nullable().meta({ description: 'Place in the line, 1 for the first' }),
    holdsUntil: instant.nullable().meta({ description: 'Complete, pay or accept it by then' }),
    places: z.int(),
    atLeast: z.int().nullable(),
    bookedAt: instant,
    endReason: z.string().nullable(),
    movedTo: id.nullable().meta({ description: 'The order in another slot that this one was changed for' }),
    slot: z.object({
      id,
      itemId: id,
      kind: z.enum(['visit', 'showing']),
      title: z.string(),
      titleEn: z.string(),
      hall: z.string(),
      hallEn: z.string(),
      venue: z.string(),
      venueEn: z.string(),
      day: plainDate,
      startsAt: instant,
      endsAt: instant,
      cancelledAt: instant.nullable(),
    }),
    tickets: z.array(ticketView),
    ticketPage: z
      .string()
      .nullable()
      .meta({ description: 'Path of the page with the codes, where there are valid tickets' }),
    payment: z.object({ chargeId: id, paidFen: fen, balanceFen: signedFen }).nullable(),
  })
  .meta({ id: 'Order' });
export type OrderView = z.output<typeof orderView>;

export const ordersQuery = z.strictObject({
  state: z.enum(['active', 'ended']).optional(),
  ...pageQuery,
});
export type OrdersQuery = z.output<typeof ordersQuery>;

export const orderPage = pageOf(orderView).meta({ id: 'Orders' });
export type OrderPage = z.output<typeof orderPage>;

export const withdrawalInput = z.strictObject({ reason: line(200).optional() });
export type WithdrawalInput = z.output<typeof withdrawalInput>;

export const moveInput = z.strictObject({ slotId: id });
export type MoveInput = z.output<typeof moveInput>;

export const transferInput = z
  .strictObject({ name: line(60), document: document.optional() })
  .meta({ id: 'TicketTransfer' });
export type TransferInput = z.output<typeof transferInput>;
