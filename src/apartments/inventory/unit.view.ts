import type { OutageView, UnitState, UnitSummary } from './units.contract.js';
import type { UnitOutage } from './unit-outage.entity.js';

/** A unit with its building and its state on a day, as the database answers. */
export interface UnitRow {
  id: string;
  building_id: string;
  building: string;
  building_en: string;
  venue_id: string;
  number: string;
  floor: number;
  layout: string;
  rooms: number;
  area_m2: string;
  market_fen_per_m2: number;
  orientation: string;
  equipment: string[];
  photos: UnitSummary['photos'];
  state: UnitState;
}

export function toUnitSummary(row: UnitRow): UnitSummary {
  return {
    id: row.id,
    building: { id: row.building_id, name: row.building, nameEn: row.building_en, venueId: row.venue_id },
    number: row.number,
    floor: row.floor,
    layout: row.layout,
    rooms: row.rooms,
    areaM2: Number(row.area_m2),
    marketFenPerM2: row.market_fen_per_m2,
    orientation: row.orientation,
    equipment: row.equipment,
    photos: row.photos,
    state: row.state,
  };
}

export function toOutageView({ id, unitId, during, kind, reason }: UnitOutage): OutageView {
  return { id, unitId, from: during.from.toString(), until: during.until?.toString() ?? null, kind, reason };
}
