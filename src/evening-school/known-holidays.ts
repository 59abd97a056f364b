import chineseDays from 'chinese-days';
import type { CalendarDayKind } from '../kernel/calendar.js';
import { Temporal } from '../kernel/time.js';
import type { PlainDate } from '../kernel/time.js';

export interface KnownDay {
  readonly day: PlainDate;
  readonly kind: CalendarDayKind;
  readonly name: string;
  readonly nameEn: string;
}

export const knownHolidaysSource = '国务院办公厅节假日安排 (chinese-days 1.5.7)';

/**
 * The public holidays and make-up working days of a year as the package knows them. Empty for a year whose list it does
 * not have: it then calls even 1 October an ordinary day.
 */
export function knownHolidays(year: number): KnownDay[] {
  const days: KnownDay[] = [];
  for (let day = Temporal.PlainDate.from({ year, month: 1, day: 1 }); day.year === year; day = day.add({ days: 1 })) {
    const { name, work } = chineseDays.getDayDetail(day.toString());
    // A day of the State Council's list is named `National Day,国庆节,3`, an ordinary one `Friday`.
    const [nameEn, nameZh] = name.split(',');
    if (nameEn && nameZh) days.push({ day, kind: work ? 'make_up' : 'holiday', name: nameZh, nameEn });
  }
  return days;
}
