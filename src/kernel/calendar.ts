import type { PlainDate } from './time.js';

export type CalendarDayKind = 'holiday' | 'make_up';

/** Which days are public holidays, which weekend days are working days, and for which years that is known. */
export class HouseCalendar {
  private readonly kinds: ReadonlyMap<string, CalendarDayKind>;

  constructor(
    days: readonly { day: PlainDate; kind: CalendarDayKind }[],
    private readonly publishedYears: ReadonlySet<number>,
  ) {
    this.kinds = new Map(days.map(({ day, kind }) => [day.toString(), kind]));
  }

  isHoliday(day: PlainDate): boolean {
    return this.kinds.get(day.toString()) === 'holiday';
  }

  isMakeUpDay(day: PlainDate): boolean {
    return this.kinds.get(day.toString()) === 'make_up';
  }

  /** Past the last published year a date may still turn out to be a holiday. */
  isPublished(day: PlainDate): boolean {
    return this.publishedYears.has(day.year);
  }
}
