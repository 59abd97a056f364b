import { atWallClock, isDayBefore } from '../../kernel/time.js';
import type { Instant, PlainDate, Span } from '../../kernel/time.js';
import type { ItemRules } from './item-rules.contract.js';

/** Hours by the wall clock: on every open day where `day` is null, else on that day alone. */
export interface ItemTime {
  readonly day: string | null;
  readonly from: string;
  readonly until: string;
}

/** What says on which days and hours an item is on. */
export interface Plan {
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly times: readonly ItemTime[];
  readonly closedWeekdays: readonly number[];
  readonly closedOn: readonly string[];
}

export interface PlannedSlot {
  readonly day: PlainDate;
  readonly during: Span;
}

/** More than four years of three slots a day; whoever plans more has mistyped a date. */
export const mostSlots = 5_000;

/** Every slot of an item, in order of time. */
export function plannedSlots(plan: Plan, zone: string): PlannedSlot[] {
  const slots: PlannedSlot[] = [];
  for (let day = plan.startsOn; !isDayBefore(plan.endsOn, day); day = day.add({ days: 1 })) {
    const date = day.toString();
    const isClosed = plan.closedWeekdays.includes(day.dayOfWeek) || plan.closedOn.includes(date);
    const times = plan.times.filter((time) => time.day === date || (time.day === null && !isClosed));
    for (const { from, until } of times) {
      slots.push({ day, during: { startsAt: atWallClock(day, from, zone), endsAt: atWallClock(day, until, zone) } });
    }
    if (slots.length > mostSlots) break;
  }
  return slots.sort((a, b) => a.during.startsAt.epochMilliseconds - b.during.startsAt.epochMilliseconds);
}

/** Times of one day that begin before the one before them ends, by their number; undefined where none do. */
export function overlappingTimes(times: readonly ItemTime[]): ItemTime | undefined {
  const sorted = [...times].sort((a, b) => a.from.localeCompare(b.from));
  return sorted.find((time, index) =>
    sorted.slice(0, index).some((before) => {
      const maySameDay = before.day === time.day || before.day === null || time.day === null;
      return maySameDay && time.from < before.until;
    }),
  );
}

/** From when to when a slot can be booked: so many days ahead from a fixed hour on, until the last entry. */
export function bookingWindow(
  { day, during }: PlannedSlot,
  rules: Pick<ItemRules, 'bookDaysAhead' | 'bookFromTime' | 'lastEntryMinutes'>,
  zone: string,
): { opensAt: Instant; closesAt: Instant } {
  const opensAt = atWallClock(day.subtract({ days: rules.bookDaysAhead }), rules.bookFromTime, zone);
  return { opensAt, closesAt: lastEntry(during, rules) };
}

/** Visitors of an exhibition come until so many minutes before its end; a showing is booked until it begins. */
export function lastEntry(during: Span, { lastEntryMinutes }: Pick<ItemRules, 'lastEntryMinutes'>): Instant {
  return lastEntryMinutes === null ? during.startsAt : during.endsAt.subtract({ minutes: lastEntryMinutes });
}
