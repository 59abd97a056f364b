import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenClass, givenTerm } from '../support/given-school.js';
import type { ClassOverrides, GivenClass } from '../support/given-school.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('staff move, cancel and restore an evening', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set('2026-08-20 10:00');
    clerk = (await givenStaff(linli, 'school')).http;
  });

  const ownClass = (overrides: ClassOverrides = {}) =>
    givenOwnClass(linli, { name: '零基础国画', nameEn: 'Chinese painting', ...overrides });
  const first = (given: GivenClass) => given.sessionIds[0] ?? '';
  const move = (sessionId: string, body: object = {}) =>
    clerk.post(`/class-sessions/${sessionId}/move`, { date: '2026-09-10', reason: '沈老师生病', ...body });
  const act = (sessionId: string, what: 'cancellation' | 'restoration') =>
    clerk.post(`/class-sessions/${sessionId}/${what}`, what === 'cancellation' ? { reason: '停电' } : undefined);
  const enrol = (resident: GivenResident, { id }: GivenClass) => resident.http.post(`/classes/${id}/enrolments`);
  const told = (resident: GivenResident, kind: string): Promise<{ title: string; body: string; state: string }[]> =>
    linli.database.query(`SELECT title, body, state FROM messages WHERE resident_id = $1 AND kind = $2 ORDER BY id`, [
      resident.id,
      kind,
    ]);
  const evening = (details: { sessions: { number: number }[] }, number = 1) =>
    details.sessions.find((session) => session.number === number);

  it('to another day, at the same hour, and says so to those who learn', async () => {
    const given = await ownClass();
    const learner = await givenResident(linli);
    const stranger = await givenResident(linli);
    await enrol(learner, given);
    const { status, body } = await move(first(given));
    expect(status).toBe(200);
    expect(evening(body)).toMatchObject({ startsAt: '2026-09-10T19:00:00+08:00', note: '沈老师生病' });
    const { body: timetable } = await learner.http.get('/me/timetable');
    expect(timetable.sessions[0]).toMatchObject({ startsAt: '2026-09-10T19:00:00+08:00' });
    const [message] = await told(learner, 'class.session_moved');
    expect(message?.body).toContain('沈老师生病');
    expect(await told(stranger, 'class.session_moved')).toEqual([]);
  });

  it('the old reminder is withdrawn and a new one is planned', async () => {
    const given = await ownClass();
    const learner = await givenResident(linli);
    await enrol(learner, given);
    const reminders = (): Promise<{ state: string; due_at: Date }[]> =>
      linli.database.query(
        `SELECT state, due_at FROM messages WHERE resident_id = $1 AND kind IN ('class.tomorrow', 'class.soon') ORDER BY due_at`,
        [learner.id],
      );
    linli.clock.set('2026-09-07 10:00');
    await linli.runJob(planReminders, {});
    const before = await reminders();
    expect(before.map(({ state }) => state)).toEqual(['due', 'due']);
    const school = (await givenStaff(linli, 'school')).http;
    await school.post(`/class-sessions/${first(given)}/move`, {
      date: '2026-09-08',
      startsAt: '20:00',
      reason: '晚一点',
    });
    await linli.runJob(planReminders, {});
    const after = await reminders();
    expect(after.map(({ state }) => state).sort()).toEqual(['due', 'due', 'withdrawn', 'withdrawn']);
    const due = after.filter(({ state }) => state === 'due').map(({ due_at }) => due_at.toISOString());
    expect(due).toEqual(['2026-09-07T10:00:00.000Z', '2026-09-08T10:00:00.000Z']);
  });

  it('not into the past, not when it has begun, not when it is cancelled', async () => {
    const given = await ownClass();
    expect(await move(first(given), { date: '2026-08-19' })).toMatchObject({
      status: 400,
      body: { code: 'school.not_into_the_past' },
    });
    await act(first(given), 'cancellation');
    expect((await move(first(given))).body.code).toBe('school.session_is_cancelled');
    linli.clock.set('2026-09-15 19:00');
    const late = (await givenStaff(linli, 'school')).http;
    expect(
      await late.post(`/class-sessions/${given.sessionIds[1]}/move`, { date: '2026-09-17', reason: '晚了' }),
    ).toMatchObject({ status: 409, body: { code: 'school.session_is_over' } });
  });

  it.each([
    ['no date', { date: undefined }],
    ['a day that does not exist', { date: '2026-02-30' }],
    ['an hour that does not exist', { startsAt: '25:00' }],
    ['no reason', { reason: ' ' }],
    ['an unknown field', { roomName: '书画教室' }],
    ['a room that is no id', { roomId: '书画教室' }],
  ])('not with %s', async (_, wrong) => {
    const given = await ownClass();
    const { status, body } = await move(first(given), wrong);
    expect([status, body.code]).toEqual([400, 'request.invalid']);
  });

  it('not into a room or to a teacher that is not there', async () => {
    const given = await ownClass();
    const nobody = '01900000-0000-7000-8000-000000000000';
    expect((await move(first(given), { roomId: nobody })).body.code).toBe('school.no_such_room');
    expect((await move(first(given), { teacherId: nobody })).body.code).toBe('school.no_such_teacher');
    expect((await move(nobody)).status).toBe(404);
  });

  it('not where the room is taken: the refusal names the other session', async () => {
    const term = await givenTerm(linli);
    await givenClass(linli, { term, name: '声乐入门', nameEn: 'Singing', weekday: 4, room: '同一间', teacher: '甲' });
    const given = await givenClass(linli, { term, weekday: 2, room: '同一间', teacher: '乙' });
    const { status, body } = await move(first(given), { startsAt: '20:00' });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'school.room_taken',
      facts: { room: '同一间', other: { course: '声乐入门', number: 1, startsAt: '2026-09-10T19:00:00+08:00' } },
    });
    expect(body.detail).toContain('session 1 of "Singing"');
    expect((await move(first(given), { startsAt: '20:30' })).status).toBe(200);
  });

  it('not where the teacher teaches elsewhere', async () => {
    const term = await givenTerm(linli);
    await givenClass(linli, { term, name: '烘焙', nameEn: 'Baking', weekday: 4, room: '厨房', teacher: '丙' });
    const given = await givenClass(linli, { term, weekday: 2, room: '琴房', teacher: '丙' });
    expect((await move(first(given))).body).toMatchObject({
      code: 'school.teacher_taken',
      facts: { teacher: '丙', other: { course: '烘焙' } },
    });
  });

  it('twenty evenings that want the same room at once: one gets it, the others hear of that one', async () => {
    const term = await givenTerm(linli);
    const wanted = await givenClass(linli, { term, weekday: 5, room: '抢手教室', teacher: '丁' });
    const { body: details } = await clerk.get(`/classes/${wanted.id}/details`);
    const { body: rooms20 } = await clerk.get('/rooms');
    const roomId = rooms20.items.find((room: { name: string }) => room.name === '抢手教室').id;
    expect(details.sessions).toHaveLength(12);
    const classes = [];
    for (let n = 0; n < 20; n++) {
      classes.push(await givenClass(linli, { term, name: `课程${n}`, room: `分教室${n}`, teacher: `分老师${n}` }));
    }
    const replies = await Promise.all(classes.map((one) => move(first(one), { date: '2026-09-10', roomId })));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = replies.filter(({ status }) => status === 409).map(({ body }) => body);
    expect(refused).toHaveLength(19);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['school.room_taken']));
    const winner = replies.findIndex(({ status }) => status === 200);
    expect(new Set(refused.map(({ facts }) => facts.other.course))).toEqual(new Set([`课程${winner}`]));
  });

  it('the database keeps rooms and teachers from being booked twice, whatever the code does', async () => {
    const term = await givenTerm(linli);
    const one = await givenClass(linli, { term, weekday: 2, room: '甲室', teacher: '戊' });
    const two = await givenClass(linli, { term, weekday: 3, room: '乙室', teacher: '己' });
    const copy = (column: string) =>
      linli.database.query(
        `UPDATE class_sessions SET (during, ${column}) =
           (SELECT during, ${column} FROM class_sessions WHERE id = $1) WHERE id = $2`,
        [first(one), first(two)],
      );
    await expect(copy('room_id')).rejects.toThrow('class_sessions_one_per_room_at_a_time');
    await expect(copy('teacher_id')).rejects.toThrow('class_sessions_one_per_teacher_at_a_time');
  });

  it('cancelled frees room and time; restored only while both are still free', async () => {
    const term = await givenTerm(linli);
    const given = await givenClass(linli, { term, weekday: 2, room: '合用', teacher: '庚' });
    const other = await givenClass(linli, { term, name: '古琴', weekday: 3, room: '合用', teacher: '辛' });
    const learner = await givenResident(linli);
    await enrol(learner, given);
    expect(evening((await act(first(given), 'cancellation')).body)).toMatchObject({ state: 'cancelled', note: '停电' });
    expect(await told(learner, 'class.session_cancelled')).toHaveLength(1);
    expect((await act(first(given), 'cancellation')).body.code).toBe('school.session_is_cancelled');
    await move(first(other), { date: '2026-09-08' });
    expect((await act(first(given), 'restoration')).body).toMatchObject({
      code: 'school.room_taken',
      facts: { other: { course: '古琴' } },
    });
    await move(first(other), { date: '2026-09-10' });
    expect(evening((await act(first(given), 'restoration')).body)).toMatchObject({ state: 'scheduled', note: null });
    expect(await told(learner, 'class.session_restored')).toHaveLength(1);
    expect((await act(first(given), 'restoration')).body.code).toBe('school.session_is_scheduled');
  });

  it('a moved evening takes the time of the learner where it now is', async () => {
    const given = await ownClass();
    const thursday = await ownClass({ weekday: 4, term: await givenTerm(linli) });
    const learner = await givenResident(linli);
    await enrol(learner, given);
    await move(first(given), { date: '2026-09-10' });
    expect((await enrol(learner, thursday)).body).toMatchObject({ code: 'admission.clashes_with_own' });
  });

  it('only in the venues that one works for', async () => {
    const here = await givenVenue(linli);
    const there = await givenVenue(linli);
    const given = await ownClass({ term: await givenTerm(linli, { venueId: here.id }) });
    const remote = (await givenStaff(linli, 'school', { venueId: there.id })).http;
    const { status } = await remote.post(`/class-sessions/${first(given)}/move`, {
      date: '2026-09-10',
      reason: '不是我的',
    });
    expect([403, 404]).toContain(status);
    const { body } = await clerk.get(`/classes/${given.id}/details`);
    expect(evening(body)).toMatchObject({ startsAt: '2026-09-08T19:00:00+08:00' });
  });
});
