import { describe, expect, it } from '@jest/globals';
import { checkCourseList } from '../../src/evening-school/course-list.rules.js';
import { findClashesWithin, planClasses } from '../../src/evening-school/planned-class.js';
import { knownHolidays } from '../../src/evening-school/known-holidays.js';
import { HouseCalendar } from '../../src/kernel/calendar.js';
import { isoIn, Temporal } from '../../src/kernel/time.js';
import { courseListHeadings, listRow } from '../support/course-list.js';

const zone = 'Asia/Shanghai';
const calendar = new HouseCalendar(knownHolidays(2026), new Set([2026]));

function plan(rows: readonly Readonly<Record<string, string>>[], endsOn = '2026-12-31') {
  const cells = rows.map((row, index) => ({ row: index + 2, cells: listRow(row) }));
  const { rows: checked, errors } = checkCourseList({ headings: courseListHeadings, rows: cells });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const term = { startsOn: Temporal.PlainDate.from('2026-09-07'), endsOn: Temporal.PlainDate.from(endsOn) };
  return planClasses(checked, term, calendar, zone);
}

const clashesOf = (...rows: readonly Readonly<Record<string, string>>[]) =>
  findClashesWithin(plan(rows).planned).map(({ row, column, value, reasonEn }) => [row, column, value, reasonEn]);

const elsewhere = (number: number) => ({ 课程: `课程${number}`, 教室: `教室${number}`, 教师: `老师${number}` });

describe('a planned class', () => {
  it('has its dates, and its spans from 19:00 to 20:30', () => {
    const [first] = plan([{ 课次: '2' }]).planned;
    expect(first?.dates.map(String)).toEqual(['2026-09-08', '2026-09-15']);
    expect(isoIn(zone, first!.spans[1]!.startsAt)).toBe('2026-09-15T19:00:00+08:00');
    expect(isoIn(zone, first!.spans[1]!.endsAt)).toBe('2026-09-15T20:30:00+08:00');
    expect(first?.provisional).toBe(false);
  });

  it('is provisional when it reaches into a year whose holidays are not published', () => {
    expect(plan([{ 课次: '17' }], '2027-02-28').planned[0]).toMatchObject({ provisional: true });
  });

  it('that does not fit into the term is an error of its number of sessions', () => {
    const { planned, errors } = plan([{ 课次: '40' }, elsewhere(1)]);
    expect(planned.map(({ row }) => row)).toEqual([3]);
    expect(errors).toEqual([
      expect.objectContaining({
        row: 2,
        column: '课次',
        value: '40',
        reasonEn: 'the term ends on 2026-12-31, before there are so many evenings',
      }),
    ]);
  });
});

describe('clashes within a list', () => {
  it('are none when a room is used one after the other', () => {
    expect(clashesOf({ 开始: '18:00', '时长(分钟)': '60' }, { ...elsewhere(1), 教室: '书画教室' })).toEqual([]);
  });

  it('name the room and the row that has it already', () => {
    expect(clashesOf({}, elsewhere(1), { ...elsewhere(2), 教室: '书画教室', 开始: '20:00' })).toEqual([
      [4, '教室', '书画教室', 'is booked at the same time by row 2, "零基础国画"'],
    ]);
  });

  it('name the later row also where its class is the earlier one of the evening', () => {
    expect(clashesOf({ 开始: '20:00' }, { ...elsewhere(1), 教室: '书画教室' })).toEqual([
      [3, '教室', '书画教室', 'is booked at the same time by row 2, "零基础国画"'],
    ]);
  });

  it('name the teacher too', () => {
    expect(clashesOf({}, { ...elsewhere(1), 教师: '沈老师' })).toEqual([
      [3, '教师', '沈老师', 'is booked at the same time by row 2, "零基础国画"'],
    ]);
  });

  it('are found behind a short class while a long one lasts', () => {
    const long = { '时长(分钟)': '180', 开始: '18:00' };
    const short = { ...elsewhere(1), 教室: '书画教室', 开始: '18:00', '时长(分钟)': '30' };
    const late = { ...elsewhere(2), 教室: '书画教室', 开始: '20:00', '时长(分钟)': '30' };
    expect(clashesOf(long, short, late).map(([row]) => row)).toEqual([3, 4]);
  });

  it('are one for each pair of rows, though they meet on twelve evenings', () => {
    expect(clashesOf({}, { ...elsewhere(1), 教室: '书画教室' }, { ...elsewhere(2), 教室: '书画教室' })).toHaveLength(2);
  });

  it('name each of 2,000 rows in one room once, not every pair of them', () => {
    const rows = Array.from({ length: 2_000 }, (_, index) => ({ ...elsewhere(index), 教室: '书画教室' }));
    expect(findClashesWithin(plan(rows).planned)).toHaveLength(1_999);
  });
});
