import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { standingOn, versionOn } from '../../src/admission/absences/absence.rules.js';
import type { AbsenceRule, CountedMark, PolicyVersion } from '../../src/admission/absences/absence.rules.js';
import { Temporal } from '../../src/kernel/time.js';

const first = Temporal.PlainDate.from('2026-01-01');
/** Days are numbers here, 0 for the first of January. */
const on = (day: number) => first.add({ days: day });
const number = (day: Temporal.PlainDate) => first.until(day, { largestUnit: 'days' }).days;

const mark = (day: number, scope = 'class'): CountedMark => {
  return { id: `${scope} ${day}`, day: on(day), scope, reason: { zh: '缺课', en: 'Absent' } };
};
const version = (rule: AbsenceRule | null, from = 0, scope = 'class'): PolicyVersion => {
  return { scope, validFrom: on(from), rule };
};
const rule = (absences: number, withinDays: number, barredDays: number) => ({ absences, withinDays, barredDays });
const barOf = (versions: readonly PolicyVersion[], marks: readonly CountedMark[], day: number, kind = 'class') => {
  const bar = standingOn(versions, kind, marks, on(day))?.bar;
  return bar ? `${number(bar.from)}–${number(bar.until)}` : null;
};

describe('absences', () => {
  it('do not bar where there is no policy, or before it holds', () => {
    const marks = [mark(1), mark(2), mark(3)];
    expect(standingOn([], 'class', marks, on(3))).toBeUndefined();
    expect(standingOn([version(rule(1, 30, 30), 4)], 'class', marks, on(3))).toBeUndefined();
  });

  it.each([
    ['3 in 180 days bar for 60', rule(3, 180, 60), [0, 100, 179], '179–239'],
    ['3 in 180 days bar for 60: the first is too long ago', rule(3, 180, 60), [0, 100, 180], null],
    ['3 bar for 30 days, however far apart', rule(3, 730, 30), [0, 300, 700], '700–730'],
    ['2 in 120 days bar for 120', rule(2, 120, 120), [10, 129], '129–249'],
    ['1 bars at once', rule(1, 1, 7), [5], '5–12'],
  ])('by the examples in force: %s', (_, by, days, expected) => {
    expect(
      barOf(
        [version(by)],
        days.map((day) => mark(day)),
        Math.max(...days),
      ),
    ).toBe(expected);
  });

  it('let one book again on the day on which the bar ends, and not the day before', () => {
    const marks = [mark(0), mark(1)];
    expect(barOf([version(rule(2, 10, 30))], marks, 30)).toBe('1–31');
    expect(barOf([version(rule(2, 10, 30))], marks, 31)).toBeNull();
  });

  it('bar for longer when there are more while one is barred', () => {
    const bar = standingOn([version(rule(2, 10, 5))], 'class', [mark(0), mark(1), mark(4)], on(4))?.bar;
    expect([number(bar?.from ?? on(0)), number(bar?.until ?? on(0)), bar?.marks.length]).toEqual([1, 9, 3]);
  });

  it('say how many are left', () => {
    const left = (...days: number[]) =>
      standingOn(
        [version(rule(3, 10, 5))],
        'class',
        days.map((day) => mark(day)),
        on(9),
      )?.marksLeft;
    expect([left(), left(0), left(0, 9), left(0, 1, 2)]).toEqual([3, 2, 1, 1]);
  });

  it('are judged by the version of their own day: a stricter one bars nobody for what was before it', () => {
    const versions = [version(rule(3, 100, 10)), version(rule(2, 100, 50), 20)];
    expect(barOf(versions, [mark(5), mark(10)], 20)).toBeNull();
    expect(barOf(versions, [mark(5), mark(25)], 25)).toBe('25–75');
    expect(barOf([version(rule(2, 100, 50)), version(rule(5, 100, 5), 20)], [mark(5), mark(10)], 30)).toBe('10–60');
  });

  it('bar nobody any more from the day on which they are switched off', () => {
    const versions = [version(rule(1, 10, 50)), version(null, 20)];
    expect([barOf(versions, [mark(5)], 19), barOf(versions, [mark(5)], 20)]).toEqual(['5–55', null]);
  });

  it('of every kind count where a kind has no policy of its own, and only its own where it has', () => {
    const versions = [version(rule(2, 30, 10), 0, '*'), version(rule(3, 30, 10), 0, 'class')];
    const marks = [mark(1, 'class'), mark(2, 'visit')];
    expect([barOf(versions, marks, 2, 'visit'), barOf(versions, marks, 2, 'class')]).toEqual(['2–12', null]);
    expect(versionOn([version(rule(1, 1, 1), 0, '*'), version(null, 0, 'class')], 'class', on(1))?.rule).toBeNull();
  });
});

