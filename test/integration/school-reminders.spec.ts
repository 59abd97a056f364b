import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenOwnClass } from '../support/given-own-class.js';
import type { ClassOverrides } from '../support/given-school.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';

const start = '2026-08-20 10:00';
const sessionKinds = ['class.tomorrow', 'class.soon'];

describe('reminders of a class', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** A learner of a class on Tuesdays at 19:00 from 8 September. */
  async function givenLearner(overrides: ClassOverrides = {}) {
    const school = await givenOwnClass(linli, { name: '零基础国画', nameEn: 'Chinese painting', ...overrides });
    const me = await givenResident(linli);
    const enrolment = (await me.http.post(`/classes/${school.id}/enrolments`)).body;
    return { school, me, enrolment };
  }

  async function plannedAt(moment: string, residentId: string) {
    linli.clock.set(moment);
    await linli.runJob(planReminders, {});
    const all = await messagesTo(linli, residentId);
    return all
      .filter(({ kind }) => sessionKinds.includes(kind))
      .map(({ kind, dueAt, state }) => `${kind} ${dueAt} ${state}`);
  }

  it('are due the day before at 18:00 and two hours before', async () => {
    const { me } = await givenLearner();
    expect(await plannedAt('2026-09-05 12:00', me.id)).toEqual([]);
    expect(await plannedAt('2026-09-07 12:00', me.id)).toEqual([
      'class.tomorrow 2026-09-07 18:00 due',
      'class.soon 2026-09-08 17:00 due',
    ]);
  });

  it('say what, when and where', async () => {
    const { me } = await givenLearner({ room: '书画教室' });
    await plannedAt('2026-09-07 12:00', me.id);
    const [told] = await messagesTo(linli, me.id, 'class.tomorrow');
    expect(told?.title).toBe('Tomorrow: Chinese painting');
    expect(told?.body).toMatch(/^Tomorrow, Tue 8 Sep 2026, 19:00: session 1 of Chinese painting at 书画教室, Culture/);
  });

  it('come once, however often they are planned', async () => {
    const { me } = await givenLearner();
    const first = await plannedAt('2026-09-07 12:00', me.id);
    expect(await plannedAt('2026-09-07 12:01', me.id)).toEqual(first);
  });

  it('follow a session that moves: the old ones are withdrawn, new ones are planned', async () => {
    const { school, me } = await givenLearner();
    await plannedAt('2026-09-07 12:00', me.id);
    const staff = await givenStaff(linli, 'school');
    const move = { date: '2026-09-09', startsAt: '11:00', reason: '教师有事' };
    expect((await staff.http.post(`/class-sessions/${school.sessionIds[0]}/move`, move)).status).toBe(200);
    expect(await plannedAt('2026-09-07 12:01', me.id)).toEqual([
      'class.tomorrow 2026-09-07 18:00 withdrawn',
      'class.soon 2026-09-08 17:00 withdrawn',
      'class.tomorrow 2026-09-08 18:00 due',
      'class.soon 2026-09-09 09:00 due',
    ]);
    const [told] = await messagesTo(linli, me.id, 'class.session_moved');
    expect(told?.body).toContain('moves from Tue 8 Sep 2026, 19:00 to Wed 9 Sep 2026, 11:00');
  });

  it('come back when a session moves back', async () => {
    const { school, me } = await givenLearner();
    const before = await plannedAt('2026-09-07 12:00', me.id);
    const staff = await givenStaff(linli, 'school');
    const moveTo = (date: string) =>
      staff.http.post(`/class-sessions/${school.sessionIds[0]}/move`, { date, reason: '教室占用' });
    await moveTo('2026-09-10');
    await plannedAt('2026-09-07 12:01', me.id);
    await moveTo('2026-09-08');
    const after = await plannedAt('2026-09-07 12:02', me.id);
    expect(after.filter((line) => line.endsWith('due'))).toEqual(before);
  });

  it('name the new room when only the room changes', async () => {
    const { school, me } = await givenLearner();
    await plannedAt('2026-09-07 12:00', me.id);
    const other = await givenOwnClass(linli, { term: school.term, room: '大教室', weekday: 5 });
    const [room] = await linli.database.query(`SELECT id FROM rooms WHERE name = '大教室'`);
    const staff = await givenStaff(linli, 'school');
    const move = { date: '2026-09-08', roomId: room.id, reason: '人多' };
    expect((await staff.http.post(`/class-sessions/${school.sessionIds[0]}/move`, move)).status).toBe(200);
    expect(await plannedAt('2026-09-07 12:01', me.id)).toHaveLength(2);
    expect((await messagesTo(linli, me.id, 'class.soon'))[0]?.body).toContain('大教室');
    expect(other.id).toBeDefined();
  });

  it('are not sent for a cancelled session', async () => {
    const { school, me } = await givenLearner();
    await plannedAt('2026-09-07 12:00', me.id);
    const staff = await givenStaff(linli, 'school');
    await staff.http.post(`/class-sessions/${school.sessionIds[0]}/cancellation`, { reason: '台风' });
    const lines = await plannedAt('2026-09-07 12:01', me.id);
    expect(lines.map((line) => line.split(' ').at(-1))).toEqual(['withdrawn', 'withdrawn']);
  });

  it('are not sent to somebody who has withdrawn, and to nobody of a cancelled class', async () => {
    const { me, enrolment, school } = await givenLearner();
    const stays = await givenResident(linli);
    await stays.http.post(`/classes/${school.id}/enrolments`);
    await plannedAt('2026-09-07 12:00', me.id);
    await me.http.post(`/enrolments/${enrolment.enrolmentId}/withdrawal`);
    const states = async (id: string) =>
      (await plannedAt('2026-09-07 12:01', id)).map((line) => line.split(' ').at(-1));
    expect(await states(me.id)).toEqual(['withdrawn', 'withdrawn']);
    expect(await states(stays.id)).toEqual(['due', 'due']);
    const staff = await givenStaff(linli, 'school');
    expect((await staff.http.post(`/classes/${school.id}/cancellation`, { reason: '人数不足' })).status).toBe(200);
    expect(await states(stays.id)).toEqual(['withdrawn', 'withdrawn']);
    expect(await messagesTo(linli, stays.id, 'class.cancelled')).toHaveLength(1);
    expect(await messagesTo(linli, me.id, 'class.cancelled')).toHaveLength(0);
  });

  it('are not sent to somebody on leave, and again when the leave is taken back', async () => {
    const { me, school } = await givenLearner();
    const leave = `/class-sessions/${school.sessionIds[0]}/leave`;
    await me.http.post(leave);
    expect(await plannedAt('2026-09-07 12:00', me.id)).toEqual([]);
    await me.http.delete(leave);
    expect(await plannedAt('2026-09-07 12:01', me.id)).toHaveLength(2);
  });

  it('are for confirmed places: not for people in line, nor for places not yet paid', async () => {
    const { school } = await givenLearner({ capacity: 1 });
    const waits = await givenResident(linli);
    await waits.http.post(`/classes/${school.id}/enrolments`);
    const unpaid = await givenLearner({ feeFen: 20_000 });
    expect(await plannedAt('2026-09-07 12:00', waits.id)).toEqual([]);
    expect(await plannedAt('2026-09-07 12:00', unpaid.me.id)).toEqual([]);
  });

  it('leave out what was due before somebody enrolled', async () => {
    const school = await givenOwnClass(linli);
    linli.clock.set('2026-09-07 18:30');
    const me = await givenResident(linli);
    await me.http.post(`/classes/${school.id}/enrolments`);
    expect(await plannedAt('2026-09-07 18:31', me.id)).toEqual(['class.soon 2026-09-08 17:00 due']);
  });

  it('tell of an unpaid place twelve hours before it is lost, and not after it is paid', async () => {
    const { me, school, enrolment } = await givenLearner({ feeFen: 20_000 });
    expect(enrolment.holdsUntil).toBe('2026-08-22T10:00:00+08:00');
    linli.clock.set('2026-08-21 09:00');
    await linli.runJob(planReminders, {});
    const due = async () =>
      (await messagesTo(linli, me.id, 'class.payment_due')).map(({ dueAt, state }) => [dueAt, state]);
    expect(await due()).toEqual([['2026-08-21 22:00', 'due']]);
    const desk = await givenStaff(linli, 'desk', { venueId: school.term.venueId });
    const money = { amountFen: 20_000, method: 'cash', receiptNumber: 'paid in time' };
    expect((await desk.http.post(`/charges/${enrolment.payment.chargeId}/payments`, money)).status).toBe(201);
    await linli.runJob(planReminders, {});
    expect(await due()).toEqual([['2026-08-21 22:00', 'withdrawn']]);
  });
});
