import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId, newReference, readReference } from '../../src/kernel/ids.js';
import { lifecycle } from '../../src/kernel/lifecycle.js';
import { readYuan, splitByLargestRemainder, yuan } from '../../src/kernel/money.js';
import { Refusal, refusals, when } from '../../src/kernel/refusal.js';
import { preferredLanguage } from '../../src/kernel/text.js';
import { atWallClock, dateInWords, isoIn, momentInWords, overlaps, Temporal } from '../../src/kernel/time.js';
import { id, instant, line, lines, plainDate, timeOfDay } from '../../src/kernel/contract.js';

const zone = 'Asia/Shanghai';
const moment = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone);

describe('references', () => {
  it('are read back however they are typed', () => {
    const reference = newReference();
    expect(reference).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    expect(readReference(` ${reference.toLowerCase().replace('-', ' ')} `)).toBe(reference);
  });

  it('notice one wrong character and two swapped neighbours', () => {
    const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
    fc.assert(
      fc.property(fc.nat(6), fc.nat(30), (place, other) => {
        const plain = newReference().replace('-', '');
        const changed = plain.slice(0, place) + alphabet.charAt(other) + plain.slice(place + 1);
        const swapped = plain.slice(0, place) + plain.charAt(place + 1) + plain.charAt(place) + plain.slice(place + 2);
        if (changed !== plain) expect(readReference(changed)).toBeUndefined();
        if (swapped !== plain && place < 6) expect(readReference(swapped)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('refuse what is too short, too long or made of other characters', () => {
    for (const typed of ['', 'E7KM', 'E7KM-4QXRR', 'O0I1-LLLL', '😀😀😀😀-😀😀😀😀'])
      expect(readReference(typed)).toBeUndefined();
  });
});

describe('ids', () => {
  it('sort by the time at which they were made', () => {
    const ids = Array.from({ length: 100 }, newId);
    expect([...ids].sort()).toEqual(ids);
    expect(id.safeParse(ids[0]).success).toBe(true);
  });
});

describe('money', () => {
  it.each([
    ['500', 50_000],
    ['500.5', 50_050],
    ['¥1,500.50', 150_050],
    ['0', 0],
    [' 26.50 ', 2_650],
  ])('reads %s as %i fen', (text, fen) => expect(readYuan(text)).toBe(fen));

  it.each(['', '-5', '5.123', 'fünf', '1e3', '1,50', 'NaN', '=1+1'])('does not read %s', (text) =>
    expect(readYuan(text)).toBeUndefined(),
  );

  it('writes fen as yuan', () => {
    expect([50_000, 5, -150, 0].map(yuan)).toEqual(['500.00', '0.05', '-1.50', '0.00']);
  });

  it('splits to the fen, whatever the weights', () => {
    expect(splitByLargestRemainder(100, [1, 1, 1])).toEqual([34, 33, 33]);
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }),
        (total, weights) => {
          const parts = splitByLargestRemainder(total, weights);
          expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
          expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
        },
      ),
    );
  });
});

describe('time', () => {
  it('says dates as people here read them', () => {
    expect(momentInWords(moment('2026-09-01T19:00'))).toEqual({
      zh: '2026年9月1日 周二 19:00',
      en: 'Tue 1 Sep 2026, 19:00',
    });
    expect(dateInWords(Temporal.PlainDate.from('2026-11-29')).zh).toBe('2026年11月29日 周日');
  });

  it('keeps 19:00 on the wall clock in another zone with summer time', () => {
    const before = atWallClock(Temporal.PlainDate.from('2026-03-27'), '19:00', 'Europe/Berlin');
    const after = atWallClock(Temporal.PlainDate.from('2026-04-03'), '19:00', 'Europe/Berlin');
    expect(isoIn('Europe/Berlin', before)).toBe('2026-03-27T19:00:00+01:00');
    expect(isoIn('Europe/Berlin', after)).toBe('2026-04-03T19:00:00+02:00');
  });

  it('does not take two evenings that touch for a clash', () => {
    const at = (from: string, until: string) => ({
      startsAt: moment(from).toInstant(),
      endsAt: moment(until).toInstant(),
    });
    const first = at('2026-09-01T19:00', '2026-09-01T20:30');
    expect(overlaps(first, at('2026-09-01T20:30', '2026-09-01T22:00'))).toBe(false);
    expect(overlaps(first, at('2026-09-01T20:29', '2026-09-01T22:00'))).toBe(true);
  });
});

describe('languages', () => {
  it.each([
    ['en', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['fr,en-GB;q=0.7,zh;q=0.3', 'en'],
    ['en;q=0, zh', 'zh-CN'],
    ['de', 'zh-CN'],
    [undefined, 'zh-CN'],
    [';;;q=x', 'zh-CN'],
  ])('reads Accept-Language %s as %s', (header, language) => expect(preferredLanguage(header)).toBe(language));
});

describe('refusals', () => {
  const table = refusals('kernel_test', {
    full: when<{ position: number }>('conflict', ({ position }) => ({
      zh: `第 ${position} 位`,
      en: `number ${position}`,
    })),
    gone: when('not_found', () => ({ zh: '没有', en: 'gone' })),
  });

  it('carry a stable code, a sentence in both languages and the facts', () => {
    const refusal = table.full({ position: 3 });
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'kernel_test.full', kind: 'conflict', facts: { position: 3 } });
    expect(refusal.sentence).toEqual({ zh: '第 3 位', en: 'number 3' });
    expect(table.gone().code).toBe('kernel_test.gone');
  });

  it('belong to one feature: the same code twice stops the start', () => {
    expect(() => refusals('kernel_test', { gone: when('conflict', () => ({ zh: '', en: '' })) })).toThrow(
      /defined twice/,
    );
  });
});

describe('lifecycles', () => {
  it('know their moves, the states before and the final ones', () => {
    const door = lifecycle<'open' | 'shut' | 'gone'>('open', { open: ['shut'], shut: ['open', 'gone'], gone: [] });
    expect(door.mayMove('open', 'gone')).toBe(false);
    expect(door.before('open')).toEqual(['shut']);
    expect(door.isFinal('gone')).toBe(true);
  });

  it('stop the start when a state cannot be reached', () => {
    expect(() => lifecycle<'a' | 'b'>('a', { a: [], b: ['a'] })).toThrow('never reaches b');
  });
});

describe('pieces of contracts', () => {
  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-9-1', '1899-12-31', ''])('refuse the date %s', (text) =>
    expect(plainDate.safeParse(text).success).toBe(false),
  );
  it.each(['24:00', '7:00', '19:60', '19:00:00'])('refuse the time %s', (text) =>
    expect(timeOfDay.safeParse(text).success).toBe(false),
  );
  it('refuse an instant without its offset, and take one with it', () => {
    expect(instant.safeParse('2026-09-01T19:00:00').success).toBe(false);
    expect(instant.safeParse('2026-09-01T19:00:00+08:00').success).toBe(true);
  });
  it('trim a line, keep emoji and markup as text, refuse control characters', () => {
    expect(line(30).parse('  王小明 😀 <script> ')).toBe('王小明 😀 <script>');
    expect(line(30).safeParse('a\u0000b').success).toBe(false);
    expect(line(30).safeParse('李\u202e芳').success).toBe(false);
    expect(line(30).safeParse('   ').success).toBe(false);
    expect(line(3).safeParse('abcd').success).toBe(false);
  });
  it('take several lines where people tell something, and keep their breaks as one character', () => {
    expect(lines(30).parse('  厨房漏水\r\n- 昨天开始\n😀 ')).toBe('厨房漏水\n- 昨天开始\n😀');
    for (const text of ['a\u0000b', '李\u202e芳', 'a\tb', 'a\rb', ' \n ', 'x'.repeat(31)]) {
      expect(lines(30).safeParse(text).success).toBe(false);
    }
  });
});
