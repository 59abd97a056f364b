import { describe, expect, it } from '@jest/globals';
import { courseListColumns, headingOf } from '../../src/evening-school/course-list.columns.js';
import { checkCourseList } from '../../src/evening-school/course-list.rules.js';
import type { CourseListEntry, Field } from '../../src/evening-school/course-list.columns.js';
import { readSheet } from '../../src/evening-school/read-sheet.js';
import { courseListHeadings, listRow, realCourseList } from '../support/course-list.js';

function check(headings: readonly string[], ...rows: readonly (readonly string[])[]) {
  return checkCourseList({ headings, rows: rows.map((cells, index) => ({ row: index + 2, cells })) });
}

/** What is wrong with a right row in which one cell says this. */
function errorsOf(column: string, value: string) {
  return check(courseListHeadings, listRow({ [column]: value })).errors;
}

/** What one cell of an otherwise right row is read as. */
function readAs(field: Field, text: string): CourseListEntry[Field] | undefined {
  const headings = courseListHeadings.includes(headingOf(field) as never)
    ? courseListHeadings
    : [...courseListHeadings, headingOf(field)];
  const row = headings.map((heading, index) => (heading === headingOf(field) ? text : (listRow()[index] ?? '')));
  return check(headings, row).rows[0]?.entry[field];
}

describe('a course list', () => {
  it('of the real term is right in every cell: twenty kinds of course with 402 places', async () => {
    const { rows, errors } = checkCourseList(await readSheet(realCourseList));
    expect(errors).toEqual([]);
    expect(new Set(rows.map(({ entry }) => entry.course)).size).toBe(20);
    expect(rows.reduce((sum, { entry }) => sum + entry.capacity, 0)).toBe(402);
    expect(new Set(rows.map(({ entry }) => entry.startsAt.toString()))).toEqual(new Set(['19:00:00']));
  });

  it('has every column under the heading that Linli itself writes', () => {
    expect(
      courseListHeadings.every((heading) =>
        Object.keys(courseListColumns).some((f) => headingOf(f as Field) === heading),
      ),
    ).toBe(true);
  });
});

describe('a cell of a course list', () => {
  it.each<[Field, string, unknown]>([
    ['weekday', '周二', 2],
    ['weekday', '星期日', 7],
    ['weekday', '周天', 7],
    ['weekday', '礼拜三', 3],
    ['weekday', 'Friday', 5],
    ['minutes', '９０', 90],
    ['capacity', ' 20 ', 20],
    ['capacity', '20.0', 20],
    ['feeFen', '500', 50_000],
    ['feeFen', '￥1,280.50', 128_050],
    ['feeFen', '199.9元', 19_990],
    ['feeFen', '0.5', 50],
    ['meetsOnMakeUpDays', '是', true],
    ['meetsOnMakeUpDays', 'NO', false],
    ['course', '　古筝（初级）　', '古筝(初级)'],
    ['course', "'=SUM(A1)", '=SUM(A1)'],
    ['teacher', "O'Neill", "O'Neill"],
  ])('of %s that says %j is read as %j', (field, text, value) => {
    expect(readAs(field, text)).toBe(value);
  });

  it.each([
    ['19:00', '19:00'],
    ['９：３０', '09:30'],
    ['19:00:00', '19:00'],
    ['0.791666666666667', '19:00'],
    ['.8125', '19:30'],
  ])('of the start that says %j is read as %s', (text, time) => {
    expect(String(readAs('startsAt', text)).slice(0, 5)).toBe(time);
  });

  it.each<[string, string, RegExp]>([
    ['课程', '', /must not be empty/],
    ['课程', 'x'.repeat(61), /at most 60/],
    ['课程', 'a\u0000b', /control characters/],
    ['course', ' ', /must not be empty/],
    ['类别', '', /must not be empty/],
    ['上课日', '周八', /Mon to Sun/],
    ['上课日', '2', /Mon to Sun/],
    ['上课日', '', /must not be empty/],
    ['开始', '25:00', /19:00/],
    ['开始', '7pm', /19:00/],
    ['开始', '19:60', /19:00/],
    ['开始', '0.99999999', /19:00/],
    ['开始', '2026-03-04', /19:00/],
    ['时长(分钟)', '14', /15 to 480/],
    ['时长(分钟)', '1.5', /15 to 480/],
    ['时长(分钟)', '90分钟', /15 to 480/],
    ['课次', '0', /1 to 100/],
    ['课次', '101', /1 to 100/],
    ['教室', '', /must not be empty/],
    ['教师', '', /must not be empty/],
    ['名额', '-1', /1 to 1000/],
    ['名额', '二十', /1 to 1000/],
    ['名额', '#REF!', /1 to 1000/],
    ['名额', '=A1+1', /1 to 1000/],
    ['名额', '1e3', /1 to 1000/],
    ['最少开班人数', '21', /not be above the capacity/],
    ['费用(元)', '免费', /0 to 100,000 yuan/],
    ['费用(元)', '-5', /0 to 100,000 yuan/],
    ['费用(元)', '1.005', /0 to 100,000 yuan/],
    ['费用(元)', '100000.01', /0 to 100,000 yuan/],
  ])('under %s that says %j is named with its row, value and reason', (column, value, reason) => {
    expect(errorsOf(column, value)).toEqual([
      {
        row: 2,
        column,
        value,
        reason: expect.stringMatching(/\p{Script=Han}/u),
        reasonEn: expect.stringMatching(reason),
      },
    ]);
  });

  it('that is left empty takes the usual value, where there is one', () => {
    const { rows } = check(
      courseListHeadings,
      listRow({ 开始: '', '时长(分钟)': '', 课次: '', 名额: '', 最少开班人数: '', '费用(元)': '' }),
    );
    expect(rows[0]?.entry).toMatchObject({ minutes: 90, sessionCount: 12, capacity: 20, minimum: 0, feeFen: 0 });
    expect(rows[0]?.entry.startsAt.toString()).toBe('19:00:00');
  });

  it('is never quoted at full length', () => {
    expect(errorsOf('名额', '9'.repeat(5_000))[0]?.value).toHaveLength(100);
  });

  it('may hold emoji and markup, which are only text', () => {
    expect(readAs('course', '🎨<script>alert(1)</script>')).toBe('🎨<script>alert(1)</script>');
  });
});

