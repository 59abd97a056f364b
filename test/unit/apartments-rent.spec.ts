import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { deposit, overstayPerDay, prorated } from '../../src/apartments/rents/charges.rules.js';
import { defaultPolicy, payers, tiers } from '../../src/apartments/policy/policy.contract.js';
import type { PolicyValues } from '../../src/apartments/policy/policy.contract.js';
import { monthlyRent, rentSchedule } from '../../src/apartments/rents/rent.rules.js';
import type { MonthlyRent, Rent, RentQuestion } from '../../src/apartments/rents/rent.rules.js';
import { Temporal } from '../../src/kernel/time.js';

type Overrides = Partial<Omit<RentQuestion, 'policy' | 'household'>> & {
  policy?: Partial<PolicyValues>;
  household?: Partial<RentQuestion['household']>;
};

/** 100 m² at 30 yuan, which is 3,000 yuan at market; nobody certified, no degree, the first month of the first lease. */
function question({ policy, household, ...rest }: Overrides): RentQuestion {
  return {
    policy: { ...defaultPolicy, ...policy },
    unit: { areaM2: 100, marketFenPerM2: 3_000 },
    household: { tier: null, spouseTier: null, degree: null, ...household },
    termNumber: 1,
    monthOfTenure: 1,
    hasEmployer: true,
    ...rest,
  };
}

const ask = (overrides: Overrides) => monthlyRent(question(overrides));

function answered(rent: Rent): MonthlyRent {
  if ('refused' in rent) throw new Error(`Refused: ${rent.refused.code}`);
  return rent;
}

const share = (byTier: object | null, byTerm: number[] | null) => ({ kind: 'share', byTier, byTerm }) as const;
const upToStandard = (standardByTier: object | null, tolerancePercent = 0, standardWithoutTier: number | null = null) =>
  ({ standardByTier, standardWithoutTier, tolerancePercent }) as const;
const date = (text: string) => Temporal.PlainDate.from(text);

describe('the rent by tier', () => {
  it.each([
    ['B', 0],
    ['D', 60_000],
    ['E', 120_000],
    ['F', 180_000],
  ] as const)('of market 3,000 yuan is, for tier %s, %i fen', (tier, totalFen) => {
    expect(ask({ household: { tier } })).toMatchObject({ tier, totalFen });
  });

  it('of a couple is that of the higher tier, whosever it is', () => {
    for (const [tier, spouseTier] of [
      ['B', 'E'],
      ['E', 'B'],
    ] as const) {
      expect(ask({ household: { tier, spouseTier } })).toMatchObject({ tier: 'B', totalFen: 0 });
    }
    expect(ask({ household: { tier: null, spouseTier: 'F' } })).toMatchObject({ tier: 'F', totalFen: 180_000 });
  });

  it('explains a rent of nothing by a line', () => {
    const { lines } = answered(ask({ household: { tier: 'A' } }));
    expect(lines).toEqual([{ what: 'share_of_market', areaM2: 100, fenPerM2: 3_000, percent: 0, amountFen: 0 }]);
  });

  it('refuses a tier without a share, even where there is one by term', () => {
    const rent = share({ A: 0, B: 0 }, [50, 70, 100]);
    expect(ask({ policy: { rent }, household: { tier: 'E' } })).toEqual({
      refused: { code: 'no_share_for_tier', facts: { tier: 'E' } },
    });
  });
});

describe('the rent by term', () => {
  it('steps from 50 to 70 to 100 per cent for those without a tier', () => {
    const totals = [1, 2, 3].map((termNumber) => answered(ask({ termNumber })).totalFen);
    expect(totals).toEqual([150_000, 210_000, 300_000]);
  });

  it('refuses a third term that has no percentage', () => {
    expect(ask({ policy: { rent: share(null, [50, 70]) }, termNumber: 3 })).toEqual({
      refused: { code: 'no_share_for_term', facts: { termNumber: 3, lastTerm: 2 } },
    });
  });

  it('refuses a person without a tier where there is a share by tier only', () => {
    const rent = share({ A: 0, B: 0 }, null);
    expect(ask({ policy: { rent } })).toEqual({ refused: { code: 'no_share_without_tier', facts: {} } });
  });

  it('is for everyone where the house has no share by tier', () => {
    const rent = share(null, [50]);
    expect(ask({ policy: { rent }, household: { tier: 'A' } })).toMatchObject({ totalFen: 150_000 });
  });
});

