import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asCsv, asXlsx, cellsOf, csvList, listRow, realCourseList, xlsx } from '../support/course-list.js';
import { givenStaff, givenVenue } from '../support/given-people.js';
import { givenTerm } from '../support/given-school.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { written } from '../support/written.js';

const autumn = { startsOn: '2026-09-07', endsOn: '2026-12-31' };

describe('importing a course list', () => {
  let linli: Linli;
  let staff: HttpClient;
  let count = 0;
  beforeAll(async () => {
    linli = await Linli.start();
    staff = (await givenStaff(linli, 'school')).http;
  });
  afterAll(() => linli.stop());
  beforeEach(() => {
    count += 1;
  });

  /** A row that shares nothing with the rows of other tests. */
  const row = (overrides: Record<string, string> = {}, number = 1) => {
    const own = `${count}-${number}`;
    return listRow({
      课程: `课程${own}`,
      course: `Course ${own}`,
      教室: `教室${own}`,
      教师: `老师${own}`,
      ...overrides,
    });
  };
  const send = (termId: string, file: Buffer, query = '', options: { key?: string } = {}) =>
    staff.with(asCsv).send<any>('POST', `/terms/${termId}/course-list${query}`, file, options);
  const classesOf = async (termId: string) => (await staff.get(`/terms/${termId}/classes?size=100`)).body;
  const outcome = ({ body }: { body: any }) => [body.created, body.updated, body.unchanged];

  it('shows everything on a dry run and writes nothing', async () => {
    const term = await givenTerm(linli, autumn);
    const before = await written(linli);
    const preview = await send(term.id, realCourseList, '?dryRun=true');
    expect(preview).toMatchObject({
      status: 201,
      body: {
        dryRun: true,
        created: 20,
        updated: 0,
        unchanged: 0,
        courses: 20,
        places: 402,
        sessions: 240,
        errors: [],
      },
    });
    expect(preview.body.classes[0]).toMatchObject({ row: 2, course: '形体礼仪', weekday: 1, outcome: 'created' });
    expect(preview.body.classes[0].dates.slice(0, 5)).toEqual([
      '2026-09-07',
      '2026-09-14',
      '2026-09-21',
      '2026-09-28',
      '2026-10-12',
    ]);
    expect(await written(linli)).toEqual(before);
  });

  it('writes what the preview showed, and the same list again changes nothing', async () => {
    const term = await givenTerm(linli, autumn);
    expect(outcome(await send(term.id, realCourseList))).toEqual([20, 0, 0]);
    const after = await written(linli);
    expect(await staff.get(`/terms/${term.id}`)).toMatchObject({ body: { classes: 20, places: 402, taken: 0 } });
    expect(outcome(await send(term.id, realCourseList))).toEqual([0, 0, 20]);
    expect(await written(linli)).toEqual(after);
    // The other tests need these teachers free.
    await linli.database.query(`UPDATE class_sessions SET state = 'cancelled'`);
  });

  it('says who imported what', async () => {
    const term = await givenTerm(linli, autumn);
    await send(term.id, csvList(row(), row({}, 2)));
    const entries = await linli.database.query(
      `SELECT actor_kind, facts FROM audit_entries WHERE action = 'course_list.imported' AND subject_id = $1`,
      [term.id],
    );
    expect(entries).toEqual([{ actor_kind: 'staff', facts: expect.objectContaining({ created: 2 }) }]);
  });

  it('takes all of the list or nothing: one bad cell among good rows', async () => {
    const term = await givenTerm(linli, autumn);
    const before = await written(linli);
    const refused = await send(term.id, csvList(row(), row({ 名额: '二十' }, 2), row({ 上课日: '周八' }, 3)));
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'school.course_list_has_errors', facts: { count: 2 } },
    });
    expect(refused.body.facts.errors).toEqual([
      {
        row: 3,
        column: '名额',
        value: '二十',
        reason: '须为 1 到 1000 的整数',
        reasonEn: 'must be a whole number from 1 to 1000',
      },
      { row: 4, column: '上课日', value: '周八', reason: '须为周一到周日', reasonEn: 'must be a day from Mon to Sun' },
    ]);
    expect(await written(linli)).toEqual(before);
  });

  it('shows the same errors on a dry run, beside what is right', async () => {
    const term = await givenTerm(linli, autumn);
    const { body } = await send(term.id, csvList(row(), row({ 名额: '二十' }, 2)), '?dryRun=true');
    expect(body).toMatchObject({ created: 1, places: 20, errors: [{ row: 3, column: '名额' }] });
  });

  it('names at most 500 errors and tells how many there are', async () => {
    const term = await givenTerm(linli, autumn);
    const rows = Array.from({ length: 700 }, (_, number) => row({ 名额: 'x' }, number));
    const { body } = await send(term.id, csvList(...rows));
    expect(body.facts.count).toBe(700);
    expect(body.facts.errors).toHaveLength(500);
  });

  it('refuses a class that does not fit before the end of the term', async () => {
    const term = await givenTerm(linli, { ...autumn, endsOn: '2026-11-30' });
    const { body } = await send(term.id, csvList(row({ 课次: '12' })));
    expect(body.facts.errors).toEqual([expect.objectContaining({ row: 2, column: '课次', value: '12' })]);
  });

  it('marks a class that runs into a year without published holidays as provisional', async () => {
    const term = await givenTerm(linli, { startsOn: '2026-12-01', endsOn: '2027-02-28' });
    const preview = await send(term.id, csvList(row({ 课次: '8' })), '?dryRun=true');
    expect(preview.body.classes[0].provisional).toBe(true);
    await send(term.id, csvList(row({ 课次: '8' })));
    const [{ id }] = (await classesOf(term.id)).items;
    const { sessions } = (await staff.get(`/classes/${id}/details`)).body;
    expect(sessions.map((s: any) => [s.startsAt.slice(0, 4), s.provisional])).toEqual([
      ...Array(5).fill(['2026', false]),
      ...Array(3).fill(['2027', true]),
    ]);
  });

  it('names a room that the list books twice', async () => {
    const term = await givenTerm(linli, autumn);
    const refused = await send(term.id, csvList(row({ 教室: '大教室' }), row({ 教室: '大教室' }, 2)));
    expect(refused.body.facts.errors).toEqual([
      expect.objectContaining({ row: 3, column: '教室', value: '大教室', reasonEn: expect.stringContaining('row 2') }),
    ]);
  });

  it('names the class that has the teacher already, in whatever term and venue', async () => {
    const [first, second] = [await givenTerm(linli, autumn), await givenTerm(linli, autumn)];
    await send(first.id, csvList(row({ 教师: '忙老师', course: 'Guzheng' })));
    const refused = await send(second.id, csvList(row({ 教师: '忙老师', 开始: '20:00' }, 2)));
    expect(refused.body.facts.errors).toEqual([
      {
        row: 2,
        column: '教师',
        value: '忙老师',
        reason: expect.stringMatching(/^2026年9月8日 周二 已被“课程.+”占用$/),
        reasonEn: 'is taken by "Guzheng" on Tue 8 Sep 2026',
      },
    ]);
  });

  it('lets two venues have rooms of the same name', async () => {
    const [first, second] = [await givenTerm(linli, autumn), await givenTerm(linli, autumn)];
    expect((await send(first.id, csvList(row({ 教室: '101' })))).status).toBe(201);
    expect((await send(second.id, csvList(row({ 教室: '101' }, 2)))).status).toBe(201);
  });

  it('brings a draft up to date: places, fee, minimum, room, number of sessions', async () => {
    const term = await givenTerm(linli, autumn);
    await send(term.id, csvList(row(), row({}, 2)));
    const changed = row({ 名额: '24', '费用(元)': '199.90', 最少开班人数: '10', 课次: '8', 教室: `新教室${count}` });
    expect(outcome(await send(term.id, csvList(changed, row({}, 2))))).toEqual([0, 1, 1]);
    const updated = (await classesOf(term.id)).items.find((item: any) => item.capacity === 24);
    expect(updated).toMatchObject({ feeFen: 19_990, minimum: 10, room: `新教室${count}` });
    expect((await staff.get(`/classes/${updated.id}/details`)).body.sessions).toHaveLength(8);
    const [{ spans }] = await linli.database.query(
      `SELECT (SELECT count(*)::int FROM unnest(p.occupies)) AS spans FROM classes c JOIN pools p ON p.id = c.pool_id WHERE c.id = $1`,
      [updated.id],
    );
    expect(spans).toBe(8);
  });

  it('lets two drafts swap their rooms', async () => {
    const term = await givenTerm(linli, autumn);
    const rooms = (first: string, second: string) => csvList(row({ 教室: first }), row({ 教室: second }, 2));
    await send(term.id, rooms('甲', '乙'));
    expect(outcome(await send(term.id, rooms('乙', '甲')))).toEqual([0, 2, 0]);
  });

  it('does not change a class that is published: it says to change the class itself', async () => {
    const term = await givenTerm(linli, autumn);
    await send(term.id, csvList(row()));
    await staff.post(`/terms/${term.id}/publication`);
    expect(outcome(await send(term.id, csvList(row())))).toEqual([0, 0, 1]);
    const refused = await send(term.id, csvList(row({ 名额: '30' }), row({}, 2)));
    expect(refused).toMatchObject({ status: 422, body: { facts: { count: 1 } } });
    expect(refused.body.facts.errors[0]).toMatchObject({
      row: 2,
      reasonEn: 'the class is published: change the class itself',
    });
    expect(await classesOf(term.id)).toMatchObject({ total: 1, items: [{ capacity: 20 }] });
  });

  it('says of a class that is cancelled that it stays so', async () => {
    const term = await givenTerm(linli, autumn);
    await send(term.id, csvList(row()));
    const [{ id }] = (await classesOf(term.id)).items;
    await staff.post(`/classes/${id}/cancellation`, { reason: '教师离职' });
    const refused = await send(term.id, csvList(row({ 名额: '30' })));
    expect(refused.body.facts.errors[0]).toMatchObject({
      reasonEn: 'the class is cancelled and cannot change any more',
    });
  });

  it('keeps what was exported as it is, names that look like formulas among it', async () => {
    const term = await givenTerm(linli, autumn);
    const formula = row(
      { 课程: '=1+1 数学', 教师: '@老师', 开始: '18:30', '费用(元)': '199.90', 名额: '7', 最少开班人数: '0' },
      2,
    );
    await send(term.id, csvList(row(), formula));
    const exported = await staff.get(`/terms/${term.id}/course-list.xlsx`);
    expect(exported.headers.get('content-disposition')).toContain(encodeURIComponent('课程表.xlsx'));
    const { rows, sheet } = await cellsOf(exported.body as Buffer);
    expect(rows).toHaveLength(3);
    expect(sheet.views).toEqual([expect.objectContaining({ state: 'frozen', ySplit: 1 })]);
    expect(rows.flat()).toContain("'=1+1 数学");
    const again = await staff.with(asXlsx).send<any>('POST', `/terms/${term.id}/course-list`, exported.body as Buffer);
    expect(outcome(again)).toEqual([0, 0, 2]);
  });

  it('takes the same list as .xlsx, with numbers and a time of day as Excel keeps them', async () => {
    const term = await givenTerm(linli, autumn);
    const [headings, cells] = [
      ['课程', 'course', '类别', '上课日', '开始', '课次', '教室', '教师', '名额', '费用(元)', '调休日上课'],
      [
        `课程${count}`,
        'Course',
        '书画',
        '周六',
        new Date(Date.UTC(1899, 11, 30, 9, 30)),
        6,
        `教室${count}`,
        `老师${count}`,
        { formula: 'A1', result: 16 },
        199.9,
        '是',
      ],
    ];
    const file = await xlsx([headings, cells] as never);
    const reply = await staff.with(asXlsx).send<any>('POST', `/terms/${term.id}/course-list`, file);
    expect(reply.body.classes).toEqual([
      expect.objectContaining({ startsAt: '09:30', capacity: 16, feeFen: 19_990, weekday: 6 }),
    ]);
    expect(reply.body.classes[0].dates).toContain('2026-10-10');
  });

  it('is done once when the same request comes twice, at once or later', async () => {
    const term = await givenTerm(linli, autumn);
    const list = csvList(row());
    const replies = await Promise.all([1, 2, 3].map(() => send(term.id, list, '', { key: `import-${count}` })));
    replies.push(await send(term.id, list, '', { key: `import-${count}` }));
    expect(replies.map(outcome)).toEqual(Array(4).fill([1, 0, 0]));
    expect((await send(term.id, csvList(row({}, 2)), '', { key: `import-${count}` })).body.code).toBe(
      'request.idempotency_key_reused',
    );
  });

  it('makes each class once when two clerks import the same list at the same moment', async () => {
    const term = await givenTerm(linli, autumn);
    const list = csvList(row(), row({}, 2));
    const replies = await Promise.all([send(term.id, list), send(term.id, list)]);
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    expect(replies.map(outcome).sort()).toEqual([
      [0, 0, 2],
      [2, 0, 0],
    ]);
  });

  it('gives a teacher to one of two terms that are imported at the same moment', async () => {
    const [first, second] = [await givenTerm(linli, autumn), await givenTerm(linli, autumn)];
    const replies = await Promise.all([
      send(first.id, csvList(row({ 教师: '两边的老师' }))),
      send(second.id, csvList(row({ 教师: '两边的老师' }, 2))),
    ]);
    expect(replies.map(({ status }) => status).sort()).not.toContain(500);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('is for staff of the venue only', async () => {
    const [term, elsewhere] = [await givenTerm(linli, autumn), await givenVenue(linli)];
    const stranger = await givenStaff(linli, 'school', { venueId: elsewhere.id });
    const path = `/terms/${term.id}/course-list`;
    expect((await stranger.http.with(asCsv).send('POST', path, csvList(row()))).status).toBe(403);
    expect((await stranger.http.get(`${path}.xlsx`)).status).toBe(404);
    expect(
      (await staff.with(asCsv).send('POST', '/terms/01890000-0000-7000-8000-000000000000/course-list', csvList(row())))
        .status,
    ).toBe(404);
  });

  it.each<[string, string, Buffer | string, number, string]>([
    ['JSON', 'application/json', '{"a":1}', 415, 'request.unsupported_type'],
    ['no file at all', 'text/csv', '', 400, 'school.course_list_unreadable'],
    ['a picture', 'image/png', Buffer.from([0x89, 0x50]), 415, 'request.unsupported_type'],
    [
      'random bytes',
      'text/csv',
      Buffer.from([0xff, 0x00, 0x80, 0x81, 0x0a, 0xfe]),
      422,
      'school.course_list_has_errors',
    ],
    [
      'a broken .xlsx',
      asXlsx['content-type'],
      Buffer.from('PK\x03\x04', 'latin1'),
      400,
      'school.course_list_unreadable',
    ],
    ['9 MB', 'text/csv', Buffer.alloc(9 * 1024 * 1024, 'a,'), 413, 'request.too_large'],
  ])('answers %s with a sentence, never with a fault', async (_what, type, body, status, code) => {
    const term = await givenTerm(linli, autumn);
    const reply = await staff.with({ 'content-type': type }).send<any>('POST', `/terms/${term.id}/course-list`, body);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  it('takes a media type that names its charset', async () => {
    const term = await givenTerm(linli, autumn);
    const type = { 'content-type': 'text/csv; charset=utf-8' };
    expect((await staff.with(type).send('POST', `/terms/${term.id}/course-list`, csvList(row()))).status).toBe(201);
  });
});
