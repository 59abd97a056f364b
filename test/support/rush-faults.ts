import { setTimeout as pause } from 'node:timers/promises';
import type { Rush } from './rush.js';
import type { RushHouse } from './rush-house.js';
import { until } from './until.js';

/** Something goes in the middle of a rush, and comes back. */
export type Strike = (house: RushHouse, rush: Rush) => Promise<void>;

const api: Strike = async (house) => {
  await house.api.kill();
  house.api.startAgain();
};

/** What is done has been written down, and nobody hears of it. */
const apiAtCommit: Strike = async (house, rush) => {
  await Promise.race([house.network.stallAtCommit(), until(() => rush.isOver, 60)]);
  await house.api.kill();
  house.network.goOn();
  house.api.startAgain();
};

const stall: Strike = async ({ network }) => {
  network.stall();
  await pause(10_000);
  network.goOn();
};

const worker: Strike = async (house, rush) => {
  await whileItSends(house, rush);
  await house.worker.kill();
  house.worker.startAgain();
};

/** It stays away until somebody has noticed. */
const postgres: Strike = async (house, rush) => {
  const noticed = somebodyIsPutOff(rush);
  house.postgres.stopAtOnce();
  await noticed;
  await house.postgres.startAgain();
};

const apiAndPostgres: Strike = async (house, rush) => {
  const noticed = somebodyIsPutOff(rush);
  house.postgres.stopAtOnce();
  await house.api.kill();
  await noticed;
  await house.postgres.startAgain();
  house.api.startAgain();
};

/** The rush goes on without it, and the worker is there again when it is. */
const redis: Strike = async (house, rush) => {
  await house.redis.stop();
  await until(() => rush.isOver, 30);
  await house.startRedisAgain();
  await whileItSends(house, rush);
};

export const strikes = {
  'the API is killed': api,
  'the API is killed as it commits': apiAtCommit,
  'the network stalls': stall,
  'the worker is killed': worker,
  'PostgreSQL stops': postgres,
  'the API and PostgreSQL go': apiAndPostgres,
  'Redis is killed': redis,
} as const;

async function somebodyIsPutOff(rush: Rush): Promise<void> {
  const before = rush.putOff;
  await until(() => rush.putOff > before || rush.isOver);
}

/** Resolves while the worker delivers what the rush has to be told, if there is anything. */
async function whileItSends(house: RushHouse, rush: Rush): Promise<void> {
  const count = async (state: string) => {
    const sql = `SELECT count(*)::int AS n FROM messages WHERE state = $1 AND due_at <= now()`;
    return (await house.postgres.rows<{ n: number }>(sql, [state]))[0]?.n ?? 0;
  };
  const isToBeSent = async () =>
    (await count('due')) > 0 || (await house.postgres.rows('SELECT FROM noted_messages LIMIT 1')).length > 0;
  const sent = await count('sent');
  await until(async () => rush.isOver || (await isToBeSent()), 30);
  if (!(await isToBeSent())) return;
  await house.sendWhatIsDue();
  await until(async () => (await count('sent')) > sent, 30);
}
