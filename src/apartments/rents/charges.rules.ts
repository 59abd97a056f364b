import type { Fen } from '../../kernel/money.js';
import { daysBetween, isDayBefore } from '../../kernel/time.js';
import type { Period, PlainDate, Temporal } from '../../kernel/time.js';
import { dividedHalfUp, hundredths } from './decimal.rules.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import type { UnitForRent } from './rent.rules.js';

/**
 * The part of a month's amount for the days of that month that the period takes. It is what is due up to its end less
 * what is due up to its start, each rounded half up, so that the parts of a month add up to the fen wherever it is split.
 */
export function prorated(monthlyFen: Fen, period: Period, month: Temporal.PlainYearMonth): Fen {
  if (isDayBefore(period.until, period.from)) {
    throw new RangeError('A period must not end before it begins.');
  }
  return dueBefore(period.until) - dueBefore(period.from);

  function dueBefore(day: PlainDate): Fen {
    const daysOfMonth = daysBetween(month.toPlainDate({ day: 1 }), day);
    const used = Math.min(Math.max(daysOfMonth, 0), month.daysInMonth);
    return dividedHalfUp([monthlyFen, used], month.daysInMonth);
  }
}

/** For one day over the lease: so many percent of the unit's market rent of that month ÷ the days of that month. */
export function overstayPerDay(
  { overstayPercent }: Pick<PolicyValues, 'overstayPercent'>,
  { areaM2, marketFenPerM2 }: UnitForRent,
  day: PlainDate,
): Fen {
  const factors = [hundredths(areaM2), marketFenPerM2, hundredths(overstayPercent)];
  return dividedHalfUp(factors, 100 * 10_000 * day.daysInMonth);
}

export interface Deposit {
  readonly amountFen: Fen;
  readonly payer: PolicyValues['deposit']['payer'];
}

/** `monthlyRentFen` is the rent before any subsidy. */
export function deposit({ deposit: terms }: Pick<PolicyValues, 'deposit'>, monthlyRentFen: Fen): Deposit {
  const amountFen = terms.kind === 'flat' ? terms.amountFen : terms.months * monthlyRentFen;
  return { amountFen, payer: terms.payer };
}
