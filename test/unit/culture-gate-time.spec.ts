import { describe, expect, it } from '@jest/globals';
import { keptTime } from '../../src/culture-centre/gates/gate-time.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const instant = (at: string) => Temporal.Instant.from(`${at}+08:00`);
const [opensAt, now] = [instant('2026-08-25T08:45'), instant('2026-08-25T10:00')];
const kept = (at: string, { offline = true, isAdmitted = true } = {}) => {
  const { at: moment, isOff } = keptTime({ at: instant(at), offline, isAdmitted }, { opensAt, now });
  return [moment.toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString({ smallestUnit: 'minute' }), isOff];
};

describe('the time of a scan', () => {
  it('is the device’s without a network, where that can be true', () => {
    expect(kept('2026-08-25T09:10')).toEqual(['2026-08-25T09:10', false]);
  });

  it('is never later than now; more than two minutes ahead the device is told', () => {
    expect(kept('2026-08-25T10:02')).toEqual(['2026-08-25T10:00', false]);
    expect(kept('2026-08-25T10:03')).toEqual(['2026-08-25T10:00', true]);
    expect(kept('2199-01-01T00:00', { isAdmitted: false })).toEqual(['2026-08-25T10:00', true]);
  });

  it('is not a day before the doors opened for whoever came in; whoever was refused may have come so early', () => {
    expect(kept('1970-01-01T00:00')).toEqual(['2026-08-25T08:45', true]);
    expect(kept('2026-08-24T08:45')).toEqual(['2026-08-24T08:45', false]);
    expect(kept('2026-08-20T09:00', { isAdmitted: false })).toEqual(['2026-08-20T09:00', false]);
  });

  it('is the house’s with a network', () => {
    expect(kept('2026-08-25T09:59', { offline: false })).toEqual(['2026-08-25T10:00', false]);
    expect(kept('2026-08-25T09:10', { offline: false })).toEqual(['2026-08-25T10:00', true]);
  });
});
