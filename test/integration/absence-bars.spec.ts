import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EntityManager } from 'typeorm';
import { Absences, Admission, ChangeBooking } from '../../src/admission/index.js';
import type { BookingResult } from '../../src/admission/index.js';
import { AbsenceStandings } from '../../src/admission/absences/absence-standings.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { system } from '../../src/people/index.js';
import { Changes } from '../../src/platform/database/changes.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { givenAbsencePolicy, markedOn } from '../support/given-absences.js';
import { evening, givenPool } from '../support/given-admission.js';
import { explained } from '../support/explain.js';
import { givenPeople } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { until } from '../support/until.js';

/** What is booked by code alone. */
function bookings(linli: () => Linli) {
  const book = (poolId: string, residentId: string) =>
    linli().get(Admission).enter<BookingResult>({ poolId, kind: 'test', residentId, by: system, once: undefined });
  return {
    book,
    stateOf: (poolId: string, residentId: string) =>
      book(poolId, residentId).then(
        ({ state }) => state,
        (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
      ),
    run: <Result>(work: Parameters<Transactions['run']>[0]) => linli().get(Transactions).run(work) as Promise<Result>,
  };
}

describe('who was absent too often', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
    await givenAbsencePolicy(linli, { scope: 'class', absences: 1 });
  });
  afterAll(() => linli.stop());

  const { book, stateOf, run } = bookings(() => linli);
  const someone = async () => (await givenPeople(linli, 1))[0] as string;
  const poolOn = (date: string, capacity = 20) => givenPool(linli, { capacity, occupies: [evening(date)] });

  beforeEach(() => linli.clock.set('2026-08-20 10:00'));

  it('is barred from the kinds of the policy, and from no other', async () => {
    await givenAbsencePolicy(linli, { scope: '*', absences: 5 });
    const me = await someone();
    await markedOn(linli, me, '2026-08-20');
    expect(await stateOf((await givenPool(linli)).id, me)).toBe('confirmed');
    const standing = await run((tx) => linli.get(Absences).standingOf(tx, me, 'class'));
    expect(standing).toMatchObject({ marksLeft: 1, bar: { marks: [{ scope: 'class' }] } });
    const other = await run((tx) => linli.get(Absences).standingOf(tx, me, 'visit'));
    expect(other).toMatchObject({ marksLeft: 4, bar: null });
  });

  it('keeps what they have: a place, a place in line that becomes one, a booking that is moved', async () => {
    linli.clock.set('2026-08-21 10:00');
    await givenAbsencePolicy(linli, { scope: '*', absences: 1 });
    const [me, other] = [await someone(), await someone()];
    const full = await poolOn('2026-09-01', 1);
    const [mine, next, last] = [await poolOn('2026-09-02'), await poolOn('2026-09-03'), await poolOn('2026-09-04')];
    const taken = await book(full.id, other);
    const waiting = await book(full.id, me);
    const booked = await book(mine.id, me);
    await markedOn(linli, me, '2026-08-21');
    expect(await stateOf(last.id, me)).toBe('admission.barred');
    await run((tx) => linli.get(Admission).withdraw(tx, { bookingId: taken.bookingId, by: system, reason: '' }));
    await run((tx) => linli.get(Admission).accept(tx, { bookingId: waiting.bookingId, by: system }));
    await run((tx) =>
      linli.get(ChangeBooking).moveTo(tx, { bookingId: booked.bookingId, by: system, poolId: next.id, details: null }),
    );
    const held: { state: string }[] = await linli.database.query(
      `SELECT state FROM bookings WHERE resident_id = $1 ORDER BY arrival`,
      [me],
    );
    expect(held.map(({ state }) => state)).toEqual(['confirmed', 'withdrawn', 'confirmed']);
  });

  it('may book again on the day on which the bar ends', async () => {
    linli.clock.set('2026-08-22 10:00');
    await givenAbsencePolicy(linli, { scope: '*', absences: 1, barredDays: 7 });
    const me = await someone();
    await markedOn(linli, me, '2026-08-22');
    const { id } = await poolOn('2026-09-05');
    linli.clock.set('2026-08-28 23:59');
    expect(await stateOf(id, me)).toBe('admission.barred');
    linli.clock.set('2026-08-29 00:00');
    expect(await stateOf(id, me)).toBe('confirmed');
  });
});

describe('what absences cost those who book', () => {
  let linli: Linli;
  let other: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ env: { MEMORY: 'true' } });
    other = await linli.another();
    await until(() => [linli, other].every((one) => one.get(Changes).isListening));
  });
  afterAll(async () => {
    await other.stop();
    await linli.stop();
  });
  afterEach(() => void jest.restoreAllMocks());

  const { stateOf } = bookings(() => linli);
  let day = 0;
  const freshPool = () => givenPool(linli, { occupies: [evening(`2026-09-${String(++day).padStart(2, '0')}`)] });
  /** The tables of absences that the statements of some work name. */
  const asked = async (work: () => Promise<unknown>) => {
    const spy = jest.spyOn(EntityManager.prototype, 'query');
    await work();
    const found = spy.mock.calls.map(([sql]) => /absence_\w+/.exec(sql)?.[0]).filter((table) => table !== undefined);
    spy.mockRestore();
    return found;
  };

  it('is no query where no policy holds', async () => {
    const [me = ''] = await givenPeople(linli, 1);
    await stateOf((await freshPool()).id, me);
    const { id } = await freshPool();
    expect(await asked(() => stateOf(id, me))).toEqual([]);
  });

  it('is one query for all who come together where one holds, published by whichever process', async () => {
    await givenAbsencePolicy(other, { scope: '*', absences: 1 });
    await linli.get(Changes).heard();
    const people = await givenPeople(linli, 30);
    await markedOn(linli, people[7] as string, '2026-08-20');
    await linli.get(Changes).heard();
    const { id } = await freshPool();
    const outcomes: string[] = [];
    const tables = await asked(async () => {
      outcomes.push(...(await Promise.all(people.map((person) => stateOf(id, person)))));
    });
    expect(outcomes.filter((outcome) => outcome === 'admission.barred')).toHaveLength(1);
    expect(tables).toEqual(['absence_marks']);
  });

  it('reads by an index no marks but of those who book', async () => {
    const people = await givenPeople(linli, 2_000);
    await linli.database.query(
      `INSERT INTO absence_marks (id, resident_id, day, scope, subject_kind, subject_id, reason, reason_en, state, given_at)
       SELECT gen_random_uuid(), person, '2026-08-20'::date - n, 'class', 'test', gen_random_uuid(), '', '', 'counted', now()
         FROM unnest($1::uuid[]) AS person, generate_series(1, 10) AS n`,
      [people],
    );
    await linli.database.query('ANALYZE absence_marks');
    const wishes = people.slice(0, 250).map((residentId) => ({ residentId, kind: 'class' }));
    const [plan] = await explained(linli.database, () =>
      linli.get(AbsenceStandings).of(linli.database as unknown as EntityManager, wishes),
    );
    const index = expect.stringMatching(/^absence_marks_(one_per_day|by_resident)$/);
    expect(plan?.reads).toEqual([{ table: 'absence_marks', index, rows: 2_500 }]);
  });
});
