import { describe, expect, it } from '@jest/globals';
import { knownHolidays } from '../../src/evening-school/known-holidays.js';
import { sessionDates, sessionSpan } from '../../src/evening-school/session-dates.rules.js';
import type { WeeklyPlan } from '../../src/evening-school/session-dates.rules.js';
import { HouseCalendar } from '../../src/kernel/calendar.js';
import { isoIn, Temporal } from '../../src/kernel/time.js';

const date = (text: string) => Temporal.PlainDate.from(text);
const calendar = new HouseCalendar(knownHolidays(2026), new Set([2026]));
const autumn = { startsOn: '2026-09-07', endsOn: '2026-12-31' };

function dates(plan: Partial<WeeklyPlan>, term = autumn): string[] | undefined {
  const wanted = { weekday: 1, sessionCount: 12, meetsOnMakeUpDays: false, ...plan };
  const span = { startsOn: date(term.startsOn), endsOn: date(term.endsOn) };
  return sessionDates(wanted, span, calendar)?.map(String);
}

describe('the evenings of a class', () => {
  it('come each week on its weekday, from the first such day of the term', () => {
    expect(dates({ weekday: 1, sessionCount: 3 })).toEqual(['2026-09-07', '2026-09-14', '2026-09-21']);
    expect(dates({ weekday: 7, sessionCount: 1 })).toEqual(['2026-09-13']);
  });

  it.each([
    [4, 'Thursday', '2026-10-01'],
    [5, 'Friday', '2026-10-02'],
    [1, 'Monday', '2026-10-05'],
    [2, 'Tuesday', '2026-10-06'],
    [3, 'Wednesday', '2026-10-07'],
  ])('on weekday %i (%s) leave out National Day week and still come to twelve', (weekday, _name, holiday) => {
    const found = dates({ weekday });
    expect(found).toHaveLength(12);
    expect(found).not.toContain(holiday);
    expect(found?.every((day) => date(day).dayOfWeek === weekday)).toBe(true);
  });

  it('leave out Mid-Autumn on a Friday', () => {
    const found = dates({ weekday: 5, sessionCount: 3 });
    expect(found).toEqual(['2026-09-11', '2026-09-18', '2026-10-09']);
  });

  it('leave out a Saturday that became a working day, unless the class meets on such days', () => {
    const saturdays = { weekday: 6, sessionCount: 4 };
    const term = { startsOn: '2026-09-12', endsOn: '2026-12-31' };
    expect(dates(saturdays, term)).toEqual(['2026-09-12', '2026-09-19', '2026-10-17', '2026-10-24']);
    expect(dates({ ...saturdays, meetsOnMakeUpDays: true }, term)).toEqual([
      '2026-09-12',
      '2026-09-19',
      '2026-10-10',
      '2026-10-17',
    ]);
  });

  it('may fall on the last day of the term, and not on the day after', () => {
    const term = { startsOn: '2026-11-02', endsOn: '2026-11-16' };
    expect(dates({ sessionCount: 3 }, term)).toEqual(['2026-11-02', '2026-11-09', '2026-11-16']);
    expect(dates({ sessionCount: 3 }, { ...term, endsOn: '2026-11-15' })).toBeUndefined();
  });

  it('do not fit when holidays take too many of them', () => {
    const term = { startsOn: '2026-10-01', endsOn: '2026-10-08' };
    expect(dates({ weekday: 4, sessionCount: 1 }, term)).toEqual(['2026-10-08']);
    expect(dates({ weekday: 4, sessionCount: 2 }, term)).toBeUndefined();
  });

  it('begin at the wall clock of the house, whatever its offset is that day', () => {
    const start = (day: string, zone: string) =>
      isoIn(zone, sessionSpan(date(day), Temporal.PlainTime.from('19:00'), 90, zone).startsAt);
    expect(start('2026-09-07', 'Asia/Shanghai')).toBe('2026-09-07T19:00:00+08:00');
    expect(start('2026-10-24', 'Europe/Berlin')).toBe('2026-10-24T19:00:00+02:00');
    expect(start('2026-10-26', 'Europe/Berlin')).toBe('2026-10-26T19:00:00+01:00');
  });

  it('end so many minutes later, also past midnight', () => {
    const { endsAt } = sessionSpan(date('2026-09-07'), Temporal.PlainTime.from('23:00'), 90, 'Asia/Shanghai');
    expect(isoIn('Asia/Shanghai', endsAt)).toBe('2026-09-08T00:30:00+08:00');
  });
});
