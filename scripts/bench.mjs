/* npm run bench: measures how Linli holds a rush, prints a table, and writes bench/results/latest.json and the tables of the docs. */
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
  process.exitCode = await run();
} catch (error) {
  const known = error instanceof StartProblem || /** @type {any} */ (error)?.constructor?.name === 'WrongFlag';
  process.stderr.write(`${known ? /** @type {Error} */ (error).message : /** @type {any} */ (error)?.stack}\n`);
  process.exit(1);
}

async function run() {
  /** @type {any} */
  const bench = await import(new URL('../dist/bench/main.js', import.meta.url).href);
  const options = bench.readOptions(flags);
  if (options.pages) {
    bench.rewritePages(project);
    return 0;
  }
  const { withThrowAwayPostgres } = await import('./throw-away.mjs');
  const tell = (/** @type {string} */ text) => void process.stdout.write(text);
  const holds = await withThrowAwayPostgres((ground) => bench.runBench({ ...ground, project, flags, tell }, options));
  return holds ? 0 : 1;
}
