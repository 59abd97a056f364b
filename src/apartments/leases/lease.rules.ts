import type { Instant, Period, PlainDate } from '../../kernel/time.js';
import { dayAfterMonths } from '../renewals/renewal.rules.js';

/** How far ahead a lease may begin that is chosen today. */
export const leaseRules = {
  mostDaysAhead: 60,
  signingCodeMinutes: 5,
  signingCodeTries: 5,
  secondsBetweenCodes: 60,
} as const;

export function periodOf(startsOn: PlainDate, months: number): Period {
  return { from: startsOn, until: dayAfterMonths(startsOn, months) };
}

/** The last day of a lease. */
export function lastDay({ until }: Period): PlainDate {
  return until.subtract({ days: 1 });
}

export function holdFrom(now: Instant, hours: number): Instant {
  return now.add({ hours });
}
