import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvList, asCsv, listRow } from '../support/course-list.js';
import { givenStaff } from '../support/given-people.js';
import { givenTerm } from '../support/given-school.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('the table of public holidays', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'school')).http;
  });
  afterAll(() => linli.stop());

  const day = (date: string, kind = 'holiday') => ({ date, kind, name: '元旦', nameEn: "New Year's Day" });
  const replace = (year: number, days: object[], published = true) =>
    clerk.put(`/calendar/years/${year}`, { published, source: '国务院办公厅通知', days });
  const dates = async (term: { id: string }, overrides: Record<string, string>) => {
    const reply = await clerk.send<any>(
      'POST',
      `/terms/${term.id}/course-list?dryRun=true`,
      csvList(listRow(overrides)),
      { headers: asCsv },
    );
    return reply.body.classes[0].dates as string[];
  };

  it('begins with the years that are published', async () => {
    const { body } = await clerk.get('/calendar/years');
    expect(body.items.find(({ year }: { year: number }) => year === 2026)).toMatchObject({ published: true });
    const { body: year } = await clerk.get('/calendar/years/2026');
    const kinds = new Map(year.days.map(({ date, kind }: { date: string; kind: string }) => [date, kind]));
    expect([kinds.get('2026-10-01'), kinds.get('2026-10-07'), kinds.get('2026-10-10')]).toEqual([
      'holiday',
      'holiday',
      'make_up',
    ]);
  });

  it('is what sessions skip; an edited year is followed by the next plan', async () => {
    const term = await givenTerm(linli, { startsOn: '2026-12-28', endsOn: '2027-02-28' });
    const cells = { 上课日: '周五', 课次: '3', 名额: '5', 最少开班人数: '1' };
    expect(await dates(term, cells)).toEqual(['2027-01-01', '2027-01-08', '2027-01-15']);
    expect((await replace(2027, [day('2027-01-15')])).status).toBe(200);
    expect(await dates(term, cells)).toEqual(['2027-01-01', '2027-01-08', '2027-01-22']);
  });

  it('marks sessions of a year that is not published as provisional, and takes the mark away when it is', async () => {
    await replace(2028, [], false);
    const term = await givenTerm(linli, { startsOn: '2028-03-01', endsOn: '2028-06-30' });
    const list = csvList(listRow({ 课次: '2', 教室: '二〇二八', 教师: '未来' }));
    await clerk.send('POST', `/terms/${term.id}/course-list`, list, { headers: asCsv });
    const { body } = await clerk.get(`/terms/${term.id}/classes`);
    const provisional = async () =>
      (await clerk.get(`/classes/${body.items[0].id}/details`)).body.sessions.map(
        (session: { provisional: boolean }) => session.provisional,
      );
    expect(await provisional()).toEqual([true, true]);
    const { body: replaced } = await replace(2028, [day('2028-03-07')]);
    expect(await provisional()).toEqual([false, false]);
    expect(replaced.sessionsOnHolidays).toMatchObject([
      { course: '零基础国画', startsAt: '2028-03-07T19:00:00+08:00' },
    ]);
  });

  it.each([
    ['a day of another year', [day('2026-05-01')], 'school.day_outside_year'],
    ['a day twice', [day('2029-05-01'), day('2029-05-01', 'make_up')], 'school.day_twice'],
    ['a day that does not exist', [day('2029-02-29')], 'request.invalid'],
    ['an unknown kind', [day('2029-05-01', 'party')], 'request.invalid'],
  ])('refuses %s and keeps what it has', async (_, days, code) => {
    await replace(2029, [day('2029-10-01')]);
    expect(await replace(2029, days)).toMatchObject({ status: 400, body: { code } });
    expect((await clerk.get('/calendar/years/2029')).body.days).toHaveLength(1);
  });

  it('knows nothing of a year that nobody has told of, and says so', async () => {
    expect((await clerk.get('/calendar/years/2100')).body).toMatchObject({ published: false, source: null, days: [] });
    expect((await clerk.get('/calendar/years/soon')).status).toBe(400);
  });

  it('is edited by the school, not by the desk', async () => {
    const desk = (await givenStaff(linli, 'desk')).http;
    expect((await desk.get('/calendar/years/2026')).status).toBe(200);
    expect((await desk.put('/calendar/years/2026', { published: true, source: 'x', days: [] })).status).toBe(403);
  });
});
