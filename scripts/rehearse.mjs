/* npm run rehearse -- --tier B: plays an opening against a copy of the term of this folder's instance. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertNodeVersion, installIfMissing, StartProblem } from './install.mjs';

const project = path.resolve(fileURLToPath(import.meta.url), '../..');
const flags = process.argv.slice(2);

try {
  assertNodeVersion();
  installIfMissing();
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
  await run();
} catch (error) {
  const name = /** @type {any} */ (error)?.constructor?.name;
  const known = error instanceof StartProblem || name === 'WrongFlag' || name === 'NothingToRehearse';
  process.stderr.write(`${known ? /** @type {Error} */ (error).message : /** @type {any} */ (error)?.stack}\n`);
  process.exit(1);
}

async function run() {
  /** @type {any} */
  const bench = await import(new URL('../dist/bench/rehearse.js', import.meta.url).href);
  const options = bench.readRehearsalOptions(flags);
  const copy = await readOwnTerm(bench, options.term);
  const { withThrowAwayPostgres } = await import('./throw-away.mjs');
  const tell = (/** @type {string} */ text) => void process.stdout.write(text);
  await withThrowAwayPostgres((ground) => bench.rehearse({ ...ground, project, flags, tell }, copy, options));
}

/** Reads the term from DATABASE_URL or this folder's own database, and leaves that running or stopped as it was. */
async function readOwnTerm(/** @type {any} */ bench, /** @type {string | undefined} */ term) {
  if (!process.env.DATABASE_URL && !fs.existsSync(path.join(project, '.linli/secrets.json'))) {
    throw new StartProblem(
      'There is no term to rehearse: this folder has no data yet. Start it once with npm start, or set DATABASE_URL.',
    );
  }
  const { localEnvironment } = await import('./environment.mjs');
  const { env, found, stop } = await localEnvironment();
  try {
    return await bench.readTerm(env.DATABASE_URL, term);
  } finally {
    if (!found) stop();
  }
}
