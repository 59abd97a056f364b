import type { Text } from '../../kernel/text.js';
import { isDayBefore } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import { dayAfterMonths, tenureMonths } from '../renewals/renewal.rules.js';
import type { ScheduledRent } from '../rents/rent.rules.js';

export const relations = ['spouse', 'child', 'parent', 'colleague', 'other'] as const;
export type Relation = (typeof relations)[number];

export const coResidentStates = ['asked', 'approved', 'declined', 'withdrawn'] as const;
export type CoResidentState = (typeof coResidentStates)[number];

export const relationInWords: Readonly<Record<Relation, Text>> = {
  spouse: { zh: '配偶', en: 'spouse' },
  child: { zh: '子女', en: 'child' },
  parent: { zh: '父母', en: 'parent' },
  colleague: { zh: '同事', en: 'colleague' },
  other: { zh: '其他', en: 'other' },
};

export const householdRules = {
  peoplePerRoom: 2,
  /** How long co-residents may ask to continue the lease of a tenant who died. */
  daysToContinue: 30,
  /** By when a couple gives one of two homes up. */
  daysToEndOneOfTwo: 90,
} as const;

/** The tenant included. */
export function mostPeople(rooms: number): number {
  return Math.max(rooms, 1) * householdRules.peoplePerRoom;
}

/**
 * What is owed for the rest of a lease that somebody else goes on with from this day, on its terms: each month costs what
 * the month of the old lease costs in which it begins.
 */
export function restOfSchedule(
  { period, schedule }: { readonly period: Period; readonly schedule: readonly ScheduledRent[] },
  startsOn: PlainDate,
): readonly ScheduledRent[] {
  const rest: ScheduledRent[] = [];
  for (let day = startsOn; isDayBefore(day, period.until); day = dayAfterMonths(startsOn, rest.length)) {
    const { months } = tenureMonths([{ from: period.from, until: day }]);
    const then = schedule[Math.min(months, schedule.length - 1)];
    if (!then) break;
    rest.push({ ...then, leaseMonth: rest.length + 1 });
  }
  return rest;
}
