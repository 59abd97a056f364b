import { splitByLargestRemainder } from '../../kernel/money.js';
import type { Fen } from '../../kernel/money.js';
import { earlierDay, isDayBefore, laterDay, Temporal } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import { prorated } from './charges.rules.js';
import { hundredths } from './decimal.rules.js';
import { payers } from '../policy/policy.contract.js';
import type { Payer, PolicyValues } from '../policy/policy.contract.js';
import { dayAfterMonths } from '../renewals/renewal.rules.js';
import type { ScheduledRent } from './rent.rules.js';

/** The bills of a month are made on this day of the month before; nobody has fewer days to pay than these. */
export const billing = { madeOnDay: 20, daysToPay: 7 } as const;

export interface RentedFor {
  readonly period: Period;
  readonly schedule: readonly ScheduledRent[];
}

export interface LeaseToBill extends RentedFor {
  /** The first month that is billed here, of a lease taken over from earlier books; null: its own first month. */
  readonly billedFrom: PlainDate | null;
  readonly split: PolicyValues['split'];
}

export interface BillDue {
  /** The first day of the calendar month. */
  readonly month: PlainDate;
  readonly payer: Payer;
  readonly amountFen: Fen;
  readonly dueOn: PlainDate;
}

/**
 * Every bill that a lease in force must have by this day, in the order of months and payers: those of its first month,
 * and those of each later one from the 20th of the month before. `dueOn` is that of a bill made on this day.
 */
export function billsDue(lease: LeaseToBill, today: PlainDate): BillDue[] {
  const months = monthsOf(lease.period)
    .filter((month, index) => index === 0 || !isDayBefore(today, madeOn(month)))
    .filter((month) => lease.billedFrom === null || !isDayBefore(month, lease.billedFrom));
  return months.flatMap((month) => {
    const parts = splitByLargestRemainder(
      rentOf(lease, month),
      payers.map((payer) => hundredths(lease.split[payer])),
    );
    const dueOn = laterDay(month, today.add({ days: billing.daysToPay }));
    return payers
      .map((payer, index) => ({ month, payer, amountFen: parts[index] ?? 0, dueOn }))
      .filter(({ amountFen }) => amountFen > 0);
  });
}

/**
 * The rent of one calendar month, of all payers together. Months of the lease begin on any day, so up to two of them
 * lie in it; each counts by its days of the calendar month.
 */
export function rentOf({ period, schedule }: RentedFor, month: PlainDate): Fen {
  const { from } = period;
  const end = earlierDay(period.until, month.add({ months: 1 }));
  const before = (month.year - from.year) * 12 + month.month - from.month;
  const startOf = (leaseMonth: number) => dayAfterMonths(from, leaseMonth - 1);
  return schedule
    .filter(({ leaseMonth }) => leaseMonth === before || leaseMonth === before + 1)
    .reduce((sum, { leaseMonth, rent }) => {
      const days = { from: laterDay(month, startOf(leaseMonth)), until: earlierDay(end, startOf(leaseMonth + 1)) };
      if ('refused' in rent || !isDayBefore(days.from, days.until)) return sum;
      return sum + prorated(rent.netFen, days, month.toPlainYearMonth());
    }, 0);
}

/** What was billed for a month, by payer. */
export interface Billed {
  readonly billId: string;
  readonly month: PlainDate;
  /** Less what was taken off already. */
  readonly leftFen: Fen;
}

export interface Reduction {
  readonly billId: string;
  readonly amountFen: Fen;
}

/**
 * What to take off the bills of a lease that ends on this day, the last one that is paid for. What is too much in a month
 * is split as the month was billed, so that no bill falls below nothing and the month adds up.
 */
export function reductions(lease: RentedFor, lastDay: PlainDate, bills: readonly Billed[]): Reduction[] {
  const until = earlierDay(lease.period.until, lastDay.add({ days: 1 }));
  const asItEnds = { ...lease, period: { ...lease.period, until } };
  const months = [...new Set(bills.map(({ month }) => month.toString()))];
  return months.flatMap((text) => {
    const ofMonth = bills.filter(({ month }) => month.toString() === text);
    const leftFen = ofMonth.reduce((sum, bill) => sum + bill.leftFen, 0);
    const tooMuch = leftFen - rentOf(asItEnds, Temporal.PlainDate.from(text));
    if (tooMuch <= 0) return [];
    const parts = splitByLargestRemainder(
      tooMuch,
      ofMonth.map((bill) => bill.leftFen),
    );
    return ofMonth.map(({ billId }, index) => ({ billId, amountFen: parts[index] ?? 0 }));
  });
}

/** The first days of the calendar months that the period touches. */
export function monthsOf({ from, until }: Period): PlainDate[] {
  const first = from.with({ day: 1 });
  const lastDay = until.subtract({ days: 1 });
  const count = (lastDay.year - first.year) * 12 + lastDay.month - first.month + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, months) => first.add({ months }));
}

/** The day from which the bills of this month are made. */
export function madeOn(month: PlainDate): PlainDate {
  return month.subtract({ months: 1 }).with({ day: billing.madeOnDay });
}
