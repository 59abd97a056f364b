import { describe, expect, it } from '@jest/globals';
import { likelyTurn } from '../../src/apartments/applications/waiting-estimate.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const unit = (on: string, isSettled = false) => ({ on: Temporal.PlainDate.from(on), isSettled });
const turn = (...asked: Parameters<typeof likelyTurn>) => likelyTurn(...asked)?.toString() ?? null;

describe('when it is somebody’s turn to choose', () => {
  const settled = ['2026-10-01', '2026-09-01', '2026-11-01'].map((on) => unit(on, true));

  it('is the day of as many units as the place says, whatever their order', () => {
    const none = { renewed: 0, notRenewed: 0 };
    expect([1, 2, 3, 4].map((place) => turn(place, settled, none))).toEqual([
      ...['2026-09-01', '2026-10-01', '2026-11-01', null],
    ]);
  });

  it('counts a lease that may be renewed for the share of those that were not', () => {
    const leases = Array.from({ length: 10 }, (_, n) => unit(`2026-12-${String(n + 1).padStart(2, '0')}`));
    const share = { renewed: 7, notRenewed: 3 };
    expect([1, 2, 3, 4].map((place) => turn(place, leases, share))).toEqual([
      ...['2026-12-04', '2026-12-07', '2026-12-10', null],
    ]);
    expect(turn(2, [unit('2026-09-01', true), ...leases], share)).toBe('2026-12-04');
  });

  it('is not known where no lease has ended and nothing is settled', () => {
    expect(turn(1, [unit('2026-12-01')], { renewed: 0, notRenewed: 0 })).toBeNull();
    expect(turn(1, [], { renewed: 0, notRenewed: 5 })).toBeNull();
  });
});
