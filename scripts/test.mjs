/* npm test: every test, against a real PostgreSQL. Arguments go to jest: npm test -- catalogue */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { assertNodeVersion, installIfMissing, StartProblem } from './install.mjs';

const project = path.resolve(fileURLToPath(import.meta.url), '../..');

try {
  assertNodeVersion();
  installIfMissing();
  const jest = path.join(project, 'node_modules/jest/bin/jest.js');
  const loader = pathToFileURL(path.join(project, 'test/support/jest/load-typescript.mjs')).href;
  const flags = ['--import', loader, '--enable-source-maps', '--disable-warning=ExperimentalWarning', jest];
  const run = spawn(process.execPath, [...flags, ...process.argv.slice(2)], {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', NODE_ENV: 'test' },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => run.kill(signal));
  run.on('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  process.stderr.write(`${error instanceof StartProblem ? error.message : /** @type {any} */ (error)?.stack}\n`);
  process.exit(1);
}
