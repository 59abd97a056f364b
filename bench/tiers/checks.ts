import { ms, percentile, whole } from '../figures/percentiles.js';
import { gaps } from '../hot/outcomes.js';
import type { PlayedClass } from '../house/term.js';
import type { RushResult, Try, Visit } from '../load/orders.js';
import type { ClassAfterwards } from './afterwards.js';
import { refusalIsDue } from './due.js';

/** All that is known of a rush: what was planned, what people were told, what the house says afterwards. */
export interface Story {
  readonly classes: readonly PlayedClass[];
  readonly visits: readonly Visit[];
  /** When the doors open, in milliseconds from the beginning of the rush. */
  readonly opensAtMs: number;
  readonly result: RushResult;
  readonly after: readonly ClassAfterwards[];
}

export interface Checked {
  readonly name: string;
  readonly holds: boolean;
  readonly figure: string;
  readonly detail: string;
}

const holding = ['confirmed', 'awaiting_payment'];
export const isPlaced = ({ status, state }: Pick<Try, 'status' | 'state'>) =>
  status === 201 && holding.includes(state ?? '');
export const isWaiting = ({ status, state }: Pick<Try, 'status' | 'state'>) => status === 201 && state === 'waiting';

/** No class has more people in it than places, by answers, routes and rows. */
export function notOversold(story: Story): Checked {
  const bad = story.classes.filter(({ capacity }, index) => {
    const told = story.result.tries.filter((one) => one.classIndex === index && isPlaced(one)).length;
    const { roster = [], rows, placesLeft = NaN } = story.after[index] ?? {};
    const listed = roster.filter(({ state }) => holding.includes(state)).length;
    const wrong = told > capacity || listed > capacity || (rows?.held ?? 0) > capacity;
    return wrong || rows?.taken !== rows?.held || placesLeft !== capacity - (rows?.taken ?? NaN);
  });
  const placed = story.result.tries.filter(isPlaced).length;
  const places = story.classes.reduce((sum, { capacity }) => sum + capacity, 0);
  const detail =
    bad.length === 0
      ? 'answers, rosters, catalogue, counters and rows agree'
      : `wrong: ${bad.map(({ name }) => name).join(', ')}`;
  return { name: 'none oversold', holds: bad.length === 0, figure: `${placed} of ${places} places given`, detail };
}

/** Whoever was told yes is there, in that state and position; whoever is there was told so. Nobody is there twice. */
export function noneLost({ result, after, classes }: Story): Checked {
  let lost = 0;
  let untold = 0;
  let twice = 0;
  for (const [index, { roster, rows, waiting }] of after.entries()) {
    const told = new Map(
      result.tries
        .filter((one) => one.classIndex === index && one.status === 201)
        .map((one) => [one.person, `${one.state} ${one.position}`]),
    );
    const listed = new Map(roster.map((one) => [one.person, `${one.state} ${one.position}`]));
    for (const [person, what] of told) if (listed.get(person) !== what) lost++;
    const unanswered = new Set(
      result.tries.filter(({ status }) => status === 0 || status >= 500).map(({ person }) => person),
    );
    for (const person of listed.keys()) if (!told.has(person) && !unanswered.has(person)) untold++;
    twice += rows.twice + (roster.length - listed.size);
    if (rows.held + rows.waiting !== roster.length || rows.waiting !== waiting) lost++;
  }
  const holds = lost === 0 && untold === 0 && twice === 0;
  const told = result.tries.filter(({ status }) => status === 201).length;
  const detail = `${lost} lost or changed, ${untold} untold, ${twice} twice, over ${classes.length} classes`;
  return { name: 'none lost, nobody twice', holds, figure: `${whole(told)} told and found`, detail };
}

/** In every class those who wait were told 1, 2, 3 … n, each once. */
export function positionsWhole({ result, classes }: Story): Checked {
  const byClass = classes.map((_, index) =>
    result.tries.filter((one) => one.classIndex === index && isWaiting(one)).map(({ position }) => position ?? 0),
  );
  const missing = byClass.reduce((sum, positions) => sum + gaps(positions), 0);
  const longest = Math.max(...byClass.map(({ length }) => length));
  const all = byClass.reduce((sum, { length }) => sum + length, 0);
  const detail = `longest line ${whole(longest)}; gaps or doubles ${missing}`;
  return { name: 'a position for everyone', holds: missing === 0, figure: `${whole(all)} wait`, detail };
}