describe('absences beside a count day by day', () => {
  const rules = fc.record({
    absences: fc.integer({ min: 1, max: 4 }),
    withinDays: fc.integer({ min: 4, max: 20 }),
    barredDays: fc.integer({ min: 1, max: 15 }),
  });
  const stories = fc.record({
    days: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }),
    scopes: fc.array(fc.constantFrom('class', 'visit'), { minLength: 20, maxLength: 20 }),
    versions: fc.uniqueArray(
      fc.record({
        from: fc.integer({ min: 0, max: 50 }),
        scope: fc.constantFrom('class', '*'),
        rule: fc.option(rules, { freq: 5 }),
      }),
      { maxLength: 5, selector: ({ from, scope }) => `${from} ${scope}` },
    ),
  });
  type Story = typeof stories extends fc.Arbitrary<infer One> ? One : never;

  /** The rule and the scope that hold for classes on a day, found by walking back to the day they began. */
  function ruleFor({ versions }: Story, day: number) {
    for (const scope of ['class', '*']) {
      for (let from = day; from >= 0; from--) {
        const found = versions.find((one) => one.scope === scope && one.from === from);
        if (found) return found;
      }
    }
    return undefined;
  }

  /** Whether marks up to `known` bar on a day: somewhere before it, enough of them came together. */
  function isBarred(story: Story, day: number, known = day): boolean {
    for (let y = 0; y <= known; y++) {
      const held = ruleFor(story, y);
      if (!held?.rule || day < y || day >= y + held.rule.barredDays) continue;
      const counts = (x: number) => {
        const index = story.days.indexOf(x);
        return index >= 0 && (held.scope === '*' || story.scopes[index] === 'class');
      };
      let count = 0;
      for (let x = y - held.rule.withinDays + 1; x <= y; x++) if (counts(x)) count += 1;
      if (counts(y) && count >= held.rule.absences) return true;
    }
    return false;
  }

  it('bar on the same days, until the same day, and warn before the last one', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const versions = story.versions.map((one) => version(one.rule, one.from, one.scope));
        const marks = story.days.map((day, index) => mark(day, story.scopes[index]));
        const wrong: string[] = [];
        const check = (day: number, what: string, holds: boolean) => holds || wrong.push(`${what} on day ${day}`);
        for (let day = 0; day <= 80; day++) {
          const standing = standingOn(versions, 'class', marks, on(day));
          check(day, 'a policy', Boolean(standing) === Boolean(ruleFor(story, day)?.rule));
          if (!standing) continue;
          check(day, 'barred', Boolean(standing.bar) === isBarred(story, day));
          if (standing.bar) {
            let until = day + 1;
            while (isBarred(story, until, day)) until += 1;
            check(day, 'until', number(standing.bar.until) === until);
          }
          if (story.days.includes(day)) continue;
          const more = standingOn(versions, 'class', [...marks, mark(day)], on(day));
          const bars = more?.bar?.marks.some(({ id }) => id === `class ${day}`) ?? false;
          check(day, 'one more', bars === (standing.marksLeft === 1));
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
