import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Worker } from 'bullmq';
import { Log } from '../logging/log.js';
import { JobHandlers } from './job-handlers.js';
import { knownJobs, queueNames } from './job.js';
import type { QueueName } from './job.js';
import { Queues } from './queues.js';

const scheduleAgainMs = 60_000;

/** The running side of the queues: one BullMQ worker per queue, and the jobs that come by themselves. */
@Injectable()
export class Workers implements BeforeApplicationShutdown {
  private running: Worker[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queues: Queues,
    private readonly handlers: JobHandlers,
    private readonly log: Log,
  ) {}

  /** Starts only when every job has its one handler. */
  async start(): Promise<void> {
    this.handlers.assertComplete();
    this.running = queueNames.map((name) => this.startWorker(name));
    await this.schedule();
    this.timer = setInterval(() => {
      this.schedule().catch((error: unknown) => this.log.fault(error, { act: 'scheduling jobs' }));
    }, scheduleAgainMs);
    this.timer.unref();
    this.log.info('workers started', { queues: this.running.length, backend: this.queues.backend.kind });
  }

  /** The jobs that come by themselves. Said again and again, for queues that were lost have forgotten them. */
  async schedule(): Promise<void> {
    for (const job of knownJobs()) {
      if (job.everySeconds !== undefined) await this.queues.schedule(job, job.everySeconds);
    }
  }

  /** Takes no new job and finishes the ones it has. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.running.map((worker) => worker.close()));
    this.running = [];
  }

  private startWorker(name: QueueName): Worker {
    const worker = this.queues.backend.worker(name, (job) => this.handlers.run(job.name, job.data));
    worker.on('failed', (job, error) =>
      this.log.fault(error, { queue: name, job: job?.name, attempt: job?.attemptsMade }),
    );
    worker.on('error', (error) => this.log.fault(error, { queue: name }));
    void worker.run();
    return worker;
  }
}
