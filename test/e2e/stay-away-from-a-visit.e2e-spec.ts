import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countAbsences } from '../../src/culture-centre/orders/count-absences.service.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { givenAbsencePolicy } from '../support/given-absences.js';
import { givenGate, scanOf, sendScans } from '../support/given-gate.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenExhibition } from '../support/given-programme.js';
import type { GivenItem } from '../support/given-programme.js';
import { visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('staying away from a visit', () => {
  let linli: Linli;
  let show: GivenItem;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
    await givenAbsencePolicy(linli, { scope: 'visit', absences: 2, withinDays: 120, barredDays: 120 });
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set(start);
    show = await givenExhibition(linli);
  });

  const book = async (who: GivenResident, slot: number, ...names: string[]) => {
    const visitors = names.map((name) => visitor(name));
    return (await who.http.post<any>(`/slots/${show.slots[slot]?.id}/orders`, { visitors })).body;
  };
  const countAt = async (moment: string) => {
    linli.clock.set(moment);
    await Promise.all([linli.runJob(countAbsences, {}), linli.runJob(countAbsences, {})]);
    await linli.runJob(countAbsences, {});
  };
  const marksOf = async (who: GivenResident) =>
    (await messagesTo(linli, who.id)).filter(({ kind }) => kind.startsWith('absence')).map(({ kind }) => kind);

  it('is noted a day after, told with its reason, and the second time bars for a while', async () => {
    const who = await givenResident(linli);
    await book(who, 0, '李芳', '王强');
    await book(who, 3, '李芳');
    await countAt('2026-08-26 10:59');
    expect(await marksOf(who)).toEqual([]);
    await countAt('2026-08-26 11:00');
    expect(await marksOf(who)).toEqual(['absence.marked']);
    const [marked] = await messagesTo(linli, who.id, 'absence.marked');
    expect(marked?.body).toMatch(
      /^Booked "Tides of the harbour \d+" on Tue 25 Aug 2026 and did not come: this counts as an absence/,
    );
    await countAt('2026-08-27 12:00');
    expect(await marksOf(who)).toEqual(['absence.marked', 'absence.barred']);
    const refused = await book(await signedInAgain(linli, who), 9, '李芳');
    expect(refused).toMatchObject({ code: 'admission.barred' });
    expect(refused.detail).toContain('did not come');
  });

  it('is warned of the evening before: until midnight the places are given back without a mark', async () => {
    const [early, late] = [await givenResident(linli), await givenResident(linli)];
    const [first, second] = [await book(early, 0, '甲'), await book(late, 0, '乙')];
    linli.clock.set('2026-08-24 12:00');
    await linli.runJob(planReminders, {});
    const [warned] = await messagesTo(linli, early.id, 'order.tomorrow');
    expect(warned?.body).toContain('Tue 25 Aug 2026, 00:00');
    linli.clock.set('2026-08-24 23:59');
    await early.http.post(`/orders/${first.orderId}/withdrawal`, {});
    linli.clock.set('2026-08-25 00:00');
    await late.http.post(`/orders/${second.orderId}/withdrawal`, {});
    await countAt('2026-08-26 12:00');
    expect([await marksOf(early), await marksOf(late)]).toEqual([[], ['absence.marked']]);
  });

  it('is noted for whoever changes the day on the day itself, whatever their reason says', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => givenResident(linli)));
    const [said, moved, hour, early] = people as [GivenResident, GivenResident, GivenResident, GivenResident];
    const orders = [
      await book(said, 0, '甲'),
      await book(moved, 0, '乙'),
      await book(hour, 0, '丙'),
      await book(early, 0, '丁'),
    ];
    const to = (who: GivenResident, order: number, slot: number) =>
      who.http.post<any>(`/orders/${orders[order].orderId}/slot`, { slotId: show.slots[slot]?.id });
    linli.clock.set('2026-08-24 23:00');
    expect((await to(early, 3, 6)).status).toBe(200);
    linli.clock.set('2026-08-25 08:00');
    await said.http.post(`/orders/${orders[0].orderId}/withdrawal`, { reason: 'moved' });
    expect((await to(moved, 1, 6)).status).toBe(200);
    expect((await to(hour, 2, 2)).status).toBe(200);
    await countAt('2026-08-26 11:00');
    expect(await Promise.all(people.map(marksOf))).toEqual([['absence.marked'], ['absence.marked'], [], []]);
    const [told] = await messagesTo(linli, moved.id, 'absence.marked');
    expect(told?.body).toContain('cancelled or changed it only that day');
  });

  it('is none where part of the family came, also when a gate without a network tells it days later', async () => {
    const [mother, guest] = [await givenResident(linli), await givenResident(linli)];
    const family = await book(mother, 0, '李芳', '王小宝');
    const alone = await book(guest, 0, '赵敏');
    const gate = await givenGate(linli, show.hall.venueId);
    linli.clock.set('2026-08-25 09:10');
    const desk = await givenStaff(linli, 'desk');
    await sendScans(desk.http, gate.id, scanOf(family.tickets[0], '2026-08-25T09:10:00+08:00'));
    await countAt('2026-08-26 12:00');
    expect([await marksOf(mother), await marksOf(guest)]).toEqual([[], ['absence.marked']]);
    const later = await signedInAgain(linli, desk, 'staff');
    await sendScans(later.http, gate.id, scanOf(alone.tickets[0], '2026-08-25T09:20:00+08:00', { offline: true }));
    expect(await marksOf(guest)).toEqual(['absence.marked', 'absence.lifted']);
  });

  it('stays noted where a gate refused the ticket, or a gate of another venue speaks of it', async () => {
    const who = await givenResident(linli);
    const { tickets } = await book(who, 0, '孙立');
    await countAt('2026-08-26 12:00');
    const here = await givenGate(linli, show.hall.venueId);
    const elsewhere = await givenGate(linli, (await givenExhibition(linli)).hall.venueId);
    const { http } = await givenStaff(linli, 'desk');
    const seen = { offline: true, decision: 'refused', reason: 'expired' };
    const at = '2026-08-26T11:59:00+08:00';
    await sendScans(http, here.id, scanOf(tickets[0], at, seen));
    await sendScans(http, here.id, scanOf(tickets[0], at));
    await sendScans(http, elsewhere.id, scanOf(tickets[0], at, seen), scanOf(tickets[0], at, { offline: true }));
    expect(await marksOf(who)).toEqual(['absence.marked']);
  });

  it('is none where the house spoilt or moved the slot', async () => {
    const [one, two] = [await givenResident(linli), await givenResident(linli)];
    await book(one, 0, '甲');
    await book(two, 1, '乙');
    const clerk = await givenStaff(linli, 'culture');
    await clerk.http.patch(`/slots/${show.slots[1]?.id}`, { from: '11:30', until: '14:00', reason: '布展' });
    await countAt('2026-08-26 18:00');
    expect([await marksOf(one), await marksOf(two)]).toEqual([['absence.marked'], []]);
    const later = await signedInAgain(linli, clerk, 'staff');
    const excused = await later.http.post<any>(`/slots/${show.slots[0]?.id}/excusal`, { reason: '停电' });
    expect(excused.status).toBe(200);
    expect(await marksOf(one)).toEqual(['absence.marked', 'absence.lifted']);
  });
});
