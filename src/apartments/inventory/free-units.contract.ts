import { z } from 'zod';
import { fen, id, line, pageOf, pageQuery, plainDate, rule } from '../../kernel/contract.js';
import { unitSummary } from './units.contract.js';

const area = z.coerce.number().min(0).max(10_000).optional();
const inOrder = (least: number | undefined, most: number | undefined) =>
  least === undefined || most === undefined || least <= most;

export const freeUnitsQuery = rule(
  z.strictObject({
    ...pageQuery,
    venueId: id.optional().meta({ description: 'The apartment house' }),
    buildingId: id.optional(),
    layout: line(20).optional().meta({ description: 'Its very name: 一室一厅' }),
    rooms: z.coerce.number().int().min(1).max(20).optional(),
    leastAreaM2: area,
    mostAreaM2: area,
    mostMarketFen: z.coerce
      .number()
      .int()
      .min(1)
      .max(100_000_000)
      .optional()
      .meta({ description: 'Market rent of a month' }),
    freeOn: plainDate.optional().meta({ description: 'The day on which one wants to move in' }),
    sort: z.enum(['soonest', 'rent', 'area', 'number']).default('soonest'),
  }),
  ({ leastAreaM2, mostAreaM2 }) => inOrder(leastAreaM2, mostAreaM2),
  { zh: '最小面积不能大于最大面积', en: 'The least area must not be above the most' },
);
export type FreeUnitsQuery = z.output<typeof freeUnitsQuery>;

/** What everybody may know of a unit that can be chosen: never who lives there. */
export const freeUnit = unitSummary
  .omit({ state: true, building: true })
  .extend({
    house: z.object({ id, name: z.string(), nameEn: z.string(), address: z.string() }),
    building: z.object({ id, name: z.string(), nameEn: z.string() }),
    marketFen: fen.meta({ description: 'Market rent of a month; what is paid of it the policy says' }),
    freeFrom: plainDate.meta({ description: 'The first day on which a lease can begin' }),
    freeUntil: plainDate.nullable().meta({ description: 'The day on which it is taken again; null: none is known' }),
    isLivedIn: z.boolean().meta({ description: 'Somebody lives there until then, so that the day may still move' }),
  })
  .meta({ id: 'FreeUnit' });
export type FreeUnit = z.output<typeof freeUnit>;
export const freeUnitPage = pageOf(freeUnit).meta({ id: 'FreeUnitPage' });
export type FreeUnitPage = z.output<typeof freeUnitPage>;
