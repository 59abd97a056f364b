import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dividedHalfUp, hasTwoDecimals, hundredths } from '../../src/apartments/rents/decimal.rules.js';
import { defaultPolicy, policyValues } from '../../src/apartments/policy/policy.contract.js';

/** The path and the words of the first thing that is wrong with the default policy, changed like this. */
function wrongWith(changes: object) {
  const result = policyValues.safeParse({ ...defaultPolicy, ...changes });
  const issue = result.error?.issues[0];
  if (!issue) return undefined;
  const words = issue.code === 'custom' ? issue.params : undefined;
  return { at: issue.path.join('.'), en: words?.en as unknown, zh: words?.zh as unknown };
}

const words = { en: expect.stringMatching(/^[A-Z].+/), zh: expect.stringMatching(/[\u4e00-\u9fff]/) };

describe('the policy of an apartment house', () => {
  it('has the defaults of the house, and they are a valid policy', () => {
    expect(policyValues.parse(defaultPolicy)).toEqual(defaultPolicy);
    expect(defaultPolicy).toMatchObject({
      termMonths: 12,
      longestTenureMonths: 36,
      renewal: { opensDaysBefore: 90, askedByDaysBefore: 30, recheckDaysBefore: 60, offerDays: 14 },
      rent: { byTier: { A: 0, B: 0, C: 20, D: 20, E: 40, F: 60 }, byTerm: [50, 70, 100] },
    });
  });

  it('is whole and nothing more: a missing or a misspelt key is refused', () => {
    for (const key of Object.keys(defaultPolicy)) expect(wrongWith({ [key]: undefined })?.at).toBe(key);
    expect(wrongWith({ termMonth: 12 })).toBeDefined();
    expect(wrongWith({ rent: { ...defaultPolicy.rent, byTier: { G: 10 } } })?.at).toMatch(/^rent\.byTier/);
  });

  it('may leave out what a house does not offer', () => {
    expect(wrongWith({ homeExtension: null, shortFirstLease: null, subsidy: null })).toBeUndefined();
    expect(wrongWith({ rent: { kind: 'share', byTier: { A: 0 }, byTerm: null } })).toBeUndefined();
    expect(wrongWith({ rent: { kind: 'share', byTier: null, byTerm: [50, 70] } })).toBeUndefined();
    expect(wrongWith({ rent: { kind: 'per_square_metre', fenPerSquareMetre: 1_250 } })).toBeUndefined();
    expect(wrongWith({ deposit: { kind: 'flat', amountFen: 200_000, payer: 'employer' } })).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['a term is no longer than the longest tenure', { termMonths: 37 }, ''],
    ['a short first lease is shorter than a term', { shortFirstLease: { months: 12, times: 1 } }, ''],
    ['renewal opens within the lease', { termMonths: 3, shortFirstLease: null }, ''],
    ['renewal opens before it must be asked for', { renewal: renewal({ opensDaysBefore: 30 }) }, 'renewal'],
    ['eligibility is re-checked once renewal is open', { renewal: renewal({ recheckDaysBefore: 91 }) }, 'renewal'],
    ['an offer lapses before the lease ends', { renewal: renewal({ offerDays: 31 }) }, 'renewal'],
    ['a late re-check leaves time for the offer', { renewal: renewal({ recheckDaysBefore: 13 }) }, 'renewal'],
    ['the idle warning comes before the breach', { idle: { warnDays: 90, breachDays: 90 } }, 'idle'],
    ['a share is given by tier or by term', { rent: { kind: 'share', byTier: null, byTerm: null } }, 'rent'],
    ['the payers pay it all', { split: { person: 50, employer: 30, zone: 19.99 } }, 'split'],
    ['a percentage has two decimals', { overstayPercent: 0.125 }, 'overstayPercent'],
    [
      'an area has two decimals',
      { area: { ...defaultPolicy.area, standardByTier: { A: 90.005 } } },
      'area.standardByTier.A',
    ],
  ])('says in both languages that %s', (_, changes, at) => {
    expect(wrongWith(changes)).toEqual({ at, ...words });
  });

  it('adds up shares of two decimals exactly', () => {
    expect(wrongWith({ split: { person: 33.33, employer: 33.33, zone: 33.34 } })).toBeUndefined();
    expect(wrongWith({ split: { person: 70.1, employer: 20.2, zone: 9.7 } })).toBeUndefined();
  });

  it('knows no share above the market rent', () => {
    expect(wrongWith({ rent: { kind: 'share', byTier: { F: 100.01 }, byTerm: null } })?.at).toBe('rent.byTier.F');
    expect(wrongWith({ area: { ...defaultPolicy.area, tolerancePercent: 101 } })?.at).toBe('area.tolerancePercent');
  });
});

function renewal(changes: Partial<(typeof defaultPolicy)['renewal']>) {
  return { ...defaultPolicy.renewal, ...changes };
}

describe('numbers of two decimals', () => {
  it('are kept as whole hundredths, and back', () => {
    fc.assert(
      fc.property(fc.nat(100_000_000), (whole) => {
        expect(hasTwoDecimals(whole / 100)).toBe(true);
        expect(hundredths(whole / 100)).toBe(whole);
      }),
    );
  });

  it('are told from those of more', () => {
    expect([1.005, 0.001, 33.333, Number.NaN, Infinity].filter(hasTwoDecimals)).toEqual([]);
    expect(() => hundredths(1.005)).toThrow(RangeError);
  });

  it('are divided half up, however large', () => {
    expect(dividedHalfUp([5], 2)).toBe(3);
    expect(dividedHalfUp([249], 100)).toBe(2);
    expect(dividedHalfUp([1_000_000, 100_000_000, 100_000, 1_000_001], 100_000_000_000_000)).toBe(100_000_100_000);
    expect(() => dividedHalfUp([-1], 2)).toThrow(RangeError);
    expect(() => dividedHalfUp([1], 0)).toThrow(RangeError);
  });
});
