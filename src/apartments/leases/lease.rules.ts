import { Temporal } from '../../kernel/time.js';
import type { Instant, PlainDate } from '../../kernel/time.js';
import type { Period } from '../renewals/renewal.rules.js';
import { leaseEnd } from '../renewals/renewal.rules.js';

/** How far ahead a lease may begin that is chosen today. */
export const leaseRules = {
  mostDaysAhead: 60,
  signingCodeMinutes: 5,
  signingCodeTries: 5,
  secondsBetweenCodes: 60,
} as const;

/** Hours that a chosen unit is held until it is signed, and that a signed one is held until the deposit is there. */
export const holdHours = { toSign: 24, toPayDeposit: 72 } as const;

export function periodOf(startsOn: PlainDate, months: number): Period {
  return { from: startsOn, until: leaseEnd(startsOn, months).add({ days: 1 }) };
}

/** The last day of a lease. */
export function lastDay({ until }: Period): PlainDate {
  return until.subtract({ days: 1 });
}

export function holdFrom(now: Instant, hours: number): Instant {
  return now.add({ hours });
}

/** `[2026-09-01,2027-09-01)`, as PostgreSQL writes it, → Period. */
export function readPeriod(stored: string): Period {
  const [, from = '', until = ''] = /^\[([\d-]+),([\d-]+)\)$/.exec(stored) ?? [];
  return { from: Temporal.PlainDate.from(from), until: Temporal.PlainDate.from(until) };
}
