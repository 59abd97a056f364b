import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { releaseUnclaimed } from '../../src/culture-centre/orders/release-unclaimed.service.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { poolNow } from '../support/given-admission.js';
import { givenGate, scanOf, sendScans } from '../support/given-gate.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenExhibition, givenPerformance } from '../support/given-programme.js';
import { visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('what visitors are told as the day comes', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  const booked = async (overrides: object = {}, ...names: string[]) => {
    const show = await givenExhibition(linli, overrides);
    const who = await givenResident(linli);
    const visitors = (names.length > 0 ? names : ['李芳']).map((name) => visitor(name));
    const { body } = await who.http.post<any>(`/slots/${show.slots[0]?.id}/orders`, { visitors });
    return { show, who, order: body };
  };
  const plannedAt = async (moment: string, residentId: string) => {
    linli.clock.set(moment);
    await linli.runJob(planReminders, {});
    const all = await messagesTo(linli, residentId);
    return all
      .filter(({ kind }) => kind !== 'order.booked')
      .map(({ kind, dueAt, state }) => `${kind} ${dueAt} ${state}`);
  };

  it('is due the evening before and two hours before, with the tickets', async () => {
    const { who, order } = await booked();
    const reminders = ['order.tomorrow 2026-08-24 18:00 due', 'order.soon 2026-08-25 07:00 due'];
    expect(await plannedAt('2026-08-24 12:00', who.id)).toEqual(reminders);
    expect(await plannedAt('2026-08-24 12:01', who.id)).toEqual(reminders);
    const [tomorrow, soon] = (await messagesTo(linli, who.id)).slice(1);
    expect(tomorrow?.body).toContain('If you cannot come, please cancel.');
    expect(soon?.body).toContain(order.ticketPage);
  });

  it('is withdrawn when the booking or the slot goes', async () => {
    const [mine, theirs] = [await booked(), await booked()];
    await plannedAt('2026-08-24 12:00', mine.who.id);
    await mine.who.http.post(`/orders/${mine.order.orderId}/withdrawal`, {});
    const clerk = await givenStaff(linli, 'culture');
    await clerk.http.post(`/slots/${theirs.show.slots[0]?.id}/cancellation`, { reason: '停电' });
    const gone = ['order.tomorrow 2026-08-24 18:00 withdrawn', 'order.soon 2026-08-25 07:00 withdrawn'];
    expect(await plannedAt('2026-08-24 12:01', mine.who.id)).toEqual(gone);
    expect((await plannedAt('2026-08-24 12:01', theirs.who.id)).filter((line) => line.startsWith('order'))).toEqual(
      gone,
    );
  });

  it('says so before unpaid tickets and offers are lost', async () => {
    const show = await givenPerformance(linli, { places: 1 });
    const [payer, next] = [await givenResident(linli), await givenResident(linli)];
    const { body } = await payer.http.post<any>(`/slots/${show.slots[0]?.id}/orders`, { visitors: [{ name: '李芳' }] });
    expect(body).toMatchObject({ state: 'awaiting_payment', holdsUntil: '2026-08-21T10:00:00+08:00' });
    await next.http.post(`/slots/${show.slots[0]?.id}/orders`, { visitors: [{ name: '王强' }] });
    expect((await plannedAt('2026-08-20 12:00', payer.id)).at(-1)).toBe('order.payment_due 2026-08-21 04:00 due');
    await payer.http.post(`/orders/${body.orderId}/withdrawal`, {});
    expect((await plannedAt('2026-08-20 12:05', next.id)).at(-1)).toMatch(/^order.offer_lapsing 2026-08-21 10:00 due$/);
  });

  it('frees what nobody came for some minutes after the start, and leaves those who came', async () => {
    const rules = { bookDaysAhead: 30, unclaimedMinutes: 30 };
    const { show, who, order } = await booked({ rules }, '李芳', '王强');
    const absent = await givenResident(linli);
    const none = await absent.http.post<any>(`/slots/${show.slots[0]?.id}/orders`, { visitors: [visitor('赵敏')] });
    const gate = await givenGate(linli, show.hall.venueId);
    linli.clock.set('2026-08-25 09:29');
    const desk = (await givenStaff(linli, 'desk')).http;
    await sendScans(desk, gate.id, scanOf(order.tickets[0], '2026-08-25T09:05:00+08:00'));
    await linli.runJob(releaseUnclaimed, {});
    expect((await poolNow(linli, show.slots[0]?.poolId ?? '')).taken).toBe(3);
    linli.clock.set('2026-08-25 09:30');
    await Promise.all([linli.runJob(releaseUnclaimed, {}), linli.runJob(releaseUnclaimed, {})]);
    await linli.runJob(releaseUnclaimed, {});
    expect((await poolNow(linli, show.slots[0]?.poolId ?? '')).taken).toBe(1);
    const mine = await who.http.get<any>(`/orders/${order.orderId}`);
    expect([mine.body.state, ...mine.body.tickets.map(({ state }: any) => state)]).toEqual([
      'confirmed',
      'valid',
      'released',
    ]);
    expect((await absent.http.get<any>(`/orders/${none.body.orderId}`)).body.state).toBe('lapsed');
    expect((await messagesTo(linli, absent.id, 'order.unclaimed')).length).toBe(1);
    const late = await sendScans(desk, gate.id, scanOf(order.tickets[1], '2026-08-25T09:31:00+08:00'));
    expect(late.body.results[0]).toMatchObject({ decision: 'refused', reason: 'released' });
    const walkIn = await desk.post<any>(`/gates/${gate.id}/walk-ins`, { slotId: show.slots[0]?.id, device: 'phone' });
    expect(walkIn.body.placesAtDoor).toBe(8);
  });

  it('sells learners and tenants their own price, and nobody else', async () => {
    const show = await givenPerformance(linli);
    const stranger = await givenResident(linli);
    const visitors = [{ name: '李芳', priceClass: 'learner' }];
    const refused = await stranger.http.post<any>(`/slots/${show.slots[0]?.id}/orders`, { visitors });
    expect(refused.body.code).toBe('orders.price_class_does_not_fit');
    const school = await givenOwnClass(linli);
    const learner = await givenResident(linli);
    await learner.http.post(`/classes/${school.id}/enrolments`);
    const sold = await learner.http.post<any>(`/slots/${show.slots[0]?.id}/orders`, { visitors });
    expect(sold.body).toMatchObject({ state: 'awaiting_payment', payment: { balanceFen: 6_400 } });
  });
});
