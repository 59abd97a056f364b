import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Admission } from '../../src/admission/index.js';
import type { BookingResult } from '../../src/admission/index.js';
import { AdmissionListeners } from '../../src/admission/admission-listeners.js';
import { givenPool } from '../support/given-admission.js';
import { givenPeople } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const booked = 1_000;
const inLine = 500;

describe('a booking where many wait', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  const book = (poolId: string, residentId: string) =>
    linli
      .get(Admission)
      .enter<BookingResult>({ poolId, kind: 'test', residentId, by: { kind: 'system' }, once: undefined });

  /** Rows of bookings that the transaction of a booking looks at. */
  async function rowsReadBy(work: () => Promise<unknown>): Promise<number> {
    const listeners = linli.get(AdmissionListeners);
    const tell = listeners.tell.bind(listeners);
    let rowsRead = NaN;
    jest.spyOn(listeners, 'tell').mockImplementation(async (tx, ...told) => {
      await tell(tx, ...told);
      const [read]: { rows: number }[] = await tx.query(
        `SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_xact_user_tables WHERE relname = 'bookings'`,
      );
      rowsRead = read?.rows ?? NaN;
    });
    await work();
    jest.restoreAllMocks();
    return rowsRead;
  }

  it('does not look at those who wait, though PostgreSQL counted when nobody did', async () => {
    const [past, line, pool] = [await givenPool(linli), await givenPool(linli), await givenPool(linli)];
    const people = await givenPeople(linli, booked);
    const add = (poolId: string, state: string, count: number) =>
      linli.database.query(
        `INSERT INTO bookings (id, reference, pool_id, resident_id, state, booked_at, confirmed_at)
         SELECT gen_random_uuid(), gen_random_uuid()::text, $1, person, $2::text, now(),
                CASE WHEN $2::text = 'confirmed' THEN now() END
           FROM unnest($3::uuid[]) AS person`,
        [poolId, state, people.slice(0, count)],
      );
    await add(past.id, 'confirmed', booked);
    await linli.database.query('ANALYZE bookings');
    await add(line.id, 'waiting', inLine);
    const [me = ''] = await givenPeople(linli, 1);
    expect(await rowsReadBy(() => book(pool.id, me))).toBeLessThan(20);
  });
});
