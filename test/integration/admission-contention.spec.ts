import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Admission, Booking } from '../../src/admission/index.js';
import type { BookingResult } from '../../src/admission/index.js';
import { newId } from '../../src/kernel/ids.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { evening, givenPool, poolNow } from '../support/given-admission.js';
import { givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

describe('many people at once', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ env: { DATABASE_CONNECTIONS: '40' } });
  });
  afterAll(() => linli.stop());

  const people = async (count: number) => {
    const residents = [];
    for (let n = 0; n < count; n++) residents.push(await givenResident(linli));
    return residents.map(({ id }) => id);
  };
  const book = (poolId: string, residentId: string) =>
    linli
      .get(Admission)
      .enter<BookingResult>({ poolId, kind: 'test', residentId, by: { kind: 'system' }, once: undefined });
  const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : String(error));

  it.each([2, 20, 200])('gives the last place to exactly one of %i, and the others a position each', async (tries) => {
    const pool = await givenPool(linli, { capacity: 1 });
    const residents = await people(tries);
    const results = await Promise.all(residents.map((id) => book(pool.id, id)));
    expect(results.filter(({ state }) => state === 'confirmed')).toHaveLength(1);
    const positions = results.flatMap(({ position }) => (position === null ? [] : [position]));
    expect(positions.sort((a, b) => a - b)).toEqual(Array.from({ length: tries - 1 }, (_, index) => index + 1));
    expect((await poolNow(linli, pool.id)).taken).toBe(1);
  });

  it('gives one person one place, however often they ask at once', async () => {
    const pool = await givenPool(linli);
    const [me = ''] = await people(1);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => book(pool.id, me)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []));
    expect(new Set(codes)).toEqual(new Set(['admission.already_booked']));
  });

  it('lets a person into only one of two pools at the same time of day', async () => {
    const first = await givenPool(linli);
    const second = await givenPool(linli, { occupies: [evening('2026-09-01', '20:00', '21:00')] });
    const [me = ''] = await people(1);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => book(n % 2 ? first.id : second.id, me)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await linli.database.manager.countBy(Booking, { residentId: me, state: 'confirmed' })).toBe(1);
  });

  it('keeps the limit of two when ten are asked for at once', async () => {
    const limitGroup = newId();
    const pools = [];
    for (let day = 1; day <= 10; day++) {
      const occupies = [evening(`2026-09-${String(day).padStart(2, '0')}`)];
      pools.push(await givenPool(linli, { limitGroup, limitPerPerson: 2, occupies }));
    }
    const [me = ''] = await people(1);
    const results = await Promise.allSettled(pools.map(({ id }) => book(id, me)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const codes = results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []));
    expect(new Set(codes)).toEqual(new Set(['admission.limit_reached']));
  });
});

describe('the same tries with the guard switched off', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ env: { DATABASE_CONNECTIONS: '40' } });
    await linli.database.query('ALTER TABLE pools DROP CONSTRAINT pools_never_oversold');
  });
  afterAll(() => linli.stop());

  /** Looks first and writes afterwards, as booking systems that oversell do. */
  async function bookCarelessly(poolId: string, residentId: string): Promise<boolean> {
    return linli.get(Transactions).run(async (tx) => {
      const [pool]: { free: boolean }[] = await tx.query(`SELECT taken < capacity AS free FROM pools WHERE id = $1`, [
        poolId,
      ]);
      if (!pool?.free) return false;
      await tx.query(`UPDATE pools SET taken = taken + 1 WHERE id = $1`, [poolId]);
      await tx.query(
        `INSERT INTO bookings (id, reference, pool_id, resident_id, state, booked_at) VALUES ($1::uuid, $1::text, $2, $3, 'confirmed', now())`,
        [newId(), poolId, residentId],
      );
      return true;
    });
  }

  it('oversells, which is what the guard is for', async () => {
    const pool = await givenPool(linli, { capacity: 1 });
    const residents = await Promise.all(Array.from({ length: 40 }, () => givenResident(linli)));
    await Promise.all(residents.map(({ id }) => bookCarelessly(pool.id, id)));
    expect((await poolNow(linli, pool.id)).taken).toBeGreaterThan(1);
  });

  it('does not when the constraint is back: careless code is refused by the database', async () => {
    await linli.database.query(`UPDATE pools SET taken = 0`);
    await linli.database.query('ALTER TABLE pools ADD CONSTRAINT pools_never_oversold CHECK (taken <= capacity)');
    const pool = await givenPool(linli, { capacity: 1 });
    const residents = await Promise.all(Array.from({ length: 40 }, () => givenResident(linli)));
    const results = await Promise.allSettled(residents.map(({ id }) => bookCarelessly(pool.id, id)));
    expect(results.filter((result) => result.status === 'fulfilled' && result.value)).toHaveLength(1);
    expect((await poolNow(linli, pool.id)).taken).toBe(1);
  });
});
