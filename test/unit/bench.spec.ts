import { describe, expect, it } from '@jest/globals';
import { median, ms, percentile } from '../../bench/figures/percentiles.js';
import { check, note, ratio } from '../../bench/figures/line.js';
import { inShort, withBlock } from '../../bench/figures/pages.js';
import { markdownTable } from '../../bench/figures/table.js';
import { gaps } from '../../bench/hot/outcomes.js';
import { AnswerReader } from '../../bench/load/answer.js';
import type { Try } from '../../bench/load/orders.js';
import { readOptions, readRehearsalOptions } from '../../bench/options.js';
import * as checks from '../../bench/tiers/checks.js';
import type { Story } from '../../bench/tiers/checks.js';
import { planVisits, sizeOf } from '../../bench/tiers/plan.js';

describe('figures', () => {
  it('take percentiles by the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 99, 100]);
    expect(percentile([7], 0.5)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
    expect([ms(0.42), ms(12.4), ms(3100), ms(NaN)]).toEqual(['0.4 ms', '12 ms', '3.1 s', '–']);
  });

  it('hold or do not hold by their goals', () => {
    expect(ratio('hot', 'x', 5, { least: 5 }, '')).toMatchObject({ holds: true, goal: '≥ 5', figure: '5.00' });
    expect(ratio('growth', 'x', 1.21, { most: 1.2 }, '').holds).toBe(false);
    expect(ratio('growth', 'x', NaN, { most: 1.2 }, '')).toMatchObject({ holds: false, value: null });
    expect(ratio('growth', 'x', 2, {}, '').holds).toBeNull();
  });

  it('are written into the block of a page and nowhere else', () => {
    const page = 'before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n';
    const table = markdownTable([check('tiers', '名额 a|b', true, '20')]);
    expect(withBlock(page, table)).toBe(`before\n<!-- bench:begin -->\n\n${table}\n\n<!-- bench:end -->\nafter\n`);
    expect(new Set(table.split('\n').map((line) => line.length)).size).toBe(2);
    expect(table).toContain('a\\|b');
    expect(() => withBlock('no markers', table)).toThrow('The page has no block');
  });

  it('are told in short: each goal, a tier as one line that names what is broken', () => {
    const lines = [
      ratio('hot', '256 clients', 6, { least: 5 }, ''),
      note('hot', 'latency', '9 ms'),
      check('tiers', 'A: none lost', true, '3'),
      check('tiers', 'A: none twice', false, '2 twice'),
      check('tiers', 'B: none lost', true, '9'),
    ];
    expect(inShort(lines)).toMatchObject([
      { name: '256 clients', figure: '6.00', holds: true },
      { name: 'tier A', figure: '1 of 2 hold', holds: false, detail: 'A: none twice: 2 twice' },
      { name: 'tier B', figure: '1 of 1 hold', holds: true, detail: '' },
    ]);
  });
});

describe('flags', () => {
  it('choose parts, tiers and lengths', () => {
    expect(readOptions([])).toMatchObject({
      parts: ['hot', 'tiers', 'growth', 'catalogue', 'gate'],
      tiers: ['A', 'B', 'C'],
    });
    expect(readOptions(['--tier', 'b'])).toMatchObject({ parts: ['tiers'], tiers: ['B'] });
    expect(readOptions(['--only=hot', '--seconds=9', '--big'])).toMatchObject({
      parts: ['hot'],
      seconds: 9,
      big: true,
    });
    expect(readRehearsalOptions(['--tier', 'C', '--hottest', '古筝初级'])).toMatchObject({
      tier: 'C',
      hottest: '古筝初级',
    });
  });

  it.each([
    [['--only', 'cold'], '--only is one of'],
    [['--tier', 'D'], '--tier is one of'],
    [['--fast'], 'no flag --fast'],
    [['--seconds', 'x'], '--seconds must be'],
    [['--tier'], '--tier needs a value'],
  ])('%j is refused with a sentence', (flags, words) => {
    expect(() => readOptions(flags)).toThrow(words);
  });
});

describe('the load generator', () => {
  const whole =
    'HTTP/1.1 201 Created\r\nETag: "x"\r\nRetry-After: 3\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\n名!';

  it('reads an answer in whatever pieces it comes', () => {
    const bytes = Buffer.from(whole);
    for (let cut = 1; cut < bytes.length; cut++) {
      const reader = new AnswerReader();
      const answer = reader.feed(bytes.subarray(0, cut)) ?? reader.feed(bytes.subarray(cut));
      expect(answer).toMatchObject({ status: 201, etag: '"x"', retryAfterSeconds: 3, closes: false });
      expect(answer?.body.toString()).toBe('名!');
    }
  });

  it('reads chunks, and answers without a body', () => {
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n';
    expect(new AnswerReader().feed(Buffer.from(chunked))?.body.toString()).toBe('abc');
    expect(new AnswerReader().feed(Buffer.from('HTTP/1.1 304 Not Modified\r\n\r\n'))?.status).toBe(304);
    expect(() => new AnswerReader().feed(Buffer.from('SSH-2.0\r\n\r\n'))).toThrow('not HTTP/1.1');
  });

  it('plays the same visits every time, as many as the tier says', () => {
    const size = sizeOf('B', false);
    const visits = planVisits(size, 20);
    expect(visits).toEqual(planVisits(size, 20));
    const hot = visits.filter(({ wishes }) => wishes[0] === 0);
    expect([visits.length, hot.length, hot.some(({ tooYoung }) => tooYoung)]).toEqual([13_600, 3_000, false]);
    expect(Math.max(...hot.map(({ looksAt }) => looksAt))).toBeLessThan(10_000);
    expect(visits.every(({ wishes }) => new Set(wishes).size === wishes.length)).toBe(true);
    expect(planVisits(size, 1).every(({ wishes }) => wishes.length === 1 && wishes[0] === 0)).toBe(true);
  });
});

