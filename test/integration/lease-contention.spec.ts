import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lapseLeases } from '../../src/apartments/leases/lapse-leases.service.js';
import { Lease } from '../../src/apartments/leases/lease.entity.js';
import { choose, givenApproved, givenLettingHouse, payDeposit, sign } from '../support/given-leases.js';
import type { GivenApplicant } from '../support/given-leases.js';
import { givenStaff } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

describe('many people and few apartments', () => {
  let linli: Linli;
  let other: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ env: { DATABASE_CONNECTIONS: '30' } });
    other = await linli.another();
  });
  afterAll(async () => {
    await other.stop();
    await linli.stop();
  });
  async function approved(house: { venueId: string }, count: number): Promise<GivenApplicant[]> {
    const people = [];
    for (let n = 0; n < count; n++) people.push(await givenApproved(linli, house));
    return people;
  }
  const anywhere = (person: GivenApplicant, n: number) => (n % 2 ? { ...person, http: other.as(person.http) } : person);

  it.each([2, 20, 50])(
    'let one of %i have the unit that all choose at once, and tell the others why',
    async (count) => {
      const house = await givenLettingHouse(linli);
      const people = await approved(house, count);
      const replies = await Promise.all(people.map((person, n) => choose(anywhere(person, n), house.units[0].id)));
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      const codes = replies.flatMap(({ status, body }) => (status === 201 ? [] : [`${status} ${body.code}`]));
      expect(codes).toEqual(Array.from({ length: count - 1 }, () => '409 leases.unit_taken'));
    },
  );

  it('give 50 people who try 40 units 40 different ones', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, ...Array.from({ length: 39 }, () => ({}))] });
    const people = await approved(house, 50);
    const got = await Promise.all(
      people.map(async (person, n) => {
        for (let tries = 0; tries < 40; tries++) {
          const unit = house.units[(n * 7 + tries) % 40]!;
          const { status } = await choose(anywhere(person, n), unit.id);
          if (status === 201) return unit.id;
        }
        return undefined;
      }),
    );
    const units = got.filter((id) => id !== undefined);
    expect([units.length, new Set(units).size]).toEqual([40, 40]);
  }, 60_000);

  it('give one person one unit, however many they choose at once', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, ...Array.from({ length: 9 }, () => ({}))] });
    const [me] = (await approved(house, 1)) as [GivenApplicant];
    const replies = await Promise.all(house.units.map(({ id }, n) => choose(anywhere(me, n), id)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(replies.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['leases.person_has_lease']));
  });

  it('either take the deposit or let the hold lapse, 200 times', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, ...Array.from({ length: 199 }, () => ({}))] });
    const office = await givenStaff(linli, 'apartments');
    const people = await approved(house, 200);
    const held = [];
    for (const [n, person] of people.entries()) {
      const { id } = (await choose(person, house.units[n]!.id)).body;
      held.push({ id, deposit: (await sign(linli, person, id)).body.deposit });
      await office.http.post(`/leases/${id}/countersignature`);
    }
    // A moment before the hold is over for the desk, and after it for the job that frees the units.
    linli.clock.advance('PT71H59M59S');
    const desk = await givenStaff(linli, 'desk');
    const replies: { id: string; status: number }[] = [];
    const paying = held.map(async ({ id, deposit }) => {
      replies.push({ id, status: (await payDeposit(desk, deposit)).status });
      if (replies.length === 20) linli.clock.advance('PT1S');
    });
    await Promise.all([...paying, linli.runJob(lapseLeases, {}), other.runJob(lapseLeases, {})]);
    await linli.runJob(lapseLeases, {});
    const leases = await linli.database.manager.find(Lease, { where: { unitId: house.units[0].id } });
    expect(leases).toHaveLength(1);
    const wrong = [];
    for (const { id, status } of replies) {
      const lease = await linli.database.manager.findOneByOrFail(Lease, { id });
      if (lease.state !== (status === 201 ? 'let' : 'lapsed')) wrong.push(`${status} and ${lease.state}`);
    }
    expect(wrong).toEqual([]);
    expect(replies.some(({ status }) => status === 201)).toBe(true);
  }, 120_000);
});

describe('the same choices without the guard', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ env: { DATABASE_CONNECTIONS: '30' } });
    await linli.database.query('ALTER TABLE leases DROP CONSTRAINT leases_one_per_unit');
  });
  afterAll(() => linli.stop());

  it('let one unit to many', async () => {
    const house = await givenLettingHouse(linli);
    const people = [];
    for (let n = 0; n < 10; n++) people.push(await givenApproved(linli, house));
    const replies = await Promise.all(people.map((person) => choose(person, house.units[0].id)));
    expect(replies.filter(({ status }) => status === 201).length).toBeGreaterThan(1);
  });
});
