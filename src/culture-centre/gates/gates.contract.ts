import { z } from 'zod';
import { fen, id, instant, line, plainDate } from '../../kernel/contract.js';
import { paymentInput } from '../../payments/payments.contract.js';
import { priceClasses } from '../programme/prices.rules.js';

export const gateInput = z
  .strictObject({
    venueId: id,
    hallId: id.nullable().default(null).meta({ description: 'null: it lets in to all halls of the venue' }),
    name: line(40),
    nameEn: line(60),
  })
  .meta({ id: 'NewGate' });
export type GateInput = z.output<typeof gateInput>;

export const gateView = z
  .object({ id, venueId: id, hallId: id.nullable(), name: z.string(), nameEn: z.string() })
  .meta({ id: 'Gate' });
export type GateView = z.output<typeof gateView>;

export const gateViews = z.object({ items: z.array(gateView) }).meta({ id: 'Gates' });
export type GateViews = z.output<typeof gateViews>;

export const dayQuery = z.strictObject({ day: plainDate.optional().meta({ description: 'Without it: today' }) });
export type DayQuery = z.output<typeof dayQuery>;

const decision = z.enum(['admitted', 'refused']);
const direction = z.enum(['in', 'out']);

/** A ticket of a list, as an array: lists are long, and names of fields would be most of them. */
export const listedTicket = z
  .tuple([
    id.meta({ description: 'ticket' }),
    z.int().meta({ description: 'issue' }),
    z.int().meta({ description: 'number of the slot in slots' }),
    z.string().meta({ description: 'holder' }),
    z.string().meta({ description: 'last four of the document, or empty' }),
    z.string().meta({ description: 'reference of the order' }),
    z.string().meta({ description: 'seat, or empty' }),
    z.enum(['valid', 'released', 'revoked']),
    instant.nullable().meta({ description: 'inside since; null: not yet, or out again' }),
  ])
  .meta({ id: 'ListedTicket' });

export const gateList = z
  .object({
    gate: gateView,
    day: plainDate,
    zone: z.string().meta({ description: 'Time zone of the house: hours are shown in it' }),
    keys: z.array(z.object({ number: z.int(), publicKey: z.string(), revoked: z.boolean() })),
    slots: z.array(
      z.object({
        id,
        title: z.string(),
        titleEn: z.string(),
        hall: z.string(),
        startsAt: instant,
        endsAt: instant,
        doorsOpenAt: instant,
        cancelled: z.boolean(),
      }),
    ),
    tickets: z.array(listedTicket),
  })
  .meta({ id: 'GateList' });
export type GateList = z.output<typeof gateList>;

export const scanInput = z.strictObject({
  scanId: id.meta({ description: 'Made by the device; the same scan sent twice counts once' }),
  ticketId: id,
  issue: z.int().min(1).max(65_535),
  key: z.int().min(0).max(255).nullable().default(null).meta({
    description: 'Number of the key that signed the code; null: the ticket was looked up, and no code was read',
  }),
  direction: direction.default('in'),
  decision: decision.default('admitted'),
  reason: line(40).nullable().default(null),
  at: instant,
  offline: z.boolean().meta({ description: 'true: it was decided without a network and has happened already' }),
});
export type ScanInput = z.output<typeof scanInput>;

export const scansInput = z
  .strictObject({ device: line(60), scans: z.array(scanInput).min(1).max(1_000) })
  .meta({ id: 'GateScans' });
export type ScansInput = z.output<typeof scansInput>;

const entryAt = z.object({ gate: z.string(), device: z.string(), at: instant });

export const scanResults = z
  .object({
    results: z.array(
      z.object({
        scanId: id,
        outcome: z.enum(['recorded', 'known', 'unknown_ticket']),
        decision,
        reason: z.string().nullable(),
        enteredBefore: entryAt.nullable().meta({ description: 'Where and when the ticket was used already' }),
        keptAt: instant.nullable().meta({
          description: 'The clock of the device is wrong: the time that was kept in place of its own',
        }),
      }),
    ),
  })
  .meta({ id: 'GateScanResults' });
export type ScanResults = z.output<typeof scanResults>;

export const conflictsView = z
  .object({
    day: plainDate,
    conflicts: z.array(
      z.object({
        ticketId: id,
        reference: z.string(),
        holder: z.string().nullable(),
        title: z.string(),
        startsAt: instant,
        seat: z.string().nullable(),
        entries: z.array(entryAt).meta({ description: 'Every time it went in without having gone out' }),
      }),
    ),
  })
  .meta({ id: 'GateConflicts' });
export type ConflictsView = z.output<typeof conflictsView>;

export const slotCounts = z
  .object({
    items: z.array(
      z.object({
        slotId: id,
        title: z.string(),
        startsAt: instant,
        endsAt: instant,
        capacity: z.int(),
        booked: z.int(),
        entered: z.int().meta({ description: 'Tickets that were used' }),
        walkIns: z.int(),
        inside: z.int().meta({ description: 'Gone in and not out again' }),
        placesAtDoor: z.int().meta({ description: 'Places that walk-ins can have now' }),
        walkInFen: z
          .partialRecord(z.enum(priceClasses), fen)
          .meta({ description: 'The price of a place at the door by class; empty: seats have numbers' }),
      }),
    ),
  })
  .meta({ id: 'SlotCounts' });
export type SlotCounts = z.output<typeof slotCounts>;

export const walkInInput = z
  .strictObject({
    slotId: id,
    places: z.int().min(1).max(20).default(1),
    priceClass: z.enum(priceClasses).default('adult'),
    name: line(60).optional(),
    device: line(60),
    payment: paymentInput.optional().meta({ description: 'What was taken for all places, where they cost something' }),
  })
  .meta({ id: 'WalkIn' });
export type WalkInInput = z.output<typeof walkInInput>;

export const walkInView = z
  .object({
    slotId: id,
    ticketIds: z.array(id),
    placesAtDoor: z.int(),
    feeFen: fen.meta({ description: 'For all places' }),
    chargeReference: z.string().nullable().meta({ description: 'null: it was free' }),
  })
  .meta({ id: 'WalkedIn' });
export type WalkInView = z.output<typeof walkInView>;

export const searchQuery = z.strictObject({
  search: line(60).meta({ description: 'Name, last four of the document, or reference' }),
  day: plainDate.optional(),
});
export type SearchQuery = z.output<typeof searchQuery>;

export const foundTickets = z
  .object({
    items: z.array(
      z.object({
        ticketId: id,
        issue: z.int(),
        slotId: id,
        holder: z.string().nullable(),
        lastFour: z.string(),
        reference: z.string(),
        seat: z.string().nullable(),
        state: z.enum(['valid', 'released', 'revoked', 'held', 'waiting']),
        enteredAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'FoundTickets' });
export type FoundTickets = z.output<typeof foundTickets>;
