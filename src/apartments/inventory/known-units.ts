import type { EntityManager } from 'typeorm';
import { identityOf } from './unit-list.rules.js';
import type { UnitListEntry } from './unit-list.columns.js';

/** A unit that the house has already, as a unit list would write it. */
export interface KnownUnit {
  readonly id: string;
  readonly buildingId: string;
  readonly entry: UnitListEntry;
}

interface Row {
  id: string;
  building_id: string;
  building: string;
  number: string;
  floor: number;
  layout: string;
  area_m2: string;
  rooms: number;
  market_fen_per_m2: number;
  orientation: string;
  equipment: string[];
}

/** The units of a house by what makes them the same unit; `locked`, nobody else changes them until the end. */
export async function findKnownUnits(
  manager: EntityManager,
  venueId: string,
  locked = false,
): Promise<Map<string, KnownUnit>> {
  const rows: Row[] = await manager.query(
    `SELECT u.*, b.name AS building FROM units u JOIN buildings b ON b.id = u.building_id
      WHERE b.venue_id = $1 ORDER BY b.name, u.floor, u.number ${locked ? 'FOR UPDATE OF u' : ''}`,
    [venueId],
  );
  const known = rows.map((row): KnownUnit => ({ id: row.id, buildingId: row.building_id, entry: toEntry(row) }));
  return new Map(known.map((one) => [identityOf(one.entry), one]));
}

function toEntry(row: Row): UnitListEntry {
  return {
    building: row.building,
    number: row.number,
    floor: row.floor,
    layout: row.layout,
    areaM2: Number(row.area_m2),
    rooms: row.rooms,
    marketFenPerM2: row.market_fen_per_m2,
    orientation: row.orientation,
    equipment: row.equipment,
  };
}
