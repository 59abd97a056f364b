import { Injectable } from '@nestjs/common';
import { knownJobs } from './job.js';
import type { Job } from './job.js';

type Handler = (payload: unknown) => Promise<void>;

/** Which code runs which job. Features say it when their module starts: `handlers.handle(job, run)`. */
@Injectable()
export class JobHandlers {
  private readonly handlers = new Map<string, Handler>();

  handle<Payload>(job: Job<Payload>, run: (payload: Payload) => Promise<void>): void {
    if (this.handlers.has(job.name)) throw new Error(`The job ${job.name} has two handlers.`);
    this.handlers.set(job.name, async (payload) => run(job.payload.parse(payload)));
  }

  /** Runs a job here and now. An unknown job fails loudly, so that it looks failed to its queue. */
  async run(name: string, payload: unknown): Promise<void> {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`No handler knows the job ${name}.`);
    await handler(payload);
  }

  /** Throws unless every declared job has its handler. */
  assertComplete(): void {
    const missing = knownJobs().filter((job) => !this.handlers.has(job.name));
    if (missing.length > 0) throw new Error(`No handler for: ${missing.map((job) => job.name).join(', ')}.`);
  }
}