describe('the area over the standard', () => {
  const unit = { areaM2: 140, marketFenPerM2: 2_570 };
  const half = share({ E: 50 }, null);

  it('is at full market past the tolerance: 135 × 12.85 + 5 × 25.70 = 1,863.25', () => {
    const rent = ask({ policy: { rent: half, area: upToStandard({ E: 90 }, 50) }, unit, household: { tier: 'E' } });
    expect(rent).toMatchObject({
      totalFen: 186_325,
      lines: [
        { what: 'share_of_market', areaM2: 135, fenPerM2: 2_570, percent: 50, amountFen: 173_475 },
        { what: 'over_standard', areaM2: 5, fenPerM2: 2_570, percent: 100, amountFen: 12_850 },
      ],
    });
  });

  it('begins at the standard itself where there is no tolerance', () => {
    const policy = { rent: half, area: upToStandard({ E: 90 }) };
    const at = (areaM2: number) => answered(ask({ policy, unit: { ...unit, areaM2 }, household: { tier: 'E' } })).lines;
    expect(at(90).map(({ areaM2 }) => areaM2)).toEqual([90]);
    expect(at(90.01).map(({ areaM2 }) => areaM2)).toEqual([90, 0.01]);
  });

  it('is measured by the higher tier of a couple', () => {
    const policy = { area: upToStandard({ B: 140, E: 60 }) };
    expect(ask({ policy, unit, household: { tier: 'E', spouseTier: 'B' } })).toMatchObject({ totalFen: 0 });
  });

  it('refuses a tier, or no tier, without a standard', () => {
    const policy = { area: upToStandard({ A: 200 }) };
    expect(ask({ policy, household: { tier: 'E' } })).toEqual({
      refused: { code: 'no_standard_area', facts: { tier: 'E' } },
    });
    expect(ask({ policy })).toEqual({ refused: { code: 'no_standard_area', facts: { tier: null } } });
  });

  it('has its own standard for those without a tier', () => {
    const policy = { area: upToStandard(null, 0, 60) };
    expect(ask({ policy })).toMatchObject({ totalFen: 60 * 1_500 + 40 * 3_000 });
  });

  it('needs no standard where all of it is at full market', () => {
    const policy = { area: upToStandard({ A: 200 }) };
    expect(ask({ policy, termNumber: 3 })).toMatchObject({ totalFen: 300_000, lines: [{ areaM2: 100 }] });
  });

  it('is at full market beside a flat price too', () => {
    const rent = { kind: 'per_square_metre', fenPerSquareMetre: 1_250 } as const;
    expect(ask({ policy: { rent }, termNumber: 9 })).toMatchObject({
      lines: [{ what: 'flat_price', areaM2: 100, fenPerM2: 1_250, percent: 100, amountFen: 125_000 }],
    });
    const policy = { rent, area: upToStandard({ E: 90 }) };
    expect(ask({ policy, household: { tier: 'E' } })).toMatchObject({ totalFen: 90 * 1_250 + 10 * 3_000 });
  });

  it('is rounded half up to the fen, once a line', () => {
    const unitOf = (areaM2: number, marketFenPerM2: number) => ({ areaM2, marketFenPerM2 });
    const total = (percent: number, areaM2: number, marketFenPerM2: number) =>
      answered(ask({ policy: { rent: share(null, [percent]) }, unit: unitOf(areaM2, marketFenPerM2) })).totalFen;
    expect(total(50, 1, 1)).toBe(1);
    expect(total(50, 0.99, 1)).toBe(0);
    expect(total(33.33, 89.37, 2_571)).toBe(76_582);
    expect(total(100, 1.15, 100)).toBe(115);
  });
});

describe('the subsidy', () => {
  const market = (yuan: number) => ({ areaM2: 1, marketFenPerM2: yuan * 100 });
  const full = { rent: share(null, [100, 100, 100, 100]) };

  it('is never above the rent: a bachelor with rent 550 gets 550, not 600', () => {
    const rent = ask({ policy: full, unit: market(550), household: { degree: 'bachelor' } });
    expect(rent).toMatchObject({ netFen: 0, subsidy: { degree: 'bachelor', entitledFen: 60_000, amountFen: 55_000 } });
  });

  it('leaves a master with rent 1,500 a net of 600', () => {
    const rent = ask({ policy: full, unit: market(1_500), household: { degree: 'master' } });
    expect(rent).toMatchObject({ totalFen: 150_000, netFen: 60_000, split: { person: 60_000 } });
  });

  it('is given in month 36 and not in month 37', () => {
    const net = (monthOfTenure: number) =>
      answered(ask({ policy: full, unit: market(1_500), household: { degree: 'master' }, monthOfTenure }));
    expect(net(36).netFen).toBe(60_000);
    expect(net(37)).toMatchObject({ netFen: 150_000, subsidy: null });
  });

  it('needs a degree, and a house that gives one', () => {
    expect(ask({})).toMatchObject({ subsidy: null });
    expect(ask({ policy: { subsidy: null }, household: { degree: 'phd' } })).toMatchObject({ subsidy: null });
  });
});

