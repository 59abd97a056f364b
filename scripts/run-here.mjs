import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { home, localEnvironment } from './environment.mjs';
import { StartProblem } from './install.mjs';
import { keepers, lookAt } from './processes.mjs';
import { takeTurn } from './one-at-a-time.mjs';
import { table } from './table.mjs';

/** @typedef {{ note: (more: object) => void, end: () => void }} Turn */

/** @param {string} file @returns {Promise<any>} a compiled module */
const built = (file) => import(new URL(`../dist/${file}`, import.meta.url).href);

/** Runs HTTP and worker in this process until it is told to stop. */
export async function runHere() {
  const { readConfig } = await built('src/platform/config/config.js');
  assertSettings(readConfig);
  const turn = await takeTurn(home);
  /** @type {(() => Promise<void> | void)[]} */
  const undo = [turn.end];
  const stopping = stopWhenTold(turn, undo);
  try {
    await start(readConfig, turn, undo, stopping);
  } catch (error) {
    // What is being stopped fails for that reason alone.
    if (stopping.isStopping) return;
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

/**
 * @param {(env: NodeJS.ProcessEnv) => any} readConfig @param {Turn} turn @param {(() => Promise<void> | void)[]} undo
 * @param {{ isStopping: boolean, stopDatabase: (mode?: 'fast' | 'immediate') => void }} stopping
 */
async function start(readConfig, turn, undo, stopping) {
  await assertPortFree(process.env.HOST || '127.0.0.1', Number(process.env.PORT || 3000));
  await assertRedisAnswers(process.env.REDIS_URL);
  const { env, secrets } = await localEnvironment((stop) => {
    stopping.stopDatabase = stop;
    undo.push(() => stop('fast'));
  });
  const config = readConfig(env);
  const [{ migrate }, { Log }, { startHttp }, { startWorker }] = await Promise.all([
    built('src/platform/database/data-source.js'),
    built('src/platform/logging/log.js'),
    built('src/main.js'),
    built('src/worker.js'),
  ]);
  await migrate(config.env.DATABASE_URL);
  const log = new Log(config.env.LOG_LEVEL, fs.createWriteStream(path.join(home, 'linli.log'), { flags: 'a' }));
  const worker = await startWorker({ config, log });
  undo.push(() => worker.close());
  const demo = await loadDemo(worker, config, secrets);
  const http = await listen(startHttp, { config, log });
  undo.push(() => http.close());
  const address = await http.getUrl();
  turn.note({ address });
  if (stopping.isStopping) return;
  process.stdout.write(table({ address, config, demo, log: path.join(home, 'linli.log') }));
}

/** A wrong setting is named before anything is started. @param {(env: NodeJS.ProcessEnv) => any} readConfig */
function assertSettings(readConfig) {
  const key = Buffer.alloc(32).toString('base64');
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  readConfig({ DATABASE_URL: 'postgres://127.0.0.1/linli', DATA_KEY: key, HASH_KEY: key, ...given });
}

/** @param {any} worker @param {any} config @param {{ demoPassword: string, demoSecret: string }} secrets */
async function loadDemo(worker, config, secrets) {
  if (config.env.NODE_ENV === 'production') return undefined;
  const { loadDemo: load } = await built('demo/load.js');
  return load(worker, secrets);
}

/** @param {(ground: any) => Promise<any>} startHttp @param {any} ground */
async function listen(startHttp, ground) {
  try {
    return await startHttp(ground);
  } catch (error) {
    throw portProblem(error, ground.config.env.HOST, ground.config.env.PORT) ?? error;
  }
}

/** Tells of a taken port before the database is started. @param {string} host @param {number} port */
function assertPortFree(host, port) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', (error) => reject(portProblem(error, host, port) ?? error));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

/** @param {any} error @param {string} host @param {number} port */
function portProblem(error, host, port) {
  switch (error?.code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `Port ${port} is taken by another program: stop it, or choose another with PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new StartProblem(
        `This user may not listen on port ${port}: choose one above 1023 with PORT=3000 npm start`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartProblem(`This machine has no address ${host}: correct HOST, or leave it out for 127.0.0.1.`);
    default:
      return undefined;
  }
}

/** @param {string | undefined} url */
function assertRedisAnswers(url) {
  if (!url) return Promise.resolve();
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379), timeout: 5_000 });
    const fail = () => {
      socket.destroy();
      reject(
        new StartProblem(
          `No Redis answers at ${hostname}:${port || 6379}: start it there, or unset REDIS_URL to keep the queues in PostgreSQL.`,
        ),
      );
    };
    socket.once('error', fail);
    socket.once('timeout', fail);
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
  });
}

/**
 * Ctrl-C, SIGTERM and a closed terminal undo what was started, the latest first, also while it is still starting; so does
 * the death of npm. A second Ctrl-C does not wait for requests. @param {Turn} turn
 * @param {(() => Promise<void> | void)[]} undo
 */
function stopWhenTold(turn, undo) {
  const state = { isStopping: false, stopDatabase: (/** @type {'fast' | 'immediate' | undefined} */ _mode) => {} };
  const stop = async () => {
    if (state.isStopping) {
      state.stopDatabase('immediate');
      turn.end();
      process.exit(130);
    }
    state.isStopping = true;
    turn.note({ stopping: true });
    process.stderr.write('\nStopping …\n');
    for (let step = undo.pop(); step; step = undo.pop()) await step();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
  // A closed pipe must not keep us from stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const needed = keepers();
  setInterval(() => !state.isStopping && needed.some((pid) => !lookAt(pid)) && void stop(), 500).unref();
  return state;
}
