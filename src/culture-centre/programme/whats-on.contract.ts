import { z } from 'zod';
import { fen, id, instant, pageOf, pageQuery, plainDate, searchText } from '../../kernel/contract.js';
import { entry } from './item-rules.contract.js';
import { itemKind } from './programme.contract.js';
import { priceClasses } from './prices.rules.js';

export const whatsOnQuery = z.strictObject({
  search: searchText.meta({ description: 'Title in either language, or hall' }),
  kind: itemKind.optional(),
  day: plainDate.optional().meta({ description: 'What is on that day' }),
  ...pageQuery,
});
export type WhatsOnQuery = z.output<typeof whatsOnQuery>;

export const bookingStates = ['not_yet_open', 'open', 'waiting_list', 'full', 'closed', 'cancelled'] as const;

export const slotView = z
  .object({
    id,
    day: plainDate,
    startsAt: instant,
    endsAt: instant,
    capacity: z.int(),
    placesLeft: z.int(),
    waiting: z.int().meta({ description: 'Parties in line' }),
    booking: z.object({ state: z.enum(bookingStates), opensAt: instant, closesAt: instant }),
  })
  .meta({ id: 'Slot' });
export type SlotView = z.output<typeof slotView>;

const card = z.object({
  id,
  kind: itemKind,
  entry,
  title: z.string(),
  titleEn: z.string(),
  venue: z.object({ id, name: z.string(), nameEn: z.string(), address: z.string() }),
  hall: z.object({ id, name: z.string(), nameEn: z.string() }),
  startsOn: plainDate,
  endsOn: plainDate,
  fromFen: fen.meta({ description: 'The lowest full price; 0: free' }),
  state: z.enum(['published', 'cancelled']),
  nextSlotAt: instant.nullable(),
  placesLeft: z.int().meta({ description: 'In the slots that can be booked now' }),
});

export const programmeCard = card.meta({ id: 'WhatsOnItem' });
export const whatsOnPage = pageOf(programmeCard).meta({ id: 'WhatsOn' });
export type WhatsOnPage = z.output<typeof whatsOnPage>;

export const itemOnPage = card
  .extend({
    about: z.string(),
    aboutEn: z.string(),
    closedWeekdays: z.array(z.int()),
    howToBook: z.string().meta({ description: 'What to do, in the language asked for' }),
    prices: z.array(
      z.object({
        zone: z.string().nullable(),
        priceClass: z.enum(priceClasses),
        name: z.string(),
        nameEn: z.string(),
        priceFen: fen,
      }),
    ),
  })
  .meta({ id: 'WhatsOnItemPage' });
export type ItemOnPage = z.output<typeof itemOnPage>;

export const itemSlotsQuery = z.strictObject({
  from: plainDate.optional().meta({ description: 'Without it: today' }),
  days: z.coerce.number().int().min(1).max(62).default(14),
});
export type ItemSlotsQuery = z.output<typeof itemSlotsQuery>;

export const slotList = z.object({ items: z.array(slotView) }).meta({ id: 'Slots' });
export type SlotList = z.output<typeof slotList>;