describe('the split of the bill', () => {
  const thirds = { split: { person: 33.33, employer: 33.33, zone: 33.34 } };

  it('shares out the net to the fen', () => {
    const { netFen, split } = answered(ask({ policy: thirds, unit: { areaM2: 1, marketFenPerM2: 200 } }));
    expect([netFen, split]).toEqual([100, { person: 33, employer: 33, zone: 34 }]);
  });

  it('refuses where an employer is to pay and there is none', () => {
    expect(ask({ policy: thirds, hasEmployer: false })).toEqual({
      refused: { code: 'no_employer_to_bill', facts: { employerFen: 49_995 } },
    });
  });

  it('needs no employer where nothing is left to pay, or all is the tenant’s', () => {
    expect(ask({ policy: thirds, household: { tier: 'A' }, hasEmployer: false })).toMatchObject({ netFen: 0 });
    expect(ask({ hasEmployer: false })).toMatchObject({ split: { person: 150_000, employer: 0, zone: 0 } });
  });
});

describe('the table of future rents', () => {
  const nets = (overrides: Overrides, months: number) =>
    rentSchedule(question(overrides), months).map(({ rent }) => ('refused' in rent ? rent.refused.code : rent.netFen));

  it('steps with each term and when the subsidy ends', () => {
    const policy = { subsidy: { ...defaultPolicy.subsidy!, months: 14 } };
    const table = nets({ policy, household: { degree: 'bachelor' } }, 36);
    expect(table).toEqual([
      ...Array<number>(12).fill(90_000),
      ...Array<number>(2).fill(150_000),
      ...Array<number>(10).fill(210_000),
      ...Array<number>(12).fill(300_000),
    ]);
  });

  it('counts from the term and the month of tenure that the lease begins with', () => {
    const [first, , last] = rentSchedule(question({ termNumber: 2, monthOfTenure: 4 }), 3);
    expect(first).toMatchObject({ leaseMonth: 1, termNumber: 2, monthOfTenure: 4, rent: { totalFen: 210_000 } });
    expect(last).toMatchObject({ leaseMonth: 3, termNumber: 2, monthOfTenure: 6 });
  });

  it('says in its own row which month the policy leaves open', () => {
    const table = nets({ policy: { rent: share(null, [50]) } }, 13);
    expect(table.slice(11)).toEqual([150_000, 'no_share_for_term']);
  });
});

