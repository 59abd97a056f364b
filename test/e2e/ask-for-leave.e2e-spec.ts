import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenOwnClass } from '../support/given-own-class.js';
import type { ClassOverrides } from '../support/given-school.js';
import { Linli } from '../support/linli.js';

const start = '2026-08-20 10:00';

describe('asking for leave', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** A learner of a class on Tuesdays at 19:00 from 8 September. */
  async function givenLearner(overrides: ClassOverrides = {}) {
    const school = await givenOwnClass(linli, overrides);
    const me = await givenResident(linli);
    const { enrolmentId } = (await me.http.post(`/classes/${school.id}/enrolments`)).body;
    const leave = `/class-sessions/${school.sessionIds[0]}/leave`;
    return { school, me, enrolmentId, leave };
  }

  it('is shown in the timetable, and is no absence', async () => {
    const { me, leave, enrolmentId } = await givenLearner();
    expect(await me.http.post(leave, { reason: '出差' })).toMatchObject({
      status: 201,
      body: { leaveAsked: true, reason: '出差', startsAt: '2026-09-08T19:00:00+08:00' },
    });
    const { sessions } = (await me.http.get('/me/timetable')).body;
    expect(sessions.map((session: { leaveAsked: boolean }) => session.leaveAsked).slice(0, 2)).toEqual([true, false]);
    expect((await me.http.get(`/enrolments/${enrolmentId}`)).body).toMatchObject({ absences: 0, leaves: 1 });
  });

  it('can be asked twice and taken back once', async () => {
    const { me, leave } = await givenLearner();
    expect((await me.http.post(leave)).status).toBe(201);
    expect((await me.http.post(leave, { reason: '生病' })).body.reason).toBe('生病');
    expect(await me.http.delete(leave)).toMatchObject({ status: 200, body: { leaveAsked: false } });
    expect((await me.http.delete(leave)).status).toBe(404);
  });

  it('is possible until the session begins, and not after', async () => {
    const { me, leave } = await givenLearner();
    linli.clock.set('2026-09-08 18:59');
    expect((await me.http.post(leave)).status).toBe(201);
    linli.clock.set('2026-09-08 19:00');
    for (const reply of [await me.http.post(leave), await me.http.delete(leave)]) {
      expect(reply).toMatchObject({
        status: 409,
        body: { code: 'enrolment.session_has_begun', facts: { startsAt: '2026-09-08T19:00:00+08:00' } },
      });
    }
  });

  it('is not needed for a cancelled session', async () => {
    const { school, me, leave } = await givenLearner();
    const staff = await givenStaff(linli, 'school');
    const cancelled = await staff.http.post(`/class-sessions/${school.sessionIds[0]}/cancellation`, { reason: '台风' });
    expect(cancelled.status).toBe(200);
    expect(await me.http.post(leave)).toMatchObject({ status: 409, body: { code: 'enrolment.session_cancelled' } });
  });

  it('is for those who have a place: not for strangers, nor for people in line', async () => {
    const { school, leave } = await givenLearner({ capacity: 1 });
    const [stranger, waits] = [await givenResident(linli), await givenResident(linli)];
    await waits.http.post(`/classes/${school.id}/enrolments`);
    for (const { http } of [stranger, waits]) expect((await http.post(leave)).status).toBe(404);
    expect((await linli.anyone.post(leave)).status).toBe(401);
    expect((await stranger.http.post('/class-sessions/01900000-0000-7000-8000-000000000000/leave')).status).toBe(404);
  });

  it('keeps the absence away that staff would record, while those who stay away without leave are absent', async () => {
    const { school, me, leave, enrolmentId } = await givenLearner();
    await me.http.post(leave);
    linli.clock.set('2026-09-15 20:00');
    const staff = await givenStaff(linli, 'school');
    for (const session of school.sessionIds.slice(0, 2)) {
      const entries = [{ residentId: me.id, state: 'absent' }];
      expect((await staff.http.put(`/class-sessions/${session}/attendance`, { entries })).status).toBe(200);
    }
    expect((await me.http.get('/me/enrolments')).body.items[0]).toMatchObject({ enrolmentId, absences: 1, leaves: 1 });
    const { sessions } = (await me.http.get('/me/timetable?from=2026-09-01')).body;
    expect(sessions.slice(0, 2)).toMatchObject([
      { leaveAsked: true, attendance: null },
      { leaveAsked: false, attendance: 'absent' },
    ]);
  });

  it.each([[{ reason: 'x'.repeat(201) }], [{ reason: '' }], [{ sessionId: 1 }]])('refuses %j', async (body) => {
    const { me, leave } = await givenLearner();
    expect((await me.http.post(leave, body)).status).toBe(400);
  });

  describe('the timetable', () => {
    it('shows the coming 60 days, or the days asked for', async () => {
      const { me } = await givenLearner();
      const of = async (query = '') => (await me.http.get(`/me/timetable${query}`)).body.sessions.length;
      expect(await of()).toBe(6);
      expect(await of('?from=2026-09-08&to=2026-09-15')).toBe(2);
      expect(await of('?from=2026-09-09&to=2026-09-14')).toBe(0);
      expect(await of('?from=2026-09-01&to=2026-12-31')).toBe(12);
    });

    it.each([['from=2026-02-30'], ['from=2026-09-02&to=2026-09-01'], ['from=2026-01-01&to=2027-12-31'], ['days=3']])(
      'refuses ?%s',
      async (query) => {
        const me = await givenResident(linli);
        expect((await me.http.get(`/me/timetable?${query}`)).status).toBe(400);
      },
    );

    it('marks what was moved or cancelled, with the reason', async () => {
      const { school, me } = await givenLearner();
      const staff = await givenStaff(linli, 'school');
      const move = { date: '2026-09-12', startsAt: '14:00', reason: '教师有事' };
      expect((await staff.http.post(`/class-sessions/${school.sessionIds[0]}/move`, move)).status).toBe(200);
      await staff.http.post(`/class-sessions/${school.sessionIds[1]}/cancellation`, { reason: '台风' });
      const { sessions } = (await me.http.get('/me/timetable')).body;
      expect(sessions.slice(0, 3)).toMatchObject([
        { number: 1, startsAt: '2026-09-12T14:00:00+08:00', state: 'scheduled', changed: true, note: '教师有事' },
        { number: 2, state: 'cancelled', changed: true, note: '台风' },
        { number: 3, state: 'scheduled', changed: false, note: null },
      ]);
    });

    it('shows nothing of classes in which one only waits', async () => {
      const { school } = await givenLearner({ capacity: 1 });
      const waits = await givenResident(linli);
      await waits.http.post(`/classes/${school.id}/enrolments`);
      expect((await waits.http.get('/me/timetable')).body.sessions).toEqual([]);
    });
  });
});
