import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { prorated } from '../../src/apartments/rents/charges.rules.js';
import { periodOf } from '../../src/apartments/leases/lease.rules.js';
import { payers } from '../../src/apartments/policy/policy.contract.js';
import { leaseEnd } from '../../src/apartments/renewals/renewal.rules.js';
import type { ScheduledRent } from '../../src/apartments/rents/rent.rules.js';
import { billsDue, reductions, rentOf } from '../../src/apartments/rents/rent-bills.rules.js';
import type { BillDue, LeaseToBill } from '../../src/apartments/rents/rent-bills.rules.js';
import { Temporal } from '../../src/kernel/time.js';
import type { PlainDate } from '../../src/kernel/time.js';

const date = (text: string) => Temporal.PlainDate.from(text);
const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0);
const allByTenant = { person: 100, employer: 0, zone: 0 };

function lease(from: string, rents: readonly number[], split: LeaseToBill['split'] = allByTenant): LeaseToBill {
  const schedule = rents.map((netFen, index): ScheduledRent => {
    const rent = { tier: null, lines: [], totalFen: netFen, subsidy: null, netFen, split: allOf(netFen) };
    return { leaseMonth: index + 1, termNumber: 1, monthOfTenure: index + 1, rent };
  });
  return { period: periodOf(date(from), rents.length), schedule, billedFrom: null, split };
}
const allOf = (person: number) => ({ person, employer: 0, zone: 0 });
const rents = (months: number, fen: number) => Array.from({ length: months }, () => fen);
const inWords = (bills: readonly BillDue[]) =>
  bills.map(({ month, payer, amountFen, dueOn }) => `${month.toString()} ${payer} ${amountFen} by ${dueOn.toString()}`);
const allBills = (of: LeaseToBill) => billsDue(of, date('2190-01-01'));

describe('the bills of a lease', () => {
  const twelve = lease('2026-09-15', rents(12, 100_000));

  it('are made for its first month at once and for the next from the 20th, due on the 1st or in 7 days', () => {
    expect(inWords(billsDue(twelve, date('2026-08-25')))).toEqual(['2026-09-01 person 53333 by 2026-09-01']);
    expect(inWords(billsDue(twelve, date('2026-09-19')))).toEqual(['2026-09-01 person 53333 by 2026-09-26']);
    expect(inWords(billsDue(twelve, date('2026-09-20')))).toEqual([
      '2026-09-01 person 53333 by 2026-09-27',
      '2026-10-01 person 100000 by 2026-10-01',
    ]);
    expect(inWords(billsDue(twelve, date('2026-09-25'))).at(-1)).toBe('2026-10-01 person 100000 by 2026-10-02');
  });

  it('begin where the house took it over from earlier books', () => {
    const takenOver = { ...twelve, billedFrom: date('2026-11-01') };
    expect(inWords(billsDue(takenOver, date('2026-10-19')))).toEqual([]);
    expect(inWords(billsDue(takenOver, date('2026-10-20')))).toEqual(['2026-11-01 person 100000 by 2026-11-01']);
    expect(allBills(takenOver)).toEqual(allBills(twelve).slice(2));
  });

  it('count the days of the month in its first and its last one, and add up to twelve rents here', () => {
    const bills = allBills(twelve);
    expect(bills).toHaveLength(13);
    expect(bills.at(-1)).toMatchObject({ amountFen: 46_667 });
    expect(sum(bills.map(({ amountFen }) => amountFen))).toBe(1_200_000);
  });

  it('count each lease month by its days where the rent changes within a calendar month', () => {
    // 14 of 31 days at 1,000.00 and 17 of 31 at 1,550.00.
    const bills = allBills(lease('2026-09-15', [100_000, 155_000]));
    expect(bills.map(({ amountFen }) => amountFen)).toEqual([53_333, 45_161 + 85_000, 72_333]);
  });

  it('are those of whole calendar months for one that begins on the 1st', () => {
    const bills = allBills(lease('2027-01-01', [90_000, 0, 90_001]));
    expect(bills.map(({ month, amountFen }) => `${month.toString()} ${amountFen}`)).toEqual([
      '2027-01-01 90000',
      '2027-03-01 90001',
    ]);
  });

  it('are one for each payer with a part, and add up to the fen', () => {
    const bills = allBills(lease('2026-09-15', [100_001], { person: 33.34, employer: 33.33, zone: 33.33 }));
    expect(inWords(bills).map((bill) => bill.slice(0, -14))).toEqual([
      '2026-09-01 person 17782',
      '2026-09-01 employer 17776',
      '2026-09-01 zone 17776',
      '2026-10-01 person 15057',
      '2026-10-01 employer 15053',
      '2026-10-01 zone 15052',
    ]);
    const two = allBills(lease('2026-09-01', [100_001], { person: 50, employer: 0, zone: 50 }));
    expect(two.map(({ payer, amountFen }) => [payer, amountFen])).toEqual([
      ['person', 50_001],
      ['zone', 50_000],
    ]);
  });

  it('are none where nothing is owed or the policy leaves a month open', () => {
    expect(allBills(lease('2026-09-01', rents(12, 0)))).toEqual([]);
    const open: ScheduledRent = {
      ...lease('2026-09-01', [0]).schedule[0]!,
      rent: { refused: { code: 'no_share_without_tier', facts: {} } },
    };
    expect(allBills({ ...lease('2026-09-01', [1]), schedule: [open] })).toEqual([]);
  });

  it('end with a lease that was shortened', () => {
    const shorter = { ...twelve, period: { ...twelve.period, until: date('2026-11-11') } };
    expect(allBills(shorter).map(({ amountFen }) => amountFen)).toEqual([53_333, 100_000, 33_333]);
  });
});

