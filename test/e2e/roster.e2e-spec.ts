import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cellsOf } from '../support/course-list.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import type { ClassOverrides, GivenClass } from '../support/given-school.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('rosters and attendance', () => {
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
  const enrol = (resident: GivenResident, { id }: GivenClass) => resident.http.post(`/classes/${id}/enrolments`);
  const firstEvening = async (given: GivenClass) => {
    linli.clock.set('2026-09-08 19:05');
    return { sessionId: given.sessionIds[0] ?? '', clerk: (await givenStaff(linli, 'desk')).http };
  };

  it('show who has a place and who waits, in the order of arrival', async () => {
    const given = await ownClass({ capacity: 1 });
    const [one, two, three] = [
      await givenResident(linli, { name: '赵一' }),
      await givenResident(linli, { name: '钱二' }),
      await givenResident(linli, { name: '孙三' }),
    ];
    for (const resident of [one, two, three]) await enrol(resident, given);
    const { body } = await clerk.get(`/classes/${given.id}/roster`);
    expect(
      body.learners.map((learner: Record<string, unknown>) => [learner.name, learner.state, learner.position]),
    ).toEqual([
      ['赵一', 'confirmed', null],
      ['钱二', 'waiting', 1],
      ['孙三', 'waiting', 2],
    ]);
  });

  it('print as .xlsx with a column for each evening; a name is never run as a formula', async () => {
    const given = await ownClass();
    const evil = '=HYPERLINK("http://evil.example","领奖")';
    for (const name of ['周小川', evil, '+1', '@SUM(A1)', '-2'])
      await enrol(await givenResident(linli, { name }), given);
    const reply = await clerk.with({ 'accept-language': 'zh-CN' }).get<Buffer>(`/classes/${given.id}/roster.xlsx`);
    expect(reply.headers.get('content-type')).toContain('spreadsheetml');
    expect(decodeURIComponent(reply.headers.get('content-disposition') ?? '')).toContain('零基础国画 名单.xlsx');
    const { rows, sheet } = await cellsOf(reply.body);
    expect(rows[0]?.slice(0, 5)).toEqual(['序号', '姓名', '手机', '编号', '状态']);
    expect(rows[0]).toContain('1. 9/8 19:00');
    expect(rows[0]).toHaveLength(8 + 12);
    expect(rows.slice(1).map(([, name]) => name)).toEqual(['周小川', `'${evil}`, `'+1`, `'@SUM(A1)`, `'-2`]);
    const inEnglish = await cellsOf((await clerk.get<Buffer>(`/classes/${given.id}/roster.xlsx`)).body);
    expect(inEnglish.rows[0]?.slice(0, 5)).toEqual(['No.', 'Name', 'Phone', 'Reference', 'State']);
    expect(inEnglish.rows[1]?.[4]).toBe('Enrolled');
    sheet.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()));
  });

  it('an empty class has an empty roster, and a sheet with headings', async () => {
    const given = await ownClass();
    expect((await clerk.get(`/classes/${given.id}/roster`)).body.learners).toEqual([]);
    const { rows } = await cellsOf((await clerk.get<Buffer>(`/classes/${given.id}/roster.xlsx`)).body);
    expect(rows).toHaveLength(1);
  });

  it('attendance is recorded, corrected and counted', async () => {
    const given = await ownClass();
    const [one, two] = [await givenResident(linli, { name: '赵一' }), await givenResident(linli, { name: '钱二' })];
    for (const resident of [one, two]) await enrol(resident, given);
    const { sessionId, clerk: desk } = await firstEvening(given);
    const record = (...entries: [GivenResident, string][]) =>
      desk.put(`/class-sessions/${sessionId}/attendance`, {
        entries: entries.map(([{ id }, state]) => ({ residentId: id, state })),
      });
    const before = await desk.get(`/class-sessions/${sessionId}/attendance`);
    expect(before.body.entries.map(({ state }: { state: null }) => state)).toEqual([null, null]);
    expect((await record([one, 'present'], [two, 'absent'])).status).toBe(200);
    expect((await record([two, 'present'])).status).toBe(200);
    expect((await record([one, 'absent'])).status).toBe(200);
    const { body } = await desk.get(`/classes/${given.id}/roster`);
    expect(body.learners.map(({ name, present, absent }: Record<string, unknown>) => [name, present, absent])).toEqual([
      ['赵一', 0, 1],
      ['钱二', 1, 0],
    ]);
  });

  it('leave that was asked is no absence, unless the learner comes after all', async () => {
    const given = await ownClass();
    const resident = await givenResident(linli);
    await enrol(resident, given);
    await resident.http.post(`/class-sessions/${given.sessionIds[0]}/leave`, { reason: '出差' });
    const { sessionId, clerk: desk } = await firstEvening(given);
    const record = (state: string) =>
      desk.put(`/class-sessions/${sessionId}/attendance`, { entries: [{ residentId: resident.id, state }] });
    expect((await record('absent')).body.entries).toMatchObject([{ state: 'leave' }]);
    expect((await record('present')).body.entries).toMatchObject([{ state: 'present' }]);
  });

  it('not before the evening, not of a cancelled one, not of somebody who is not in the class', async () => {
    const given = await ownClass();
    const learner = await givenResident(linli);
    const stranger = await givenResident(linli);
    await enrol(learner, given);
    const entries = (resident: GivenResident) => ({ entries: [{ residentId: resident.id, state: 'present' }] });
    const path = `/class-sessions/${given.sessionIds[0]}/attendance`;
    expect((await clerk.put(path, entries(learner))).body.code).toBe('school.session_not_begun');
    await clerk.post(`/class-sessions/${given.sessionIds[1]}/cancellation`, { reason: '停电' });
    const { clerk: desk } = await firstEvening(given);
    expect((await desk.put(path, entries(stranger))).body).toMatchObject({
      code: 'school.not_a_learner',
      facts: { residentIds: [stranger.id] },
    });
    const cancelled = `/class-sessions/${given.sessionIds[1]}/attendance`;
    expect((await desk.put(cancelled, entries(learner))).body.code).toBe('school.session_is_cancelled');
    expect((await desk.put(path, { entries: [] })).status).toBe(400);
    const twice = [...entries(learner).entries, ...entries(learner).entries];
    expect((await desk.put(path, { entries: twice })).status).toBe(400);
  });

  it('are read by those who work at the venue', async () => {
    const given = await ownClass();
    const away = (await givenStaff(linli, 'desk', { venueId: (await givenVenue(linli)).id })).http;
    const here = (await givenStaff(linli, 'desk', { venueId: given.term.venueId })).http;
    for (const path of [
      `/classes/${given.id}/roster`,
      `/classes/${given.id}/roster.xlsx`,
      `/class-sessions/${given.sessionIds[0]}/attendance`,
    ]) {
      expect([(await here.get(path)).status, (await away.get(path)).status]).toEqual([200, 404]);
    }
  });
});
