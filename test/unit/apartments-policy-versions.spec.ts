import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { differences } from '../../src/apartments/policy/policy-difference.rules.js';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import type { PolicyValues } from '../../src/apartments/policy/policy.contract.js';
import { refusalOf } from '../../src/apartments/policy/policy.errors.js';
import type { RuleRefusal } from '../../src/apartments/policy/policy.errors.js';
import { knownRefusalCodes } from '../../src/kernel/refusal.js';

const changed = (changes: Partial<PolicyValues>) => differences(defaultPolicy, { ...defaultPolicy, ...changes });

describe('the differences of two policies', () => {
  it('are none between a policy and itself, in whatever order its keys were kept', () => {
    const turned = Object.fromEntries(Object.entries(defaultPolicy).reverse()) as PolicyValues;
    expect(differences(defaultPolicy, turned)).toEqual([]);
  });

  it('are told key by key', () => {
    expect(changed({ termMonths: 24, renewal: { ...defaultPolicy.renewal, offerDays: 7 } })).toEqual([
      { path: 'termMonths', from: 12, to: 24 },
      { path: 'renewal.offerDays', from: 14, to: 7 },
    ]);
  });

  it('take a list as one value, and what is not there as null', () => {
    const rent = { kind: 'share', byTier: { A: 0, B: 0, C: 20, D: 20 }, byTerm: [50, 70] } as const;
    expect(changed({ rent: { ...rent, byTerm: [...rent.byTerm] } })).toEqual([
      { path: 'rent.byTier.E', from: 40, to: null },
      { path: 'rent.byTier.F', from: 60, to: null },
      { path: 'rent.byTerm', from: [50, 70, 100], to: [50, 70] },
    ]);
  });

  it('name a benefit that is taken away, and one of another kind', () => {
    expect(changed({ subsidy: null })).toEqual([{ path: 'subsidy', from: defaultPolicy.subsidy, to: null }]);
    expect(changed({ deposit: { kind: 'flat', amountFen: 200_000, payer: 'employer' } })).toEqual([
      { path: 'deposit.kind', from: 'months', to: 'flat' },
      { path: 'deposit.months', from: 1, to: null },
      { path: 'deposit.payer', from: 'person', to: 'employer' },
      { path: 'deposit.amountFen', from: null, to: 200_000 },
    ]);
  });
});

describe('what the rules refuse', () => {
  const tenure = { longestMonths: 36, usedMonths: 36, usedDays: 1 };
  it.each<RuleRefusal>([
    { code: 'no_share_for_tier', facts: { tier: 'E' } },
    { code: 'no_share_without_tier', facts: {} },
    { code: 'no_share_for_term', facts: { termNumber: 3, lastTerm: 2 } },
    { code: 'no_standard_area', facts: { tier: null } },
    { code: 'no_standard_area', facts: { tier: 'B' } },
    { code: 'no_employer_to_bill', facts: { employerFen: 45_050 } },
    { code: 'not_insured', facts: { ordinaryLeases: 1 } },
    { code: 'short_first_lease_used', facts: { times: 1 } },
    { code: 'home_extension_used', facts: { times: 2, ...tenure } },
    { code: 'longest_tenure_reached', facts: tenure },
  ])('has a sentence in both languages: %j', (refused) => {
    const { code, sentence, facts } = refusalOf(refused);
    expect(code).toBe(`policies.${refused.code}`);
    expect(facts).toBe(refused.facts);
    expect(sentence.zh).toMatch(/^[^a-z]*[\u4e00-\u9fff][^a-z]*。$/);
    expect(sentence.en).toMatch(/^[A-Z][^\u4e00-\u9fff]*\.$/);
    expect(`${sentence.zh} ${sentence.en}`).not.toMatch(/undefined|null|NaN/);
  });

  it('says the numbers behind it', () => {
    const { sentence } = refusalOf({ code: 'no_share_for_term', facts: { termNumber: 3, lastTerm: 2 } });
    expect(sentence.en).toBe('The policy gives a share of market rent up to term 2, and none for term 3.');
  });
});

describe('the guide for staff', () => {
  const guide = readFileSync(new URL('../../docs/apartment-policy.md', import.meta.url), 'utf8');
  const other = {
    rent: { kind: 'per_square_metre', fenPerSquareMetre: 0 },
    deposit: { kind: 'flat', amountFen: 0, payer: 'person' },
  };
  const leaves = (path: string, value: unknown): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && path !== 'rent.byTier'
      ? Object.entries(value).flatMap(([key, inner]) => leaves(path === '' ? key : `${path}.${key}`, inner))
      : [path];

  it('has a row for every key, and for every code that the rules refuse with', () => {
    const keys = [...leaves('', defaultPolicy), ...leaves('', other)];
    expect(keys.filter((key) => !guide.includes(`| \`${key}\` `))).toEqual([]);
    const codes = knownRefusalCodes().filter((code) => code.startsWith('policies.'));
    expect(
      codes.filter(
        (code) => /no_(share|standard|employer)|_used|_reached|_insured/.test(code) && !guide.includes(code),
      ),
    ).toEqual([]);
  });
});
