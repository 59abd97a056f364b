import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { refundOnWithdrawal } from '../../src/evening-school/refund.rules.js';
import type { RefundQuestion } from '../../src/evening-school/refund.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const zone = 'Asia/Shanghai';
const at = (moment: string) => Temporal.PlainDateTime.from(moment.replace(' ', 'T')).toZonedDateTime(zone).toInstant();
const paid = (fen: number) => ({ owedFen: fen, reducedFen: 0, writtenOffFen: 0, paidFen: fen, refundedFen: 0 });

/** Twelve Mondays at 19:00 from 7 September 2026, 500 yuan paid, full refund until 7 days before. */
function ask(overrides: Partial<RefundQuestion> & { today: string }) {
  const { today, ...rest } = overrides;
  return refundOnWithdrawal({
    terms: { fullRefundDays: 7 },
    paid: paid(50_000),
    sessions: mondays(12),
    wasConfirmed: true,
    now: at(today),
    zone,
    ...rest,
  });
}

function mondays(count: number, cancelled: readonly number[] = []) {
  return Array.from({ length: count }, (_, index) => ({
    startsAt: at('2026-09-07 19:00').add({ hours: 24 * 7 * index }),
    isCancelled: cancelled.includes(index + 1),
  }));
}

describe('the refund on withdrawal', () => {
  it('is everything up to the end of the day that lies N days before the first session', () => {
    expect(ask({ today: '2026-08-31 23:59' })).toMatchObject({ rule: 'full', refundFen: 50_000, keptFen: 0 });
    expect(ask({ today: '2026-08-31 23:59' }).fullUntil?.toString()).toBe('2026-08-31');
    expect(ask({ today: '2026-09-01 00:00' }).rule).toBe('pro_rata');
  });

  it('is the share of the sessions not yet begun after that day', () => {
    expect(ask({ today: '2026-09-20 12:00' })).toMatchObject({
      rule: 'pro_rata',
      sessionsBegun: 2,
      sessionsTotal: 12,
      keptFen: 8_333,
      refundFen: 41_667,
      reduceFen: 41_667,
    });
  });

  it('keeps nothing while no session has begun, even after that day', () => {
    expect(ask({ today: '2026-09-07 18:59' })).toMatchObject({ rule: 'pro_rata', refundFen: 50_000 });
  });

  it('counts a session as begun at its start', () => {
    expect(ask({ today: '2026-09-07 18:59' }).sessionsBegun).toBe(0);
    expect(ask({ today: '2026-09-07 19:00' }).sessionsBegun).toBe(1);
  });

  it('is nothing once the last session has begun', () => {
    expect(ask({ today: '2026-11-23 19:00' })).toMatchObject({ refundFen: 0, keptFen: 50_000, reduceFen: 0 });
  });

  it('gives the odd fen to the learner', () => {
    const { keptFen, refundFen } = ask({ today: '2026-09-07 20:00', paid: paid(100), sessions: mondays(3) });
    expect([keptFen, refundFen]).toEqual([33, 67]);
  });

  it('counts a cancelled session as not begun, whenever it was to be', () => {
    const { sessionsBegun, keptFen } = ask({ today: '2026-09-20 12:00', sessions: mondays(12, [1]) });
    expect([sessionsBegun, keptFen]).toEqual([1, 4_166]);
  });

  it('counts the days from the first session that takes place', () => {
    const { fullUntil } = ask({ today: '2026-09-01 12:00', sessions: mondays(12, [1]) });
    expect(fullUntil?.toString()).toBe('2026-09-07');
  });

  it('lets go of everything that an unpaid hold owes', () => {
    const unpaid = { ...paid(50_000), paidFen: 0 };
    expect(ask({ today: '2026-10-01 12:00', paid: unpaid, wasConfirmed: false })).toMatchObject({
      rule: 'nothing_owed',
      reduceFen: 50_000,
      refundFen: 0,
    });
  });

  it('hands back what was paid in part for a place that was never confirmed', () => {
    const inPart = { ...paid(50_000), paidFen: 20_000 };
    expect(ask({ today: '2026-08-30 12:00', paid: inPart, wasConfirmed: false }).refundFen).toBe(20_000);
  });

  it('shares out only what was really due, where part of it was written off', () => {
    const letOff = { ...paid(50_000), writtenOffFen: 20_000, paidFen: 30_000 };
    expect(ask({ today: '2026-09-20 12:00', paid: letOff })).toMatchObject({ keptFen: 5_000, refundFen: 25_000 });
  });

  it('owes nothing either way for a free class', () => {
    expect(ask({ today: '2026-09-20 12:00', paid: paid(0) })).toMatchObject({ rule: 'nothing_owed', refundFen: 0 });
  });

  it('adds up to what was paid, whatever the amount, and never grows as sessions begin', () => {
    const amounts = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 100 }), (fen, count, weeks) => {
        const after = (n: number) => at('2026-09-01 12:00').add({ hours: 24 * 7 * n });
        const answer = (n: number) =>
          ask({ today: '2026-09-01 12:00', now: after(n), paid: paid(fen), sessions: mondays(count) });
        const now = answer(weeks);
        expect(now.keptFen + now.refundFen).toBe(fen);
        expect(now.refundFen).toBeGreaterThanOrEqual(answer(weeks + 1).refundFen);
        expect(now.refundFen * count).toBeGreaterThanOrEqual(fen * (count - now.sessionsBegun));
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
