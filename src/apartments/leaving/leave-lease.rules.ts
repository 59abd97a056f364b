import type { Fen } from '../../kernel/money.js';
import { daysBetween, laterDay } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import { tenureMonths } from '../renewals/renewal.rules.js';
import type { ScheduledRent } from '../rents/rent.rules.js';

export const leavingRules = {
  /** How long ahead a tenant says that they leave. */
  noticeDays: 30,
  /** What leaving early costs: so many months of net rent, until this share of the lease has passed. */
  earlyPrice: { months: 1, untilShare: { part: 1, of: 2 } },
} as const;

export type LeavingWhy = 'notice' | 'job_ended' | 'death' | 'false_data' | 'left_idle';

/** `leaveOn` is the first day on which the unit is no longer theirs. */
export interface LeavingDays {
  readonly earliest: PlainDate;
  readonly latest: PlainDate;
}

/** Within which days somebody may leave before the lease ends; none where earliest is after latest. */
export function daysToLeave(period: Period, today: PlainDate, noticeDays: number): LeavingDays {
  return {
    earliest: laterDay(today.add({ days: noticeDays }), period.from.add({ days: 1 })),
    latest: period.until.subtract({ days: 1 }),
  };
}

/** The day by which somebody leaves whose job ended on this day. */
export function leaveAfterJob({ leave }: Pick<PolicyValues, 'leave'>, jobEndedOn: PlainDate): PlainDate {
  return jobEndedOn.add({ days: leave.afterJobEndsDays });
}

/** The day by which the policy wants everybody to be gone; shown, nothing follows from it. */
export function goneBy({ leave }: Pick<PolicyValues, 'leave'>, lastDay: PlainDate): PlainDate {
  return lastDay.add({ days: leave.afterExpiryDays });
}

/**
 * What a tenant pays who leaves by their own wish: the net rent of the month in which they leave, where fewer than half
 * of the days of the lease have passed by then. Who must leave pays nothing.
 */
export function priceOfLeaving(
  why: LeavingWhy,
  { period, schedule }: { readonly period: Period; readonly schedule: readonly ScheduledRent[] },
  leaveOn: PlainDate,
): Fen {
  const { months, untilShare } = leavingRules.earlyPrice;
  const passed = daysBetween(period.from, leaveOn);
  const isEarly = passed * untilShare.of < daysBetween(period.from, period.until) * untilShare.part;
  return why === 'notice' && isEarly ? months * netRentOn(period.from, schedule, leaveOn) : 0;
}

function netRentOn(from: PlainDate, schedule: readonly ScheduledRent[], day: PlainDate): Fen {
  const { months } = tenureMonths([{ from, until: day }]);
  const rent = schedule[Math.min(months, schedule.length - 1)]?.rent;
  return rent && !('refused' in rent) ? rent.netFen : 0;
}
