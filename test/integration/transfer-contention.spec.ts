import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { objectToStaying } from '../../src/apartments/leaving/object-to-staying.service.js';
import { givenApproved, givenLet, givenLettingHouse, sign } from '../support/given-leases.js';
import { givenStaff } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const start = '2026-04-01 10:00';
const times = Array.from({ length: 20 }, (_, n) => n);

describe('tenants who move at the same moment', () => {
  let linli: Linli;
  let other: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start, env: { DATABASE_CONNECTIONS: '20' } });
    other = await linli.another();
  });
  afterAll(async () => {
    await other.stop();
    await linli.stop();
  });

  async function givenTenants(units: number) {
    const house = await givenLettingHouse(linli, { units: [{}, ...Array.from({ length: units - 1 }, () => ({}))] });
    const tenants = [];
    for (const unit of house.units.slice(0, 2)) {
      const person = await givenApproved(linli, house);
      const { id } = await givenLet(linli, person, unit.id);
      tenants.push({ person, id });
    }
    const office = await givenStaff(linli, 'apartments');
    const move = (at: Linli, leaseId: string, unitId: string) =>
      at.as(office.http).post(`/leases/${leaseId}/transfer`, { unitId, on: '2026-04-10' });
    return { house, first: tenants[0]!, second: tenants[1]!, units: house.units.map(({ id }) => id), move };
  }

  /** Days on which one unit belongs to two tenants, or one tenant has two units. */
  async function doubleLets(): Promise<unknown[]> {
    return linli.database.query(
      `SELECT a.id FROM leases a JOIN leases b ON a.id < b.id AND a.period && b.period
        WHERE a.state IN ('let', 'ended') AND b.state IN ('let', 'ended')
          AND (a.unit_id = b.unit_id OR a.resident_id = b.resident_id)`,
    );
  }

  it('into each other’s unit: nobody moves as long as the other lives there, 20 times', async () => {
    const { first, second, units, move } = await givenTenants(2);
    for (const _ of times) {
      const replies = await Promise.all([move(linli, first.id, units[1]!), move(other, second.id, units[0]!)]);
      expect(replies.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
        Array(2).fill('409 leases.unit_taken'),
      );
    }
    expect(await doubleLets()).toEqual([]);
  }, 120_000);

  it('into one free unit: one of two does, 20 times', async () => {
    const { first, second, units, move } = await givenTenants(3);
    const free = units[2]!;
    for (const _ of times) {
      const replies = await Promise.all([move(linli, first.id, free), move(other, second.id, free)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
      const won = replies.find(({ status }) => status === 201)!.body.id;
      const office = await givenStaff(linli, 'apartments');
      expect((await office.http.post(`/leases/${won}/cancellation`)).body.state).toBe('withdrawn');
    }
    expect(await doubleLets()).toEqual([]);
  }, 120_000);

  it('or sign while somebody moves into the unit that they leave: never two in one unit, 20 times', async () => {
    for (const _ of times) {
      const { first, second, units, move } = await givenTenants(3);
      const [, , free] = units as [string, string, string];
      const { id } = (await move(linli, first.id, free)).body;
      const [signed, moved] = await Promise.all([sign(linli, first.person, id), move(other, second.id, units[0]!)]);
      expect(signed.body.state).toBe('let');
      expect([201, 409]).toContain(moved.status);
      if (moved.status === 409) expect((await move(other, second.id, units[0]!)).status).toBe(201);
    }
    expect(await doubleLets()).toEqual([]);
  }, 300_000);

  it('and one lease moves to one unit only, however many are offered at once', async () => {
    const { first, units, move } = await givenTenants(8);
    const replies = await Promise.all(units.slice(2).map((unit, n) => move(n % 2 ? other : linli, first.id, unit)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('are told once that their lease is not renewed, by two processes at once', async () => {
    const { first, second } = await givenTenants(2);
    linli.clock.set('2027-03-10 10:00');
    await Promise.all([linli, other, linli, other].map((one) => one.runJob(objectToStaying, {})));
    const said: { leases: number; messages: number }[] = await linli.database.query(
      `SELECT (SELECT count(*)::int FROM lease_objections WHERE lease_id = ANY($1)) AS leases,
              (SELECT count(*)::int FROM messages WHERE kind = 'lease.not_renewed' AND subject_id = ANY($1)) AS messages`,
      [[first.id, second.id]],
    );
    expect(said).toEqual([{ leases: 2, messages: 2 }]);
    linli.clock.set(start);
  });
});
