import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Opening } from '../../src/admission/openings/opening.entity.js';
import {
  askAgainAfter,
  calledBy,
  calledUpTo,
  nextRate,
  stateOf,
  turnOf,
} from '../../src/admission/openings/opening.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const opensAt = Temporal.Instant.from('2026-08-18T01:00:00Z');
const after = (seconds: number) => opensAt.add({ milliseconds: Math.round(seconds * 1000) });

const opening = (given: Partial<Opening> = {}): Opening => ({
  id: 'o',
  venueId: 'v',
  title: '秋季学期',
  titleEn: 'Autumn',
  opensAt,
  closesAt: after(86_400),
  perSecond: 10,
  rate: 10,
  issued: 100,
  called: 0,
  calledAt: after(-900),
  lapsed: 0,
  pausedAt: null,
  notice: null,
  noticeEn: null,
  ...given,
});

describe('the waiting room', () => {
  it('calls nobody before the opening, and then so many each second', () => {
    expect(calledBy(opening(), after(-1))).toBe(0);
    expect(calledBy(opening(), after(0))).toBe(0);
    expect(calledBy(opening(), after(2.5))).toBe(25);
  });

  it('tells who waits how many are before them and how long it takes, the time until the opening with it', () => {
    expect(turnOf(opening(), 31, after(1))).toEqual({ state: 'waiting', ahead: 20, waitSeconds: 2.1 });
    expect(turnOf(opening(), 31, after(-60))).toEqual({ state: 'waiting', ahead: 30, waitSeconds: 63.1 });
    expect(turnOf(opening(), 10, after(1))).toEqual({ state: 'called' });
    expect(turnOf(opening({ called: 50, lapsed: 10 }), 10, after(1))).toEqual({ state: 'over' });
  });

  it('stands still while it is paused, and nobody knows how long that takes', () => {
    const paused = opening({ called: 20, pausedAt: after(2) });
    expect(calledBy(paused, after(60))).toBe(20);
    expect(turnOf(paused, 30, after(60))).toEqual({ state: 'waiting', ahead: 9, waitSeconds: null });
    expect(turnOf(paused, 20, after(60))).toEqual({ state: 'called' });
  });

  it('saves up no right to let many in at once while nobody comes', () => {
    const idle = opening({ issued: 3 });
    const anew = { ...idle, ...calledUpTo(idle, after(60)), issued: 500 };
    expect(calledBy(anew, after(60))).toBe(3);
    expect(calledBy(anew, after(61))).toBe(13);
  });

  it('lets in no more than the pace, whenever it is written down', () => {
    const pauses = fc.array(fc.double({ min: 0.001, max: 3, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 50 }), (steps, pace) => {
        let now = 0;
        let room = opening({ perSecond: pace, rate: pace, issued: 1_000_000 });
        for (const step of steps) {
          now += step;
          room = { ...room, ...calledUpTo(room, after(now)) };
        }
        expect(room.called).toBeLessThanOrEqual(pace * (now + 0.001 * (steps.length + 1)));
        expect(room.called).toBeGreaterThanOrEqual(pace * (now - 0.001 * (steps.length + 1)));
      }),
    );
  });

  it('never takes back that somebody was called', () => {
    const times = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 200 }), (seconds, number) => {
        let room = opening({ issued: 200 });
        let wasCalled = false;
        for (const second of seconds.sort((a, b) => a - b)) {
          room = { ...room, ...calledUpTo(room, after(second)) };
          const isCalled = turnOf(room, number, after(second)).state === 'called';
          expect(isCalled || !wasCalled).toBe(true);
          wasCalled = isCalled;
        }
      }),
    );
  });
});

describe('the pace of the waiting room', () => {
  it('falls while the queue is long, rises while it is short, and never passes the setting', () => {
    expect(nextRate({ perSecond: 100, rate: 100 }, 5)).toBe(70);
    expect(nextRate({ perSecond: 100, rate: 70 }, 1.5)).toBe(70);
    expect(nextRate({ perSecond: 100, rate: 70 }, 0.2)).toBeCloseTo(78);
    expect(nextRate({ perSecond: 100, rate: 99 }, 0)).toBe(100);
    expect(nextRate({ perSecond: 100, rate: 80 }, undefined)).toBe(80);
  });

  it('never falls below one a second: the room must not stop by itself', () => {
    expect(nextRate({ perSecond: 100, rate: 1 }, 60)).toBe(1);
    expect(nextRate({ perSecond: 1, rate: 1 }, 60)).toBe(1);
  });

  it('is nothing where there is no waiting room', () => {
    expect(nextRate({ perSecond: null, rate: 0 }, 0)).toBe(0);
  });
});

describe('an opening', () => {
  it('is before, running, paused, over', () => {
    expect(stateOf(opening(), after(-1))).toBe('before');
    expect(stateOf(opening(), after(0))).toBe('running');
    expect(stateOf(opening({ pausedAt: after(1) }), after(2))).toBe('paused');
    expect(stateOf(opening({ pausedAt: after(1) }), after(86_400))).toBe('over');
  });

  it('has pages ask again when their turn is likely, and every twenty seconds until then', () => {
    const waits = [600, 30, 6, 1].map((waitSeconds) => askAgainAfter({ state: 'waiting', ahead: 1, waitSeconds }));
    expect(waits).toEqual([20, 20, 6, 1]);
    expect(askAgainAfter({ state: 'waiting', ahead: 1, waitSeconds: null })).toBe(20);
  });
});
