import type { Fen } from '../../kernel/money.js';
import { daysBetween, earlierDay, isDayBefore } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import { overstayPerDay } from '../rents/charges.rules.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import type { UnitForRent } from '../rents/rent.rules.js';

/** Days of one calendar month × the price of a day in it. */
export interface OverstayLine {
  readonly from: string;
  /** The day after the last. */
  readonly until: string;
  readonly days: number;
  readonly fenPerDay: Fen;
  readonly amountFen: Fen;
}

export interface Overstay {
  readonly lines: readonly OverstayLine[];
  readonly amountFen: Fen;
}

/** From the day after the last day of the lease; the day on which the keys are back is not owed any more. */
export function overstayDays({ until }: Period, keysBackOn: PlainDate): Period | undefined {
  return isDayBefore(until, keysBackOn) ? { from: until, until: keysBackOn } : undefined;
}

/** What the days cost, month by month. */
export function overstayOf(
  policy: Pick<PolicyValues, 'overstayPercent'>,
  unit: UnitForRent,
  { from, until }: Period,
): Overstay {
  const lines: OverstayLine[] = [];
  for (let day = from; isDayBefore(day, until);) {
    const nextMonth = day.with({ day: 1 }).add({ months: 1 });
    const end = earlierDay(nextMonth, until);
    const days = daysBetween(day, end);
    const fenPerDay = overstayPerDay(policy, unit, day);
    lines.push({ from: day.toString(), until: end.toString(), days, fenPerDay, amountFen: days * fenPerDay });
    day = end;
  }
  return { lines, amountFen: lines.reduce((sum, { amountFen }) => sum + amountFen, 0) };
}
