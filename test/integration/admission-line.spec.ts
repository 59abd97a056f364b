import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Admission, Booking, lapseBookings, Pools } from '../../src/admission/index.js';
import type { BookingResult, NewPool } from '../../src/admission/index.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { system } from '../../src/people/index.js';
import { RecordMoney } from '../../src/payments/record-money.service.js';
import { Charges } from '../../src/payments/charges.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { Tx } from '../../src/platform/database/transactions.js';
import { givenPool, moment, poolNow } from '../support/given-admission.js';
import { givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const rounds = 30;

describe('the waiting line', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ env: { DATABASE_CONNECTIONS: '30' } });
  });
  afterAll(() => linli.stop());

  const run = <R>(work: (tx: Tx) => Promise<R>) => linli.get(Transactions).run(work);
  const admission = () => linli.get(Admission);
  const book = (poolId: string, residentId: string) =>
    admission().enter<BookingResult>({ poolId, kind: 'test', residentId, by: system, once: undefined });
  const withdraw = (bookingId: string) =>
    run((tx) => admission().withdraw(tx, { bookingId, by: system, reason: 'test' }));
  const accept = (bookingId: string) => run((tx) => admission().accept(tx, { bookingId, by: system }));
  const decline = (bookingId: string) => run((tx) => admission().decline(tx, { bookingId, by: system }));
  const stateOf = async (id: string) => (await linli.database.manager.findOneByOrFail(Booking, { id })).state;
  const code = (error: unknown) => (error instanceof Refusal ? error.code : String(error));
  const outcome = (result: PromiseSettledResult<unknown>) =>
    result.status === 'fulfilled' ? 'done' : code(result.reason);

  /** A pool of one place: its holder, and so many who wait. */
  const full = async (waiting: number, overrides: Partial<NewPool> = {}) => {
    linli.clock.set('2026-08-20 10:00');
    const pool = await givenPool(linli, { capacity: 1, ...overrides });
    const bookings: string[] = [];
    for (let n = 0; n <= waiting; n++) bookings.push((await book(pool.id, (await givenResident(linli)).id)).bookingId);
    return { pool, holder: bookings[0] ?? '', line: bookings.slice(1) };
  };
  const consistent = async (poolId: string) => {
    const [row]: Record<string, unknown>[] = await linli.database.query(
      `SELECT p.taken, p.waiting,
              (SELECT coalesce(sum(b.places), 0)::int FROM bookings b
                WHERE b.pool_id = p.id AND b.state IN ('confirmed', 'awaiting_payment', 'offered')) AS held,
              (SELECT count(*)::int FROM bookings b WHERE b.pool_id = p.id AND b.state = 'waiting') AS in_line
         FROM pools p WHERE p.id = $1`,
      [poolId],
    );
    expect({ taken: row?.taken, waiting: row?.waiting }).toEqual({ taken: row?.held, waiting: row?.in_line });
  };

  it('gets a freed place in the order in which people came', async () => {
    const { pool, holder, line } = await full(2);
    await withdraw(holder);
    expect([await stateOf(line[0] ?? ''), await stateOf(line[1] ?? '')]).toEqual(['offered', 'waiting']);
    await decline(line[0] ?? '');
    expect([await stateOf(line[0] ?? ''), await stateOf(line[1] ?? '')]).toEqual(['declined', 'offered']);
    await accept(line[1] ?? '');
    expect(await stateOf(line[1] ?? '')).toBe('confirmed');
    await consistent(pool.id);
  });

  it('is not overtaken: while somebody waits, a newcomer waits too', async () => {
    const { pool } = await full(1);
    await linli.database.query(`UPDATE pools SET capacity = 2 WHERE id = $1`, [pool.id]);
    const result = await book(pool.id, (await givenResident(linli)).id);
    expect(result).toMatchObject({ state: 'waiting', position: 2 });
  });

  it('is offered the places that are added', async () => {
    const { pool, line } = await full(3);
    await run((tx) => linli.get(Pools).change(tx, pool.id, { capacity: 3 }));
    expect(await Promise.all(line.map(stateOf))).toEqual(['offered', 'offered', 'waiting']);
    await consistent(pool.id);
  });

  it('keeps the capacity from falling below the places that are taken', async () => {
    const pool = await givenPool(linli, { capacity: 3 });
    for (let n = 0; n < 2; n++) await book(pool.id, (await givenResident(linli)).id);
    await expect(run((tx) => linli.get(Pools).change(tx, pool.id, { capacity: 1 }))).rejects.toMatchObject({
      code: 'admission.capacity_below_taken',
      facts: { taken: 2 },
    });
    await run((tx) => linli.get(Pools).change(tx, pool.id, { capacity: 2 }));
    expect((await poolNow(linli, pool.id)).capacity).toBe(2);
  });

  it('is left after the release with as many places as are asked for then', async () => {
    const { pool, holder } = await full(0, { largestParty: 3, releaseHours: 24 });
    const me = (await givenResident(linli)).id;
    const asked = { poolId: pool.id, kind: 'test', residentId: me, by: system, once: undefined };
    const inLine = await admission().enter<BookingResult>({ ...asked, places: 3, fewest: 1 });
    linli.clock.set('2026-08-31 19:00');
    await withdraw(holder);
    expect(await book(pool.id, me)).toMatchObject({ bookingId: inLine.bookingId, state: 'confirmed' });
    await consistent(pool.id);
    await withdraw(inLine.bookingId);
    expect((await poolNow(linli, pool.id)).taken).toBe(0);
  });

  it('passes an offer on when nobody answers in time', async () => {
    const { pool, holder, line } = await full(2);
    await withdraw(holder);
    linli.clock.advance('PT23H59M');
    await linli.runJob(lapseBookings, {});
    expect(await stateOf(line[0] ?? '')).toBe('offered');
    linli.clock.advance('PT2M');
    await expect(accept(line[0] ?? '')).rejects.toMatchObject({ code: 'admission.not_offered' });
    await linli.runJob(lapseBookings, {});
    expect([await stateOf(line[0] ?? ''), await stateOf(line[1] ?? '')]).toEqual(['lapsed', 'offered']);
    await consistent(pool.id);
  });

  it('checks the own time again when an offer is accepted', async () => {
    const { holder, line } = await full(1);
    const [booking]: { resident_id: string }[] = await linli.database.query(
      `SELECT resident_id FROM bookings WHERE id = $1`,
      [line[0]],
    );
    await book((await givenPool(linli, { title: '手机摄影' })).id, booking?.resident_id ?? '');
    await withdraw(holder);
    await expect(accept(line[0] ?? '')).rejects.toMatchObject({
      code: 'admission.clashes_with_own',
      facts: { title: '手机摄影' },
    });
  });

  it('gives an unpaid place to the next when the time to pay has passed, and nothing is owed any more', async () => {
    const { pool, holder, line } = await full(1, { feeFen: 50_000 });
    expect(await stateOf(holder)).toBe('awaiting_payment');
    linli.clock.advance('PT48H1M');
    await linli.runJob(lapseBookings, {});
    expect([await stateOf(holder), await stateOf(line[0] ?? '')]).toEqual(['lapsed', 'offered']);
    const balance = await linli.get(Charges).balanceOf(linli.database.manager, { kind: 'booking', id: holder });
    expect(balance).toMatchObject({ owedFen: 50_000, reducedFen: 50_000, balanceFen: 0 });
    await consistent(pool.id);
  });

  it('cancels everybody when the pool is closed, and takes nobody any more', async () => {
    const { pool, holder, line } = await full(2, { feeFen: 20_000 });
    await run((tx) => linli.get(Pools).close(tx, pool.id, system, '停开'));
    expect(await Promise.all([holder, ...line].map(stateOf))).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect((await poolNow(linli, pool.id)).taken).toBe(0);
    await expect(book(pool.id, (await givenResident(linli)).id)).rejects.toMatchObject({ code: 'admission.ended' });
  });

  it('lets acceptance or lapse win, never both, however often they meet', async () => {
    for (let round = 0; round < rounds; round++) {
      const { pool, holder, line } = await full(2);
      await withdraw(holder);
      const [first = '', second = ''] = line;
      // One process's clock is a little ahead: the offer is over for the job and not yet for the person.
      await linli.database.query(`UPDATE bookings SET holds_until = $2 WHERE id = $1`, [
        first,
        moment('2026-08-20 10:01').toString(),
      ]);
      const lapse = async () => {
        linli.clock.set('2026-08-20 10:02');
        await linli.runJob(lapseBookings, {});
      };
      await Promise.allSettled([accept(first), lapse()]);
      const states = [await stateOf(first), await stateOf(second)];
      expect([
        ['confirmed', 'waiting'],
        ['lapsed', 'offered'],
      ]).toContainEqual(states);
      await consistent(pool.id);
    }
  }, 60_000);

  it('lets withdrawal and offer meet without losing a place', async () => {
    for (let round = 0; round < rounds; round++) {
      const { pool, holder, line } = await full(1);
      await Promise.allSettled([withdraw(holder), withdraw(line[0] ?? '')]);
      expect(await stateOf(holder)).toBe('withdrawn');
      expect(await stateOf(line[0] ?? '')).toBe('withdrawn');
      expect((await poolNow(linli, pool.id)).taken).toBe(0);
    }
  }, 60_000);

  it('lets payment or lapse win: a payment that comes too late is not recorded', async () => {
    for (let round = 0; round < rounds; round++) {
      const { pool, holder } = await full(0, { feeFen: 50_000 });
      const subject = { kind: 'booking', id: holder };
      const charge = await linli.get(Charges).balanceOf(linli.database.manager, subject);
      await linli.database.query(`UPDATE bookings SET holds_until = $2 WHERE id = $1`, [
        holder,
        moment('2026-08-20 09:59').toString(),
      ]);
      const payment = { amountFen: 50_000, method: 'cash' as const, receiptNumber: `R-${holder}` };
      const results = await Promise.allSettled([
        linli.get(RecordMoney).pay(system, charge?.chargeId ?? '', payment),
        linli.runJob(lapseBookings, {}),
      ]);
      const after = await linli.get(Charges).balanceOf(linli.database.manager, subject);
      const state = await stateOf(holder);
      if (state === 'confirmed') expect(after).toMatchObject({ paidFen: 50_000, balanceFen: 0, reducedFen: 0 });
      else {
        expect(state).toBe('lapsed');
        expect(after).toMatchObject({ paidFen: 0, balanceFen: 0, reducedFen: 50_000 });
        expect(['admission.place_lapsed', 'payments.more_than_owed']).toContain(outcome(results[0]));
      }
      await consistent(pool.id);
    }
  }, 60_000);

  it('lets a promotion and a new booking meet: the place goes to whoever waited', async () => {
    for (let round = 0; round < rounds; round++) {
      const { pool, holder, line } = await full(1);
      const newcomer = await givenResident(linli);
      const [, booked] = await Promise.all([withdraw(holder), book(pool.id, newcomer.id)]);
      expect(await stateOf(line[0] ?? '')).toBe('offered');
      expect(booked.state).toBe('waiting');
      await consistent(pool.id);
    }
  }, 60_000);
});
