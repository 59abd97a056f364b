import type { Period } from '../../kernel/time.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import type { RuleRefusal } from '../policy/policy.errors.js';
import { nextTerm, tenureMonths } from '../renewals/renewal.rules.js';
import type { NextTerm, TenureSoFar } from '../renewals/renewal.rules.js';
import { rentSchedule } from '../rents/rent.rules.js';
import type { RentQuestion, ScheduledRent } from '../rents/rent.rules.js';
import type { Lease } from './lease.entity.js';

/** A lease of person or spouse, up to the day before which is asked. */
export interface PastLease {
  readonly period: Period;
  readonly kind: NextTerm['kind'];
  readonly isTransfer: boolean;
}

export interface Past {
  readonly tenure: TenureSoFar;
  readonly terms: number;
}

/** What person and spouse have had, over all units. */
export function pastOf(leases: readonly PastLease[], asked: Pick<TenureSoFar, 'isInsured' | 'awaitsOwnHome'>): Past {
  // A move to another unit goes on with the same term.
  const terms = leases.filter(({ isTransfer }) => !isTransfer);
  const count = (kind: NextTerm['kind']) => terms.filter((lease) => lease.kind === kind).length;
  const counts = {
    shortFirst: count('short_first'),
    homeExtension: count('home_extension'),
    ordinary: count('full_term') + count('rest_of_tenure'),
  };
  const used = tenureMonths(leases.map(({ period }) => period));
  return { tenure: { used, leases: counts, ...asked }, terms: terms.length };
}

export interface NextLease {
  readonly next: NextTerm;
  readonly termNumber: number;
  readonly schedule: readonly ScheduledRent[];
}

/** How long the lease after such a past may be under a policy and what each of its months costs, or why there is none. */
export function leaseUnder(
  policy: PolicyValues,
  past: Past,
  about: Pick<RentQuestion, 'unit' | 'household' | 'hasEmployer'>,
): NextLease | { readonly refused: RuleRefusal } {
  const next = nextTerm(policy, past.tenure);
  if ('refused' in next) return next;
  const termNumber = past.terms + 1;
  const question = { policy, ...about, termNumber, monthOfTenure: past.tenure.used.months + 1 };
  const schedule = rentSchedule(question, next.months);
  for (const { rent } of schedule) if ('refused' in rent) return rent;
  return { next, termNumber, schedule };
}

/** Whether an employer pays a part of the rent of this lease. */
export function billsEmployer({ schedule }: Pick<Lease, 'schedule'>): boolean {
  return schedule.some(({ rent }) => !('refused' in rent) && rent.split.employer > 0);
}

/** Whoever pays a part of what is owed now goes on to; a lease knows its employer also where it pays nothing yet. */
export function hasEmployer(lease: Pick<Lease, 'employerName' | 'depositPayer' | 'schedule'>): boolean {
  return lease.employerName !== null || lease.depositPayer === 'employer' || billsEmployer(lease);
}
