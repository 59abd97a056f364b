import { z } from 'zod';
import {
  fen,
  id,
  instant,
  line,
  pageOf,
  pageQuery,
  plainDate,
  rule,
  searchText,
  timeOfDay,
} from '../../kernel/contract.js';
import { entry, itemRules } from './item-rules.contract.js';
import { priceClasses } from './prices.rules.js';
import { overlappingTimes } from './slot-plan.rules.js';

export const itemKind = z.enum(['exhibition', 'performance']);

const longText = rule(z.string().trim().max(4_000), (text) => /^[^\p{Cs}\0]*$/u.test(text), {
  zh: '含有无法保存的字符，请删去后重试',
  en: 'There are characters in it that cannot be kept; remove them and try again',
});

const itemTime = rule(
  z.strictObject({
    day: plainDate.nullable().default(null).meta({ description: 'null: every open day' }),
    from: timeOfDay,
    until: timeOfDay,
  }),
  ({ from, until }) => from < until,
  { zh: '开始须早于结束', en: 'It must begin before it ends' },
);

const times = rule(z.array(itemTime).min(1).max(100), (all) => overlappingTimes(all) === undefined, {
  zh: '场次时间不能重叠',
  en: 'Slots of one day must not overlap',
});

const weekdays = z
  .array(z.int().min(1).max(7))
  .max(6)
  .meta({ description: 'Closed on these days of every week, 1 Monday … 7 Sunday' });
const days = z.array(plainDate).max(200).meta({ description: 'Closed on these days' });
const zonePrices = z
  .record(line(20), fen)
  .meta({ description: 'Full price by zone, where it is not the price of all' });
const percents = z
  .partialRecord(z.enum(priceClasses), z.int().min(0).max(100))
  .meta({ description: 'Per cent of the full price; a class that is missing is not sold' });

const fields = {
  title: line(60),
  titleEn: line(100),
  about: longText,
  aboutEn: longText,
  startsOn: plainDate,
  endsOn: plainDate,
  times,
  closedWeekdays: weekdays,
  closedOn: days,
  places: z.int().min(1).max(100_000).meta({ description: 'In each slot' }),
  priceFen: fen,
  zonePrices,
  classPercents: percents,
  rules: itemRules.partial(),
};

const datesInOrder = { zh: '结束日期不能早于开始日期', en: 'It must not end before it starts' };

export const itemInput = rule(
  z.strictObject({
    ...fields,
    hallId: id,
    kind: itemKind,
    entry: entry.meta({ description: 'timed for exhibitions; numbered or unnumbered seats for performances' }),
    about: longText.default(''),
    aboutEn: longText.default(''),
    closedWeekdays: weekdays.default([]),
    closedOn: days.default([]),
    priceFen: fen.default(0),
    zonePrices: zonePrices.default({}),
    classPercents: percents.optional(),
    rules: itemRules.partial().default({}),
  }),
  ({ startsOn, endsOn }) => startsOn <= endsOn,
  datesInOrder,
).meta({ id: 'NewProgrammeItem' });
export type ItemInput = z.output<typeof itemInput>;

export const itemChange = z
  .strictObject({ ...fields, hallId: id })
  .partial()
  .meta({ id: 'ProgrammeItemChange' });
export type ItemChange = z.output<typeof itemChange>;

export const itemView = z
  .object({
    id,
    venue: z.object({ id, name: z.string(), nameEn: z.string() }),
    hall: z.object({ id, name: z.string(), nameEn: z.string() }),
    kind: itemKind,
    entry,
    title: z.string(),
    titleEn: z.string(),
    about: z.string(),
    aboutEn: z.string(),
    startsOn: plainDate,
    endsOn: plainDate,
    times: z.array(z.object({ day: plainDate.nullable(), from: timeOfDay, until: timeOfDay })),
    closedWeekdays: z.array(z.int()),
    closedOn: z.array(plainDate),
    places: z.int(),
    priceFen: fen,
    zonePrices: z.record(z.string(), fen),
    classPercents: z.partialRecord(z.enum(priceClasses), z.int()),
    rules: itemRules,
    state: z.enum(['draft', 'published', 'cancelled']),
    publishedAt: instant.nullable(),
    slots: z.int().meta({ description: 'Slots still to come; of a draft: those it would have' }),
    booked: z.int().meta({ description: 'Places taken in the slots still to come' }),
  })
  .meta({ id: 'ProgrammeItem' });
export type ItemView = z.output<typeof itemView>;

export const itemsQuery = z.strictObject({
  search: searchText.meta({ description: 'Title in either language, or hall' }),
  kind: itemKind.optional(),
  state: z.enum(['draft', 'published', 'cancelled']).optional(),
  venueId: id.optional(),
  past: z.enum(['true', 'false']).default('false').meta({ description: 'true: also what has ended' }),
  ...pageQuery,
});
export type ItemsQuery = z.output<typeof itemsQuery>;

export const itemPage = pageOf(itemView).meta({ id: 'ProgrammeItems' });
export type ItemPage = z.output<typeof itemPage>;

export const reasonInput = z.strictObject({ reason: line(200).meta({ description: 'Told to everybody who booked' }) });
export type ReasonInput = z.output<typeof reasonInput>;

export const slotChange = z
  .strictObject({
    places: z.int().min(1).max(100_000),
    day: plainDate,
    from: timeOfDay,
    until: timeOfDay,
    reason: line(200),
  })
  .partial()
  .meta({ id: 'SlotChange', description: 'Places added are offered to the line; a new time is told to everybody' });
export type SlotChange = z.output<typeof slotChange>;

export const staffSlot = z
  .object({
    id,
    itemId: id,
    title: z.string(),
    titleEn: z.string(),
    hall: z.string(),
    kind: z.enum(['visit', 'showing']),
    day: plainDate,
    startsAt: instant,
    endsAt: instant,
    opensAt: instant,
    closesAt: instant,
    capacity: z.int(),
    taken: z.int(),
    waiting: z.int(),
    cancelledAt: instant.nullable(),
    cancelReason: z.string().nullable(),
  })
  .meta({ id: 'StaffSlot' });
export type StaffSlot = z.output<typeof staffSlot>;

export const slotsQuery = z.strictObject({
  from: plainDate.optional().meta({ description: 'Without it: today' }),
  until: plainDate.optional().meta({ description: 'Included; without it: seven days' }),
  itemId: id.optional(),
  hallId: id.optional(),
  ...pageQuery,
});
export type SlotsQuery = z.output<typeof slotsQuery>;

export const staffSlotPage = pageOf(staffSlot).meta({ id: 'StaffSlots' });
export type StaffSlotPage = z.output<typeof staffSlotPage>;
