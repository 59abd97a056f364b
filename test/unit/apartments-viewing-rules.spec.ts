import { describe, expect, it } from '@jest/globals';
import { faultOfRequest, faultOfStart, hasBegun } from '../../src/apartments/viewings/viewing.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const now = Temporal.Instant.from('2026-09-01T10:00:00+08:00');

describe('rules of viewings', () => {
  it('begin after now and 90 days ahead at most', () => {
    expect(faultOfStart(now, now)).toBe('in_the_past');
    expect(faultOfStart(now.add({ seconds: 1 }), now)).toBeUndefined();
    expect(faultOfStart(now.add({ hours: 90 * 24 }), now)).toBeUndefined();
    expect(faultOfStart(now.add({ hours: 90 * 24, seconds: 1 }), now)).toBe('too_far_ahead');
  });

  it('have begun at their first moment', () => {
    const during = { startsAt: now, endsAt: now.add({ minutes: 30 }) };
    expect(hasBegun(during, now)).toBe(true);
    expect(hasBegun(during, now.subtract({ seconds: 1 }))).toBe(false);
  });

  it('want an application, something to see, none of the same and two others at most', () => {
    const good = { applicationId: 'a', isShown: true, open: ['v', 'w'], subject: 'u' };
    expect(faultOfRequest(good)).toBeUndefined();
    expect(faultOfRequest({ ...good, applicationId: null })).toBe('no_application');
    expect(faultOfRequest({ ...good, isShown: false })).toBe('not_shown');
    expect(faultOfRequest({ ...good, open: ['u'] })).toBe('one_open');
    expect(faultOfRequest({ ...good, open: ['v', 'w', 'x'] })).toBe('too_many_open');
  });
});
