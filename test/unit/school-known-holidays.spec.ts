import { describe, expect, it } from '@jest/globals';
import { knownHolidays } from '../../src/evening-school/known-holidays.js';
import { HouseCalendar } from '../../src/kernel/calendar.js';
import { Temporal } from '../../src/kernel/time.js';

const date = (text: string) => Temporal.PlainDate.from(text);
const of = (year: number, kind: 'holiday' | 'make_up') =>
  knownHolidays(year)
    .filter((day) => day.kind === kind)
    .map(({ day }) => day.toString());

describe('the public holidays that are known', () => {
  it('of 2026 are the 33 days that the State Council announced', () => {
    const stretch = (from: string, days: number) =>
      Array.from({ length: days }, (_, index) => date(from).add({ days: index }).toString());
    expect(of(2026, 'holiday')).toEqual([
      ...stretch('2026-01-01', 3),
      ...stretch('2026-02-15', 9),
      ...stretch('2026-04-04', 3),
      ...stretch('2026-05-01', 5),
      ...stretch('2026-06-19', 3),
      ...stretch('2026-09-25', 3),
      ...stretch('2026-10-01', 7),
    ]);
  });

  it('come with the six make-up working days of 2026', () => {
    expect(of(2026, 'make_up')).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });

  it('are named in both languages', () => {
    const names = new Map(knownHolidays(2026).map((day) => [day.day.toString(), [day.name, day.nameEn]]));
    expect(names.get('2026-10-01')).toEqual(['国庆节', 'National Day']);
    expect(names.get('2026-10-10')).toEqual(['国庆节', 'National Day']);
  });

  it('of 2027 are not known, so nothing is claimed of that year', () => {
    expect(knownHolidays(2027)).toEqual([]);
  });

  it('leave the dates of an unpublished year open', () => {
    const calendar = new HouseCalendar(knownHolidays(2026), new Set([2026]));
    expect(calendar.isPublished(date('2026-12-31'))).toBe(true);
    expect(calendar.isPublished(date('2027-01-01'))).toBe(false);
    expect([calendar.isHoliday(date('2026-10-01')), calendar.isMakeUpDay(date('2026-10-01'))]).toEqual([true, false]);
    expect([calendar.isHoliday(date('2026-10-10')), calendar.isMakeUpDay(date('2026-10-10'))]).toEqual([false, true]);
    expect(calendar.isHoliday(date('2026-10-08'))).toBe(false);
  });
});
