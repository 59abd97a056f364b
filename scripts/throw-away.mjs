import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from './embedded-postgres.mjs';

/**
 * A PostgreSQL server in a folder of its own, as in production: what is committed is on disk. Both go when the work is
 * done, when it fails, and when somebody presses Ctrl-C; what `undo` is given is undone before.
 * @template Result
 * @param {(ground: { folder: string, server: import('./embedded-postgres.mjs').Server, undo: (step: () => Promise<void>) => void }) => Promise<Result>} work
 */
export async function withThrowAwayPostgres(work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-bench-'));
  fs.chmodSync(folder, 0o755);
  /** @type {(() => Promise<void> | void)[]} */
  const steps = [() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })];
  let left = false;
  const leave = async () => {
    if (left) return;
    left = true;
    for (const step of steps.reverse()) await step();
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (left) return;
      process.stderr.write('\nStopping …\n');
      void leave().finally(() => process.exit(130));
    });
  }
  try {
    const server = await startPostgres({
      dataDir: path.join(folder, 'postgres'),
      password: randomBytes(12).toString('hex'),
      settings: {
        max_connections: '300',
        shared_buffers: '256MB',
        max_wal_size: '4GB',
        fsync: 'on',
        synchronous_commit: 'on',
      },
    });
    steps.push(() => server.stop('immediate'));
    return await work({ folder, server, undo: (step) => steps.push(step) });
  } catch (error) {
    // What fails because everything is being stopped is no news.
    if (left) return await new Promise(() => undefined);
    throw error;
  } finally {
    await leave();
  }
}
