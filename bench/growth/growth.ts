import { ratio } from '../figures/line.js';
import type { Line } from '../figures/line.js';
import { median, ms, whole } from '../figures/percentiles.js';
import { Crowds, enrolAll } from '../hot/crowds.js';
import type { House, Site } from '../house/house.js';
import { openTerm } from '../house/term.js';
import type { PlayedClass } from '../house/term.js';
import type { Options } from '../options.js';
import { makeHistory } from './history.js';

const rounds = 3;
const clients = 64;

/** A house with a history of so many bookings. */
interface Aged {
  readonly bookings: number;
  readonly site: Site;
  readonly classes: readonly PlayedClass[];
  readonly crowds: Crowds;
  /** Milliseconds of a booking, per round: half of them took less. */
  readonly alone: number[];
  readonly together: number[];
}

/**
 * What a booking costs with more and more bookings in the table. Every size has a database and an API process of its
 * own, and they are measured in turns, so that a machine that slows down slows all of them.
 */
export async function growth(house: House, options: Options, say: (line: string) => void): Promise<Line[]> {
  const sizes = options.quick ? [1e3, 1e5] : options.big ? [1e3, 1e5, 1e6, 1e7] : [1e3, 1e5, 1e6];
  say(`making histories of ${sizes.map(whole).join(', ')} bookings`);
  const aged = await Promise.all(sizes.map((bookings) => makeAged(house, bookings)));
  for (const one of aged) await measureRound(house, one, 0, 60, 500);
  for (const one of aged) one.alone.length = one.together.length = 0;
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}`);
    const inTurn = round % 2 === 0 ? [...aged].reverse() : aged;
    for (const one of inTurn)
      await measureRound(house, one, round, options.quick ? 30 : 100, options.quick ? 300 : 800);
  }
  const lines = [
    compare('one by one', aged, ({ alone }) => median(alone)),
    compare('64 at once', aged, ({ together }) => median(together)),
  ];
  const [first] = aged;
  return first ? [...lines, await twoProcesses(house, first, options.seconds * 0.75, say)] : lines;
}

async function makeAged(house: House, bookings: number): Promise<Aged> {
  const site = await house.site(`aged_${bookings}`, { filled: (sql) => makeHistory(sql, bookings) });
  const classes = await openTerm(house, site);
  return { bookings, site, classes, crowds: new Crowds(house, site), alone: [], together: [] };
}

/** So many bookings one after the other and so many by clients at once, each in a fresh class. */
async function measureRound(house: House, one: Aged, round: number, alone: number, together: number): Promise<void> {
  const play = async (clients: number, count: number, target: PlayedClass | undefined) => {
    const crowd = await one.crowds.next(count);
    const what = { kind: 'enrol', classId: target?.id ?? '', ...crowd } as const;
    return house.load.play({ kind: 'closed-loop', ports: [one.site.api.port], clients, seconds: 20, what });
  };
  one.alone.push(median((await play(1, alone, one.classes[2 * round])).latencies));
  const crowded = await play(clients, together, one.classes[2 * round + 1]);
  one.together.push((crowded.seconds * 1000) / crowded.decided);
}

function compare(how: string, aged: readonly Aged[], cost: (one: Aged) => number): Line {
  const [first, last] = [aged[0], aged.at(-1)];
  const figures = aged.map((one) => `${ms(cost(one))} at ${whole(one.bookings)}`);
  const value = first && last ? cost(last) / cost(first) : NaN;
  const name = `booking ${how}, ${whole(last?.bookings ?? NaN)} ÷ ${whole(first?.bookings ?? NaN)} rows`;
  return ratio('growth', name, value, { most: 1.2 }, `${figures.join(', ')}; median of ${rounds} rounds`);
}

/** The same load on one API process and on two that share the database. */
async function twoProcesses(house: House, aged: Aged, seconds: number, say: (line: string) => void): Promise<Line> {
  const { site, crowds } = aged;
  const fresh = aged.classes.slice(2 * (rounds + 1)).values();
  say('two API processes against one');
  const second = await house.startApi(site.url);
  const rate = async (ports: number[], length: number, guess: number) => {
    const target = fresh.next().value as PlayedClass;
    const run = await enrolAll(house, crowds, ports, 256, length, target, guess);
    return run.decided / run.seconds;
  };
  const both = [site.api.port, second.port];
  const warm = await rate(both, Math.max(1, seconds / 2), 1500);
  const one = await rate([site.api.port], seconds, 2 * warm);
  const two = await rate(both, seconds, 2 * Math.max(one, warm));
  const detail = `${whole(two)}/s ÷ ${whole(one)}/s on one class, 256 clients; both share this machine with the load`;
  return ratio('growth', 'two API processes ÷ one', two / one, {}, detail);
}
