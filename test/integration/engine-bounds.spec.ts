import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { engineLimits } from '../../src/admission/admission-engine.js';
import { Admission, Booking } from '../../src/admission/index.js';
import type { BookingResult } from '../../src/admission/index.js';
import { newId } from '../../src/kernel/ids.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { Residents, system } from '../../src/people/index.js';
import { sqlState } from '../../src/platform/database/failed-queries.js';
import { givenPool, poolNow } from '../support/given-admission.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenPeople, givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { meddlingWithBookings, Stranger, untilKeptWaiting } from '../support/meddling.js';

describe('the engine', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => linli.stop());

  /** `confirmed`, `waiting 3`, the code of a refusal, or the SQLSTATE of an error. */
  const book = (poolId: string, residentId: string, places = 1): Promise<string> =>
    linli
      .get(Admission)
      .enter<BookingResult>({ poolId, kind: 'test', residentId, places, by: system, once: undefined })
      .then(
        ({ state, position }) => (position === null ? state : `${state} ${position}`),
        (error: unknown) => (error instanceof Refusal ? error.code : (sqlState(error) ?? String(error))),
      );
  /** What so many get who come in this order. */
  const inOrder = (people: number, capacity: number) =>
    Array.from({ length: people }, (_, n) => (n < capacity ? 'confirmed' : `waiting ${n - capacity + 1}`));
  const peopleIn = async (poolId: string) =>
    (await linli.database.manager.find(Booking, { where: { poolId }, order: { arrival: 'ASC' } })).map(
      ({ residentId }) => residentId,
    );
  const batches = () => {
    const lock = jest.spyOn(linli.get(Residents), 'lock');
    return () => lock.mock.calls.map(([, ids]) => ids.length);
  };

  it('takes as many as it says and tells the next at once when to come again', async () => {
    const pool = await givenPool(linli, { capacity: 100 });
    const school = await givenOwnClass(linli);
    const me = await givenResident(linli);
    const [first = '', ...others] = await givenPeople(linli, 1 + engineLimits.mostWaiting);
    const stranger = await Stranger.comes(linli);
    await stranger.lock('pools', pool.id);
    const answers = [book(pool.id, first)];
    await untilKeptWaiting(linli, 'linli');
    answers.push(...others.map((person) => book(pool.id, person)));
    expect(await Promise.all([book(pool.id, me.id), book(pool.id, me.id)])).toEqual([
      'admission.busy',
      'admission.busy',
    ]);
    const reply = await me.http.post(`/classes/${school.id}/enrolments`);
    expect(reply).toMatchObject({ status: 503, body: { code: 'admission.busy' } });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await peopleIn(pool.id)).toEqual([]);
    await stranger.goes();
    expect(await Promise.all(answers)).toEqual(inOrder(1 + others.length, 100));
    expect(await peopleIn(pool.id)).toEqual([first, ...others]);
    expect(await me.http.post(`/classes/${school.id}/enrolments`)).toMatchObject({ status: 201 });
  });

  it.each([
    ['a number of places that no row may have', '23514', (poolId: string, person: string) => book(poolId, person, 0)],
    ['a pool whose id is none', '22P02', (_: string, person: string) => book('nowhere', person)],
    ['a person whom nobody knows', 'request.not_found', (poolId: string) => book(poolId, newId())],
  ])('decides the neighbours of %s as if it had not come', async (_, answer, ask) => {
    const pool = await givenPool(linli, { capacity: 5 });
    const people = await givenPeople(linli, 21);
    const answers = await Promise.all(people.map((id, n) => (n === 3 ? ask(pool.id, id) : book(pool.id, id))));
    const neighbours = people.filter((_id, n) => n !== 3);
    expect(answers[3]).toBe(answer);
    expect(answers.filter((_answer, n) => n !== 3)).toEqual(inOrder(20, 5));
    expect(await peopleIn(pool.id)).toEqual(neighbours);
    expect(await poolNow(linli, pool.id)).toMatchObject({ taken: 5, waiting: 15 });
  });

  it('finds the one that PostgreSQL refuses also where something is to be paid', async () => {
    const pool = await givenPool(linli, { capacity: 5, feeFen: 50_000 });
    const people = await givenPeople(linli, 4);
    const answers = await Promise.all(people.map((id, n) => book(pool.id, id, n === 1 ? 0 : 1)));
    expect(answers).toEqual(['awaiting_payment', '23514', 'awaiting_payment', 'awaiting_payment']);
  });

  it('carries a whole batch out again when PostgreSQL ends a deadlock, and answers everybody once', async () => {
    const pools = [await givenPool(linli, { capacity: 5 }), await givenPool(linli, { capacity: 5 })];
    const [low, high] = pools.map(({ id }) => id).sort() as [string, string];
    const people = await givenPeople(linli, 20);
    const [first, second] = [await Stranger.comes(linli), await Stranger.comes(linli)];
    await first.lock('pools', low);
    await second.lock('pools', high);
    const sizes = batches();
    const answers = people.map((person, n) => book(n % 2 ? high : low, person));
    await untilKeptWaiting(linli, 'linli');
    const opposite = second.lock('residents', people[0] ?? '');
    await untilKeptWaiting(linli, 'stranger');
    await first.goes();
    await opposite;
    await second.goes();
    const all = await Promise.all(answers);
    // Where the batch is back before the stranger woke, it meets them once more.
    expect(sizes().length).toBeGreaterThanOrEqual(2);
    expect(new Set(sizes())).toEqual(new Set([20]));
    for (const [odd, poolId] of [low, high].entries()) {
      expect(all.filter((_, n) => n % 2 === odd)).toEqual(inOrder(10, 5));
      expect(await peopleIn(poolId)).toEqual(people.filter((_, n) => n % 2 === odd));
      expect(await poolNow(linli, poolId)).toMatchObject({ taken: 5, waiting: 5 });
    }
  });

  it.each([
    ['cannot be serialized', `RAISE EXCEPTION 'again' USING ERRCODE = '40001';`],
    ['draws a reference that was drawn before', `NEW.reference := (SELECT min(reference) FROM bookings);`],
  ])('carries a whole batch out again that %s, and nobody notices', async (_, once) => {
    const pool = await givenPool(linli, { capacity: 5 });
    const [before = '', ...people] = await givenPeople(linli, 21);
    await book(pool.id, before);
    const sizes = batches();
    const answers = await meddlingWithBookings(linli, `IF nextval('times') = 15 THEN ${once} END IF;`, () =>
      Promise.all(people.map((person) => book(pool.id, person))),
    );
    expect(sizes()).toEqual([20, 20]);
    expect(answers).toEqual(inOrder(21, 5).slice(1));
    expect(await peopleIn(pool.id)).toEqual([before, ...people]);
    expect(await poolNow(linli, pool.id)).toMatchObject({ taken: 5, waiting: 16 });
  });

  it('gives up what fails again and again, and everybody may come again afterwards', async () => {
    const pool = await givenPool(linli, { capacity: 5 });
    const people = await givenPeople(linli, 20);
    const sizes = batches();
    const answers = await meddlingWithBookings(linli, `RAISE EXCEPTION 'again' USING ERRCODE = '40P01';`, () =>
      Promise.all(people.map((person) => book(pool.id, person))),
    );
    expect(sizes()).toEqual([20, 20, 20, 20, 20]);
    expect(new Set(answers)).toEqual(new Set(['request.contended']));
    expect(await Promise.all(people.map((person) => book(pool.id, person)))).toEqual(inOrder(20, 5));
    expect(await poolNow(linli, pool.id)).toMatchObject({ taken: 5, waiting: 15 });
  });
});
