import type { HouseCalendar } from '../kernel/calendar.js';
import { atWallClock } from '../kernel/time.js';
import type { PlainDate, PlainTime, Span } from '../kernel/time.js';

export interface WeeklyPlan {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  readonly sessionCount: number;
  readonly meetsOnMakeUpDays: boolean;
}

/**
 * The evenings on which a class meets: each week on its weekday from the first day of the term, public holidays left
 * out, until there are enough. A weekend day that became a working day counts only where the class meets on such days.
 * Undefined when the term ends before there are enough.
 */
export function sessionDates(
  plan: WeeklyPlan,
  term: { startsOn: PlainDate; endsOn: PlainDate },
  calendar: HouseCalendar,
): PlainDate[] | undefined {
  const dates: PlainDate[] = [];
  const daysToFirst = (plan.weekday - term.startsOn.dayOfWeek + 7) % 7;
  for (
    let day = term.startsOn.add({ days: daysToFirst });
    dates.length < plan.sessionCount;
    day = day.add({ days: 7 })
  ) {
    if (day.since(term.endsOn).sign > 0) return undefined;
    const leftOut = calendar.isHoliday(day) || (calendar.isMakeUpDay(day) && !plan.meetsOnMakeUpDays);
    if (!leftOut) dates.push(day);
  }
  return dates;
}

/** From the wall-clock start on that date, for so many minutes. */
export function sessionSpan(date: PlainDate, startsAt: PlainTime, minutes: number, zone: string): Span {
  const start = atWallClock(date, startsAt, zone);
  return { startsAt: start, endsAt: start.add({ minutes }) };
}
