import { z } from 'zod';
import { id, instant, pageQuery, plainDate, rule } from '../../kernel/contract.js';
import { itemKind } from '../programme/programme.contract.js';

const numbers = {
  capacity: z.int(),
  booked: z.int().meta({ description: 'Tickets that were valid when the slot began' }),
  came: z.int().meta({ description: 'Of those booked' }),
  absent: z.int().meta({ description: 'Booked and not come, in slots that are over' }),
  walkIns: z.int(),
  utilisation: z
    .number()
    .nullable()
    .meta({ description: '(came + walk-ins) ÷ capacity of slots that are over; null: none are' }),
};

export const reportQuery = rule(
  z.strictObject({
    from: plainDate,
    until: plainDate.meta({ description: 'Included; at most a year' }),
    itemId: id.optional(),
    kind: itemKind.optional(),
    ...pageQuery,
  }),
  ({ from, until }) => from <= until && Date.parse(until) - Date.parse(from) <= 366 * 86_400_000,
  { zh: '须在一年之内，先后顺序正确', en: 'It must be at most a year, in the right order' },
);
export type ReportQuery = z.output<typeof reportQuery>;

const slotReport = z.object({
  slotId: id,
  itemId: id,
  kind: itemKind,
  title: z.string(),
  titleEn: z.string(),
  hall: z.string(),
  day: plainDate,
  startsAt: instant,
  endsAt: instant,
  cancelled: z.boolean(),
  ...numbers,
});
export type SlotReport = z.output<typeof slotReport>;

export const cultureReport = z
  .object({
    totals: z.object({ slots: z.int(), cancelled: z.int(), ...numbers }),
    items: z.array(slotReport),
    total: z.int(),
    page: z.int(),
    size: z.int(),
  })
  .meta({ id: 'CultureReport' });
export type CultureReport = z.output<typeof cultureReport>;