describe('what is taken off when a lease ends early', () => {
  const split = { person: 50, employer: 30, zone: 20 };
  const half = lease('2026-09-01', rents(12, 100_000), split);
  const billed = billsDue(half, date('2026-11-20')).map(({ month, payer, amountFen }) => {
    return { billId: `${month.toString()} ${payer}`, month, leftFen: amountFen };
  });

  it('is what was billed after the last day, of each payer their part', () => {
    expect(reductions(half, date('2026-11-15'), billed)).toEqual([
      { billId: '2026-11-01 person', amountFen: 25_000 },
      { billId: '2026-11-01 employer', amountFen: 15_000 },
      { billId: '2026-11-01 zone', amountFen: 10_000 },
      { billId: '2026-12-01 person', amountFen: 50_000 },
      { billId: '2026-12-01 employer', amountFen: 30_000 },
      { billId: '2026-12-01 zone', amountFen: 20_000 },
    ]);
  });

  it('is nothing on its own last day or later, and all of it before it began', () => {
    expect(reductions(half, date('2027-08-31'), billed)).toEqual([]);
    expect(reductions(half, date('2028-08-31'), billed)).toEqual([]);
    const all = reductions(half, date('2026-08-31'), billed);
    expect(sum(all.map(({ amountFen }) => amountFen))).toBe(400_000);
  });
});

const anyDay = fc.integer({ min: 0, max: 3_000 }).map((days) => date('2024-01-01').add({ days }));
const anySplit = fc
  .tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  .map(([low, high]) => ({ person: low / 100, employer: (high - low) / 100, zone: (10_000 - high) / 100 }));
const anyLease = fc
  .tuple(anyDay, fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 38 }), anySplit)
  .map(([from, fen, split]) => lease(from.toString(), fen, split));

/** Each day on its own, by the lease month that it lies in; a reckoning that knows no calendar months. */
function byTheDay({ period: { from, until }, schedule }: LeaseToBill): Map<string, number> {
  const months = new Map<string, number>();
  for (const { leaseMonth, rent } of schedule) {
    let day: PlainDate = leaseMonth === 1 ? from : leaseEnd(from, leaseMonth - 1).add({ days: 1 });
    const end = leaseEnd(from, leaseMonth);
    for (; Temporal.PlainDate.compare(day, end) <= 0 && Temporal.PlainDate.compare(day, until) < 0;) {
      const month = day.with({ day: 1 }).toString();
      const fen = 'refused' in rent ? 0 : rent.netFen / day.daysInMonth;
      months.set(month, (months.get(month) ?? 0) + fen);
      day = day.add({ days: 1 });
    }
  }
  return months;
}

