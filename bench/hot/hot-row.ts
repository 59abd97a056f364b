import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { House, Site } from '../house/house.js';
import { hotRowStatement, makeYardPool } from './yard.js';

export interface HotRow {
  /** Transactions a second at the best count of clients. */
  readonly perSecond: number;
  readonly clients: number;
  /** Transactions a second where as many clients crowd on the row as on the class. */
  readonly crowdedPerSecond: number;
  /** `pgbench`, or what stood in for it. */
  readonly tool: string;
}

/** As many as the server has connections for, and as there are clients of the smaller hot class. */
export const crowdSize = 256;
const clientCounts = [4, 16, crowdSize];

/** How many single-statement bookings a second this PostgreSQL does on one row: at its best count of clients, and crowded. */
export async function measureHotRow(house: House, site: Site, seconds: number): Promise<HotRow> {
  const pgbench = findPgbench();
  let best: HotRow = { perSecond: 0, clients: 0, crowdedPerSecond: 0, tool: '' };
  for (const clients of clientCounts) {
    const statement = hotRowStatement(await makeYardPool(site.sql));
    const perSecond = pgbench
      ? await byPgbench(pgbench, house, site, statement, clients, seconds)
      : await byDriver(site, statement, clients, seconds);
    const tool = pgbench ? 'pgbench' : 'the same statement by pg, for want of pgbench';
    if (perSecond > best.perSecond) best = { ...best, perSecond, clients, tool };
    if (clients === crowdSize) best = { ...best, crowdedPerSecond: perSecond };
  }
  return best;
}

/** On the PATH, or where Debian keeps it. */
export function findPgbench(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...versions.map((version) => `${debian}/${version}/bin`),
  ];
  return folders.map((folder) => path.join(folder, 'pgbench')).find((file) => existsSync(file));
}

/** pgbench counts the time to connect as part of its length, so how long that takes is found out first. */
async function byPgbench(
  pgbench: string,
  { folder }: House,
  { url }: Site,
  statement: string,
  clients: number,
  seconds: number,
): Promise<number> {
  const script = path.join(folder, 'hot-row.sql');
  writeFileSync(script, `${statement};\n`);
  const { hostname, port, username, password, pathname } = new URL(url);
  const load = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-f', script];
  const server = ['-h', hostname, '-p', port, '-U', username, pathname.slice(1)];
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(password) };
  const once = await run(pgbench, ['-t', '1', ...load, ...server], env);
  const connecting = Number(/initial connection time = ([\d.]+) ms/.exec(once)?.[1] ?? 0) / 1000;
  const said = await run(pgbench, ['-T', String(Math.ceil(1.5 * connecting + seconds)), ...load, ...server], env);
  const tps = /tps = ([\d.]+) \(without/.exec(said)?.[1] ?? /tps = ([\d.]+)/.exec(said)?.[1];
  if (tps === undefined) throw new Error(`pgbench did not finish: ${said.trim().split('\n').at(-1)}`);
  return Number(tps);
}

/** Both what it prints and what it complains of. */
async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  await new Promise((resolve) => child.once('close', resolve));
  return said;
}

/** As many connections, each sending the prepared statement again as soon as it is done. */
async function byDriver({ url }: Site, text: string, clients: number, seconds: number): Promise<number> {
  const connections = Array.from({ length: clients }, () => new pg.Client({ connectionString: url }));
  await Promise.all(connections.map((connection) => connection.connect()));
  const until = Date.now() + seconds * 1000;
  let done = 0;
  const keepOn = async (connection: pg.Client) => {
    for (; Date.now() < until; done++) await connection.query({ name: 'hot-row', text });
  };
  await Promise.all(connections.map(keepOn));
  await Promise.all(connections.map((connection) => connection.end()));
  return done / seconds;
}
