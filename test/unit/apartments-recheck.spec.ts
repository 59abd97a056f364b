import { describe, expect, it } from '@jest/globals';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import { answerBy, mendBy, stateOf, toReprove } from '../../src/apartments/rechecks/recheck.rules.js';
import type { Proof } from '../../src/apartments/rechecks/recheck.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const day = (text: string) => Temporal.PlainDate.from(text);
const proof = (given: Partial<Proof>): Proof => ({
  kind: 'employer_contract',
  state: 'accepted',
  validUntil: null,
  hiredOn: null,
  ...given,
});
const then = { nextStartsOn: day('2027-04-01'), hasOtherSpouse: false, mayStayUninsured: false };

describe('what must be proved anew', () => {
  it('is what no longer holds on the first day of the next lease, its last day being a valid one', () => {
    expect(toReprove([proof({ validUntil: day('2027-04-01') })], then)).toEqual([]);
    expect(toReprove([proof({ validUntil: day('2027-03-31') })], then)).toEqual([
      { kind: 'employer_contract', why: 'out_of_date' },
    ]);
    expect(toReprove([proof({})], then)).toEqual([]);
  });

  it('is what was never accepted, insurance of the newly hired, and a household with another spouse', () => {
    const all = [
      proof({ kind: 'household' }),
      proof({ kind: 'social_insurance', hiredOn: day('2026-08-10') }),
      proof({ state: 'returned' }),
    ];
    expect(toReprove(all, { ...then, hasOtherSpouse: true })).toEqual([
      { kind: 'employer_contract', why: 'not_accepted' },
      { kind: 'social_insurance', why: 'not_insured' },
      { kind: 'household', why: 'household_changed' },
    ]);
    expect(toReprove(all.slice(1, 2), { ...then, mayStayUninsured: true })).toEqual([]);
  });
});

describe('the last day to give it', () => {
  const end = day('2027-03-31');
  const by = (renewal: Partial<typeof defaultPolicy.renewal>, today: string) =>
    answerBy({ renewal: { ...defaultPolicy.renewal, ...renewal } }, end, day(today)).toString();

  it.each([
    ['is the last day to ask for renewal', {}, '2027-01-30', '2027-03-01'],
    [
      'leaves time for an offer where the re-check is later than that',
      { recheckDaysBefore: 20 },
      '2027-03-11',
      '2027-03-17',
    ],
    ['is today where it would have passed', {}, '2027-03-20', '2027-03-20'],
    ['is never after the lease', {}, '2027-04-09', '2027-03-31'],
  ])('%s', (_, renewal, today, expected) => {
    expect(by(renewal, today)).toBe(expected);
  });

  it('gives a week to mend what was returned, and no less than there was', () => {
    expect(mendBy(day('2027-03-01'), day('2027-02-10'), end).toString()).toBe('2027-03-01');
    expect(mendBy(day('2027-03-01'), day('2027-02-27'), end).toString()).toBe('2027-03-06');
    expect(mendBy(day('2027-03-01'), day('2027-03-29'), end).toString()).toBe('2027-03-31');
  });
});

describe('the outcome', () => {
  it.each([
    [[], 'fit', 'fit'],
    [['accepted', 'dropped'], 'fit', 'fit'],
    [['accepted', 'given'], 'given', 'given'],
    [['given', 'asked'], 'asked', 'not_fit'],
    [['accepted', 'returned'], 'asked', 'not_fit'],
    [['given', 'rejected'], 'not_fit', 'not_fit'],
  ] as const)('of %j is %s, and %s after the last day', (states, inTime, late) => {
    const items = states.map((state) => ({ state }));
    expect([stateOf(items, false), stateOf(items, true)]).toEqual([inTime, late]);
  });
});
