import { daysBetween, isDayBefore, Temporal } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import type { PolicyValues } from '../policy/policy.contract.js';

/**
 * The last day of a lease of so many months: the day before the one of the same number in its last month. Where that
 * month has no such day, the month's last day: one month from 31 January ends on 28 February.
 */
export function leaseEnd(startsOn: PlainDate, months: number): PlainDate {
  const sameDay = startsOn.add({ months });
  return sameDay.day === startsOn.day ? sameDay.subtract({ days: 1 }) : sameDay;
}

/** The day after so many months of a lease: the first of its next month, and the first day itself after none. */
export function dayAfterMonths(startsOn: PlainDate, months: number): PlainDate {
  return leaseEnd(startsOn, months).add({ days: 1 });
}

export interface RenewalWindow {
  readonly opensOn: PlainDate;
  /** The last day on which renewal may be asked for. */
  readonly askedBy: PlainDate;
  readonly recheckOn: PlainDate;
  readonly nextStartsOn: PlainDate;
}

/** The days that matter to a renewal; `leaseEndsOn` is the last day of the lease. */
export function renewalWindow(policy: Pick<PolicyValues, 'renewal'>, leaseEndsOn: PlainDate): RenewalWindow {
  const { opensDaysBefore, askedByDaysBefore, recheckDaysBefore } = policy.renewal;
  const before = (days: number) => leaseEndsOn.subtract({ days });
  return {
    opensOn: before(opensDaysBefore),
    askedBy: before(askedByDaysBefore),
    recheckOn: before(recheckDaysBefore),
    nextStartsOn: leaseEndsOn.add({ days: 1 }),
  };
}

export interface Tenure {
  readonly months: number;
  readonly days: number;
}

/** Where there are several stretches apart, their odd days make up months of this length. */
const daysOfAMonth = 30;

/**
 * How long a person and their spouse have lived in all units together. Days that more than one period covers count
 * once, and moving from one unit to the next without a gap is one stretch, counted as a lease is: from its first day.
 */
export function tenureMonths(periods: readonly Period[]): Tenure {
  const stretches = inStretches(periods).map(monthsAndDays);
  const [only, ...others] = stretches;
  if (only && others.length === 0) return only;
  const days = stretches.reduce((sum, stretch) => sum + stretch.days, 0);
  const months = stretches.reduce((sum, stretch) => sum + stretch.months, 0);
  return { months: months + Math.floor(days / daysOfAMonth), days: days % daysOfAMonth };
}

function inStretches(periods: readonly Period[]): Period[] {
  const inOrder = periods
    .filter(({ from, until }) => isDayBefore(from, until))
    .sort((a, b) => Temporal.PlainDate.compare(a.from, b.from));
  const stretches: Period[] = [];
  for (const period of inOrder) {
    const last = stretches.at(-1);
    if (!last || isDayBefore(last.until, period.from)) stretches.push(period);
    else if (isDayBefore(last.until, period.until)) stretches.splice(-1, 1, { from: last.from, until: period.until });
  }
  return stretches;
}

function monthsAndDays({ from, until }: Period): Tenure {
  const begun = (until.year - from.year) * 12 + until.month - from.month;
  const months = isDayBefore(until, dayAfterMonths(from, begun)) ? begun - 1 : begun;
  return { months, days: daysBetween(dayAfterMonths(from, months), until) };
}

/** What is known of a household that asks for its next lease, or its first. */
export interface TenureSoFar {
  /** By person and spouse over all units, extensions included. */
  readonly used: Tenure;
  readonly leases: { readonly shortFirst: number; readonly ordinary: number; readonly homeExtension: number };
  readonly isInsured: boolean;
  /** They have bought a home and cannot move in yet. */
  readonly awaitsOwnHome: boolean;
}

export interface NextTerm {
  readonly kind: 'short_first' | 'full_term' | 'rest_of_tenure' | 'home_extension';
  readonly months: number;
}

export type TermRefusal =
  | { readonly code: 'not_insured'; readonly facts: { readonly ordinaryLeases: number } }
  | { readonly code: 'short_first_lease_used'; readonly facts: { readonly times: number } }
  | { readonly code: 'home_extension_used'; readonly facts: { readonly times: number } & TenureFacts }
  | { readonly code: 'longest_tenure_reached'; readonly facts: TenureFacts };

type TenureFacts = { readonly longestMonths: number; readonly usedMonths: number; readonly usedDays: number };

type TermPolicy = Pick<PolicyValues, 'termMonths' | 'longestTenureMonths' | 'homeExtension' | 'shortFirstLease'>;

/** How long the next lease may be: never so long that the household would live here above the longest tenure. */
export function nextTerm(policy: TermPolicy, tenure: TenureSoFar): NextTerm | { readonly refused: TermRefusal } {
  const { used } = tenure;
  const left = policy.longestTenureMonths - used.months - (used.days > 0 ? 1 : 0);
  if (left <= 0) return extension(policy, tenure);
  if (!tenure.isInsured) return shortFirst(policy, tenure, left);
  if (left < policy.termMonths) return { kind: 'rest_of_tenure', months: left };
  return { kind: 'full_term', months: policy.termMonths };
}

/** Only those who are new may live here before they are insured. */
function shortFirst(
  { shortFirstLease }: TermPolicy,
  { leases }: TenureSoFar,
  left: number,
): ReturnType<typeof nextTerm> {
  if (shortFirstLease === null || leases.ordinary > 0) {
    return { refused: { code: 'not_insured', facts: { ordinaryLeases: leases.ordinary } } };
  }
  const { months, times } = shortFirstLease;
  if (leases.shortFirst >= times) return { refused: { code: 'short_first_lease_used', facts: { times } } };
  return { kind: 'short_first', months: Math.min(months, left) };
}

/** Odd days do not shorten an extension: leases from the 29th to the 31st can drift by a day. */
function extension(policy: TermPolicy, { used, leases, awaitsOwnHome }: TenureSoFar): ReturnType<typeof nextTerm> {
  const { homeExtension, longestTenureMonths } = policy;
  const facts = { longestMonths: longestTenureMonths, usedMonths: used.months, usedDays: used.days };
  if (homeExtension === null || !awaitsOwnHome) return { refused: { code: 'longest_tenure_reached', facts } };
  const { months, times } = homeExtension;
  if (leases.homeExtension >= times) return { refused: { code: 'home_extension_used', facts: { times, ...facts } } };
  const left = longestTenureMonths + months * (leases.homeExtension + 1) - used.months;
  if (left <= 0) return { refused: { code: 'longest_tenure_reached', facts } };
  return { kind: 'home_extension', months: Math.min(months, left) };
}
