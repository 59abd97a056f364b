import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { Mail } from './channels/mail.js';
import { OutboxLetter } from './channels/outbox-letter.entity.js';
import { PostOffice } from './channels/post-office.js';
import { Sms } from './channels/sms.js';
import { Clock } from './clock/clock.js';
import { AnswerMemory } from './http/answer-memory.js';
import { Changes } from './database/changes.js';
import { Config } from './config/config.js';
import { DatabaseShutdown } from './database/database-shutdown.js';
import { makeDataSource } from './database/data-source.js';
import { Transactions } from './database/transactions.js';
import { HealthController } from './health/health.controller.js';
import { Idempotency } from './http/idempotency.js';
import { IdempotencyKey } from './http/idempotency-key.entity.js';
import { Log } from './logging/log.js';
import { JobHandlers } from './queues/job-handlers.js';
import { Queues } from './queues/queues.js';
import { Workers } from './queues/workers.js';
import { Secrets } from './secrets/secrets.js';

export const platformEntities: EntityTarget<ObjectLiteral>[] = [IdempotencyKey, OutboxLetter];

/** What a process is made with: its configuration, and in tests a clock that stands still. */
export interface Ground {
  readonly config: Config;
  readonly clock?: Clock;
  readonly log?: Log;
}

const services = [
  AnswerMemory,
  Changes,
  Transactions,
  Idempotency,
  Secrets,
  Mail,
  Sms,
  PostOffice,
  JobHandlers,
  Queues,
  Workers,
];

@Global()
@Module({})
export class PlatformModule {
  static on(ground: Ground, entities: EntityTarget<ObjectLiteral>[]): DynamicModule {
    const { config } = ground;
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useValue: ground.clock ?? new Clock(config.env.TIME_ZONE) },
        { provide: Log, useValue: ground.log ?? new Log(config.env.LOG_LEVEL) },
        {
          provide: DataSource,
          useFactory: () =>
            makeDataSource(config.env.DATABASE_URL, entities, [], config.env.DATABASE_CONNECTIONS).initialize(),
        },
        DatabaseShutdown,
        ...services,
      ],
      exports: [Config, Clock, Log, DataSource, ...services],
    };
  }
}
