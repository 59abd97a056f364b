import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { reachableDataDir, setAside, startPostgres } from './embedded-postgres.mjs';
import { StartProblem } from './install.mjs';

const project = path.resolve(fileURLToPath(import.meta.url), '../..');

/** What the instance of this folder keeps: secrets, log, pid, and the database unless DATABASE_URL is set. */
export const home = path.join(project, '.linli');

/**
 * @typedef {{ databasePassword: string, dataKey: string, hashKey: string, demoPassword: string, demoSecret: string }} LocalSecrets
 * @typedef {{ env: NodeJS.ProcessEnv, secrets: LocalSecrets, found: boolean, stop: (mode?: 'fast' | 'immediate') => void }} Environment
 */

/**
 * The variables of a local instance: what the caller has set, and for the rest secrets of this folder and a database of
 * its own. `found` says that the database was running already; it is then left running by whoever did not start it.
 * @returns {Promise<Environment>}
 */
export async function localEnvironment(
  whenStarted = (/** @type {(mode?: 'fast' | 'immediate') => void} */ _stop) => undefined,
) {
  fs.mkdirSync(home, { recursive: true });
  const isNew = !fs.existsSync(path.join(home, 'secrets.json'));
  const secrets = readSecrets();
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const keys = { DATA_KEY: secrets.dataKey, HASH_KEY: secrets.hashKey };
  if (given.DATABASE_URL) {
    await assertDatabaseAnswers(given.DATABASE_URL);
    return { env: { ...keys, ...given }, secrets, found: true, stop: () => undefined };
  }
  const dataDir = reachableDataDir(home);
  if (isNew) keepEarlier(dataDir);
  const server = await startPostgres({ dataDir, password: secrets.databasePassword });
  whenStarted(server.stop);
  await makeDatabase(server.url('postgres'));
  return {
    env: { ...keys, ...given, DATABASE_URL: server.url('linli') },
    secrets,
    found: server.found,
    stop: server.stop,
  };
}

/**
 * Data below /var/lib/linli outlives its clone. Without its secrets nobody can open it, so a new clone at the same place
 * begins anew and leaves the old data beside. @param {string} dataDir
 */
function keepEarlier(dataDir) {
  const kept = setAside(dataDir);
  if (kept) process.stderr.write(`An earlier Linli was at this place; its database is kept in ${kept}.\n`);
}

/** @returns {LocalSecrets} */
function readSecrets() {
  const file = path.join(home, 'secrets.json');
  if (!fs.existsSync(file)) {
    const secrets = {
      databasePassword: randomBytes(24).toString('hex'),
      dataKey: randomBytes(32).toString('base64'),
      hashKey: randomBytes(32).toString('base64'),
      demoPassword: randomBytes(9).toString('base64url'),
      demoSecret: base32(randomBytes(20)),
    };
    const making = `${file}.${process.pid}`;
    fs.writeFileSync(making, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    fs.renameSync(making, file);
  }
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    throw new StartProblem(`${file} cannot be read: restore it from a backup. Without it, documents stay sealed.`);
  }
}

/** @param {string} url of the database `postgres` */
async function makeDatabase(url) {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
  } catch (error) {
    if (/** @type {any} */ (error)?.code !== '28P01') throw error;
    throw new StartProblem(
      `The database does not take the password in ${path.join(home, 'secrets.json')}: restore that file from a backup, or move it and the database away to begin anew.`,
    );
  }
  try {
    const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'linli'`);
    if (rowCount === 0) await client.query('CREATE DATABASE linli');
  } finally {
    await client.end();
  }
}

/** @param {string} url */
async function assertDatabaseAnswers(url) {
  if (!URL.canParse(url)) return; // the configuration says what is wrong with it
  const where = `${new URL(url).host}${new URL(url).pathname}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 8_000 });
  try {
    await client.connect();
    const { rows } = await client.query('SHOW server_version_num');
    if (Number(rows[0].server_version_num) < 140000) {
      throw new StartProblem(`The PostgreSQL at ${where} is too old: Linli needs version 14 or later.`);
    }
  } catch (error) {
    throw error instanceof StartProblem ? error : new StartProblem(databaseProblem(where, error));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @param {string} where @param {any} error */
function databaseProblem(where, error) {
  switch (error?.code) {
    case '28P01':
    case '28000':
      return `The PostgreSQL at ${where} refuses this user or password: correct DATABASE_URL.`;
    case '3D000':
      return `There is no such database at ${where}: create it, or correct DATABASE_URL.`;
    default:
      return `Nothing answers at ${where} (${error?.code ?? error?.message}): start PostgreSQL there, or unset DATABASE_URL to use the one that Linli brings.`;
  }
}

/** @param {Buffer} bytes */
function base32(bytes) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((group) => alphabet.charAt(parseInt(group, 2))).join('');
}
