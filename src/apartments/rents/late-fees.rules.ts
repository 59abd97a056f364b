import type { Fen } from '../../kernel/money.js';
import { daysBetween, isDayBefore, laterDay, Temporal } from '../../kernel/time.js';
import type { Period, PlainDate } from '../../kernel/time.js';
import type { EntryKind } from '../../payments/charge.kinds.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import { dividedHalfUp, hundredths } from './decimal.rules.js';

export type LateTerms = NonNullable<PolicyValues['late']>;

/** A line of the charge of a bill, on the day of the house on which it was recorded. */
export interface Move {
  readonly kind: EntryKind;
  readonly amountFen: Fen;
  readonly on: PlainDate;
}

export interface LateBill {
  /** As it was made. */
  readonly amountFen: Fen;
  readonly dueOn: PlainDate;
  readonly moves: readonly Move[];
  /** By the late fees that are there: how much, and the day from which nothing is charged yet. */
  readonly charged: { readonly amountFen: Fen; readonly until: PlainDate | null };
}

/** Base × days × rate, rounded half up to the fen once; the days as they are written, both of them included. */
export interface LateLine {
  readonly from: string;
  readonly through: string;
  readonly days: number;
  readonly baseFen: Fen;
  readonly amountFen: Fen;
  /** It would be more, but for the cap. */
  readonly isCapped: boolean;
}

export interface LateFeeDue {
  readonly days: Period;
  readonly lines: readonly LateLine[];
  readonly amountFen: Fen;
}

/** The first day that costs something: the one after the days of grace. */
export function firstDayThatCosts({ graceDays }: Pick<LateTerms, 'graceDays'>, dueOn: PlainDate): PlainDate {
  return dueOn.add({ days: graceDays + 1 });
}

/**
 * What is to be charged today: once nothing is owed any more, all days up to this one; before that, those of the months
 * that are over. Null where there is none.
 */
export function lateFeeDue(terms: LateTerms, bill: LateBill, today: PlainDate): LateFeeDue | null {
  const isSettled = unpaid(bill.moves) <= 0;
  return feeUpTo(terms, bill, isSettled ? today.add({ days: 1 }) : today.with({ day: 1 }));
}

/** The same for every day up to this one, whether or not it is charged today. */
export function lateFeeSoFar(terms: LateTerms, bill: LateBill, today: PlainDate): LateFeeDue | null {
  return feeUpTo(terms, bill, today.add({ days: 1 }));
}

/** What the days that are charged cost by what is known of the bill now; it may have been lowered since. */
export function lateFeeOfChargedDays(terms: LateTerms, bill: LateBill): Fen {
  const { until } = bill.charged;
  if (until === null) return 0;
  return feeUpTo(terms, { ...bill, charged: { amountFen: 0, until: null } }, until)?.amountFen ?? 0;
}

function feeUpTo(terms: LateTerms, bill: LateBill, until: PlainDate): LateFeeDue | null {
  const begins = firstDayThatCosts(terms, bill.dueOn);
  const from = bill.charged.until === null ? begins : laterDay(begins, bill.charged.until);
  const lines: LateLine[] = [];
  let leftFen = leftUnderCap(terms, bill);
  for (const days of stretches({ from, until }, bill.moves)) {
    const baseFen = unpaid(bill.moves, days.from);
    const count = daysBetween(days.from, days.until);
    const fullFen = dividedHalfUp([Math.max(baseFen, 0), count, hundredths(terms.perTenThousandADay)], 100 * 10_000);
    const amountFen = Math.min(fullFen, leftFen);
    if (amountFen === 0) continue;
    leftFen -= amountFen;
    const between = { from: days.from.toString(), through: days.until.subtract({ days: 1 }).toString() };
    lines.push({ ...between, days: count, baseFen, amountFen, isCapped: amountFen < fullFen });
  }
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return null;
  return {
    days: { from: Temporal.PlainDate.from(first.from), until: Temporal.PlainDate.from(last.through).add({ days: 1 }) },
    lines,
    amountFen: lines.reduce((sum, line) => sum + line.amountFen, 0),
  };
}

function leftUnderCap({ capPercent }: LateTerms, { amountFen, charged }: LateBill): Fen {
  if (capPercent === null) return Infinity;
  return Math.max(dividedHalfUp([amountFen, hundredths(capPercent)], 10_000) - charged.amountFen, 0);
}

/** Cut where a month begins, and on the day after money moved: so the lines are the same whenever they are reckoned. */
function stretches({ from, until }: Period, moves: readonly Move[]): Period[] {
  if (!isDayBefore(from, until)) return [];
  const months = Array.from({ length: monthsBetween(from, until) }, (_, index) => {
    return from.with({ day: 1 }).add({ months: index + 1 });
  });
  const payments = moves.filter(({ kind }) => !countsFromTheStart(kind)).map(({ on }) => on.add({ days: 1 }));
  const cuts = [...months, ...payments]
    .filter((day) => isDayBefore(from, day) && isDayBefore(day, until))
    .sort((a, b) => Temporal.PlainDate.compare(a, b))
    .filter((day, index, all) => index === 0 || !day.equals(all[index - 1] ?? from));
  const starts = [from, ...cuts];
  return starts.map((start, index) => ({ from: start, until: starts[index + 1] ?? until }));
}

function monthsBetween(from: PlainDate, until: PlainDate): number {
  return (until.year - from.year) * 12 + until.month - from.month;
}

/**
 * What is unpaid as this day begins; in the end, where no day is named. Money counts from its day on. What was taken off
 * or given up is counted as never owed: nobody pays for being late with what the house does not ask for.
 */
function unpaid(moves: readonly Move[], day?: PlainDate): Fen {
  return moves
    .filter(({ kind, on }) => day === undefined || countsFromTheStart(kind) || isDayBefore(on, day))
    .reduce((sum, { kind, amountFen }) => sum + (adds(kind) ? amountFen : -amountFen), 0);
}

function countsFromTheStart(kind: EntryKind): boolean {
  return kind === 'owed' || kind === 'reduced' || kind === 'written_off';
}

function adds(kind: EntryKind): boolean {
  return kind === 'owed' || kind === 'refunded' || kind === 'reversed';
}
