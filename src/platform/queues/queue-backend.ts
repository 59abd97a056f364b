import { createPostgresBackend, Queue, withBackend, Worker } from 'bullmq';
import type { Processor } from 'bullmq';
import { Redis } from 'ioredis';
import type { Config } from '../config/config.js';
import type { QueueName } from './job.js';
import { queueSettings } from './queue-settings.js';

/** Where the queues live: opened once per process, the rest of Linli does not know which it is. */
export interface QueueBackend {
  readonly kind: 'redis' | 'postgres';
  readonly queue: (name: QueueName) => Queue;
  readonly worker: (name: QueueName, run: Processor) => Worker;
  readonly close: () => Promise<void>;
}

/** The one switch: Redis when REDIS_URL is set, else the PostgreSQL that holds the data. */
export function openQueueBackend(config: Config): QueueBackend {
  return config.env.REDIS_URL ? onRedis(config.env.REDIS_URL) : onPostgres(config.env.DATABASE_URL);
}

function onRedis(url: string): QueueBackend {
  const connections: Redis[] = [];
  const connect = () => {
    // BullMQ's workers block on their connection, so commands must never give up by count.
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    connection.on('error', () => undefined);
    connections.push(connection);
    return connection;
  };
  return {
    kind: 'redis',
    queue: (name) => new Queue(name, { ...queueOptions(name), prefix: 'linli', connection: connect() }),
    worker: (name, run) => new Worker(name, run, { ...workerOptions(name), prefix: 'linli', connection: connect() }),
    close: async () => void connections.map((connection) => connection.disconnect()),
  };
}

function onPostgres(url: string): QueueBackend {
  const classes = withBackend(createPostgresBackend);
  const connection = { connectionString: url, migrate: true, max: 3, application_name: 'linli-queues' };
  return {
    kind: 'postgres',
    queue: (name) => new classes.Queue(name, { ...queueOptions(name), connection }) as unknown as Queue,
    worker: (name, run) => new classes.Worker(name, run, { ...workerOptions(name), connection }) as unknown as Worker,
    close: async () => undefined,
  };
}

function queueOptions(name: QueueName) {
  const { attempts, backoffMs, keepCompleted, keepFailed } = queueSettings[name];
  return {
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: backoffMs },
      removeOnComplete: { count: keepCompleted },
      removeOnFail: { count: keepFailed },
    },
  };
}

function workerOptions(name: QueueName) {
  const { concurrency, lockMs, stalledCheckMs, mostStalls } = queueSettings[name];
  return {
    autorun: false,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: stalledCheckMs,
    maxStalledCount: mostStalls,
    drainDelay: 5,
  };
}
