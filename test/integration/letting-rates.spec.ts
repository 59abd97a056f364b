import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LettingRates } from '../../src/apartments/lettings/letting-rates.queries.js';
import { newId } from '../../src/kernel/ids.js';
import type { StaffActor } from '../../src/people/index.js';
import { givenHouse } from '../support/given-apartments.js';
import { givenLettingHouse } from '../support/given-leases.js';
import { givenPeople, givenStaff } from '../support/given-people.js';
import { LettingCount } from '../support/letting-count.js';
import { dateOf, histories, today } from '../support/letting-history.js';
import type { LettingHistory } from '../support/letting-history.js';
import { Linli } from '../support/linli.js';
import { writeLeases, writeOutages, writeRenewals, withoutLeases } from '../support/written-leases.js';

/** More of them with RATES_RUNS, the same again with RATES_SEED. */
const numRuns = Number(process.env.RATES_RUNS ?? 40);
const seed = Number(process.env.RATES_SEED ?? 1);

const period = fc
  .record({ from: fc.nat({ max: 70 }), nights: fc.integer({ min: 1, max: 60 }) })
  .map(({ from, nights }) => ({ from, until: from + nights }));
const periods = fc.array(period, { minLength: 1, maxLength: 4 });

describe('the rates of the apartments', () => {
  let linli: Linli;
  let by: { policyId: string; staffId: string };
  let people: string[];
  /** Two buildings in one house, and one of the same name as the first in another. */
  let buildings: { id: string; venueId: string }[];
  beforeAll(async () => {
    linli = await Linli.start({ now: `${dateOf(today)} 10:00` });
    const { venueId, policyId } = await givenLettingHouse(linli);
    const made = [
      await givenHouse(linli, { venueId, building: '1号' }),
      await givenHouse(linli, { venueId, building: '2号' }),
      await givenHouse(linli, { building: '1号' }),
    ];
    buildings = made.map((house) => ({ id: house.buildingId, venueId: house.venueId }));
    by = { policyId, staffId: (await givenStaff(linli, 'apartments')).id };
    people = await givenPeople(linli, 60);
    await clear();
  });
  afterAll(() => linli.stop());

  const clear = () => withoutLeases(linli, ['units', 'unit_outages', 'renewals']);

  async function write({ units, leases, outages }: LettingHistory): Promise<{ unitIds: string[]; leaseIds: string[] }> {
    const unitIds = units.map(() => newId());
    const leaseIds = leases.map(() => newId());
    await linli.database.query(
      `INSERT INTO units (id, building_id, number, floor, layout, rooms, area_m2, market_fen_per_m2, orientation, equipment)
       SELECT *, 1, 50, 2650, '南', '{}' FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[])`,
      [
        unitIds,
        units.map(({ building }) => buildings[building]?.id),
        units.map((_, index) => String(index)),
        units.map(() => 1),
        units.map(({ layout }) => layout),
      ],
    );
    await writeLeases(
      linli,
      by,
      leases.map(({ unit, previous, ...lease }, index) => ({
        ...{ id: leaseIds[index] ?? '', unitId: unitIds[unit] ?? '', residentId: people[index] ?? '' },
        ...{ state: lease.state, from: dateOf(lease.from), until: dateOf(lease.until), endReason: lease.endReason },
        previousId: previous === null ? null : (leaseIds[previous] ?? null),
        keysGivenOn: lease.keysGiven === null ? null : dateOf(lease.keysGiven),
        keysBackOn: lease.keysBack === null ? null : dateOf(lease.keysBack),
      })),
    );
    await writeRenewals(
      linli,
      leases.flatMap(({ renewal }, index) => {
        const leaseId = leaseIds[index] ?? '';
        return renewal ? [{ leaseId, ...renewal, nextLeaseId: leaseId }] : [];
      }),
    );
    await writeOutages(
      linli,
      outages.map(({ unit, from, until }) => {
        return { unitId: unitIds[unit] ?? '', from: dateOf(from), until: until === null ? null : dateOf(until) };
      }),
    );
    return { unitIds, leaseIds };
  }

  async function compare(history: LettingHistory, asked: readonly { from: number; until: number }[]): Promise<void> {
    await clear();
    const { unitIds, leaseIds } = await write(history);
    const count = new LettingCount(history);
    const rates = linli.get(LettingRates);
    const venues = [...new Set(buildings.map(({ venueId }) => venueId))];
    const staff = (venueIds: (string | null)[]): StaffActor => {
      const grants = venueIds.map((venueId) => ({ role: 'apartments' as const, venueId }));
      return { kind: 'staff', id: by.staffId, language: 'en', grants };
    };
    const views: { actor: StaffActor; venueId: string | undefined; seen: string[] }[] = [
      { actor: staff([null]), venueId: undefined, seen: venues },
      ...venues.map((venueId) => ({ actor: staff([null]), venueId, seen: [venueId] })),
      ...venues.map((venueId) => ({ actor: staff([venueId]), venueId: undefined, seen: [venueId] })),
      { actor: staff(venues.slice(0, 1)), venueId: venues[1], seen: [] },
    ];
    for (const { from, until } of asked) {
      for (const { actor, venueId, seen } of views) {
        const query = { from: dateOf(from), until: dateOf(until), ...(venueId ? { venueId } : {}) };
        const shown = buildings.flatMap((building, index) => (seen.includes(building.venueId) ? [index] : []));
        const { occupancy, renewal } = await rates.rates(actor, query, dateOf(today));
        const place = ({ building, layout }: { building: number | null; layout: string | null }) =>
          `${building ?? ''} ${layout ?? ''}`;
        const inOrder = <Row extends { building: number | null; layout: string | null }>(rows: Row[]) =>
          rows.sort((a, b) => (place(a) < place(b) ? -1 : 1));
        const counted = count.nights({ from, until, buildings: shown });
        expect(
          inOrder(
            occupancy.map(({ buildingId, layout, units, nightsOffered, nightsLet, nightsOutOfService }) => {
              const building = buildingId === null ? null : buildings.findIndex(({ id }) => id === buildingId);
              return { building, layout, units, offered: nightsOffered, let: nightsLet, out: nightsOutOfService };
            }),
          ),
        ).toEqual(inOrder(counted));
        for (const row of occupancy) {
          expect(row.occupancy).toBe(row.nightsOffered === 0 ? null : row.nightsLet / row.nightsOffered);
        }
        const ends = count.renewal({ from, until, buildings: shown });
        const reached = ends.renewed.length + ends.others.length;
        expect(renewal).toMatchObject({
          ...{ reachedTheirEnd: reached, renewed: ends.renewed.length, moved: ends.moved.length },
          ...{ notAllowed: ends.notAllowed.length, rate: reached === 0 ? null : ends.renewed.length / reached },
        });
        expect(Object.fromEntries(renewal.others.map(({ leaseId, reason }) => [leaseId, reason]))).toEqual(
          Object.fromEntries(ends.others.map((n) => [leaseIds[n], count.reason(history.leases[n]!)])),
        );
        const { items, total } = await rates.units(actor, query, dateOf(today));
        const unitsSeen = history.units.flatMap(({ building }, n) => (shown.includes(building) ? [n] : []));
        expect(total).toBe(unitsSeen.length);
        expect(Object.fromEntries(items.map((unit) => [unit.unitId, [unit.nightsOffered, unit.nightsLet]]))).toEqual(
          Object.fromEntries(
            unitsSeen.map((n) => {
              const nights = count.nightsOfUnit(n, { from, until, buildings: shown });
              return [unitIds[n], [nights.offered, nights.let]];
            }),
          ),
        );
      }
    }
  }

  it(`are what counting night by night and lease by lease finds (seed ${seed})`, async () => {
    await fc.assert(fc.asyncProperty(histories, periods, compare), { numRuns, seed });
  }, 3_600_000);
});
