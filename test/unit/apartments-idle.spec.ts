import { describe, expect, it } from '@jest/globals';
import { breachOn, idleStep, warnOn } from '../../src/apartments/idle/idle.rules.js';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import { Temporal } from '../../src/kernel/time.js';

const day = (text: string) => Temporal.PlainDate.from(text);

describe('an idle unit', () => {
  it('is warned of and a breach as the policy says', () => {
    expect(warnOn(defaultPolicy, { foundOn: day('2026-09-01') }).toString()).toBe('2026-10-31');
    expect(breachOn(defaultPolicy, day('2026-09-01'), day('2026-10-31')).toString()).toBe('2026-11-30');
    expect(breachOn(defaultPolicy, day('2026-05-01'), day('2026-10-31')).toString()).toBe('2026-11-30');
  });

  it.each([
    ['2026-10-30', null, null, undefined],
    ['2026-10-31', null, null, 'warn'],
    ['2027-03-01', null, null, 'warn'],
    ['2026-11-29', '2026-10-31', null, undefined],
    ['2026-11-30', '2026-10-31', null, 'breach'],
    ['2026-12-09', '2026-11-10', null, undefined],
    ['2026-12-10', '2026-11-10', null, 'breach'],
    ['2026-12-10', '2026-10-31', '2026-11-30', undefined],
  ])('on %s, warned %s, breached %s: %s', (today, warned, breached, step) => {
    const [warnedOn, breachedOn] = [warned, breached].map((text) => (text === null ? null : day(text)));
    const idle = { foundOn: day('2026-09-01'), warnedOn: warnedOn ?? null, breachedOn: breachedOn ?? null };
    expect(idleStep(defaultPolicy, idle, day(today))).toBe(step);
  });
});
