import { z } from 'zod';
import { fen, formed, id, line, pageOf, pageQuery, plainDate, rule, searchText } from '../../kernel/contract.js';
import { photoFacts } from '../photos/photos.contract.js';
import { squareMetres } from '../policy/policy.contract.js';

/** A name as a unit list has it too, so that a list that is exported and imported again changes nothing. */
const name = (max: number) => line(max).normalize('NFKC').trim().min(1).max(max);

const unitNumber = name(20).meta({ description: 'As it stands on the door, leading zeros and all: 0201' });
const orientation = formed(/^[东南西北]{1,4}$/, {
  zh: '须为东、南、西、北，或其组合，如东南',
  en: 'It must be 东, 南, 西, 北 or several of them, such as 东南',
}).meta({ description: '东, 南, 西, 北 or several of them: 东南, 南北' });
const equipmentItem = rule(name(20), (text) => !/[;,、]/.test(text), {
  zh: '每项设施单独填写，不含分号、逗号或顿号',
  en: 'Each piece of equipment stands by itself, without semicolons or commas',
});
const equipment = rule(z.array(equipmentItem).max(30), (items) => new Set(items).size === items.length, {
  zh: '同一设施只写一次',
  en: 'The same piece of equipment is named once',
});
const marketFenPerM2 = z.int().min(1).max(100_000).meta({ description: 'Market rent in fen for each m² and month' });

export const buildingInput = z
  .strictObject({ venueId: id, name: name(40), nameEn: line(60) })
  .meta({ id: 'BuildingInput' });
export type BuildingInput = z.output<typeof buildingInput>;
export const buildingChange = buildingInput.omit({ venueId: true }).partial().meta({ id: 'BuildingChange' });
export type BuildingChange = z.output<typeof buildingChange>;
export const buildingsQuery = z.strictObject({ venueId: id.optional() });
export type BuildingsQuery = z.output<typeof buildingsQuery>;

export const buildingView = z
  .object({ id, venueId: id, name: z.string(), nameEn: z.string(), units: z.int() })
  .meta({ id: 'Building' });
export type BuildingView = z.output<typeof buildingView>;
export const buildingList = z.object({ items: z.array(buildingView) }).meta({ id: 'BuildingList' });
export type BuildingList = z.output<typeof buildingList>;

export const unitInput = z
  .strictObject({
    number: unitNumber,
    floor: z.int().min(1).max(200),
    layout: name(20),
    rooms: z.int().min(1).max(20),
    areaM2: squareMetres,
    marketFenPerM2,
    orientation,
    equipment: equipment.default([]),
  })
  .meta({ id: 'UnitInput' });
export type UnitInput = z.output<typeof unitInput>;
export const unitChange = unitInput.extend({ equipment }).partial().meta({ id: 'UnitChange' });
export type UnitChange = z.output<typeof unitChange>;

/** What a unit is on a day. Out of service: in repair, or kept by the house. */
const state = z.enum(['free', 'let', 'held', 'out_of_service']);
export type UnitState = z.output<typeof state>;
const day = plainDate.optional().meta({ description: 'The day whose state is asked for; today when left out' });

export const unitsQuery = z.strictObject({
  ...pageQuery,
  venueId: id.optional(),
  buildingId: id.optional(),
  layout: z.string().trim().min(1).max(20).optional(),
  search: searchText.meta({ description: 'Anywhere in the number, the layout or the name of the building' }),
  on: day,
  state: state.optional(),
  sort: z.enum(['number', 'floor', 'area', 'rent']).default('number'),
});
export type UnitsQuery = z.output<typeof unitsQuery>;

const unitPhoto = z.object({ id, mediaType: photoFacts.mediaType, bytes: photoFacts.bytes }).meta({ id: 'UnitPhoto' });

export const unitSummary = z
  .object({
    id,
    building: z.object({ id, name: z.string(), nameEn: z.string(), venueId: id }),
    number: z.string(),
    floor: z.int(),
    layout: z.string(),
    rooms: z.int(),
    areaM2: z.number(),
    marketFenPerM2: fen,
    orientation: z.string(),
    equipment: z.array(z.string()),
    photos: z.array(unitPhoto).meta({ description: 'In their order' }),
    state,
  })
  .meta({ id: 'UnitSummary' });
export type UnitSummary = z.output<typeof unitSummary>;
export const unitPage = pageOf(unitSummary)
  .extend({ on: plainDate.meta({ description: 'The day of the states' }) })
  .meta({ id: 'UnitSummaryPage' });
export type UnitPage = z.output<typeof unitPage>;

export const unitQuery = z.strictObject({ on: day });

const from = plainDate.meta({ description: 'The first day' });
const until = plainDate.nullable().meta({ description: 'The first day after it; null: no end is known yet' });
const kind = z.enum(['repair', 'reserved']);

export const outageView = z
  .object({ id, unitId: id, from, until, kind, reason: z.string() })
  .meta({ id: 'UnitOutage' });
export type OutageView = z.output<typeof outageView>;

export const unitDetails = unitSummary
  .extend({
    on: plainDate,
    taken: z.array(z.object({ state, from, until })).meta({ description: 'From that day on' }),
    outages: z.array(outageView).meta({ description: 'All that there were and will be, the latest first' }),
  })
  .meta({ id: 'UnitDetails' });
export type UnitDetails = z.output<typeof unitDetails>;

export const photoOrder = z
  .strictObject({
    photoIds: rule(z.array(id).min(1).max(12), (ids) => new Set(ids).size === ids.length, {
      zh: '每张照片只写一次',
      en: 'Each photo is named once',
    }).meta({ description: 'All photos of the unit' }),
  })
  .meta({ id: 'UnitPhotoOrder' });
export type PhotoOrder = z.output<typeof photoOrder>;

export const outageInput = z
  .strictObject({ from, until: until.default(null), kind, reason: line(200) })
  .meta({ id: 'UnitOutageInput' });
export type OutageInput = z.output<typeof outageInput>;
export const outageChange = z
  .strictObject({ until, reason: line(200) })
  .partial()
  .meta({ id: 'UnitOutageChange' });
export type OutageChange = z.output<typeof outageChange>;
