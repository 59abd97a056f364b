import { check, note, ratio } from '../figures/line.js';
import type { Line } from '../figures/line.js';
import { spread, whole } from '../figures/percentiles.js';
import type { House, Site } from '../house/house.js';
import { makePeople } from '../house/people.js';
import { freePort } from '../house/processes.js';
import { openTerm } from '../house/term.js';
import type { PlayedClass } from '../house/term.js';
import type { LoopResult } from '../load/orders.js';
import { crowdSize, measureHotRow } from './hot-row.js';
import { gaps, othersThan } from './outcomes.js';
import { makeYard, makeYardPool } from './yard.js';

const counts = [crowdSize, 1000] as const;
const mostPeople = 150_000;

/** One class that everybody wants at once, against what PostgreSQL does at least and what most systems do. */
export async function hotClass(house: House, seconds: number, say: (line: string) => void): Promise<Line[]> {
  const site = await house.site('hot');
  const classes = await openTerm(house, site);
  const crowd = new Crowds(house, site);
  say('warming up');
  const warm = await enrolAll(house, crowd, [site.api.port], crowdSize, seconds, classes[1], 3000);
  let rate = warm.decided / warm.seconds;
  const runs: LoopResult[] = [];
  for (const [index, clients] of counts.entries()) {
    say(`${clients} clients on one class`);
    const run = await enrolAll(house, crowd, [site.api.port], clients, seconds, classes[index + 2], rate);
    rate = Math.max(rate, run.decided / run.seconds);
    runs.push(run);
  }
  await makeYard(site.sql);
  say('the same row in pgbench');
  const hotRow = await measureHotRow(house, site, Math.max(1, seconds * 0.6));
  say('the classic way');
  const classic = await classicRuns(house, site, crowd.soFar, seconds);
  const speeds = runs.map(perSecond);
  const { tool, crowdedPerSecond } = hotRow;
  const perCount = (line: (clients: number, speed: number, index: number) => Line) =>
    counts.map((clients, index) => line(clients, speeds[index] ?? NaN, index));
  return [
    ...perCount((clients, speed) => {
      const figure = `${whole(speed)}/s ÷ ${whole(crowdedPerSecond)} transactions/s (${tool}, ${crowdSize} clients)`;
      return ratio('hot', `${clients} clients ÷ one row, crowded`, speed / crowdedPerSecond, { least: 5 }, figure);
    }),
    ...perCount((clients, speed) => {
      const figure = `${whole(speed)}/s ÷ ${whole(hotRow.perSecond)} transactions/s (${tool}, ${hotRow.clients} clients)`;
      return ratio('hot', `${clients} clients ÷ one row, undisturbed`, speed / hotRow.perSecond, {}, figure);
    }),
    ...perCount((clients, speed, index) => {
      const old = perSecond(classic[index]);
      const figure = `${whole(speed)}/s ÷ ${whole(old)}/s by lock, count, insert, update, commit`;
      return ratio('hot', `${clients} clients ÷ classic`, speed / old, { least: 10 }, figure);
    }),
    ...counts.map((clients, index) => {
      const [run, old] = [runs[index], classic[index]];
      const detail = `classic: ${spread(old?.latencies ?? [])}; load generator busy ${Math.round((run?.generatorBusy ?? 0) * 100)} %`;
      return note('hot', `${clients} clients, latency`, spread(run?.latencies ?? []), detail);
    }),
    ...(await Promise.all(counts.map((clients, index) => exact(site, classes[index + 2], clients, runs[index])))),
  ];
}

const perSecond = (run: LoopResult | undefined) => (run ? run.decided / run.seconds : NaN);

/** People who have not booked yet, made as they are needed. */
export class Crowds {
  soFar = 0;

  constructor(
    private readonly house: House,
    private readonly site: Site,
  ) {}

  async next(count: number) {
    const first = this.soFar;
    this.soFar += count;
    return makePeople(this.site.sql, this.house, { secret: this.house.secret, first, count });
  }
}

/** A closed loop in which each request is another person's; `rate` guesses how many people it will take. */
export async function enrolAll(
  house: House,
  crowds: Crowds,
  ports: readonly number[],
  clients: number,
  seconds: number,
  target: PlayedClass | undefined,
  rate: number,
): Promise<LoopResult> {
  const crowd = await crowds.next(Math.min(mostPeople, Math.ceil(rate * seconds * 1.7) + 2 * clients));
  const what = { kind: 'enrol', classId: target?.id ?? '', ...crowd } as const;
  return house.load.play({ kind: 'closed-loop', ports, clients, seconds, what });
}

async function classicRuns(house: House, { url, sql }: Site, people: number, seconds: number): Promise<LoopResult[]> {
  const port = await freePort();
  const classic = house.start(
    'classic',
    'bench/hot/classic-server.js',
    { DATABASE_URL: url, PORT: String(port) },
    port,
  );
  await classic.answersAt(`http://127.0.0.1:${port}/`);
  const play = async (clients: number, length: number) => {
    const what = {
      kind: 'enrol',
      classId: await makeYardPool(sql),
      secret: house.secret,
      first: 0,
      count: people,
    } as const;
    return house.load.play({ kind: 'closed-loop', ports: [port], clients, seconds: length, what });
  };
  await play(crowdSize, seconds);
  const runs: LoopResult[] = [];
  for (const clients of counts) runs.push(await play(clients, seconds));
  await classic.stop();
  return runs;
}

/** Speed is worth nothing when the answers are wrong: as many places as there are, and every position once. */
async function exact({ sql }: Site, target: PlayedClass | undefined, clients: number, run?: LoopResult): Promise<Line> {
  const { rows } = await sql.query<{ taken: number; held: number; waiting: number }>(
    `SELECT p.taken, count(*) FILTER (WHERE b.state IN ('confirmed', 'awaiting_payment', 'offered'))::int AS held,
            count(*) FILTER (WHERE b.state = 'waiting')::int AS waiting
       FROM classes c JOIN pools p ON p.id = c.pool_id LEFT JOIN bookings b ON b.pool_id = p.id
      WHERE c.id = $1 GROUP BY p.taken`,
    [target?.id],
  );
  const { taken = 0, held = 0, waiting = 0 } = rows[0] ?? {};
  const { outcomes = {}, positions = new Int32Array() } = run ?? {};
  const placed = (outcomes['201 confirmed'] ?? 0) + (outcomes['201 awaiting_payment'] ?? 0);
  const strange = othersThan(outcomes, ['201 confirmed', '201 awaiting_payment', '201 waiting', '503 put off']);
  const missing = gaps(positions);
  const holds =
    placed === target?.capacity && taken === placed && held === placed && waiting === positions.length && missing === 0;
  const figure = `${placed} placed, ${whole(positions.length)} told 1–${whole(positions.length)}`;
  const detail = `rows: ${held} and ${whole(waiting)}, counter ${taken}; gaps or doubles ${missing}${strange ? `; ${strange}` : ''}`;
  return check('hot', `${clients} clients, exact`, holds && strange === '', figure, detail);
}
