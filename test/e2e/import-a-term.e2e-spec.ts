import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { givenStaff, givenVenue } from '../support/given-people.js';
import { givenTerm } from '../support/given-school.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const courseList = readFileSync(new URL('../../demo/evening-school-term.csv', import.meta.url));
const csv = { 'content-type': 'text/csv' };
const xlsx = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

const heading = '课程,course,类别,上课日,开始,时长(分钟),课次,教室,教师,名额,最少开班人数,费用(元)';
const row = (cells: Partial<Record<number, string>> = {}) => {
  const fine = ['国画', 'Painting', '书画', '周二', '19:00', '90', '12', '一号教室', '沈老师', '20', '8', '0'];
  return fine.map((value, index) => cells[index] ?? value).join(',');
};

describe('importing a term', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'school')).http;
  });
  afterAll(() => linli.stop());

  const upload = (term: { id: string }, file: Buffer | string, query = '', headers = csv) =>
    clerk.send('POST', `/terms/${term.id}/course-list${query}`, Buffer.from(file as string), {
      headers,
    }) as Promise<any>;
  const count = async (table: string) =>
    Number((await linli.database.query(`SELECT count(*) FROM ${table}`))[0].count as string);

  it('previews the real list and writes nothing', async () => {
    const term = await givenTerm(linli);
    const before = await count('classes');
    const { status, body } = await upload(term, courseList, '?dryRun=true');
    expect(status).toBe(201);
    expect(body).toMatchObject({ dryRun: true, created: 20, courses: 20, places: 402, sessions: 240, errors: [] });
    const painting = body.classes.find((one: { course: string }) => one.course === '零基础国画');
    expect(painting.dates.slice(0, 5)).toEqual(['2026-09-08', '2026-09-15', '2026-09-22', '2026-09-29', '2026-10-13']);
    expect(await count('classes')).toBe(before);
  });

  it('takes the real list: 20 kinds of course, 402 places; the second time changes nothing', async () => {
    const term = await givenTerm(linli);
    expect((await upload(term, courseList)).body).toMatchObject({ created: 20, places: 402 });
    expect((await upload(term, courseList)).body).toMatchObject({ created: 0, updated: 0, unchanged: 20 });
    const { body } = await clerk.get(`/terms/${term.id}`);
    expect(body).toMatchObject({ classes: 20, places: 402, taken: 0 });
    await linli.database.query('DELETE FROM class_sessions');
  });

  it('exports the list as .xlsx; imported again, nothing changes', async () => {
    const term = await givenTerm(linli);
    await upload(term, courseList);
    const file = await clerk.get<Buffer>(`/terms/${term.id}/course-list.xlsx`);
    expect(file.status).toBe(200);
    expect((await upload(term, file.body, '', xlsx)).body).toMatchObject({ created: 0, updated: 0, unchanged: 20 });
    await linli.database.query('DELETE FROM class_sessions');
  });

  it('names every bad cell with row, column, value and reason, and imports nothing', async () => {
    const term = await givenTerm(linli);
    const before = await count('classes');
    const bad = [
      heading,
      row({ 3: '周八', 9: 'viele' }),
      row({ 0: '书法', 4: '25:00', 8: '' }),
      row({ 0: '舞蹈', 11: '-5' }),
    ];
    const { status, body } = await upload(term, bad.join('\n'));
    expect({ status, code: body.code, count: body.facts.count }).toEqual({
      status: 422,
      code: 'school.course_list_has_errors',
      count: 5,
    });
    const cells = body.facts.errors.map(({ row: r, column, value }: Record<string, unknown>) => [r, column, value]);
    expect(cells).toEqual([
      [2, '上课日', '周八'],
      [2, '名额', 'viele'],
      [3, '开始', '25:00'],
      [3, '教师', ''],
      [4, '费用(元)', '-5'],
    ]);
    expect(body.facts.errors[0]).toMatchObject({ reason: '须为周一到周日', reasonEn: 'must be a day from Mon to Sun' });
    expect(await count('classes')).toBe(before);
  });

  it('names missing, unknown and doubled columns', async () => {
    const term = await givenTerm(linli);
    const { body } = await upload(term, '课程,course,类别,类别,教室,教师,颜色\n国画,Painting,书画,书画,一号,沈老师,红');
    expect(
      body.facts.errors.map(
        ({ column, reason }: Record<string, unknown>) => `${column as string}: ${reason as string}`,
      ),
    ).toEqual(['类别: 这一列出现了两次', '颜色: 没有这一列', '上课日: 缺少这一列']);
  });

  it('names a room and a teacher that the list itself books twice, and a class that is there twice', async () => {
    const term = await givenTerm(linli);
    const list = [heading, row(), row({ 0: '书法' }), row({ 0: '书法', 7: '二号教室', 4: '19:30' }), row()];
    const { body } = await upload(term, list.join('\n'), '?dryRun=true');
    const errors = body.errors.map(
      (error: Record<string, unknown>) => `${error.row as number} ${error.column as string} ${error.reason as string}`,
    );
    expect(errors).toContain('3 教室 与第 2 行“国画”时间冲突');
    expect(errors).toContain('3 教师 与第 2 行“国画”时间冲突');
    expect(errors).toContain('4 教师 与第 2 行“国画”时间冲突');
    expect(errors).toContain('5 课程 与第 2 行重复');
  });

  it('names the class of another term that has the room already', async () => {
    const { id: venueId } = await givenVenue(linli);
    const first = await givenTerm(linli, { venueId });
    const second = await givenTerm(linli, { venueId });
    await upload(first, [heading, row({ 7: '共用教室', 8: '甲老师' })].join('\n'));
    const { status, body } = await upload(second, [heading, row({ 0: '素描', 7: '共用教室', 8: '乙老师' })].join('\n'));
    expect(status).toBe(422);
    expect(body.facts.errors).toMatchObject([{ row: 2, column: '教室', value: '共用教室' }]);
    expect(body.facts.errors[0].reasonEn).toContain('is taken by "Painting" on Tue 8 Sep 2026');
  });

  it('updates a draft, and asks to change a published class itself', async () => {
    const term = await givenTerm(linli);
    const list = (places: string) => [heading, row({ 7: '三号教室', 8: '丙老师', 9: places })].join('\n');
    await upload(term, list('20'));
    expect((await upload(term, list('24'))).body).toMatchObject({ created: 0, updated: 1, places: 24 });
    await clerk.post(`/terms/${term.id}/publication`);
    const { body } = await upload(term, list('30'));
    expect(body.facts.errors).toMatchObject([{ row: 2, reason: '班级已发布，请直接修改班级' }]);
  });

  it('refuses evenings that do not fit into the term', async () => {
    const term = await givenTerm(linli, { endsOn: '2026-10-01' });
    const { body } = await upload(term, [heading, row({ 7: '四号教室', 8: '丁老师' })].join('\n'));
    expect(body.facts.errors).toMatchObject([{ row: 2, column: '课次', value: '12' }]);
  });

  it.each([
    ['with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['without one', (text: string) => Buffer.from(text)],
    [
      'in full-width characters',
      (text: string) => Buffer.from(text.replace('19:00', '１９：００').replace(',20,', ',２０,')),
    ],
    ['with Windows line ends', (text: string) => Buffer.from(text.replaceAll('\n', '\r\n') + '\r\n,,,\r\n')],
  ])('reads .csv %s', async (_, encode) => {
    const term = await givenTerm(linli);
    const list = encode([heading, row({ 7: `教室 ${_}`, 8: `老师 ${_}` })].join('\n'));
    expect((await upload(term, list, '?dryRun=true')).body).toMatchObject({ created: 1, places: 20, errors: [] });
  });

  it('reads .csv as Excel in China saves it (GB 18030)', async () => {
    const term = await givenTerm(linli);
    // “课程” to “沈老师” in GB 18030.
    const gb = Buffer.from(
      'bfceb3cc2c636f757273652cc0e0b1f02cc9cfbfcec8d52cbdccca d22cbdcccaa62cc3fbb6ee0ab9fabbad2c5061696e74696e672ccae9bbad2cd6dcb6fe2cd2bbbac52cc9f2c0cfcaa62c3230'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    );
    const { body } = await upload(term, gb, '?dryRun=true');
    expect(body).toMatchObject({ created: 1, places: 20, errors: [] });
    expect(body.classes[0]).toMatchObject({ course: '国画', teacher: '沈老师', weekday: 2 });
  });

  it('reads .xlsx with numbers, times, formulas and rich text as Excel stores them', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('课程表');
    sheet.addRow(heading.split(','));
    const cells = [
      '国画',
      'Painting',
      '书画',
      '周二',
      19 / 24,
      90,
      12,
      '五号教室',
      '戊老师',
      { formula: '10+10', result: 20 },
      8,
      0,
    ];
    sheet.addRow(cells);
    sheet.getCell('A2').value = { richText: [{ text: '国' }, { text: '画' }] };
    const file = Buffer.from(await workbook.xlsx.writeBuffer());
    const { body } = await upload(await givenTerm(linli), file, '?dryRun=true', xlsx);
    expect(body).toMatchObject({ errors: [], classes: [{ course: '国画', startsAt: '19:00', capacity: 20 }] });
  });

  it.each([
    ['an empty file', Buffer.alloc(0), csv],
    ['a file that only pretends to be .xlsx', Buffer.from('PK\u0003\u0004 not a zip'), xlsx],
    ['a quotation mark that is never closed', Buffer.from(`${heading}\n"国画,Painting`), csv],
  ])('refuses %s with a sentence', async (_, file, headers) => {
    const reply = await upload(await givenTerm(linli), file, '', headers);
    expect([400, 422]).toContain(reply.status);
    expect(reply.body.code).toMatch(/^(school|request)\./);
  });

  it('carries out an import once for an Idempotency-Key, also when it is sent twice at once', async () => {
    const term = await givenTerm(linli);
    const list = Buffer.from([heading, row({ 7: '六号教室', 8: '己老师' })].join('\n'));
    const send = () =>
      clerk.send<any>('POST', `/terms/${term.id}/course-list`, list, { headers: csv, key: 'one-import' });
    const [first, second] = await Promise.all([send(), send()]);
    expect(first.body).toEqual(second.body);
    expect(first.body.created).toBe(1);
  });

  it('lets staff of another venue neither see nor fill the term', async () => {
    const here = await givenVenue(linli);
    const there = await givenVenue(linli);
    const term = await givenTerm(linli, { venueId: here.id });
    const stranger = (await givenStaff(linli, 'school', { venueId: there.id })).http;
    expect((await stranger.get(`/terms/${term.id}`)).status).toBe(404);
    const reply = await stranger.send('POST', `/terms/${term.id}/course-list`, courseList, { headers: csv });
    expect(reply).toMatchObject({ status: 403, body: { code: 'people.not_at_this_venue' } });
  });
});
