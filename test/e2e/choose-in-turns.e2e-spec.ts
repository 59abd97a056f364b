import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { moveTurns } from '../../src/apartments/choosing/run-choosing.service.js';
import type { GivenHouse } from '../support/given-apartments.js';
import { choose, givenApproved, givenLettingHouse } from '../support/given-leases.js';
import type { GivenApplicant } from '../support/given-leases.js';
import { givenStaff } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('choosing in turns', () => {
  let linli: Linli;
  let other: Linli;
  let office: HttpClient;
  let house: GivenHouse;
  let people: GivenApplicant[];
  beforeAll(async () => {
    linli = await Linli.start({ now: start, env: { DATABASE_CONNECTIONS: '30' } });
    other = await linli.another();
  });
  afterAll(async () => {
    await other.stop();
    await linli.stop();
  });
  /** Three who wait, the last to come first in line. */
  beforeEach(async () => {
    linli.clock.set(start);
    office = (await givenStaff(linli, 'apartments')).http;
    house = await givenLettingHouse(linli, { units: [{}, {}, {}, {}] });
    people = [];
    for (const points of [10, 20, 30]) people.unshift(await givenApproved(linli, house, { points }));
  });

  const open = (overrides: Record<string, unknown> = {}) =>
    office.post('/choosing-rounds', { venueId: house.venueId, startsAt: '2026-08-20T10:00:00+08:00', ...overrides });
  const person = (index: number): GivenApplicant => people[index]!;
  const pick = (index: number, unit = index) => choose(person(index), house.units[unit]!.id);
  const pass = (index: number) =>
    person(index).http.post(`/apartment-applications/${person(index).applicationId}/pass`);
  const turns = async (id: string): Promise<string[]> => {
    const { body } = await office.get(`/choosing-rounds/${id}`);
    return body.turns.map(({ applicationId, from, until, outcome }: Record<string, string>) => {
      const who = people.findIndex((one) => one.applicationId === applicationId);
      return `${who} ${from!.slice(8, 16)} ${until!.slice(8, 16)} ${outcome ?? ''}`.trim();
    });
  };

  it('gives everybody who waits a turn in the order of the list, and tells each when', async () => {
    const tenant = await givenApproved(linli, house, { points: 99 });
    await choose(tenant, house.units[3]!.id);
    await givenApproved(linli, house, { state: 'submitted', tier: null, decidedAt: null });
    const { status, body } = await open();
    expect([status, body.state, body.turnMinutes, body.passesAllowed]).toEqual([201, 'running', 20, 1]);
    expect(await turns(body.id)).toEqual(['0 20T10:00 20T10:20', '1 20T10:20 20T10:40', '2 20T10:40 20T11:00']);
    const [said] = await messagesTo(linli, person(1).id, 'choosing.turn');
    expect(said?.body).toContain('begins on Thu 20 Aug 2026, 10:20, for 20 minutes');
    const mine = await person(1).http.get(`/me/apartment-applications/${person(1).applicationId}/turn`);
    expect(mine.body).toMatchObject({ position: 2, from: '2026-08-20T10:20:00+08:00', outcome: null });
    expect((await person(0).http.get(`/me/apartment-applications/${person(1).applicationId}/turn`)).status).toBe(404);
  });

  it('lets only whoever has the turn choose, and the next one at once when a unit is chosen', async () => {
    const { id } = (await open()).body;
    expect((await pick(1)).body).toMatchObject({
      code: 'choosing.not_your_turn',
      facts: { from: '2026-08-20T10:20:00+08:00' },
    });
    linli.clock.advance('PT5M');
    expect((await pick(0)).status).toBe(201);
    expect(await turns(id)).toEqual(['0 20T10:00 20T10:20 chose', '1 20T10:05 20T10:40', '2 20T10:40 20T11:00']);
    expect(await messagesTo(linli, person(1).id, 'choosing.turn')).toHaveLength(2);
    expect((await pick(2)).body.facts).toEqual({ from: '2026-08-20T10:40:00+08:00' });
    expect((await pick(1)).status).toBe(201);
    expect((await pick(2)).status).toBe(201);
    expect((await office.get(`/choosing-rounds/${id}`)).body.state).toBe('over');
  });

  it('puts who passes at the end once, and then out of the round', async () => {
    const { id } = (await open()).body;
    expect((await pass(1)).body.code).toBe('choosing.not_your_turn');
    expect((await pass(0)).status).toBe(200);
    expect(await turns(id)).toEqual(['1 20T10:00 20T10:40', '2 20T10:40 20T11:00', '0 20T11:00 20T11:20']);
    await pick(1);
    await pick(2);
    expect((await pass(0)).status).toBe(200);
    expect((await office.get(`/choosing-rounds/${id}`)).body).toMatchObject({
      state: 'over',
      turns: [{ outcome: 'chose' }, { outcome: 'chose' }, { outcome: 'passed', passes: 1 }],
    });
    expect((await pass(0)).body.code).toBe('choosing.no_round');
    expect((await pick(0)).status).toBe(201);
  });

  it('counts a missed turn as a pass, also when the job comes late', async () => {
    const { id } = (await open()).body;
    linli.clock.advance('PT20M');
    expect((await pick(0)).body).toMatchObject({ code: 'choosing.not_your_turn', facts: { from: null } });
    linli.clock.advance('PT5M');
    await Promise.all([linli.runJob(moveTurns, {}), other.runJob(moveTurns, {})]);
    expect(await turns(id)).toEqual(['1 20T10:20 20T10:40', '2 20T10:40 20T11:00', '0 20T11:00 20T11:20']);
    linli.clock.set('2026-08-20 19:00');
    await linli.runJob(moveTurns, {});
    expect(await turns(id)).toEqual(['0 20T11:00 20T11:20 missed', '1 21T09:00 21T09:20', '2 21T09:20 21T09:40']);
    linli.clock.set('2026-08-21 09:40');
    await linli.runJob(moveTurns, {});
    const clerk = (await givenStaff(linli, 'desk')).http;
    expect((await clerk.get(`/choosing-rounds/${id}`)).body.state).toBe('over');
  });

  it('changes nothing where there is no round, and nothing after staff end it', async () => {
    expect((await pick(2)).status).toBe(201);
    const { id } = (await open()).body;
    expect(await turns(id)).toHaveLength(2);
    expect((await open()).body.code).toBe('choosing.round_running');
    const late = await givenApproved(linli, house);
    expect((await choose(late, house.units[0].id)).body.facts).toEqual({ from: null });
    expect((await office.post(`/choosing-rounds/${id}/ending`)).body.state).toBe('over');
    expect((await office.post(`/choosing-rounds/${id}/ending`)).body.code).toBe('choosing.round_over');
    expect((await choose(late, house.units[0].id)).status).toBe(201);
  });

  it('is opened by who may, for a time to come and people who wait', async () => {
    const elsewhere = await givenLettingHouse(linli);
    expect((await open({ venueId: elsewhere.venueId })).body.code).toBe('choosing.nobody_waits');
    expect((await open({ startsAt: '2026-08-20T09:59:00+08:00' })).body.code).toBe('choosing.starts_in_the_past');
    expect((await open({ venueId: '01900000-0000-7000-8000-000000000000' })).status).toBe(404);
    for (const bad of [{ turnMinutes: 4 }, { turnMinutes: 541 }, { passesAllowed: -1 }, { startsAt: 'now' }]) {
      expect((await open(bad)).status).toBe(400);
    }
    const { id } = (await open()).body;
    const stranger = (await givenStaff(linli, 'apartments', { venueId: elsewhere.venueId })).http;
    expect((await stranger.get(`/choosing-rounds/${id}`)).status).toBe(404);
    expect((await stranger.get('/choosing-rounds')).body.total).toBe(0);
    expect((await stranger.post(`/choosing-rounds/${id}/ending`)).status).toBe(403);
    expect((await office.get(`/choosing-rounds?venueId=${house.venueId}`)).body.total).toBe(1);
  });

  it('lets one of all who choose at once at two processes have the unit: the one whose turn it is', async () => {
    while (people.length < 20) people.push(await givenApproved(linli, house));
    await open();
    const replies = await Promise.all(
      people.map((one, n) => choose(n % 2 ? { ...one, http: other.as(one.http) } : one, house.units[0].id)),
    );
    const chosen = replies.flatMap(({ status }, index) => (status === 201 ? [index] : []));
    expect(chosen).toEqual([0]);
    const codes = new Set(replies.flatMap(({ body }) => body.code ?? []));
    expect([...codes].filter((code) => !['choosing.not_your_turn', 'leases.unit_taken'].includes(code))).toEqual([]);
  });

  it('lets nobody choose before somebody who is before them, when all choose units of their own at once', async () => {
    house = await givenLettingHouse(linli, { units: [{}, ...Array.from({ length: 11 }, () => ({}))] });
    people = [];
    for (let n = 0; n < 12; n++) people.push(await givenApproved(linli, house, { points: 100 - n }));
    await open();
    const replies = await Promise.all(
      people.map((one, n) => choose(n % 2 ? { ...one, http: other.as(one.http) } : one, house.units[n]!.id)),
    );
    const chosen = replies.flatMap(({ status }, index) => (status === 201 ? [index] : []));
    expect(chosen).toEqual(chosen.map((_, index) => index));
    expect(chosen).toContain(0);
    const codes = replies.flatMap(({ body }) => body.code ?? []);
    expect(new Set([...codes, 'choosing.not_your_turn'])).toEqual(new Set(['choosing.not_your_turn']));
  });
});
