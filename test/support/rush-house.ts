import { randomBytes } from 'node:crypto';
import { makePeople, makeStaff, residentId } from '../../bench/house/people.js';
import { tokenOf } from '../../bench/load/requests.js';
import { readConfig } from '../../src/platform/config/config.js';
import { openQueueBackend } from '../../src/platform/queues/queue-backend.js';
import { HouseProcess } from './house-process.js';
import { HttpClient } from './http-client.js';
import { OwnPostgres } from './own-postgres.js';
import { freePort } from './process.js';
import { startRedis } from './redis-server.js';
import type { RedisServer } from './redis-server.js';
import { StallingProxy } from './stalling-proxy.js';
import { until } from './until.js';

export interface RushPerson {
  readonly id: string;
  readonly http: HttpClient;
}

interface Keys {
  readonly hashKey: string;
  readonly secret: string;
}

/** The house as it runs in production: PostgreSQL, Redis, API and worker, each of which may be killed. */
export class RushHouse {
  private people = 0;
  private readonly asked = new Map<string, Promise<void>>();

  private constructor(
    readonly postgres: OwnPostgres,
    private redisServer: RedisServer | undefined,
    private readonly proxy: StallingProxy | undefined,
    readonly address: string,
    readonly api: HouseProcess,
    readonly worker: HouseProcess,
    private readonly keys: Keys,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** With a network that can stall there is something between the API and PostgreSQL. */
  static async start({ withRedis = false, withNetwork = false } = {}): Promise<RushHouse> {
    const postgres = await OwnPostgres.start();
    const redis = withRedis ? await startRedis() : undefined;
    const proxy = withNetwork ? await StallingProxy.start(postgres.port) : undefined;
    const keys = { hashKey: randomBytes(32).toString('base64'), secret: randomBytes(16).toString('hex') };
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      DATABASE_URL: postgres.url(),
      DATA_KEY: randomBytes(32).toString('base64'),
      HASH_KEY: keys.hashKey,
      ...(redis ? { REDIS_URL: redis.url } : {}),
    };
    const migration = new HouseProcess('migration', 'migrate.js', env);
    if ((await migration.ended) !== 0) throw new Error(migration.output);
    await postgres.with((client) => makeStaff(client, keys));
    const port = await freePort();
    const ofApi = { DATABASE_URL: postgres.url(proxy?.port), PORT: String(port) };
    const api = new HouseProcess('API', 'main.js', { ...env, ...ofApi });
    const worker = new HouseProcess('worker', 'worker.js', { ...env, LOG_LEVEL: 'info' });
    const house = new RushHouse(postgres, redis, proxy, `http://127.0.0.1:${port}`, api, worker, keys, env);
    await house.isUp();
    return house;
  }

  /** Waits until the API says that it can work. */
  ready(): Promise<void> {
    return this.answersAt('/health/ready');
  }

  /** Waits until the API is there, whether it can work or not. */
  lives(): Promise<void> {
    return this.answersAt('/health/live');
  }

  /** However many wait, one of them asks. */
  private answersAt(path: string): Promise<void> {
    const http = new HttpClient(this.address);
    const asked =
      this.asked.get(path) ??
      until(async () => {
        this.api.assertRuns();
        const { status } = await http.get(path).catch(() => ({ status: 0 }));
        return status === 200;
      }, 30).finally(() => this.asked.delete(path));
    this.asked.set(path, asked);
    return asked;
  }

  /** Waits until nothing is starting any more. */
  async isUp(): Promise<void> {
    await this.worker.says('workers started');
    await this.ready();
    this.worker.assertRuns();
  }

  get network(): StallingProxy {
    if (!this.proxy) throw new Error('Nothing is between this API and its PostgreSQL.');
    return this.proxy;
  }

  get redis(): RedisServer {
    if (!this.redisServer) throw new Error('This house has no Redis.');
    return this.redisServer;
  }

  /** At the same port, and with nothing of what it knew. */
  async startRedisAgain(): Promise<void> {
    this.redisServer = await startRedis(this.redis.port);
  }

  get staff(): HttpClient {
    return new HttpClient(this.address, { authorization: `Bearer ${this.keys.secret}.staff` });
  }

  /** New people, signed in and with a complete profile. */
  async givenPeople(count: number): Promise<RushPerson[]> {
    const crowd = { secret: this.keys.secret, first: this.people + 1, count };
    this.people += count;
    await this.postgres.with((client) => makePeople(client, this.keys, crowd));
    return Array.from({ length: count }, (_, index) => {
      const authorization = `Bearer ${tokenOf(crowd.secret, crowd.first + index)}`;
      return { id: residentId(crowd.first + index), http: new HttpClient(this.address, { authorization }) };
    });
  }

  /** Has the worker send what is due now, which it does every ten seconds. */
  async sendWhatIsDue(): Promise<void> {
    const backend = openQueueBackend(readConfig(this.env));
    const queue = backend.queue('reminders');
    await queue.add('reminders.send', {});
    await queue.close();
    await backend.close();
  }

  async stop(): Promise<void> {
    await Promise.all([this.api.kill(), this.worker.kill()]);
    await this.proxy?.stop();
    await this.redisServer?.stop();
    this.postgres.remove();
  }
}
