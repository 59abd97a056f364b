/* npm run staff -- create|list|code: staff from the terminal. */
import { assertNodeVersion, assertProjectWritable, installIfMissing, StartProblem } from './install.mjs';

/** @param {string} file @returns {Promise<any>} a compiled module */
const built = (file) => import(new URL(`../dist/${file}`, import.meta.url).href);

try {
  assertNodeVersion();
  assertProjectWritable();
  installIfMissing();
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const name = /** @type {any} */ (error)?.constructor?.name;
  const known = error instanceof StartProblem || name === 'ConfigProblem' || name === 'CommandProblem';
  process.stderr.write(
    `${known ? /** @type {Error} */ (error).message.trimEnd() : /** @type {any} */ (error)?.stack}\n`,
  );
  process.exit(1);
}

/** @param {string[]} args */
async function run(args) {
  const { runStaffCommand, usage } = await built('src/staff.js');
  if (!['create', 'list', 'code'].includes(args[0] ?? '')) {
    process.stdout.write(usage);
    return args.length === 0 || args[0] === 'help' ? 0 : 1;
  }
  const { localEnvironment } = await import('./environment.mjs');
  const { env, found, stop } = await localEnvironment();
  try {
    const { migrate } = await built('src/platform/database/data-source.js');
    await migrate(env.DATABASE_URL);
    process.stdout.write(await runStaffCommand(args, env));
    return 0;
  } finally {
    if (!found) stop();
  }
}
