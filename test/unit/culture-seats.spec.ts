import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestPoint, bestTogether, mostTogether, strandedBy } from '../../src/culture-centre/halls/best-seats.rules.js';
import { seatMap } from '../../src/culture-centre/halls/seat-map.contract.js';
import { problemsIn, seatsOf, stretchesOf, zoneCounts } from '../../src/culture-centre/halls/seat-map.rules.js';
import { completion } from '../../src/culture-centre/orders/orders.contract.js';
import type { Seat } from '../../src/culture-centre/halls/seat-map.rules.js';
import { grandTheatre } from '../support/given-programme.js';

/** A hall of rows as they look: letters are zones, `.` an aisle. */
function hall(...rows: string[]) {
  const blocks = (row: string) => {
    const found: { from: number; to: number; at: number; zone: string }[] = [];
    let number = 0;
    [...row].forEach((zone, at) => {
      if (zone === '.') return;
      number += 1;
      const last = found.at(-1);
      if (last && last.zone === zone && last.at + last.to - last.from + 1 === at) last.to = number;
      else found.push({ from: number, to: number, at, zone });
    });
    return found;
  };
  const zones = [...new Set(rows.join('').replaceAll('.', ''))].map((code) => ({ code, name: code, nameEn: code }));
  return seatMap.parse({ zones, rows: rows.map((row, at) => ({ name: String(at + 1), at, blocks: blocks(row) })) });
}
const all = () => true;
const keys = (seats: readonly Seat[] | undefined) => seats?.map(({ key }) => key);
const wish = (seats: number, overrides: object = {}) => ({ seats, zone: null, noSingles: false, ...overrides });

describe('a seat map', () => {
  it('makes stretches between aisles, whatever the zones in them', () => {
    const stretches = stretchesOf(hall('AAB.BB', 'AAAAAA'));
    expect(stretches.map((stretch) => stretch.length)).toEqual([3, 2, 6]);
  });

  it('has no problems in the grand theatre, where numbers rise and rows are complete', () => {
    expect(problemsIn(grandTheatre)).toEqual([]);
    expect(seatsOf(grandTheatre)).toHaveLength(806);
    expect(zoneCounts(grandTheatre).map(({ zone, seats }) => `${zone} ${seats}`)).toEqual(['A 160', 'B 416', 'C 230']);
  });

  it('has no row whose seats an order could not name', () => {
    const block = { from: 1, to: 1, at: 0, zone: 'A' };
    const mapOf = (name: string) => ({
      zones: [{ code: 'A', name: 'A', nameEn: 'A' }],
      rows: [{ name, at: 0, blocks: [block] }],
    });
    for (const name of ['二 楼', '1-2', '二\u3000楼', '-']) {
      const { error } = seatMap.safeParse(mapOf(name));
      expect(error?.issues[0]).toMatchObject({
        path: ['rows', 0, 'name'],
        params: { en: expect.stringContaining('dash') },
      });
    }
    for (const name of ['1', '二楼', 'AA', '楼上左1']) {
      const [seat] = seatsOf(seatMap.parse(mapOf(name)));
      expect(completion.parse({ visitors: [{ seat: seat?.key, name: '李芳' }] }).visitors).toHaveLength(1);
    }
    const named = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(named, (name) => {
        const read = seatMap.safeParse(mapOf(name));
        const seat = read.data && seatsOf(read.data)[0]?.key;
        return seat === undefined || completion.safeParse({ visitors: [{ seat, name: '李芳' }] }).success;
      }),
    );
  });

  it('names rows and seats that are there twice, lie upon each other, or are in no zone', () => {
    const block = { to: 2, at: 0, zone: 'A' };
    const rows = [
      {
        name: '1',
        at: 0,
        blocks: [
          { ...block, from: 1 },
          { from: 3, to: 4, at: 1, zone: 'Z' },
        ],
      },
      { name: '1', at: 1, blocks: [{ ...block, from: 1 }] },
    ];
    const wrong = problemsIn(seatMap.parse({ zones: [{ code: 'A', name: 'A', nameEn: 'A' }], rows })).map(
      ({ en }) => en,
    );
    expect(wrong).toContain('row 1 is there twice');
    expect(wrong).toContain('seat 3 of row 1 is in an unknown zone');
    expect(wrong).toContain('seat 3 of row 1 lies upon another');
    expect(wrong).toContain('seat 1 of row 1 is there twice');
  });

  it('numbers in steps of two and from right to left', () => {
    const blocks = [
      { from: 1, to: 5, step: 2, at: 0, zone: 'A', mirrored: true },
      { from: 2, to: 6, step: 2, at: 4, zone: 'A' },
    ];
    const map = seatMap.parse({ zones: [{ code: 'A', name: 'A', nameEn: 'A' }], rows: [{ name: '1', at: 0, blocks }] });
    expect(stretchesOf(map).map((stretch) => stretch.map(({ number }) => number))).toEqual([
      [5, 3, 1],
      [2, 4, 6],
    ]);
  });
});

