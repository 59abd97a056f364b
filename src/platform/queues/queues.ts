import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Config } from '../config/config.js';
import { Log } from '../logging/log.js';
import { queueNames } from './job.js';
import type { Job, QueueName } from './job.js';
import { openQueueBackend } from './queue-backend.js';
import type { QueueBackend } from './queue-backend.js';

/** The sending side of the queues: adding jobs, and asking whether the queues answer. */
@Injectable()
export class Queues implements OnApplicationShutdown {
  readonly backend: QueueBackend;
  private readonly open = new Map<QueueName, Queue>();

  constructor(
    config: Config,
    private readonly log: Log,
  ) {
    this.backend = openQueueBackend(config);
  }

  /** Adds one job per payload, all at once. The same id is taken once while its job is kept. */
  async add<Payload>(job: Job<Payload>, payloads: readonly { id?: string; data: Payload }[]): Promise<void> {
    if (payloads.length === 0) return;
    await this.queue(job.queue).addBulk(
      payloads.map(({ id, data }) => ({ name: job.name, data, ...(id ? { opts: { jobId: id } } : {}) })),
    );
  }

  /** Makes a job come by itself; calling it again changes nothing. */
  async schedule(job: Job<unknown>, everySeconds: number): Promise<void> {
    await this.queue(job.queue).upsertJobScheduler(
      job.name,
      { every: everySeconds * 1000 },
      { name: job.name, data: {} },
    );
  }

  /** Resolves when the queues answer; rejects when they do not within the time. */
  async ping(withinMs: number): Promise<void> {
    const answer = this.queue('housekeeping').getJobCounts('waiting');
    const timeout = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('The queues do not answer.')), withinMs).unref(),
    );
    await Promise.race([answer, timeout]);
  }

  /** Jobs that wait or run now; those planned for later do not count. */
  async pending(name: QueueName): Promise<number> {
    const counts = await this.queue(name).getJobCounts('waiting', 'active', 'prioritized');
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  /** Names of the jobs that come by themselves. */
  async scheduled(name: QueueName): Promise<string[]> {
    const schedulers = await this.queue(name).getJobSchedulers();
    return schedulers.map(({ key }) => key).sort();
  }

  async failed(name: QueueName): Promise<number> {
    return this.queue(name).getFailedCount();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.open.values()].map((queue) => queue.close()));
    await this.backend.close();
  }

  private queue(name: QueueName): Queue {
    if (!queueNames.includes(name)) throw new Error(`There is no queue ${String(name)}.`);
    const known = this.open.get(name);
    if (known) return known;
    const queue = this.backend.queue(name);
    queue.on('error', (error) => this.log.fault(error, { queue: name }));
    this.open.set(name, queue);
    return queue;
  }
}
