import type pg from 'pg';
import { catalogueReads } from './catalogue/catalogue.js';
import { rewritePages } from './figures/pages.js';
import { commitOf, machineOf, resultFile, writeResult } from './figures/result.js';
import type { BenchResult } from './figures/result.js';
import { parts } from './figures/line.js';
import type { Line, Part } from './figures/line.js';
import { terminalTable } from './figures/table.js';
import { gateDecisions } from './gate/gate.js';
import { growth } from './growth/growth.js';
import { hotClass } from './hot/hot-class.js';
import { House } from './house/house.js';
import type { Server } from './house/house.js';
import type { Options } from './options.js';
import { playTiers } from './tiers/tiers.js';

export { benchUsage, readOptions, WrongFlag } from './options.js';
export { rewritePages } from './figures/pages.js';

/** What the script that starts the bench has made for it. */
export interface Ground {
  readonly project: string;
  /** A folder for logs, thrown away afterwards. */
  readonly folder: string;
  readonly server: Server;
  readonly flags: readonly string[];
  readonly tell: (text: string) => void;
  /** Called with what must be stopped when the run is broken off. */
  readonly undo: (step: () => Promise<void>) => void;
}

type Say = (line: string) => void;

/** Measures, prints the table and writes the result; a whole run also writes the tables of the docs. False: something does not hold. */
export async function runBench(ground: Ground, options: Options): Promise<boolean> {
  const since = Date.now();
  const house = new House(ground.project, ground.folder, ground.server);
  ground.undo(() => house.close());
  await house.prepare();
  const sql = await house.connect('postgres');
  const machine = machineOf(ground.folder, await postgresFacts(sql));
  const lines: Line[] = [];
  for (const part of options.parts) {
    const say: Say = (line) => ground.tell(`${seconds(since).padStart(5)} s  ${part}: ${line}\n`);
    lines.push(...(await measures[part](house, options, say)));
    await house.endSites();
  }
  await house.close();
  const isWhole = options.parts.length === parts.length && options.tiers.length === 3 && !options.quick;
  const result: BenchResult = {
    at: new Date().toISOString(),
    commit: commitOf(ground.project),
    flags: ground.flags.join(' '),
    seconds: Math.round((Date.now() - since) / 1000),
    machine,
    lines,
  };
  const file = resultFile(ground.project, isWhole);
  writeResult(file, result);
  if (isWhole) rewritePages(ground.project);
  ground.tell(`${terminalTable(lines)}\n  ${seconds(since)} s, written to ${file}\n\n`);
  return lines.every(({ holds }) => holds !== false);
}

const measures: Record<Part, (house: House, options: Options, say: Say) => Promise<Line[]>> = {
  hot: (house, options, say) => hotClass(house, options.seconds, say),
  tiers: playTiers,
  growth,
  catalogue: (house, options, say) => catalogueReads(house, options.seconds, say),
  gate: (_house, _options, say) => gateDecisions(say),
};

const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(0);

/** The settings that decide what a commit costs. */
async function postgresFacts(sql: pg.Client) {
  const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size'];
  const { rows } = await sql.query<{ name: string; setting: string }>(
    `SELECT name, current_setting(name) AS setting FROM unnest($1::text[]) AS name`,
    [names],
  );
  const { rows: versions } = await sql.query<{ server_version: string }>('SHOW server_version');
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  return { version: versions[0]?.server_version ?? '', settings };
}
