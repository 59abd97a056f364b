import { check, note, ratio } from '../figures/line.js';
import type { Line } from '../figures/line.js';
import { median, spread, whole } from '../figures/percentiles.js';
import type { House, Site } from '../house/house.js';
import { openTerm } from '../house/term.js';
import type { PlayedClass } from '../house/term.js';
import type { LoopResult } from '../load/orders.js';
import { ClassicWay } from './classic-way.js';
import { Crowds, enrolAll } from './crowds.js';
import { crowdSize, measureHotRow } from './hot-row.js';
import { gaps, othersThan } from './outcomes.js';
import { makeYard } from './yard.js';

const rounds = 3;

/** So many clients, on a fresh class and a fresh pool of the classic way in each round. */
interface Measured {
  readonly clients: number;
  readonly runs: { readonly target: PlayedClass; readonly run: LoopResult }[];
  readonly classic: LoopResult[];
}

/**
 * One class that everybody wants at once, against what PostgreSQL does at least and what most systems do. The classic way
 * is measured in turns with the house, both warmed up, so that a machine that slows down slows both.
 */
export async function hotClass(house: House, seconds: number, say: (line: string) => void): Promise<Line[]> {
  const site = await house.site('hot');
  const classes = await openTerm(house, site);
  const crowds = new Crowds(house, site);
  say('warming up');
  const warm = await enrolAll(house, crowds, [site.api.port], crowdSize, seconds, classes[1], 3000);
  await makeYard(site.sql);
  const classic = await ClassicWay.start(house, site);
  await classic.play(crowdSize, seconds, crowds.soFar);
  const measured = [crowdSize, 1000].map((clients): Measured => ({ clients, runs: [], classic: [] }));
  const fresh = classes.slice(2).values();
  const [length, guess] = [seconds * 0.6, 1.2 * perSecond(warm)];
  say('making people for all rounds');
  // Nobody is made between a checkpoint and what is measured; the last round asks for more than it will need.
  await crowds.make(Math.ceil(guess * length * (measured.length * rounds + 1)) + 2_000);
  for (let round = 1; round <= rounds; round++) {
    say(`${measured.map(({ clients }) => clients).join(' and ')} clients on one class, round ${round} of ${rounds}`);
    for (const { clients, runs, classic: others } of measured) {
      const target = fresh.next().value as PlayedClass;
      await fromRest(site);
      runs.push({ target, run: await enrolAll(house, crowds, [site.api.port], clients, length, target, guess) });
      await fromRest(site);
      others.push(await classic.play(clients, length, crowds.soFar));
    }
  }
  await classic.stop();
  say('the same row in pgbench');
  const hotRow = await measureHotRow(house, site, Math.max(1, seconds * 0.5));
  const { tool, crowdedPerSecond } = hotRow;
  return [
    ...measured.map((one) => {
      const figure = `${whole(speedOf(one))}/s ÷ ${whole(crowdedPerSecond)} transactions/s (${tool}, ${crowdSize} clients)`;
      return ratio(
        'hot',
        `${one.clients} clients ÷ one row, crowded`,
        speedOf(one) / crowdedPerSecond,
        { least: 5 },
        figure,
      );
    }),
    ...measured.map((one) => {
      const figure = `${whole(speedOf(one))}/s ÷ ${whole(hotRow.perSecond)} transactions/s (${tool}, ${hotRow.clients} clients)`;
      return ratio('hot', `${one.clients} clients ÷ one row, undisturbed`, speedOf(one) / hotRow.perSecond, {}, figure);
    }),
    ...measured.map((one) => {
      const old = median(one.classic.map(perSecond));
      const figure = `${whole(speedOf(one))}/s ÷ ${whole(old)}/s by lock, count, insert, update, commit`;
      return ratio('hot', `${one.clients} clients ÷ classic`, speedOf(one) / old, { least: 10 }, figure);
    }),
    ...measured.map(({ clients, runs, classic: others }) => {
      const busy = Math.round(median(runs.map(({ run }) => run.generatorBusy)) * 100);
      const detail = `classic: ${spread(latencies(others))}; load generator busy ${busy} %`;
      return note('hot', `${clients} clients, latency`, spread(latencies(runs.map(({ run }) => run))), detail);
    }),
    ...(await Promise.all(measured.map((one) => exact(site, one)))),
  ];
}

/** PostgreSQL has written out what others left: everybody pays for their own writing alone. */
const fromRest = ({ sql }: Site) => sql.query('CHECKPOINT');

/** Decisions a second, the median of the rounds. */
const speedOf = ({ runs }: Measured) => median(runs.map(({ run }) => perSecond(run)));

const perSecond = (run: LoopResult) => run.decided / run.seconds;

const latencies = (runs: readonly LoopResult[]) => runs.flatMap((run) => [...run.latencies]);

/** Speed is worth nothing when the answers are wrong: as many places as there are, and every position once. */
async function exact(site: Site, { clients, runs }: Measured): Promise<Line> {
  const classes = await Promise.all(runs.map(({ target, run }) => exactOne(site, target, run)));
  const sum = (of: (one: (typeof classes)[number]) => number) => classes.reduce((all, one) => all + of(one), 0);
  const figure = `${sum(({ placed }) => placed)} placed, ${whole(sum(({ told }) => told))} told their number`;
  const rows = `${sum(({ held }) => held)} and ${whole(sum(({ waiting }) => waiting))}, counters ${sum(({ taken }) => taken)}`;
  const strange = classes.map((one) => one.strange).filter((some) => some !== '');
  const detail = `${runs.length} classes; rows: ${[rows, `gaps or doubles ${sum(({ missing }) => missing)}`, ...strange].join('; ')}`;
  return check(
    'hot',
    `${clients} clients, exact`,
    classes.every(({ holds }) => holds),
    figure,
    detail,
  );
}

async function exactOne({ sql }: Site, target: PlayedClass, { outcomes, positions }: LoopResult) {
  const { rows } = await sql.query<{ taken: number; held: number; waiting: number }>(
    `SELECT p.taken, count(*) FILTER (WHERE b.state IN ('confirmed', 'awaiting_payment', 'offered'))::int AS held,
            count(*) FILTER (WHERE b.state = 'waiting')::int AS waiting
       FROM classes c JOIN pools p ON p.id = c.pool_id LEFT JOIN bookings b ON b.pool_id = p.id
      WHERE c.id = $1 GROUP BY p.taken`,
    [target.id],
  );
  const { taken = 0, held = 0, waiting = 0 } = rows[0] ?? {};
  const placed = (outcomes['201 confirmed'] ?? 0) + (outcomes['201 awaiting_payment'] ?? 0);
  const strange = othersThan(outcomes, ['201 confirmed', '201 awaiting_payment', '201 waiting', '503 put off']);
  const [told, missing] = [positions.length, gaps(positions)];
  const numbers = placed === target.capacity && taken === placed && held === placed && waiting === told;
  return { placed, told, taken, held, waiting, missing, strange, holds: numbers && missing === 0 && strange === '' };
}
