import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import { leaseEnd, nextTerm, renewalWindow, tenureMonths } from '../../src/apartments/renewals/renewal.rules.js';
import type { TenureSoFar } from '../../src/apartments/renewals/renewal.rules.js';
import { Temporal } from '../../src/kernel/time.js';
import type { PlainDate } from '../../src/kernel/time.js';

const date = (text: string) => Temporal.PlainDate.from(text);
const period = (from: string, until: string) => ({ from: date(from), until: date(until) });
const inWords = (days: object) =>
  Object.fromEntries(Object.entries(days).map(([name, day]) => [name, (day as PlainDate).toString()]));

/** Any day from 2024 to 2047, six of them with a 29 February. */
const anyDay = fc.integer({ min: 0, max: 8_765 }).map((days) => date('2024-01-01').add({ days }));

describe('the end of a lease', () => {
  it.each([
    ['2026-04-01', 12, '2027-03-31'],
    ['2026-04-15', 1, '2026-05-14'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-29', 1, '2026-02-28'],
    ['2026-01-28', 1, '2026-02-27'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-03-01', 24, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-28'],
  ])('that begins on %s for %i months is %s', (startsOn, months, endsOn) => {
    expect(leaseEnd(date(startsOn), months).toString()).toBe(endsOn);
  });
});

describe('the days of a renewal', () => {
  it('of a lease to 2027-03-31 run from 2026-12-31, and the next lease never starts on the old end day', () => {
    expect(inWords(renewalWindow(defaultPolicy, date('2027-03-31')))).toEqual({
      opensOn: '2026-12-31',
      recheckOn: '2027-01-30',
      askedBy: '2027-03-01',
      nextStartsOn: '2027-04-01',
    });
  });

  it('count 29 February', () => {
    expect(inWords(renewalWindow(defaultPolicy, date('2028-03-15')))).toMatchObject({
      opensOn: '2027-12-16',
      askedBy: '2028-02-14',
    });
    expect(inWords(renewalWindow(defaultPolicy, date('2028-02-28')))).toMatchObject({ nextStartsOn: '2028-02-29' });
  });

  it('are in order for a lease that begins on any day', () => {
    const { compare } = Temporal.PlainDate as { compare: (a: PlainDate, b: PlainDate) => number };
    fc.assert(
      fc.property(anyDay, (startsOn) => {
        const endsOn = leaseEnd(startsOn, defaultPolicy.termMonths);
        const { opensOn, recheckOn, askedBy, nextStartsOn } = renewalWindow(defaultPolicy, endsOn);
        const inOrder = [startsOn, opensOn, recheckOn, askedBy, endsOn, nextStartsOn];
        for (const [index, day] of inOrder.slice(1).entries()) expect(compare(inOrder[index]!, day)).toBe(-1);
        expect(endsOn.until(nextStartsOn).days).toBe(1);
      }),
    );
  });
});

describe('the months of tenure', () => {
  it('are whole months and days, the last day not included', () => {
    expect(tenureMonths([period('2026-04-01', '2027-04-01')])).toEqual({ months: 12, days: 0 });
    expect(tenureMonths([period('2026-04-01', '2026-05-16')])).toEqual({ months: 1, days: 15 });
    expect(tenureMonths([period('2026-04-01', '2026-04-01')])).toEqual({ months: 0, days: 0 });
    expect(tenureMonths([])).toEqual({ months: 0, days: 0 });
  });

  it('count a month once that both spouses lived here', () => {
    const own = period('2026-01-01', '2026-07-01');
    const spouses = period('2026-04-01', '2026-10-01');
    expect(tenureMonths([own, spouses])).toEqual({ months: 9, days: 0 });
    expect(tenureMonths([spouses, own, period('2026-02-01', '2026-03-01')])).toEqual({ months: 9, days: 0 });
  });

  it('go on where a household moves from one unit to the next', () => {
    const moved = [period('2026-01-01', '2026-01-16'), period('2026-01-16', '2027-01-01')];
    expect(tenureMonths(moved)).toEqual({ months: 12, days: 0 });
  });

  it('make a month of 30 odd days of stretches apart', () => {
    const apart = [period('2026-01-01', '2026-02-21'), period('2027-01-01', '2027-02-16')];
    expect(tenureMonths(apart)).toEqual({ months: 3, days: 5 });
  });

  it('of a lease are the months it was made for, whichever day it begins', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (startsOn, months) => {
        const until = leaseEnd(startsOn, months).add({ days: 1 });
        expect(tenureMonths([{ from: startsOn, until }])).toEqual({ months, days: 0 });
        const dayLess = tenureMonths([{ from: startsOn, until: until.subtract({ days: 1 }) }]);
        expect(dayLess.months).toBe(months - 1);
        expect(dayLess.days).toBeGreaterThan(26);
      }),
    );
  });

  it('do not depend on the order of the periods, nor on how one of them is cut', () => {
    const somePeriod = fc.tuple(anyDay, fc.nat(500)).map(([from, days]) => ({ from, until: from.add({ days }) }));
    fc.assert(
      fc.property(fc.array(somePeriod, { minLength: 1, maxLength: 5 }), fc.nat(500), (periods, cut) => {
        const [first, ...rest] = periods;
        const { from, until } = first!;
        const middle = from.add({ days: Math.min(cut, from.until(until, { largestUnit: 'days' }).days) });
        const pieces = [...rest.reverse(), { from: middle, until }, { from, until: middle }];
        expect(tenureMonths(pieces)).toEqual(tenureMonths(periods));
      }),
    );
  });
});

