/* npm start: everything that Linli needs, in one process, with one short table at the end. */
import { assertNodeVersion, assertProjectWritable, installIfMissing, StartProblem } from './install.mjs';

try {
  assertNodeVersion();
  assertProjectWritable();
  installIfMissing();
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
  const { runHere } = await import('./run-here.mjs');
  await runHere();
} catch (error) {
  const known = error instanceof StartProblem || /** @type {any} */ (error)?.constructor?.name === 'ConfigProblem';
  process.stderr.write(`${known ? /** @type {Error} */ (error).message : /** @type {any} */ (error)?.stack}\n`);
  process.exit(1);
}
