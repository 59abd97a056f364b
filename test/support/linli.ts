import { randomBytes } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/platform/config/config.js';
import type { Config } from '../../src/platform/config/config.js';
import { makeHttpApp } from '../../src/platform/http/http-app.js';
import { Log } from '../../src/platform/logging/log.js';
import type { Job } from '../../src/platform/queues/job.js';
import { JobHandlers } from '../../src/platform/queues/job-handlers.js';
import { cloneDatabase } from './database.js';
import { HttpClient } from './http-client.js';
import { TestClock } from './test-clock.js';

export interface LinliOptions {
  /** Wall clock of the house at the start; 2026-08-20 10:00 when not said. */
  readonly now?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where log lines go; nowhere when not said. */
  readonly logTo?: NodeJS.WritableStream;
}

/** A whole Linli for one suite: its own database, real HTTP on a free port, a clock that stands still. */
export class Linli {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly clock: TestClock,
    readonly address: string,
    private readonly config: Config,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async start(options: LinliOptions = {}): Promise<Linli> {
    const database = await cloneDatabase();
    const config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      DATA_KEY: randomBytes(32).toString('base64'),
      HASH_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'silent',
      // Tests look at once at what they have changed.
      MEMORY: 'false',
      ...options.env,
    });
    const clock = new TestClock(options.now ?? '2026-08-20 10:00');
    const log = new Log(config.env.LOG_LEVEL, options.logTo);
    return Linli.open(config, clock, log, () => database.drop());
  }

  private static async open(config: Config, clock: TestClock, log: Log, drop: () => Promise<void>): Promise<Linli> {
    const app = await makeHttpApp(AppModule.on({ config, clock, log }), config);
    await app.listen(0, '127.0.0.1');
    return new Linli(app, clock, await app.getUrl(), config, drop);
  }

  /** One more process on the same database, as after a restart. */
  another(): Promise<Linli> {
    return Linli.open(this.config, this.clock, new Log('silent'), async () => undefined);
  }

  /** The same person at this process. */
  as(person: HttpClient): HttpClient {
    return person.at(this.address);
  }

  get databaseUrl(): string {
    return this.config.env.DATABASE_URL;
  }

  get redisUrl(): string {
    return this.config.env.REDIS_URL ?? '';
  }

  /** Somebody who has not signed in. */
  get anyone(): HttpClient {
    return new HttpClient(this.address);
  }

  get database(): DataSource {
    return this.app.get(DataSource);
  }

  get<Service>(service: Type<Service>): Service {
    return this.app.get(service, { strict: false });
  }

  /** Runs a job here and now, as a worker would. */
  async runJob<Payload>(job: Job<Payload>, payload: Payload): Promise<void> {
    await this.get(JobHandlers).run(job.name, payload);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.dropDatabase();
  }
}
