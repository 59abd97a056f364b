/* npm run demo: plays the whole story against a throw-away instance and prints it. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { assertNodeVersion, installIfMissing, StartProblem } from './install.mjs';

/** @param {string} file @returns {Promise<any>} a compiled module */
const built = (file) => import(new URL(`../dist/${file}`, import.meta.url).href);

try {
  assertNodeVersion();
  installIfMissing();
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
  await play();
} catch (error) {
  process.stderr.write(`${error instanceof StartProblem ? error.message : /** @type {any} */ (error)?.stack}\n`);
  process.exit(1);
}

async function play() {
  const { startPostgres } = await import('./embedded-postgres.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-demo-'));
  fs.chmodSync(folder, 0o755);
  const settings = { fsync: 'off', synchronous_commit: 'off' };
  const server = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    password: randomBytes(12).toString('hex'),
    settings,
  });
  const leave = () => {
    server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.once('SIGINT', () => {
    leave();
    process.exit(130);
  });
  try {
    const [{ migrate }, { openTheatre }, { playStory }] = await Promise.all([
      built('src/platform/database/data-source.js'),
      built('demo/theatre.js'),
      built('demo/story.js'),
    ]);
    const databaseUrl = server.url('postgres');
    await migrate(databaseUrl);
    const theatre = await openTheatre({ databaseUrl, redisUrl: process.env.REDIS_URL });
    process.stdout.write('\nLinli 邻里 · 一个夜校学期的故事\n\n');
    let line = 0;
    await playStory(theatre, (/** @type {string} */ text) =>
      process.stdout.write(`${String(++line).padStart(2)}. ${text}\n`),
    );
    await theatre.close();
    process.stdout.write('\n完。以上每一步都经过真实的 HTTP、PostgreSQL、队列和邮件服务器。\n\n');
  } finally {
    leave();
  }
}