describe('a month in part', () => {
  const february = Temporal.PlainYearMonth.from('2028-02');
  const part = (from: string, until: string) => prorated(100_000, { from: date(from), until: date(until) }, february);

  it('is the days used of the days of the month, the last one not included', () => {
    expect(part('2028-02-15', '2028-03-01')).toBe(51_724);
    expect(part('2028-02-01', '2028-02-15')).toBe(48_276);
    expect(part('2028-02-10', '2028-02-10')).toBe(0);
  });

  it('is all of it for a period around the month and nothing for one beside it', () => {
    expect(part('2027-01-01', '2030-01-01')).toBe(100_000);
    expect(part('2028-01-01', '2028-02-01')).toBe(0);
    expect(part('2028-03-01', '2028-04-01')).toBe(0);
  });

  it('cannot end before it begins', () => {
    expect(() => part('2028-02-02', '2028-02-01')).toThrow(RangeError);
  });

  it('adds up to the fen wherever a month is split, each part within a fen of its share', () => {
    const months = fc.record({ year: fc.integer({ min: 2024, max: 2032 }), month: fc.integer({ min: 1, max: 12 }) });
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(5_000_000), months, cuts, (fen, fields, days) => {
        const month = Temporal.PlainYearMonth.from(fields);
        const first = month.toPlainDate({ day: 1 });
        const inside = days.filter((day) => day < month.daysInMonth).sort((a, b) => a - b);
        const edges = [0, ...inside, month.daysInMonth];
        const parts = edges.slice(1).map((until, index) => {
          const from = edges[index]!;
          const due = prorated(fen, { from: first.add({ days: from }), until: first.add({ days: until }) }, month);
          expect(Math.abs(due - (fen * (until - from)) / month.daysInMonth)).toBeLessThanOrEqual(1);
          return due;
        });
        expect(parts.reduce((a, b) => a + b, 0)).toBe(fen);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('staying on after the lease', () => {
  it('costs twice the market rent ÷ the days of that month, by the day', () => {
    const unit = { areaM2: 100, marketFenPerM2: 3_000 };
    expect(overstayPerDay(defaultPolicy, unit, date('2027-04-30'))).toBe(20_000);
    expect(overstayPerDay(defaultPolicy, unit, date('2027-05-01'))).toBe(19_355);
    expect(overstayPerDay({ overstayPercent: 150 }, unit, date('2028-02-29'))).toBe(15_517);
  });
});

describe('the deposit', () => {
  it('is so many months of rent, or a flat sum whatever the rent', () => {
    expect(deposit(defaultPolicy, 150_000)).toEqual({ amountFen: 150_000, payer: 'person' });
    const months = { kind: 'months', months: 2, payer: 'employer' } as const;
    expect(deposit({ deposit: months }, 150_000)).toEqual({ amountFen: 300_000, payer: 'employer' });
    const flat = { kind: 'flat', amountFen: 200_000, payer: 'employer' } as const;
    expect(deposit({ deposit: flat }, 0)).toEqual({ amountFen: 200_000, payer: 'employer' });
  });
});

describe('whatever is asked', () => {
  const hundredth = (max: number, min = 0) => fc.integer({ min, max }).map((whole) => whole / 100);
  const someTier = fc.constantFrom(null, ...tiers);
  const byTier = fc.dictionary(fc.constantFrom(...tiers), hundredth(10_000), { noNullPrototype: true });
  const standards = fc.dictionary(fc.constantFrom(...tiers), hundredth(20_000, 1), { noNullPrototype: true });
  const split = fc.tuple(fc.nat(10_000), fc.nat(10_000)).map(([a, b]) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    return { person: low / 100, employer: (high - low) / 100, zone: (10_000 - high) / 100 };
  });
  const anyQuestion = fc
    .record({
      rent: fc.oneof(
        fc.record({
          kind: fc.constant('share' as const),
          byTier: fc.option(byTier),
          byTerm: fc.option(fc.array(hundredth(10_000), { minLength: 1, maxLength: 4 })),
        }),
        fc.record({ kind: fc.constant('per_square_metre' as const), fenPerSquareMetre: fc.nat(20_000) }),
      ),
      area: fc.record({
        standardByTier: fc.option(standards),
        standardWithoutTier: fc.option(hundredth(20_000, 1)),
        tolerancePercent: hundredth(10_000),
      }),
      split,
      unit: fc.record({ areaM2: hundredth(30_000, 1), marketFenPerM2: fc.nat(20_000) }),
      household: fc.record({
        tier: someTier,
        spouseTier: someTier,
        degree: fc.constantFrom(null, 'phd' as const, 'master' as const, 'bachelor' as const),
      }),
      termNumber: fc.integer({ min: 1, max: 5 }),
      monthOfTenure: fc.integer({ min: 1, max: 60 }),
      hasEmployer: fc.boolean(),
    })
    .map(({ rent, area, split, ...rest }) => question({ ...rest, policy: { rent, area, split } }));

  it('the rent is never below zero, its lines add up, and so do its payers', () => {
    let given = 0;
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const rent = monthlyRent(asked);
        if ('refused' in rent) return;
        given += 1;
        const { lines, totalFen, subsidy, netFen, split } = rent;
        expect(Math.min(totalFen, netFen, ...lines.map(({ amountFen }) => amountFen))).toBeGreaterThanOrEqual(0);
        expect(lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(totalFen);
        expect(lines.reduce((sum, { areaM2 }) => sum + areaM2, 0)).toBeCloseTo(asked.unit.areaM2, 8);
        for (const { areaM2, fenPerM2, percent, amountFen } of lines) {
          expect(Math.abs((areaM2 * fenPerM2 * percent) / 100 - amountFen)).toBeLessThan(0.5001);
        }
        expect(subsidy?.amountFen ?? 0).toBeLessThanOrEqual(totalFen);
        expect(netFen).toBe(totalFen - (subsidy?.amountFen ?? 0));
        expect(payers.reduce((sum, payer) => sum + split[payer], 0)).toBe(netFen);
        if (asked.monthOfTenure > 36) expect(subsidy).toBeNull();
        if (!asked.hasEmployer) expect(split.employer).toBe(0);
      }),
      { numRuns: 1_000 },
    );
    expect(given).toBeGreaterThan(100);
  });
});
