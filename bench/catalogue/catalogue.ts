import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { check, note, ratio } from '../figures/line.js';
import type { Line } from '../figures/line.js';
import { spread, whole } from '../figures/percentiles.js';
import type { House } from '../house/house.js';
import { freePort } from '../house/processes.js';
import type { Started } from '../house/processes.js';
import { openTerm } from '../house/term.js';

const address = '/classes?size=100';
const clients = 64;
const rounds = 2;

interface Rate {
  readonly perSecond: number;
  /** Microseconds of the server's processor time per answer; NaN where the system does not tell. */
  readonly cpuMicros: number;
  readonly latencies: Float64Array;
  readonly outcomes: Record<string, number>;
  readonly generatorBusy: number;
}

/** The catalogue that waiting people ask for, against a bare route with the same bytes; the two are read in turns. */
export async function catalogueReads(house: House, seconds: number, say: (line: string) => void): Promise<Line[]> {
  const site = await house.site('catalogue');
  await openTerm(house, site);
  const first = await fetch(site.address + address);
  const file = path.join(house.folder, 'catalogue.json');
  writeFileSync(file, Buffer.from(await first.arrayBuffer()));
  const port = await freePort();
  const bare = house.start('bare', 'bench/catalogue/bare-route.js', { BODY_FILE: file, PORT: String(port) }, port);
  await bare.answersAt(`http://127.0.0.1:${port}/classes`);
  const etag = first.headers.get('etag') ?? undefined;
  const length = Math.max(1, seconds * 0.4);
  say('the whole catalogue');
  const all = await compare(house, 'whole catalogue', [site.api, undefined], [bare, undefined], length);
  if (etag === undefined)
    return [...all, check('catalogue', 'not modified ÷ bare route', false, '–', 'there is no ETag')];
  say('with If-None-Match');
  const known = await compare(house, 'not modified', [site.api, etag], [bare, '"the-same-bytes"'], length);
  return [...all, ...known];
}

type Reader = readonly [server: Started, etag: string | undefined];

async function compare(house: House, name: string, ours: Reader, bare: Reader, seconds: number): Promise<Line[]> {
  for (const reader of [ours, bare]) await rateOf(house, reader, 0.5);
  const our: Rate[] = [];
  const their: Rate[] = [];
  for (let round = 0; round < rounds; round++) {
    our.push(await rateOf(house, ours, seconds));
    their.push(await rateOf(house, bare, seconds));
  }
  const average = (rates: Rate[], of: (rate: Rate) => number) =>
    rates.reduce((sum, rate) => sum + of(rate), 0) / rates.length;
  const [a, b] = [average(our, ({ perSecond }) => perSecond), average(their, ({ perSecond }) => perSecond)];
  const cpu = `${Math.round(average(our, ({ cpuMicros }) => cpuMicros))} µs ÷ ${Math.round(average(their, ({ cpuMicros }) => cpuMicros))} µs of the server's processor`;
  const busy = Math.round(average(their, ({ generatorBusy }) => generatorBusy) * 100);
  const statuses = our.flatMap(({ outcomes }) => Object.keys(outcomes));
  const wanted = ours[1] === undefined ? '200' : '304';
  const lines = [
    ratio('catalogue', `${name} ÷ bare route`, a / b, { least: 0.7 }, `${whole(a)}/s ÷ ${whole(b)}/s; ${cpu}`),
    note(
      'catalogue',
      `${name}, latency`,
      spread(our[0]?.latencies ?? []),
      `${clients} clients; load generator busy ${busy} % on the bare route`,
    ),
  ];
  if (statuses.some((status) => status !== wanted)) {
    lines.push(check('catalogue', `${name}, answers`, false, [...new Set(statuses)].join(', '), `expected ${wanted}`));
  }
  return lines;
}

async function rateOf(house: House, [server, etag]: Reader, seconds: number): Promise<Rate> {
  const cpuBefore = server.cpuSeconds() ?? NaN;
  const run = await house.load.play({
    kind: 'closed-loop',
    ports: [server.port],
    clients,
    seconds,
    what: { kind: 'read', path: address, etag },
  });
  const cpuMicros = (((server.cpuSeconds() ?? NaN) - cpuBefore) * 1e6) / run.decided;
  return { perSecond: run.decided / run.seconds, cpuMicros, ...run };
}
