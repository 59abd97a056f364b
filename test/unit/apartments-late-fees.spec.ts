import { describe, expect, it } from '@jest/globals';
import { lateFeeDue, lateFeeSoFar } from '../../src/apartments/rents/late-fees.rules.js';
import type { LateBill, LateTerms, Move } from '../../src/apartments/rents/late-fees.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const date = (text: string) => Temporal.PlainDate.from(text);
const terms: LateTerms = { graceDays: 5, perTenThousandADay: 5, capPercent: null };
const move = (kind: Move['kind'], amountFen: number, on: string): Move => ({ kind, amountFen, on: date(on) });
const paid = (amountFen: number, on: string) => move('paid', amountFen, on);

/** 1,000.00 yuan, due on 1 October: 6 October is the last day of grace, and the 7th costs 0.50. */
function bill(moves: readonly Move[] = [], given: Partial<LateBill> = {}): LateBill {
  const owed = move('owed', 100_000, '2026-09-20');
  return {
    ...{ amountFen: 100_000, dueOn: date('2026-10-01'), moves: [owed, ...moves] },
    ...{ charged: { amountFen: 0, until: null }, ...given },
  };
}
/** `2026-10-07 to 2026-10-11: 5 × 100000 = 250`. */
function inShort(due: ReturnType<typeof lateFeeDue>): string[] {
  return (due?.lines ?? []).map((line) => {
    const { from, through, days, baseFen, amountFen, isCapped } = line;
    return `${from} to ${through}: ${days} × ${baseFen} = ${amountFen}${isCapped ? ', capped' : ''}`;
  });
}
const due = (moves: readonly Move[], today: string, given: Partial<LateBill> = {}, changed: Partial<LateTerms> = {}) =>
  inShort(lateFeeDue({ ...terms, ...changed }, bill(moves, given), date(today)));

describe('the late fee of a bill', () => {
  it('is nothing up to the last day of grace, and one day on the day after', () => {
    expect(due([paid(100_000, '2026-10-01')], '2026-10-01')).toEqual([]);
    expect(due([paid(100_000, '2026-10-06')], '2026-10-06')).toEqual([]);
    expect(due([paid(100_000, '2026-10-06')], '2026-12-31')).toEqual([]);
    expect(due([paid(100_000, '2026-10-07')], '2026-10-07')).toEqual(['2026-10-07 to 2026-10-07: 1 × 100000 = 50']);
  });

  it('is on what is unpaid as a day begins, so a part that is paid counts until its day is over', () => {
    const parts = [paid(40_000, '2026-10-05'), paid(25_000, '2026-10-09'), paid(35_000, '2026-10-12')];
    expect(due(parts, '2026-10-12')).toEqual([
      '2026-10-07 to 2026-10-09: 3 × 60000 = 90',
      '2026-10-10 to 2026-10-12: 3 × 35000 = 53',
    ]);
  });

  it('is charged when the month is over, where the bill is still unpaid, and then goes on where it left off', () => {
    expect(due([], '2026-10-31')).toEqual([]);
    expect(due([], '2026-11-01')).toEqual(['2026-10-07 to 2026-10-31: 25 × 100000 = 1250']);
    const charged = { charged: { amountFen: 1_250, until: date('2026-11-01') } };
    expect(due([], '2026-11-01', charged)).toEqual([]);
    expect(due([paid(100_000, '2026-11-03')], '2026-11-03', charged)).toEqual([
      '2026-11-01 to 2026-11-03: 3 × 100000 = 150',
    ]);
  });

  it('has the same lines where it was not reckoned for months, over a leap day too', () => {
    const [late, dueOn] = [[paid(100_000, '2028-03-02')], date('2027-12-20')];
    expect(due(late, '2028-03-09', { dueOn })).toEqual([
      '2027-12-26 to 2027-12-31: 6 × 100000 = 300',
      '2028-01-01 to 2028-01-31: 31 × 100000 = 1550',
      '2028-02-01 to 2028-02-29: 29 × 100000 = 1450',
      '2028-03-01 to 2028-03-02: 2 × 100000 = 100',
    ]);
  });

  it('stops at the cap, that of the bill as it was made', () => {
    const capped = { capPercent: 1.3 };
    expect(due([], '2026-12-01', {}, capped)).toEqual([
      '2026-10-07 to 2026-10-31: 25 × 100000 = 1250',
      '2026-11-01 to 2026-11-30: 30 × 100000 = 50, capped',
    ]);
    const charged = { charged: { amountFen: 1_300, until: date('2026-12-01') } };
    expect(due([], '2027-02-01', charged, capped)).toEqual([]);
  });

  it('asks nothing for what was taken off or given up, whenever that was, and never below nothing', () => {
    const lower = [move('reduced', 50_000, '2026-11-20'), move('written_off', 30_000, '2026-11-21')];
    expect(due(lower, '2026-11-22')).toEqual(['2026-10-07 to 2026-10-31: 25 × 20000 = 250']);
    expect(due([...lower, move('written_off', 20_000, '2026-11-22')], '2026-11-22')).toEqual([]);
    expect(due([paid(100_000, '2026-10-01'), move('reduced', 50_000, '2026-11-20')], '2026-11-22')).toEqual([]);
  });

  it('counts a payment that was taken back until the day it was taken back', () => {
    const back = [paid(100_000, '2026-10-09'), move('reversed', 100_000, '2026-10-20')];
    const charged = { charged: { amountFen: 150, until: date('2026-10-10') } };
    expect(due(back, '2026-10-31', charged)).toEqual([]);
    expect(due([...back, paid(100_000, '2026-10-22')], '2026-10-22', charged)).toEqual([
      '2026-10-21 to 2026-10-22: 2 × 100000 = 100',
    ]);
  });

  it('rounds each line half up once, and is not there below half a fen', () => {
    expect(due([], '2026-11-01', { moves: [move('owed', 1_000, '2026-09-20')] }, { perTenThousandADay: 0.5 })).toEqual([
      '2026-10-07 to 2026-10-31: 25 × 1000 = 1',
    ]);
    expect(due([], '2026-11-01', { moves: [move('owed', 1, '2026-09-20')] })).toEqual([]);
  });

  it('runs day by day before it is charged', () => {
    expect(inShort(lateFeeSoFar(terms, bill(), date('2026-10-06')))).toEqual([]);
    expect(inShort(lateFeeSoFar(terms, bill(), date('2026-10-08')))).toEqual([
      '2026-10-07 to 2026-10-08: 2 × 100000 = 100',
    ]);
  });
});
