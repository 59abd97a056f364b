import { Building } from '../../src/apartments/inventory/building.entity.js';
import { UnitOutage } from '../../src/apartments/inventory/unit-outage.entity.js';
import { Unit } from '../../src/apartments/inventory/unit.entity.js';
import { newId } from '../../src/kernel/ids.js';
import { Temporal } from '../../src/kernel/time.js';
import { givenVenue } from './given-people.js';
import type { Linli } from './linli.js';

let count = 0;

const unitDefaults = {
  floor: 2,
  layout: '一室一厅',
  rooms: 1,
  areaM2: 52,
  marketFenPerM2: 2_650,
  orientation: '南',
  equipment: ['空调', '热水器', '宽带'],
};

export type UnitOverrides = Partial<typeof unitDefaults & { number: string }>;
export type GivenUnit = typeof unitDefaults & { id: string; number: string };
export interface GivenHouse {
  readonly venueId: string;
  readonly buildingId: string;
  readonly building: string;
  readonly units: readonly [GivenUnit, ...GivenUnit[]];
}

/** An apartment house of one building with these units, or with one unit 0201 of 52 m² at 26.50 yuan. */
export async function givenHouse(
  linli: Linli,
  overrides: { venueId?: string; building?: string; units?: readonly [UnitOverrides, ...UnitOverrides[]] } = {},
): Promise<GivenHouse> {
  count += 1;
  const venueId = overrides.venueId ?? (await givenVenue(linli, { name: `菁英公寓${count}` })).id;
  const building = overrides.building ?? `${count}号楼`;
  const buildingId = newId();
  await linli.database.manager.insert(Building, { id: buildingId, venueId, name: building, nameEn: `No. ${count}` });
  const [first, ...others] = overrides.units ?? [{}];
  const made = (unit: UnitOverrides, index: number): GivenUnit => {
    return { id: newId(), number: `02${String(index + 1).padStart(2, '0')}`, ...unitDefaults, ...unit };
  };
  const units = [made(first, 0), ...others.map((unit, index) => made(unit, index + 1))] as const;
  await linli.database.manager.insert(
    Unit,
    units.map((unit) => ({ ...unit, buildingId })),
  );
  return { venueId, buildingId, building, units: [...units] };
}

/** Days on which a unit cannot be let; without an end when `until` is left out. */
export async function givenOutage(
  linli: Linli,
  unitId: string,
  days: { from: string; until?: string; kind?: UnitOutage['kind'] },
): Promise<{ id: string }> {
  const id = newId();
  const until = days.until === undefined ? null : Temporal.PlainDate.from(days.until);
  const during = { from: Temporal.PlainDate.from(days.from), until };
  await linli.database.manager.insert(UnitOutage, { id, unitId, during, kind: days.kind ?? 'repair', reason: '漏水' });
  return { id };
}
