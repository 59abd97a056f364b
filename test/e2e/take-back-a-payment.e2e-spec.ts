import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeListeners } from '../../src/payments/charge-listeners.js';
import { givenCharge } from '../support/given-money.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('taking back a payment that was recorded wrongly', () => {
  let linli: Linli;
  let desk: HttpClient;
  let administrator: HttpClient;
  let residentId: string;
  beforeAll(async () => {
    linli = await Linli.start({ now: '2026-08-21 09:00' });
    desk = (await givenStaff(linli, 'desk')).http;
    administrator = (await givenStaff(linli, 'administrator')).http;
    residentId = (await givenResident(linli)).id;
  });
  afterAll(() => linli.stop());

  let receipts = 0;
  const pay = (id: string, amountFen: number, receiptNumber = `F-${(receipts += 1)}`) =>
    desk.post(`/charges/${id}/payments`, { amountFen, method: 'cash', receiptNumber });
  const takeBack = (id: string, entryId: string, http = administrator) =>
    http.post(`/charges/${id}/payments/${entryId}/reversal`, { reason: '录错金额 <script>' });
  const lastEntry = (body: { entries: { id: string }[] }) => body.entries.at(-1)!.id;

  it('owes the money again, says why, and takes the same receipt once more', async () => {
    const { id } = await givenCharge(linli, { residentId });
    const wrong = await pay(id, 40_000, 'F-typed');
    const { status, body } = await takeBack(id, lastEntry(wrong.body));
    expect(status).toBe(201);
    expect(body).toMatchObject({ paidFen: 0, balanceFen: 50_000, state: 'owing' });
    expect(body.entries.at(-1)).toMatchObject({
      ...{ kind: 'reversed', amountFen: 40_000, method: 'cash', receiptNumber: 'F-typed' },
      ...{ reason: '录错金额 <script>', reversesId: lastEntry(wrong.body) },
    });
    expect((await pay(id, 50_000, 'F-typed')).body).toMatchObject({ paidFen: 50_000, state: 'settled' });
    expect((await pay((await givenCharge(linli, { residentId })).id, 1, 'F-typed')).body.code).toBe(
      'payments.receipt_in_use',
    );
    expect((await desk.get('/charges/takings?on=2026-08-21')).body).toMatchObject({
      lines: [
        { kind: 'paid', count: 2, amountFen: 90_000 },
        { kind: 'reversed', count: 1, amountFen: 40_000 },
      ],
      totalFen: 50_000,
    });
    const log = await linli.database.query(
      `SELECT facts->>'reason' AS reason FROM audit_entries WHERE action = 'charge.reversed' AND subject_id = $1`,
      [id],
    );
    expect(log).toEqual([{ reason: '录错金额 <script>' }]);
  });

  it('is for an administrator alone, once, with a reason, and only for a payment of that charge', async () => {
    const { id } = await givenCharge(linli, { residentId });
    const other = await givenCharge(linli, { residentId });
    const entry = lastEntry((await pay(id, 100)).body);
    expect((await takeBack(id, entry, desk)).status).toBe(403);
    expect((await takeBack(other.id, entry)).body.code).toBe('payments.no_such_payment');
    const owed = (await desk.get(`/charges/${id}`)).body.entries[0].id;
    expect((await takeBack(id, owed)).status).toBe(404);
    for (const body of [{}, { reason: '' }, { reason: 'x'.repeat(201) }, { reason: '错', amountFen: 1 }]) {
      expect((await administrator.post(`/charges/${id}/payments/${entry}/reversal`, body)).status).toBe(400);
    }
    const tries = await Promise.all(Array.from({ length: 8 }, () => takeBack(id, entry)));
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(tries.filter(({ body }) => body.code === 'payments.reversed_already')).toHaveLength(7);
    expect((await desk.get(`/charges/${id}`)).body).toMatchObject({ balanceFen: 50_000, paidFen: 0 });
  });

  it('leads to nothing twice: what was paid for stays, whichever part is taken back and paid anew', async () => {
    const told: string[] = [];
    linli.get(ChargeListeners).whenSettled('reversal', async (_, { chargeId }) => {
      told.push(chargeId);
    });
    const { id } = await givenCharge(linli, { residentId, kind: 'reversal' });
    const wrong = await pay(id, 10_000);
    await takeBack(id, lastEntry(wrong.body));
    const first = await pay(id, 20_000);
    await pay(id, 30_000);
    expect(told).toEqual([id]);
    await takeBack(id, lastEntry(first.body));
    expect((await pay(id, 20_000)).body.state).toBe('settled');
    expect(told).toEqual([id]);
  });

  it('is kept by the database: careless code takes back no payment but a whole one of the charge', async () => {
    const { id } = await givenCharge(linli, { residentId });
    const entry = lastEntry((await pay(id, 500, 'F-careless')).body);
    const reverse = (fen: number) =>
      linli.database.query(
        `INSERT INTO charge_entries (id, charge_id, kind, amount_fen, method, receipt_number, reason, reverses_id, recorded_at)
         VALUES (gen_random_uuid(), $1, 'reversed', $2, 'cash', 'F-careless', 'x', $3, now())`,
        [id, fen, entry],
      );
    await expect(reverse(501)).rejects.toMatchObject({
      driverError: { constraint: 'charge_entries_reverse_a_payment_whole' },
    });
    await reverse(500);
    await expect(reverse(500)).rejects.toMatchObject({ driverError: { constraint: 'charge_entries_reversed_once' } });
  });
});
