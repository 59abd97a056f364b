import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Absences, Admission } from '../../src/admission/index.js';
import type { BookingResult } from '../../src/admission/index.js';
import { AbsenceMarks } from '../../src/admission/absences/absence-marks.js';
import { newId } from '../../src/kernel/ids.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { Residents, system } from '../../src/people/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { givenAbsencePolicy, markedOn } from '../support/given-absences.js';
import { evening, givenPool } from '../support/given-admission.js';
import { givenPeople, givenResident, givenStaff } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';
import { until } from '../support/until.js';
import { takeLocksAway } from '../support/without-locks.js';

describe('absences at once', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: '2026-08-01 10:00', env: { DATABASE_CONNECTIONS: '40' } });
    await givenAbsencePolicy(linli, { scope: '*' });
    linli.clock.set('2026-08-20 10:00');
  });
  afterAll(() => linli.stop());

  const someone = async () => (await givenPeople(linli, 1))[0] as string;
  const many = <Made>(tries: number, make: (n: number) => Promise<Made>) =>
    Promise.all(Array.from({ length: tries }, (_, n) => make(n)));
  const states = async (residentId: string): Promise<Record<string, number>> => {
    const rows: { state: string; count: number }[] = await linli.database.query(
      `SELECT state, count(*)::int AS count FROM absence_marks WHERE resident_id = $1 GROUP BY state ORDER BY state`,
      [residentId],
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  const kinds = async (id: string) => (await messagesTo(linli, id)).map(({ kind }) => kind).sort();
  const book = async (poolId: string, residentId: string) => {
    try {
      const ask = { poolId, kind: 'test', residentId, by: system, once: undefined };
      return (await linli.get(Admission).enter<BookingResult>(ask)).state;
    } catch (error) {
      return error instanceof Refusal ? error.code : String(error);
    }
  };
  let day = 0;
  /** A pool on a day of its own. */
  const pool = () => {
    day += 1;
    const date = `2026-09-${String((day % 28) + 1).padStart(2, '0')}`;
    return givenPool(linli, {
      occupies: [evening(date, `${String(8 + Math.floor(day / 28)).padStart(2, '0')}:00`, '23:00')],
    });
  };
  /** Somebody whom three marks bar, and the last of them. */
  const barred = async () => {
    const residentId = await someone();
    for (const date of ['2026-08-18', '2026-08-19', '2026-08-20']) await markedOn(linli, residentId, date);
    const [mark]: { id: string }[] = await linli.database.query(
      `SELECT id FROM absence_marks WHERE resident_id = $1 ORDER BY day DESC LIMIT 1`,
      [residentId],
    );
    return { residentId, markId: mark?.id ?? '' };
  };

  it('of one day are one mark, told once, however many there are', async () => {
    const me = await someone();
    await many(20, () => markedOn(linli, me, '2026-08-20'));
    expect(await states(me)).toEqual({ counted: 1, same_day: 19 });
    expect(await kinds(me)).toEqual(['absence.marked']);
  });

  it('from one thing are one mark, given twenty times', async () => {
    const me = await someone();
    const subject = { kind: 'test', id: newId() };
    await many(20, () => markedOn(linli, me, '2026-08-20', { subject }));
    expect(await states(me)).toEqual({ counted: 1 });
  });

  it('of three days bar once', async () => {
    const me = await someone();
    await many(3, (n) => markedOn(linli, me, `2026-08-${18 + n}`));
    expect(await kinds(me)).toEqual(['absence.barred', 'absence.marked', 'absence.marked']);
  });

  it('from what is excused at the same time are none', async () => {
    const people = await givenPeople(linli, 20);
    const subject = { kind: 'test', id: newId() };
    const excuse = () => linli.get(Transactions).run((tx) => linli.get(Absences).excuse(tx, system, subject, '停电'));
    await Promise.all([
      ...people.slice(0, 10).map((id) => markedOn(linli, id, '2026-08-20', { subject })),
      excuse(),
      excuse(),
      ...people.slice(10).map((id) => markedOn(linli, id, '2026-08-20', { subject })),
    ]);
    for (const id of people) expect((await states(id)).counted).toBeUndefined();
  });

  it('are appealed against once and decided once, tried twenty times', async () => {
    const me = await givenResident(linli);
    const clerk = (await givenStaff(linli, 'school')).http;
    await markedOn(linli, me.id, '2026-08-20');
    const { marks } = (await me.http.get('/me/absences')).body;
    const appeals = await many(20, () => me.http.post(`/me/absences/${marks.items[0].id}/appeal`, { words: '我在场' }));
    expect(appeals.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(appeals.map(({ body }) => body.code))).toEqual(new Set([undefined, 'absences.appealed_before']));
    const { id } = (await clerk.get('/absence-appeals?state=open')).body.items[0];
    const decisions = await many(20, (n) =>
      clerk.post(`/absence-appeals/${id}/decision`, { decision: n % 2 ? 'granted' : 'declined', reason: '已核实' }),
    );
    expect(decisions.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await kinds(me.id)).filter((kind) => kind.startsWith('absence.appeal_'))).toHaveLength(1);
  });

  it.each([
    ['lets whoever asks meanwhile in', true, 'confirmed'],
    ['that is undone leaves them barred', false, 'admission.barred'],
  ])('a mark that is lifted holds their requests back until that is done: %s', async (_, isDone, expected) => {
    const { residentId, markId } = await barred();
    const { id } = await pool();
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let lifted: () => void = () => undefined;
    const hasLifted = new Promise<void>((resolve) => (lifted = resolve));
    const lifting = linli.get(Transactions).run(async (tx) => {
      await linli.get(Residents).lock(tx, [residentId]);
      await linli.get(AbsenceMarks).lift(tx, [markId], { lift: 'staff', reason: '误记', by: system });
      lifted();
      await finished;
      if (!isDone) throw new Error('undone');
    });
    await hasLifted;
    const asked = book(id, residentId);
    await until(async () => {
      const [waiting]: { count: number }[] = await linli.database.query(
        `SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM residents%'`,
      );
      return waiting?.count === 1;
    });
    finish();
    await lifting.catch(() => undefined);
    expect(await asked).toBe(expected);
  });

  it('that are lifted and asked around at once have one order: barred before, in after, never between', async () => {
    const clerk = (await givenStaff(linli, 'school')).http;
    const outcomes = await many(20, async () => {
      const { residentId, markId } = await barred();
      const { id } = await pool();
      const [outcome] = await Promise.all([
        book(id, residentId),
        clerk.post(`/absence-marks/${markId}/lift`, { reason: '误记' }),
      ]);
      return outcome === 'confirmed' ? outcome : `${outcome}, then ${await book(id, residentId)}`;
    });
    const possible = ['confirmed', 'admission.barred, then confirmed'];
    expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
  });
});

describe('the same with the guards away', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: '2026-08-01 10:00', env: { DATABASE_CONNECTIONS: '40' } });
    await givenAbsencePolicy(linli, { scope: '*' });
    linli.clock.set('2026-08-20 10:00');
    await linli.database.query('DROP INDEX absence_marks_one_per_day');
  });
  afterAll(() => linli.stop());
  const countedAfterTwenty = async () => {
    const [me = ''] = await givenPeople(linli, 1);
    await Promise.all(Array.from({ length: 20 }, () => markedOn(linli, me, '2026-08-20')));
    const [row]: { count: number }[] = await linli.database.query(
      `SELECT count(*)::int AS count FROM absence_marks WHERE resident_id = $1 AND state = 'counted'`,
      [me],
    );
    return row?.count ?? 0;
  };

  it('holds by the lock of the person alone', async () => {
    expect(await countedAfterTwenty()).toBe(1);
  });

  it('fails without it', async () => {
    takeLocksAway(linli);
    expect(await countedAfterTwenty()).toBeGreaterThan(1);
  });
});