describe('for any first day, length, rents and split', () => {
  it('the bills are the days of each month at their rent, within the fen that rounding takes', () => {
    fc.assert(
      fc.property(anyLease, (any) => {
        const bills = allBills(any);
        for (const [month, fen] of byTheDay(any)) {
          const billed = sum(bills.filter((bill) => bill.month.toString() === month).map(({ amountFen }) => amountFen));
          expect(Math.abs(billed - fen)).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it('the bills add up to the prorated schedule to the fen, each payer has one a month, and none is below a fen', () => {
    fc.assert(
      fc.property(anyLease, (any) => {
        const bills = allBills(any);
        const due = any.schedule.flatMap(({ leaseMonth, rent }) => {
          const { from } = any.period;
          const starts = leaseMonth === 1 ? from : leaseEnd(from, leaseMonth - 1).add({ days: 1 });
          const days = { from: starts, until: leaseEnd(from, leaseMonth).add({ days: 1 }) };
          const first = starts.toPlainYearMonth();
          const fen = 'refused' in rent ? 0 : rent.netFen;
          return [0, 1].map((later) => prorated(fen, days, first.add({ months: later })));
        });
        expect(sum(bills.map(({ amountFen }) => amountFen))).toBe(sum(due));
        expect(bills.every(({ amountFen }) => Number.isInteger(amountFen) && amountFen > 0)).toBe(true);
        const keys = bills.map(({ month, payer }) => `${month.toString()} ${payer}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('each payer has their percent of each month, within a fen', () => {
    fc.assert(
      fc.property(anyLease, (any) => {
        const bills = allBills(any);
        for (const month of byTheDay(any).keys()) {
          const total = rentOf(any, date(month));
          for (const payer of payers) {
            const part = bills.find((bill) => bill.month.toString() === month && bill.payer === payer)?.amountFen ?? 0;
            expect(Math.abs(part - (total * any.split[payer]) / 100)).toBeLessThan(1.001);
          }
        }
      }),
    );
  });

  it('what is made day by day is what is due in the end, and nothing is made twice or changes', () => {
    fc.assert(
      fc.property(anyLease, fc.array(anyDay, { maxLength: 5 }), (any, days) => {
        const last = allBills(any);
        for (const day of days) {
          const due = billsDue(any, day);
          expect(due.map(({ amountFen }) => amountFen)).toEqual(
            last.slice(0, due.length).map(({ amountFen }) => amountFen),
          );
          for (const bill of due) {
            const isFirst = bill.month.equals(any.period.from.with({ day: 1 }));
            expect(isFirst || Temporal.PlainDate.compare(bill.month, day.add({ days: 12 })) <= 0).toBe(true);
            expect(Temporal.PlainDate.compare(bill.dueOn, day.add({ days: 7 }))).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('ended early, once or in steps, what is left is the rent up to the last day, and no bill is below nothing', () => {
    fc.assert(
      fc.property(anyLease, fc.integer({ min: 0, max: 1_200 }), fc.integer({ min: 0, max: 400 }), (any, a, b) => {
        let left = allBills(any).map(({ month, payer, amountFen }) => {
          return { billId: `${month.toString()} ${payer}`, month, leftFen: amountFen };
        });
        for (const days of [a + b, a]) {
          const lastDay = any.period.from.add({ days });
          const off = new Map(reductions(any, lastDay, left).map(({ billId, amountFen }) => [billId, amountFen]));
          left = left.map((bill) => ({ ...bill, leftFen: bill.leftFen - (off.get(bill.billId) ?? 0) }));
          expect(left.every(({ leftFen }) => leftFen >= 0)).toBe(true);
          expect(reductions(any, lastDay, left)).toEqual([]);
          const asked = lastDay.add({ days: 1 });
          const until = Temporal.PlainDate.compare(asked, any.period.until) < 0 ? asked : any.period.until;
          const shorter = allBills({ ...any, period: { ...any.period, until } });
          expect(sum(left.map(({ leftFen }) => leftFen))).toBe(sum(shorter.map(({ amountFen }) => amountFen)));
        }
      }),
    );
  });
});