/** No answer is missing, none is a fault, and a 503 says when to come again and is followed by an answer. */
export function noFaults({ result, visits }: Story): Checked {
  const strange = result.tries.filter(({ status }) => status !== 201 && status !== 409);
  const expected = visits.reduce((sum, { wishes }) => sum + wishes.length, 0);
  const unanswered = expected - result.tries.length;
  const reads = Object.entries(result.reads.outcomes).filter(
    ([outcome]) => !['200', '304', '503 put off'].includes(outcome),
  );
  const faults = strange.length + unanswered + reads.reduce((sum, [, count]) => sum + count, 0);
  const putOff = result.tries.reduce((sum, one) => sum + one.putOff, 0);
  const kinds = [
    ...new Set(strange.map(({ status, code }) => `${status} ${code}`)),
    ...reads.map(([kind]) => `page ${kind}`),
  ];
  const detail = `${whole(putOff)} × 503 with Retry-After, all answered later${kinds.length ? `; ${kinds.slice(0, 4).join(', ')}` : ''}`;
  return {
    name: 'no error',
    holds: faults === 0,
    figure: `${faults} of ${whole(expected)} wishes and ${whole(result.reads.latencies.length)} pages`,
    detail,
  };
}

/** The waiting room let nobody in before the pace allowed it, everybody in the end, and gave no number twice. */
export function letInByTurns({ result, visits, opensAtMs }: Story, perSecond: number): Checked {
  const { letIn = [], outcomes = {} } = result.waits ?? {};
  const early = letIn.filter(({ at, number }) => at < opensAtMs + (number * 1000) / perSecond);
  const missing = visits.length - new Set(letIn.map(({ number }) => number)).size;
  const faults = Object.entries(outcomes).filter(([outcome]) => outcome !== '200' && outcome !== '503 put off');
  const asked = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const times = letIn.map(({ at }) => at);
  return {
    name: `let in by turns, ${perSecond} a second`,
    holds: early.length === 0 && missing === 0 && faults.length === 0,
    figure: `${whole(letIn.length)} in ${((Math.max(...times) - opensAtMs) / 1000).toFixed(1)} s`,
    detail: [
      `${early.length} early, ${missing} not let in or twice, asked ${whole(asked)} times`,
      ...faults.map(([outcome, count]) => `${count} × ${outcome}`),
    ].join('; '),
  };
}

/** Whoever was refused had to be, by the rules of the term; whoever had to be refused was. */
export function refusalsDue({ result, visits, classes }: Story): Checked {
  const wrong = refusalIsDue(result.tries, visits, classes);
  const refused = result.tries.filter(({ status }) => status === 409).length;
  const detail =
    wrong.length === 0 ? 'age, clash and limit per person, each as a plain model says' : wrong.slice(0, 3).join('; ');
  return { name: 'refused only by the rules', holds: wrong.length === 0, figure: `${whole(refused)} refused`, detail };
}

/** A second click with the same key is told the same, where both were answered. */
export function repeatedClicksAgree({ result }: Story): Checked {
  const isAnswered = ({ status }: { status: number }) => status > 0 && status < 500;
  const twice = result.tries.flatMap((first) =>
    first.again && isAnswered(first) && isAnswered(first.again) ? [{ first, again: first.again }] : [],
  );
  const other = twice.filter(
    ({ first, again }) => again.enrolmentId !== first.enrolmentId || again.state !== first.state,
  );
  const figure = `${whole(twice.length)} clicked twice`;
  const detail = `${other.length} told otherwise`;
  return { name: 'a second click is told the same', holds: other.length === 0, figure, detail };
}

/** When the hottest class was full: milliseconds from the first click on it to the answer to its last place. */
export function filledWithin({ result, classes }: Story, mostMs: number): Checked {
  const hot = result.tries.filter(({ classIndex }) => classIndex === 0);
  const placed = hot.filter(isPlaced).map(({ toldAt }) => toldAt);
  const took = Math.max(...placed) - Math.min(...hot.map(({ clickedAt }) => clickedAt));
  const isFull = placed.length === classes[0]?.capacity;
  const name = `${classes[0]?.capacity} places filled in ≤ ${mostMs / 1000} s`;
  return {
    name,
    holds: isFull && took <= mostMs,
    figure: ms(took),
    detail: `${placed.length} placed of ${hot.length} tries`,
  };
}

/** The hottest class gave exactly its places, and everybody else on it waits. */
export function hottestExact({ result, classes }: Story): Checked {
  const hot = result.tries.filter(({ classIndex, status }) => classIndex === 0 && status !== 409);
  const placed = hot.filter(isPlaced).length;
  const waiting = hot.filter(isWaiting).map(({ position }) => position ?? 0);
  const holds = placed === classes[0]?.capacity && placed + waiting.length === hot.length && gaps(waiting) === 0;
  const name = `exactly ${classes[0]?.capacity} placed, the others told their number`;
  return {
    name,
    holds,
    figure: `${placed} placed, ${whole(waiting.length)} told 1–${whole(waiting.length)}`,
    detail: `${whole(hot.length)} tries`,
  };
}

/** From click to decision, with the waits that a 503 asked for. */
export function decidedWithin({ result }: Story, mostMs: number): Checked {
  const took = result.tries.map(({ clickedAt, toldAt }) => toldAt - clickedAt);
  const p95 = percentile(took, 0.95);
  return { name: `p95 < ${mostMs} ms`, holds: p95 < mostMs, figure: ms(p95), detail: 'from click to decision' };
}
