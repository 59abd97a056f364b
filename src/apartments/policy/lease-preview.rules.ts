import { isDayBefore } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import { hasEmployer, leaseUnder, pastOf } from '../leases/next-lease.rules.js';
import type { NextLease, PastLease } from '../leases/next-lease.rules.js';
import type { RenewalState } from '../renewals/renewal.entity.js';
import { dayAfterMonths } from '../renewals/renewal.rules.js';
import type { Rent, RentQuestion, ScheduledRent } from '../rents/rent.rules.js';
import type { LeasePreviewFilter, LeasePreviewRow, LeasePreviewSummary } from './lease-preview.contract.js';
import type { PolicyValues } from './policy.contract.js';
import type { RuleRefusal } from './policy.errors.js';
import { toRentAnswer } from './rent-answer.rules.js';

/** A lease that runs today, with what its renewal would be reckoned from. */
export interface RunningLease extends Pick<RentQuestion, 'unit' | 'household'> {
  readonly id: string;
  readonly reference: string;
  readonly period: Period;
  readonly tenant: string;
  readonly place: LeasePreviewRow['unit'];
  readonly schedule: readonly ScheduledRent[];
  readonly employerName: string | null;
  readonly depositPayer: 'person' | 'employer';
  /** The next lease is offered or made already. */
  readonly hasNext: boolean;
  readonly renewal: RenewalState | null;
  readonly isInsured: boolean;
  readonly awaitsOwnHome: boolean;
  /** Of person and spouse, this one included. */
  readonly past: readonly PastLease[];
}

/** The rent of today beside that of the first month of the next lease, as a renewal under these values would make it. */
export function previewedLease(values: PolicyValues, lease: RunningLease, today: PlainDate): LeasePreviewRow {
  const { unit, household, isInsured, awaitsOwnHome } = lease;
  const past = pastOf(lease.past, { isInsured, awaitsOwnHome });
  const made = leaseUnder(values, past, { unit, household, hasEmployer: hasEmployer(lease) });
  const next = 'refused' in made ? null : made;
  const rent = toRentAnswer(firstRentOf(made));
  const now = rentOn(lease, today);
  const changeFen = now && rent.outcome === 'rent' ? rent.netFen - now.netFen : null;
  return {
    lease: { id: lease.id, reference: lease.reference, endsOn: lease.period.until.subtract({ days: 1 }).toString() },
    ...{ tenant: lease.tenant, unit: lease.place, renewal: lease.renewal, today: now, rent, changeFen },
    next: next && {
      ...{ startsOn: lease.period.until.toString(), termNumber: next.termNumber, months: next.schedule.length },
    },
    change: changeFen === null ? 'left_open' : changeFen > 0 ? 'raised' : changeFen < 0 ? 'lowered' : 'unchanged',
  };
}

function firstRentOf(made: NextLease | { readonly refused: RuleRefusal }): Rent | { readonly refused: RuleRefusal } {
  if ('refused' in made) return made;
  const [first] = made.schedule;
  if (!first) throw new Error('A lease has at least one month.');
  return first.rent;
}

/** The rent of the month of the lease that this day lies in; of its first, where it has not begun. */
function rentOn({ period, schedule }: RunningLease, day: PlainDate): LeasePreviewRow['today'] {
  const begun = schedule.filter(({ leaseMonth }) => !isDayBefore(day, dayAfterMonths(period.from, leaseMonth - 1)));
  const rent = (begun.at(-1) ?? schedule[0])?.rent;
  return rent && !('refused' in rent) ? { totalFen: rent.totalFen, netFen: rent.netFen } : null;
}

export function summaryOf(rows: readonly LeasePreviewRow[], renewedAlready: number): LeasePreviewSummary {
  const of = (change: LeasePreviewRow['change']) => rows.filter((row) => row.change === change);
  const compared = rows.filter(({ changeFen }) => changeFen !== null);
  const sum = (some: readonly LeasePreviewRow[], amount: (row: LeasePreviewRow) => number) =>
    some.reduce((total, row) => total + amount(row), 0);
  return {
    ...{ leases: rows.length, raised: of('raised').length, lowered: of('lowered').length },
    ...{ unchanged: of('unchanged').length, leftOpen: of('left_open').length, renewedAlready },
    todayFen: sum(compared, ({ today }) => today?.netFen ?? 0),
    nextFen: sum(compared, ({ rent }) => (rent.outcome === 'rent' ? rent.netFen : 0)),
    changeFen: sum(compared, ({ changeFen }) => changeFen ?? 0),
    leftOpenTodayFen: sum(of('left_open'), ({ today }) => today?.netFen ?? 0),
  };
}

/** What changes most comes first, what is left open last; those that are alike stay by building and number. */
export function inOrder(rows: readonly LeasePreviewRow[], sort: LeasePreviewFilter['sort']): LeasePreviewRow[] {
  const sign = sort === 'rise' ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (a.changeFen === null || b.changeFen === null)
      return Number(a.changeFen === null) - Number(b.changeFen === null);
    return sign * (a.changeFen - b.changeFen);
  });
}
