import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeListeners } from '../../src/payments/charge-listeners.js';
import { Charges } from '../../src/payments/charges.js';
import { refusals, when } from '../../src/kernel/refusal.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { givenCharge } from '../support/given-money.js';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const tooLate = refusals('payments_test', { too_late: when('conflict', () => ({ zh: '太晚了', en: 'too late' })) });

describe('the desk records money', () => {
  let linli: Linli;
  let desk: HttpClient;
  let resident: GivenResident;
  beforeAll(async () => {
    linli = await Linli.start();
    desk = (await givenStaff(linli, 'desk')).http;
    resident = await givenResident(linli, { name: '周小川' });
  });
  afterAll(() => linli.stop());

  let receipts = 0;
  const receipt = () => `R-${(receipts += 1)}`;
  const pay = (id: string, amountFen: number, receiptNumber = receipt(), method = 'cash') =>
    desk.post(`/charges/${id}/payments`, { amountFen, method, receiptNumber });
  const reduce = (subject: { kind: string; id: string }, fen: number) =>
    linli.get(Transactions).run((tx) => linli.get(Charges).reduce(tx, subject, fen, '退课'));

  it('in parts, until nothing is owed', async () => {
    const { id } = await givenCharge(linli, { residentId: resident.id });
    expect((await pay(id, 20_000)).body).toMatchObject({ paidFen: 20_000, balanceFen: 30_000, state: 'owing' });
    const { status, body } = await pay(id, 30_000, receipt(), 'card');
    expect(status).toBe(201);
    expect(body).toMatchObject({ balanceFen: 0, state: 'settled' });
    expect(
      body.entries.map(({ kind, amountFen, method }: Record<string, unknown>) => [kind, amountFen, method]),
    ).toEqual([
      ['owed', 50_000, null],
      ['paid', 20_000, 'cash'],
      ['paid', 30_000, 'card'],
    ]);
  });

  it('never more than is owed, and says what is', async () => {
    const { id } = await givenCharge(linli, { residentId: resident.id });
    expect(await pay(id, 50_001)).toMatchObject({
      status: 409,
      body: { code: 'payments.more_than_owed', facts: { owedFen: 50_000 } },
    });
  });

  it('once per receipt number', async () => {
    const first = await givenCharge(linli, { residentId: resident.id });
    const second = await givenCharge(linli, { residentId: resident.id });
    await pay(first.id, 100, 'R-same');
    expect(await pay(second.id, 100, 'R-same')).toMatchObject({
      status: 409,
      body: { code: 'payments.receipt_in_use' },
    });
  });

  it('back to people who paid and then owe less, never more than is due to them', async () => {
    const { id, subject } = await givenCharge(linli, { residentId: resident.id });
    await pay(id, 50_000);
    await reduce(subject, 30_000);
    const due = (await desk.get('/charges?state=refund_due')).body.items.map((charge: { id: string }) => charge.id);
    expect(due).toContain(id);
    const refund = (amountFen: number) =>
      desk.post(`/charges/${id}/refunds`, { amountFen, method: 'transfer', receiptNumber: receipt() });
    expect(await refund(30_001)).toMatchObject({
      status: 409,
      body: { code: 'payments.more_than_due_back', facts: { dueFen: 30_000 } },
    });
    expect((await refund(30_000)).body).toMatchObject({ state: 'settled', refundedFen: 30_000, balanceFen: 0 });
  });

  it('gives a debt up only by an administrator, with a reason', async () => {
    const { id } = await givenCharge(linli, { residentId: resident.id });
    const loss = { amountFen: 50_000, reason: '联系不上' };
    expect((await desk.post(`/charges/${id}/write-offs`, loss)).status).toBe(403);
    const admin = (await givenStaff(linli, 'administrator')).http;
    expect((await admin.post(`/charges/${id}/write-offs`, { amountFen: 50_000 })).status).toBe(400);
    expect((await admin.post(`/charges/${id}/write-offs`, loss)).body).toMatchObject({
      writtenOffFen: 50_000,
      state: 'settled',
    });
  });

  it('what is given up after a part was paid settles the charge as a payment does', async () => {
    const settled: string[] = [];
    linli.get(ChargeListeners).whenSettled('either', async (_tx, { chargeId }) => void settled.push(chargeId));
    const admin = (await givenStaff(linli, 'administrator')).http;
    const loss = { amountFen: 20_000, reason: '困难减免' };
    const paidFirst = await givenCharge(linli, { residentId: resident.id, kind: 'either' });
    await pay(paidFirst.id, 30_000);
    await admin.post(`/charges/${paidFirst.id}/write-offs`, loss);
    const lostFirst = await givenCharge(linli, { residentId: resident.id, kind: 'either' });
    await admin.post(`/charges/${lostFirst.id}/write-offs`, loss);
    await pay(lostFirst.id, 30_000);
    expect(settled).toEqual([paidFirst.id, lostFirst.id]);
  });

  it.each([0, -1, 0.5, 100_000_001, '500', null])('not an amount of %p', async (amountFen) => {
    const { id } = await givenCharge(linli, { residentId: resident.id });
    expect(
      (await desk.post(`/charges/${id}/payments`, { amountFen, method: 'cash', receiptNumber: receipt() })).status,
    ).toBe(400);
    expect((await desk.get(`/charges/${id}`)).body.paidFen).toBe(0);
  });

  it('once, when the button is pressed twice', async () => {
    const { id } = await givenCharge(linli, { residentId: resident.id });
    const press = () =>
      desk.post(
        `/charges/${id}/payments`,
        { amountFen: 50_000, method: 'cash', receiptNumber: 'R-pressed' },
        { key: 'press' },
      );
    const [first, second] = await Promise.all([press(), press()]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect((await desk.get(`/charges/${id}`)).body.paidFen).toBe(50_000);
  });

  it('not at all when what was to be paid for is gone', async () => {
    linli.get(ChargeListeners).whenSettled('gone', async () => {
      throw tooLate.too_late();
    });
    const { id } = await givenCharge(linli, { residentId: resident.id, kind: 'gone' });
    expect(await pay(id, 50_000)).toMatchObject({ status: 409, body: { code: 'payments_test.too_late' } });
    expect((await desk.get(`/charges/${id}`)).body).toMatchObject({ paidFen: 0, state: 'owing' });
    expect((await pay(id, 10_000)).status).toBe(201);
  });

  it('finds a charge by reference, name or phone, and adds up the day', async () => {
    const paul = await givenResident(linli, { name: '司徒保罗' });
    const { id, reference } = await givenCharge(linli, { residentId: paul.id, amountFen: 12_300 });
    for (const search of [reference.toLowerCase().replace('-', ''), '司徒', paul.phone.slice(3)]) {
      const { body } = await desk.get(`/charges?search=${encodeURIComponent(search)}`);
      expect(body.items.map((charge: { id: string }) => charge.id)).toEqual([id]);
    }
    expect((await desk.get('/charges?search=司徒&page=9')).body).toMatchObject({ items: [], total: 1 });
    linli.clock.set('2026-08-23 23:30');
    const late = (await givenStaff(linli, 'desk')).http;
    await late.post(`/charges/${id}/payments`, { amountFen: 12_300, method: 'cash', receiptNumber: receipt() });
    const { body } = await late.get('/charges/takings?on=2026-08-23');
    expect(body).toEqual({
      on: '2026-08-23',
      lines: [{ kind: 'paid', method: 'cash', count: 1, amountFen: 12_300 }],
      totalFen: 12_300,
    });
    expect((await late.get('/charges/takings?on=2026-08-24')).body.lines).toEqual([]);
  });

  it('shows people their own charges only, and desks those of their venue', async () => {
    const here = await givenVenue(linli);
    const there = await givenVenue(linli);
    const me = await givenResident(linli);
    const { id } = await givenCharge(linli, { residentId: me.id, venueId: here.id });
    expect((await me.http.get('/me/charges')).body).toMatchObject({ total: 1, items: [{ id, state: 'owing' }] });
    expect((await (await givenResident(linli)).http.get('/me/charges')).body.total).toBe(0);
    const local = (await givenStaff(linli, 'desk', { venueId: here.id })).http;
    const remote = (await givenStaff(linli, 'desk', { venueId: there.id })).http;
    expect((await local.get(`/charges/${id}`)).status).toBe(200);
    expect((await remote.get(`/charges/${id}`)).status).toBe(404);
    const payment = { amountFen: 50_000, method: 'cash', receiptNumber: receipt() };
    expect((await remote.post(`/charges/${id}/payments`, payment)).status).toBe(403);
  });
});
