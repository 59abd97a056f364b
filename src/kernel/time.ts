import { Temporal } from 'temporal-polyfill';
import type { Text } from './text.js';

export { Temporal };
export type Instant = Temporal.Instant;
export type PlainDate = Temporal.PlainDate;
export type PlainTime = Temporal.PlainTime;

/** The instant at which the wall clock of the house shows this date and time. */
export function atWallClock(date: PlainDate, time: PlainTime | string, zone: string): Instant {
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
}

/** A date as the database writes it, `1995-05-01`, and no other way; `PlainDate.from`, which reads many, takes longer. */
export function readDate(written: string): PlainDate {
  const number = (from: number, until?: number) => Number(written.slice(from, until));
  return new Temporal.PlainDate(number(0, 4), number(5, 7), number(8));
}

/** The date that the wall clock of the house shows at this instant. */
export function dateIn(zone: string, instant: Instant): PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate();
}

const isoKnown = new Map<string, string>();
const mostIsoKnown = 2_000;
let latestIso: { readonly zone: string; readonly instant: Instant; readonly iso: string } | undefined;

/** ISO 8601 with the offset of the house: `2026-09-01T19:00:00+08:00`. The same moments are written again and again. */
export function isoIn(zone: string, instant: Instant): string {
  if (latestIso?.instant === instant && latestIso.zone === zone) return latestIso.iso;
  const iso = knownIsoIn(zone, instant);
  latestIso = { zone, instant, iso };
  return iso;
}

function knownIsoIn(zone: string, instant: Instant): string {
  const key = `${instant.epochMilliseconds} ${zone}`;
  const known = isoKnown.get(key);
  if (known !== undefined) return known;
  const iso = instant.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
  if (isoKnown.size >= mostIsoKnown) isoKnown.clear();
  isoKnown.set(key, iso);
  return iso;
}

const weekdaysZh = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;
const weekdaysEn = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** 1 (Monday) … 7 (Sunday) in words. */
export function weekdayInWords(weekday: number): Text {
  return { zh: weekdaysZh[weekday - 1] ?? '', en: weekdaysEn[weekday - 1] ?? '' };
}

/** `2026年9月1日 周二` / `Tue 1 Sep 2026`. */
export function dateInWords(date: PlainDate): Text {
  const weekday = weekdayInWords(date.dayOfWeek);
  return {
    zh: `${date.year}年${date.month}月${date.day}日 ${weekday.zh}`,
    en: `${weekday.en} ${date.day} ${monthsEn[date.month - 1] ?? ''} ${date.year}`,
  };
}

/** `2026年9月1日 周二 19:00` / `Tue 1 Sep 2026, 19:00`. */
export function momentInWords(moment: Temporal.ZonedDateTime): Text {
  const date = dateInWords(moment.toPlainDate());
  const time = timeOfDay(moment.toPlainTime());
  return { zh: `${date.zh} ${time}`, en: `${date.en}, ${time}` };
}

/** `19:00`. */
export function timeOfDay(time: PlainTime): string {
  return time.toString({ smallestUnit: 'minute' });
}

/** A stretch of time, its start included and its end not. */
export interface Span {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Days of the calendar, the first included and `until` not; null: no end is known yet. */
export interface Days {
  readonly from: PlainDate;
  readonly until: PlainDate | null;
}

/** Days of which both ends are known. */
export interface Period extends Days {
  readonly until: PlainDate;
}

export function overlaps(a: Span, b: Span): boolean {
  return Temporal.Instant.compare(a.startsAt, b.endsAt) < 0 && Temporal.Instant.compare(b.startsAt, a.endsAt) < 0;
}

export function isBefore(a: Instant, b: Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

export function earliest(a: Instant, b: Instant): Instant {
  return isBefore(b, a) ? b : a;
}

export function latest(a: Instant, b: Instant): Instant {
  return isBefore(a, b) ? b : a;
}

export function isDayBefore(a: PlainDate, b: PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

export function earlierDay(a: PlainDate, b: PlainDate): PlainDate {
  return isDayBefore(b, a) ? b : a;
}

export function laterDay(a: PlainDate, b: PlainDate): PlainDate {
  return isDayBefore(a, b) ? b : a;
}

/** From the first day to the second; below zero where that one is before it. */
export function daysBetween(from: PlainDate, until: PlainDate): number {
  return from.until(until, { largestUnit: 'days' }).days;
}