describe('the next term', () => {
  const ask = (months: number, rest: Partial<Omit<TenureSoFar, 'leases'>> = {}, leases = {}, policy = {}) =>
    nextTerm(
      { ...defaultPolicy, ...policy },
      {
        used: { months, days: 0 },
        isInsured: true,
        awaitsOwnHome: false,
        leases: { shortFirst: 0, ordinary: 0, homeExtension: 0, ...leases },
        ...rest,
      },
    );

  it('is a full one while the longest tenure leaves room for it', () => {
    expect([0, 12, 24].map((used) => ask(used))).toEqual(Array(3).fill({ kind: 'full_term', months: 12 }));
  });

  it('is what is left before the longest tenure, in whole months', () => {
    expect(ask(27)).toEqual({ kind: 'rest_of_tenure', months: 9 });
    expect(ask(24, { used: { months: 24, days: 1 } })).toEqual({ kind: 'rest_of_tenure', months: 11 });
  });

  it('is refused at the longest tenure', () => {
    expect(ask(36)).toEqual({
      refused: { code: 'longest_tenure_reached', facts: { longestMonths: 36, usedMonths: 36, usedDays: 0 } },
    });
    expect(ask(35, { used: { months: 35, days: 3 } })).toMatchObject({ refused: { facts: { usedDays: 3 } } });
  });

  it('is an extension, once, while a bought home is not ready', () => {
    const awaitsOwnHome = true;
    expect(ask(36, { awaitsOwnHome })).toEqual({ kind: 'home_extension', months: 12 });
    expect(ask(36, { awaitsOwnHome, used: { months: 36, days: 1 } })).toMatchObject({ months: 12 });
    expect(ask(40, { awaitsOwnHome })).toEqual({ kind: 'home_extension', months: 8 });
    expect(ask(48, { awaitsOwnHome }, { homeExtension: 1 })).toEqual({
      refused: {
        code: 'home_extension_used',
        facts: { times: 1, longestMonths: 36, usedMonths: 48, usedDays: 0 },
      },
    });
    expect(ask(48, { awaitsOwnHome })).toMatchObject({ refused: { code: 'longest_tenure_reached' } });
  });

  it('is no extension before the longest tenure is used up, nor in a house that gives none', () => {
    expect(ask(24, { awaitsOwnHome: true })).toEqual({ kind: 'full_term', months: 12 });
    expect(ask(36, { awaitsOwnHome: true }, {}, { homeExtension: null })).toMatchObject({
      refused: { code: 'longest_tenure_reached' },
    });
  });

  it('is a short first lease, once, for a new hire who is not yet insured', () => {
    const isInsured = false;
    expect(ask(0, { isInsured })).toEqual({ kind: 'short_first', months: 3 });
    expect(ask(34, { isInsured })).toEqual({ kind: 'short_first', months: 2 });
    expect(ask(3, { isInsured }, { shortFirst: 1 })).toEqual({
      refused: { code: 'short_first_lease_used', facts: { times: 1 } },
    });
    expect(ask(3, {}, { shortFirst: 1 })).toEqual({ kind: 'full_term', months: 12 });
  });

  it('is refused to those not insured who had an ordinary lease, or where there is no short one', () => {
    expect(ask(12, { isInsured: false }, { ordinary: 1 })).toEqual({
      refused: { code: 'not_insured', facts: { ordinaryLeases: 1 } },
    });
    expect(ask(0, { isInsured: false }, {}, { shortFirstLease: null })).toMatchObject({
      refused: { code: 'not_insured' },
    });
  });

  it('never leads above the longest tenure and its extensions', () => {
    const anyTenure = fc.record({
      used: fc.record({ months: fc.nat(60), days: fc.nat(29) }),
      isInsured: fc.boolean(),
      awaitsOwnHome: fc.boolean(),
      leases: fc.record({ shortFirst: fc.nat(1), ordinary: fc.nat(3), homeExtension: fc.nat(1) }),
    });
    fc.assert(
      fc.property(anyTenure, (tenure) => {
        const next = nextTerm(defaultPolicy, tenure);
        if ('refused' in next) return;
        const { months, days } = tenure.used;
        const after = months + next.months;
        expect(next.months).toBeGreaterThan(0);
        if (next.kind === 'home_extension') expect(after).toBeLessThanOrEqual(48);
        else expect(after + days / 30).toBeLessThanOrEqual(36);
      }),
    );
  });
});
