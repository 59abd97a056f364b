import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { Admission } from '../../src/admission/index.js';
import type { BookingResult, NewPool, Pool } from '../../src/admission/index.js';
import { newId } from '../../src/kernel/ids.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { system } from '../../src/people/index.js';
import { checkCounts } from '../support/check-counts.js';
import { evening, givenPool } from '../support/given-admission.js';
import { givenPeople } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { readHeld } from '../support/rush-history.js';
import { until } from '../support/until.js';
import { meetAfterReading, takeLocksAway } from '../support/without-locks.js';

/** How each of two pools differs from what pools are otherwise. */
type Two = readonly [Partial<NewPool>, Partial<NewPool>];
type Locks = 'with locks' | 'without locks';

interface Rush {
  readonly answers: Record<string, number>;
  readonly wrong: Record<string, number>;
}

describe('two processes on one database whose constraints are gone', () => {
  let first: Linli;
  let second: Linli;
  let observer: Client;
  beforeAll(async () => {
    first = await Linli.start();
    second = await first.another();
    await first.database.query(`ALTER TABLE pools DROP CONSTRAINT pools_never_oversold`);
    await first.database.query(`DROP INDEX bookings_one_active_per_person_and_pool`);
    observer = new Client({ connectionString: first.databaseUrl });
    await observer.connect();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await observer.end();
    await second.stop();
    await first.stop();
  });

  const isKeptWaiting = async (): Promise<boolean> => {
    const { rowCount } = await observer.query(
      `SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'linli' AND wait_event_type = 'Lock'`,
    );
    return rowCount !== 0;
  };

  /**
   * Nobody writes before both processes have read. Where they lock, the second cannot read while the first decides: that
   * it is kept waiting is what the first waits for.
   */
  const meet = (locks: Locks): (() => Promise<void>) => {
    let arrived = 0;
    return async () => {
      arrived += 1;
      await until(async () => arrived === 2 || (locks === 'with locks' && (await isKeptWaiting())));
    };
  };

  /** Each process gets its requests at once, which is one batch; what was answered, and what is wrong with the rows. */
  async function rush(locks: Locks, pools: readonly Pool[], asks: readonly [Linli, Pool, string][]): Promise<Rush> {
    const together = meet(locks);
    for (const linli of [first, second]) {
      if (locks === 'without locks') takeLocksAway(linli);
      meetAfterReading(linli, together);
    }
    const enter = async ([linli, { id: poolId }, residentId]: [Linli, Pool, string]) => {
      const asked = { poolId, kind: 'test', residentId, by: system, once: undefined };
      const answer = linli.get(Admission).enter<BookingResult>(asked);
      return answer.then(({ state }) => state, codeOf);
    };
    const answers = tally(await Promise.all(asks.map(enter)));
    const poolIds = pools.map(({ id }) => id);
    const wrong = new Set(checkCounts({ told: [], ...(await readHeld(observer, poolIds)) }));
    return { answers, wrong: tally([...wrong].map((one) => one.replace(/[0-9a-f-]{36}/, 'somebody'))) };
  }

  /** Fifty people for five places, half of them at each process; ten of them ask at both. */
  async function rushForFewPlaces(locks: Locks): Promise<Rush> {
    const pool = await givenPool(first, { capacity: 5 });
    const people = await givenPeople(first, 50);
    const at = (linli: Linli) => (person: string) => [linli, pool, person] as [Linli, Pool, string];
    return rush(locks, [pool], [...people.slice(0, 30).map(at(first)), ...people.slice(20).map(at(second))]);
  }

  /** Ten people ask for two classes, for each at another process. */
  async function rushForTwo(locks: Locks, wanted: Two): Promise<Rush> {
    const [left, right] = [await givenPool(first, wanted[0]), await givenPool(first, wanted[1])];
    const asks = (await givenPeople(first, 10)).flatMap((person): [Linli, Pool, string][] => [
      [first, left, person],
      [second, right, person],
    ]);
    return rush(locks, [left, right], asks);
  }
  const sameEvening: Two = [{}, { occupies: [evening('2026-09-01', '20:00', '21:00')] }];
  const oneAllowed = (): Two => {
    const limit = { limitGroup: newId(), limitPerPerson: 1 };
    return [limit, { ...limit, occupies: [evening('2026-09-02')] }];
  };

  it('oversell and book people twice while their engines do not lock', async () => {
    expect(await rushForFewPlaces('without locks')).toEqual({
      answers: { confirmed: 10, waiting: 50 },
      wrong: { 'Chinese painting has 5 places and 10 are taken.': 1, 'somebody is in Chinese painting 2 times.': 10 },
    });
  });

  it('give people more than they may have while their engines do not lock', async () => {
    expect(await rushForTwo('without locks', oneAllowed())).toEqual({
      answers: { confirmed: 20 },
      wrong: { 'somebody has 2 where 1 are allowed.': 10 },
    });
  });

  it('give people two places at the same time while their engines do not lock', async () => {
    expect(await rushForTwo('without locks', sameEvening)).toEqual({
      answers: { confirmed: 20 },
      wrong: { 'somebody has Chinese painting and Chinese painting at the same time.': 10 },
    });
  });

  it('sell each place and book everybody once when their engines lock', async () => {
    expect(await rushForFewPlaces('with locks')).toEqual({
      answers: { confirmed: 5, waiting: 45, 'admission.already_booked': 10 },
      wrong: {},
    });
  });

  it('give people what they may have when their engines lock', async () => {
    expect(await rushForTwo('with locks', oneAllowed())).toEqual({
      answers: { confirmed: 10, 'admission.limit_reached': 10 },
      wrong: {},
    });
  });

  it('give people one place at a time when their engines lock', async () => {
    expect(await rushForTwo('with locks', sameEvening)).toEqual({
      answers: { confirmed: 10, 'admission.clashes_with_own': 10 },
      wrong: {},
    });
  });
});

function codeOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  throw error;
}

/** How often each of these was said. */
function tally(said: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of said) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}
