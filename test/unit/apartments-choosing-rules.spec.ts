import { describe, expect, it } from '@jest/globals';
import { isRunning, movesUp, nextTurn, turnsFrom } from '../../src/apartments/choosing/choosing.rules.js';
import { Temporal } from '../../src/kernel/time.js';
import type { Span } from '../../src/kernel/time.js';

const zone = 'Asia/Shanghai';
const at = (text: string) => Temporal.Instant.from(`2026-08-${text}:00+08:00`);
const inWords = ({ startsAt, endsAt }: Span) =>
  [startsAt, endsAt]
    .map((moment) => moment.toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(8, 16))
    .join(' ');

describe('a turn to choose', () => {
  it.each([
    ['20T07:00', 20, '20T09:00 20T09:20'],
    ['20T09:00', 20, '20T09:00 20T09:20'],
    ['20T17:40', 20, '20T17:40 20T18:00'],
    ['20T17:41', 20, '21T09:00 21T09:20'],
    ['20T23:00', 20, '21T09:00 21T09:20'],
    ['20T09:00', 540, '20T09:00 20T18:00'],
    ['20T09:01', 540, '21T09:00 21T18:00'],
  ])('not before %s for %i minutes: %s', (from, minutes, turn) => {
    expect(inWords(nextTurn(at(from), minutes, zone))).toBe(turn);
  });

  it('follows the one before, over the night too', () => {
    expect(turnsFrom(at('20T17:00'), 25, 4, zone).map(inWords)).toEqual([
      '20T17:00 20T17:25',
      '20T17:25 20T17:50',
      '21T09:00 21T09:25',
      '21T09:25 21T09:50',
    ]);
  });

  it('runs from its first moment until its last, which is the next one’s', () => {
    const turn = nextTurn(at('20T09:00'), 20, zone);
    expect(['20T08:59', '20T09:00', '20T09:19', '20T09:20'].map((now) => isRunning(turn, at(now)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('moves up on its own day alone, and not once it has begun', () => {
    const turn = nextTurn(at('21T09:20'), 20, zone);
    expect(['20T17:50', '21T08:59', '21T09:05', '21T09:20'].map((now) => movesUp(turn, at(now), zone))).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});