describe('the checks of a rush', () => {
  /** One class with one place, and three people: one placed, two waiting. */
  const told = (person: number, state: string, position: number | null, change: Partial<Try> = {}): Try => ({
    person,
    classIndex: 0,
    clickedAt: person,
    toldAt: person + 10,
    answerMs: 10,
    putOff: 0,
    again: undefined,
    status: 201,
    state,
    position,
    enrolmentId: String(person),
    code: null,
    ...change,
  });
  const good = (tries = [told(0, 'confirmed', null), told(1, 'waiting', 1), told(2, 'waiting', 2)]): Story => ({
    classes: [{ id: 'a', name: '国画', capacity: 1, weekday: 2, openingId: 'o', hasWaitingRoom: false }],
    visits: tries.map(({ person }) => ({
      person,
      looksAt: 0,
      clicksAt: 0,
      wishes: [0],
      thinks: 0,
      clicksTwice: false,
      tooYoung: false,
    })),
    opensAtMs: 0,
    result: {
      beganAt: 0,
      tries,
      waits: undefined,
      generatorBusy: 0,
      reads: { latencies: new Float64Array(1), outcomes: { 200: 1 }, notModified: 0 },
    },
    after: [
      {
        classId: 'a',
        placesLeft: 0,
        waiting: 2,
        rows: { taken: 1, capacity: 1, held: 1, waiting: 2, twice: 0 },
        roster: [
          { person: 0, state: 'confirmed', position: null },
          { person: 1, state: 'waiting', position: 1 },
          { person: 2, state: 'waiting', position: 2 },
        ],
      },
    ],
  });
  const fails = (story: Story) =>
    Object.values({
      ...checks,
      isPlaced: undefined,
      isWaiting: undefined,
      decidedWithin: undefined,
      filledWithin: undefined,
      letInByTurns: undefined,
    })
      .flatMap((one) => (one ? [one(story)] : []))
      .filter(({ holds }) => !holds)
      .map(({ name }) => name);

  it('hold for a good history', () => {
    expect(fails(good())).toEqual([]);
    expect([gaps([2, 1, 3]), gaps([1, 1, 3]), gaps([2, 3])]).toEqual([0, 1, 1]);
  });

  it('see one place given twice', () => {
    expect(fails(good([told(0, 'confirmed', null), told(1, 'confirmed', null), told(2, 'waiting', 1)]))).toContain(
      'none oversold',
    );
  });

  it('see a confirmation that the house forgot, and a booking that nobody was told of', () => {
    const story = good();
    const [after] = story.after;
    const lost = { ...story, after: after ? [{ ...after, roster: after.roster.slice(1) }] : [] };
    expect(fails(lost)).toEqual(['none lost, nobody twice']);
    expect(fails(good([told(0, 'confirmed', null), told(1, 'waiting', 1)]))).toContain('none lost, nobody twice');
  });

  it('see a position told to two people', () => {
    expect(fails(good([told(0, 'confirmed', null), told(1, 'waiting', 1), told(2, 'waiting', 1)]))).toContain(
      'a position for everyone',
    );
  });

  it('see faults, silence, undue refusals and a second click told otherwise', () => {
    const silent = told(2, '', null, { status: 0, code: 'ECONNRESET' });
    expect(fails(good([told(0, 'confirmed', null), told(1, 'waiting', 1), silent]))).toContain('no error');
    const refused = told(2, '', null, { status: 409, state: null, code: 'admission.limit_reached' });
    expect(fails(good([told(0, 'confirmed', null), told(1, 'waiting', 1), refused]))).toContain(
      'refused only by the rules',
    );
    const again = told(2, 'waiting', 2, { again: told(9, 'waiting', 3) });
    expect(fails(good([told(0, 'confirmed', null), told(1, 'waiting', 1), again]))).toEqual([
      'a second click is told the same',
    ]);
  });

  it('see somebody let in before the pace allowed it, two with one number, and somebody left outside', () => {
    const room = (letIn: [number: number, at: number][]): Story => {
      const waits = {
        latencies: new Float64Array(1),
        outcomes: { 200: 3 },
        letIn: letIn.map(([number, at], person) => ({ person, number, at })),
      };
      const story = good();
      return { ...story, result: { ...story.result, waits } };
    };
    const holds = (story: Story) => checks.letInByTurns(story, 10).holds;
    expect(
      holds(
        room([
          [1, 100],
          [2, 200],
          [3, 900],
        ]),
      ),
    ).toBe(true);
    expect(
      holds(
        room([
          [1, 100],
          [2, 150],
          [3, 900],
        ]),
      ),
    ).toBe(false);
    expect(
      holds(
        room([
          [1, 100],
          [2, 200],
          [2, 900],
        ]),
      ),
    ).toBe(false);
    expect(
      holds(
        room([
          [1, 100],
          [2, 200],
        ]),
      ),
    ).toBe(false);
  });
});