describe('the best seats together', () => {
  it('are in the middle, a little nearer to the stage', () => {
    const rows = hall('AAAAAAA', 'AAAAAAA', 'AAAAAAA', 'AAAAAAA', 'AAAAAAA');
    expect(keys(bestTogether(stretchesOf(rows), all, wish(3)))).toEqual(['3-3', '3-4', '3-5']);
  });

  it('never lie across an aisle nor in two zones', () => {
    const stretches = stretchesOf(hall('AA.AA', 'AABB.'));
    expect(bestTogether(stretches, all, wish(3))).toBeUndefined();
    expect(mostTogether(stretches, all, null)).toBe(2);
  });

  it('leave no single seat where another choice of the same number does not', () => {
    const stretches = stretchesOf(hall('AAAAA'));
    const [stretch] = stretches as [Seat[]];
    const chosen = bestTogether(stretches, all, wish(2, { noSingles: true }));
    expect(strandedBy(stretch, all, new Set(keys(chosen)))).toEqual([]);
    expect(keys(bestTogether(stretches, all, wish(4, { noSingles: true })))).toHaveLength(4);
  });

  const halls = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }))
    .chain(([rows, width]) =>
      fc.array(fc.string({ unit: fc.constantFrom('A', 'A', 'A', 'B', '.'), minLength: width, maxLength: width }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
    .filter((rows) => /[AB]/.test(rows.join('')))
    .map((rows) => rows.filter((row) => /[AB]/.test(row)));

  it('are as good as any that could be found by looking at every choice', () => {
    fc.assert(
      fc.property(
        halls,
        fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (rows, frees, seats, noSingles) => {
          const stretches = stretchesOf(hall(...rows));
          const order = new Map(stretches.flat().map((seat, index) => [seat.key, index]));
          const isFree = ({ key }: Seat) => frees[order.get(key) ?? 0] ?? true;
          const centre = bestPoint(stretches);
          const score = (some: readonly Seat[]) =>
            some.reduce((sum, { x, y }) => sum + Math.abs(x - centre.x) + 2 * Math.abs(y - centre.y), 0);
          const candidates = stretches.flatMap((stretch) =>
            stretch.flatMap((_, from) => {
              const some = stretch.slice(from, from + seats);
              const fits = some.length === seats && some.every((seat) => isFree(seat) && seat.zone === some[0]?.zone);
              if (!fits) return [];
              const strands = noSingles && strandedBy(stretch, isFree, new Set(some.map(({ key }) => key))).length > 0;
              return [{ score: score(some), strands }];
            }),
          );
          const found = bestTogether(stretches, isFree, wish(seats, { noSingles }));
          if (candidates.length === 0) return expect(found).toBeUndefined();
          const better = candidates.filter(({ strands }) => !strands);
          const best = Math.min(...(better.length > 0 ? better : candidates).map((one) => one.score));
          expect(score(found ?? [])).toBeCloseTo(best);
          expect(found?.every(isFree)).toBe(true);
          return expect(mostTogether(stretches, isFree, null)).toBeGreaterThanOrEqual(seats);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('strand nothing that was single before, and something exactly where a choice in the gap would have left none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        fc.nat(8),
        fc.integer({ min: 1, max: 4 }),
        (frees, from, seats) => {
          const [stretch = []] = stretchesOf(hall('A'.repeat(frees.length)));
          const isFree = ({ number }: Seat) => frees[number - 1] ?? false;
          const chosen = stretch.slice(from, from + seats);
          fc.pre(chosen.length === seats && chosen.every(isFree));
          const picked = new Set(chosen.map(({ key }) => key));
          const stranded = strandedBy(stretch, isFree, picked);
          const isOpen = (number: number) =>
            number >= 1 && number <= frees.length && frees[number - 1] && !picked.has(`1-${number}`);
          const alone = stretch.filter(({ number }) => isOpen(number) && !isOpen(number - 1) && !isOpen(number + 1));
          const wasFree = (number: number) => number >= 1 && number <= frees.length && frees[number - 1];
          const fresh = alone.filter(({ number }) => wasFree(number - 1) || wasFree(number + 1));
          let [left, right] = [chosen[0]?.number ?? 0, chosen.at(-1)?.number ?? 0];
          while (wasFree(left - 1)) left -= 1;
          while (wasFree(right + 1)) right += 1;
          const unavoidable = right - left + 1 - seats === 1;
          expect(stranded.map(({ key }) => key)).toEqual(unavoidable ? [] : fresh.map(({ key }) => key));
        },
      ),
      { numRuns: 500 },
    );
  });
});