describe('errors of a course list', () => {
  it('are all named at once, row by row', () => {
    const { rows, errors } = check(
      courseListHeadings,
      listRow({ 名额: '二十', 上课日: '周八' }),
      listRow({ 课程: '古筝' }),
      listRow({ 课程: '尤克里里', 开始: '晚上' }),
    );
    expect(rows.map(({ row }) => row)).toEqual([3]);
    expect(errors.map(({ row, column }) => [row, column])).toEqual([
      [2, '上课日'],
      [2, '名额'],
      [4, '开始'],
    ]);
  });

  it('name a column that is missing, unknown or there twice, before any row is read', () => {
    const { rows, errors } = check(['课程', '课程名称', '颜色', 'course', '类别', '上课日', '教室'], ['', '', '']);
    expect(rows).toEqual([]);
    expect(errors.map(({ row, column, reasonEn }) => [row, column, reasonEn])).toEqual([
      [1, '课程名称', 'the column is there twice'],
      [1, '颜色', 'there is no such column'],
      [1, '教师', 'the column is missing'],
    ]);
  });

  it('name a row that is the same class as another', () => {
    const { errors } = check(courseListHeadings, listRow(), listRow({ 教室: '教室二' }), listRow({ 上课日: '周三' }));
    expect(errors).toEqual([
      expect.objectContaining({ row: 3, column: '课程', reasonEn: 'is the same class as row 2' }),
    ]);
  });

  it('do not arise from cells beyond the headings or from columns without one', () => {
    const { errors } = check([...courseListHeadings, ' ', ''], [...listRow(), 'x', 'y', 'z']);
    expect(errors).toEqual([]);
  });

  it('do not arise from other spellings of a heading or another order of the columns', () => {
    const spelt = [
      '老师',
      '课程名称',
      ' COURSE ',
      '类 别',
      '星期',
      '开始时间',
      '时长（分钟）',
      '次数',
      '地点',
      '人数',
      '费用',
    ];
    const row = ['沈老师', '国画', 'Painting', '书画', '周二', '19:00', '60', '10', '书画教室', '15', '100'];
    const { rows, errors } = check(spelt, row);
    expect(errors).toEqual([]);
    expect(rows[0]?.entry).toMatchObject({
      teacher: '沈老师',
      course: '国画',
      minutes: 60,
      capacity: 15,
      feeFen: 10_000,
    });
  });
});
