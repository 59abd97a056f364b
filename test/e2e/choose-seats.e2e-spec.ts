import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lapseBookings } from '../../src/admission/index.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenHall, givenPerformance, grandTheatre } from '../support/given-programme.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

describe('choosing seats', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  const concert = async (overrides: object = {}) => {
    const hall = await givenHall(linli, { map: grandTheatre });
    const more = { entry: 'numbered', places: 806, zonePrices: { A: 12_000 }, ...overrides };
    return (await givenPerformance(linli, more, hall)).slots[0]?.id ?? '';
  };
  const hold = (who: GivenResident, slotId: string, wish: object) => who.http.post<any>(`/slots/${slotId}/holds`, wish);
  const keysOf = (body: any) => body.tickets.map(({ seat }: any) => seat.key as string);

  it('holds what was chosen for ten minutes, sells it at the price of zone and class, and is paid at the desk', async () => {
    const slotId = await concert();
    const [who, desk] = [await givenResident(linli), await givenStaff(linli, 'desk')];
    const held = await hold(who, slotId, { seats: ['3-9', '3-10'] });
    expect(held).toMatchObject({ status: 201, body: { state: 'held', holdsUntil: '2026-08-20T10:10:00+08:00' } });
    const shown = await linli.anyone.get<any>(`/slots/${slotId}/seats`);
    expect(shown.body.seats.find(({ key }: any) => key === '3-9')).toMatchObject({
      state: 'held',
      priceFen: 12_000,
      zone: 'A',
    });
    const born = { type: 'id_card', number: '110105201801010012' };
    const bad = await who.http.post<any>(`/orders/${held.body.orderId}/completion`, {
      visitors: [
        { seat: '3-9', name: '李芳' },
        { seat: '3-10', priceClass: 'child', document: born },
      ],
    });
    expect(bad.body).toMatchObject({ code: 'orders.document_not_valid', facts: { visitor: 2 } });
    const fewer = await who.http.delete<any>(`/orders/${held.body.orderId}/tickets/${held.body.tickets[0].id}`);
    expect(fewer.body.code).toBe('orders.complete_first');
    const done = await who.http.post<any>(`/orders/${held.body.orderId}/completion`, {
      visitors: [
        { seat: '3-10', name: '王强', priceClass: 'disabled' },
        { seat: '3-9', name: '李芳' },
      ],
    });
    expect(done.body).toMatchObject({ state: 'awaiting_payment', payment: { balanceFen: 18_000 } });
    expect(done.body.tickets.map(({ name, feeFen }: any) => [name, feeFen])).toEqual([
      ['李芳', 12_000],
      ['王强', 6_000],
    ]);
    const payment = { method: 'cash', amountFen: 18_000, receiptNumber: 'S-1' };
    await desk.http.post(`/charges/${done.body.payment.chargeId}/payments`, payment);
    const paid = await who.http.get<any>(`/orders/${held.body.orderId}`);
    expect(paid.body).toMatchObject({ state: 'confirmed', tickets: [{ state: 'valid' }, { state: 'valid' }] });
    expect((await messagesTo(linli, who.id)).map(({ kind }) => kind)).toEqual(['order.unpaid', 'order.paid']);
  });

  it('gives the best together, keeps them whole, and says how many there are where not enough', async () => {
    const slotId = await concert();
    const [one, two] = [await givenResident(linli), await givenResident(linli)];
    const best = keysOf((await hold(one, slotId, { together: 4 })).body);
    expect(best).toEqual(['11-15', '11-16', '11-17', '11-18']);
    const next = keysOf((await hold(two, slotId, { together: 4, zone: 'A' })).body);
    expect(next).toHaveLength(4);
    expect(next.every((key: string) => Number(key.split('-')[0]) <= 10)).toBe(true);
    const many = await hold(await givenResident(linli), slotId, { together: 30 });
    expect(many.body.code).toBe('admission.party_too_large');
  });

  it('refuses what leaves a single seat, a house seat, and an accessible place to whoever needs none', async () => {
    const slotId = await concert();
    const who = await givenResident(linli);
    const code = async (wish: object) => (await hold(who, slotId, wish)).body.code as string;
    expect(await code({ seats: ['2-10'] })).toBe('orders.seat_stranded');
    expect(await code({ seats: ['6-12'] })).toBe('orders.seat_reserved');
    expect(await code({ seats: ['17-5', '17-6'] })).toBe('orders.seat_reserved');
    expect(await code({ seats: ['99-1'] })).toBe('orders.seat_unknown');
    const accessible = await hold(who, slotId, { seats: ['17-5', '17-6'], accessible: true });
    expect(accessible.status).toBe(201);
  });

  it('sells house seats once they are released', async () => {
    const slotId = await concert({ rules: { houseReleaseHours: 720 } });
    expect((await hold(await givenResident(linli), slotId, { seats: ['6-12', '6-13'] })).status).toBe(201);
  });

  it('gives seats that were not completed in ten minutes to the next, without a word', async () => {
    const slotId = await concert();
    const [slow, next] = [await givenResident(linli), await givenResident(linli)];
    const held = await hold(slow, slotId, { seats: ['4-9', '4-10'] });
    expect((await hold(next, slotId, { seats: ['4-9', '4-10'] })).body).toMatchObject({
      ...{ code: 'orders.seat_taken', facts: { seats: ['4-9', '4-10'] } },
    });
    linli.clock.advance('PT10M');
    await linli.runJob(lapseBookings, {});
    const late = await slow.http.post<any>(`/orders/${held.body.orderId}/completion`, {
      visitors: [{ seat: '4-9' }, { seat: '4-10' }],
    });
    expect(late.body.code).toBe('orders.not_held');
    expect((await hold(next, slotId, { seats: ['4-9', '4-10'] })).status).toBe(201);
    expect(await messagesTo(linli, slow.id)).toEqual([]);
  });

  it('is paid back in full when the showing is cancelled, and the seat opens no door', async () => {
    const slotId = await concert();
    const [who, desk, clerk] = [
      await givenResident(linli),
      await givenStaff(linli, 'desk'),
      await givenStaff(linli, 'culture'),
    ];
    const held = await hold(who, slotId, { seats: ['8-9', '8-10'] });
    const visitors = [{ seat: '8-9' }, { seat: '8-10' }];
    const done = await who.http.post<any>(`/orders/${held.body.orderId}/completion`, { visitors });
    const payment = { method: 'card', amountFen: 24_000, receiptNumber: 'S-9' };
    await desk.http.post(`/charges/${done.body.payment.chargeId}/payments`, payment);
    await clerk.http.post(`/slots/${slotId}/cancellation`, { reason: '演员生病' });
    const after = await who.http.get<any>(`/orders/${held.body.orderId}`);
    expect(after.body).toMatchObject({ state: 'cancelled', ticketPage: null, payment: { balanceFen: -24_000 } });
    const [told] = await messagesTo(linli, who.id, 'slot.cancelled');
    expect(told?.body).toContain('paid back in full');
    expect((await hold(await givenResident(linli), slotId, { seats: ['8-9'] })).body.code).toBe('admission.ended');
  });

  it('is passed on to somebody named, where that is allowed', async () => {
    const slotId = await concert({ priceFen: 0, zonePrices: {} });
    const who = await givenResident(linli);
    const held = await hold(who, slotId, { seats: ['5-9', '5-10'] });
    const done = await who.http.post<any>(`/orders/${held.body.orderId}/completion`, {
      visitors: [
        { seat: '5-9', name: '李芳' },
        { seat: '5-10', name: '王强' },
      ],
    });
    expect(done.body.state).toBe('confirmed');
    const path = `/orders/${held.body.orderId}/tickets/${done.body.tickets[0].id}/transfer`;
    const passed = await who.http.post<any>(path, { name: '赵敏' });
    const [given, kept] = passed.body.tickets;
    expect(given).toMatchObject({ name: '赵敏', state: 'valid' });
    expect(given.transferredAt).not.toBeNull();
    // Its new holder sees it alone, and the order's page does not show it any more.
    const pageOf = async (path: string) => String((await linli.anyone.get<Buffer>(path)).body);
    const [theirs, ours] = [await pageOf(given.page), await pageOf(passed.body.ticketPage)];
    expect([theirs.includes('赵敏'), theirs.includes('王强')]).toEqual([true, false]);
    expect([ours.includes('赵敏'), ours.includes('王强')]).toEqual([false, true]);
    expect((await linli.anyone.get(given.page.replace(given.id, kept.id))).status).toBe(404);
    for (const file of ['page.pdf', 'page.ics']) {
      expect((await linli.anyone.get(given.page.replace('/page?', `/${file}?`))).status).toBe(200);
    }
  });

  it('is told by field what to send, and what to choose from', async () => {
    const slotId = await concert();
    const who = await givenResident(linli);
    for (const wish of [{}, { seats: ['3-10'], together: 2 }, { seats: ['3-10'], zone: 'A' }]) {
      const refused = await hold(who, slotId, wish);
      expect(refused.status).toBe(400);
      expect(refused.body.errors[0].message).toContain('Name either seats, or together');
    }
    const unread = await hold(who, slotId, { seats: ['12'] });
    expect(unread.body.errors).toEqual([
      { path: 'seats.0', message: expect.stringContaining('A seat is its row and number') },
    ]);
    const nowhere = await hold(who, slotId, { together: 2, zone: '楼顶' });
    expect(nowhere).toMatchObject({ status: 400, body: { code: 'orders.zone_unknown', facts: { zone: '楼顶' } } });
    const held = await hold(who, slotId, { seats: ['9-9', '9-10'] });
    const visitors = [{ seat: '9-9' }, { seat: '9-10' }];
    const complete = () => who.http.post<any>(`/orders/${held.body.orderId}/completion`, { visitors });
    expect((await complete()).status).toBe(200);
    expect((await complete()).body.code).toBe('orders.completed_already');
  });

  it('is theirs once nothing is owed any more, because who was to be paid for stays at home', async () => {
    const slotId = await concert();
    const [who, desk] = [await givenResident(linli), await givenStaff(linli, 'desk')];
    const held = await hold(who, slotId, { seats: ['10-9', '10-10'] });
    const done = await who.http.post<any>(`/orders/${held.body.orderId}/completion`, {
      visitors: [{ seat: '10-9' }, { seat: '10-10' }],
    });
    expect(done.body).toMatchObject({ state: 'awaiting_payment', payment: { balanceFen: 24_000 } });
    const payment = { method: 'cash', amountFen: 12_000, receiptNumber: 'S-half' };
    await desk.http.post(`/charges/${done.body.payment.chargeId}/payments`, payment);
    const fewer = await who.http.delete<any>(`/orders/${held.body.orderId}/tickets/${done.body.tickets[1].id}`);
    expect(fewer.body).toMatchObject({ state: 'confirmed', holdsUntil: null, payment: { balanceFen: 0 } });
    expect(fewer.body.tickets.map(({ state }: any) => state)).toEqual(['valid', 'revoked']);
  });
});
