import type { z } from 'zod';

export const queueNames = ['reminders', 'delivery', 'admission', 'housekeeping'] as const;
export type QueueName = (typeof queueNames)[number];

/** A kind of work that runs in the worker: its queue, its stable name, the shape of what it is told. */
export interface Job<Payload> {
  readonly queue: QueueName;
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Seconds between runs, for a job that runs by itself. */
  readonly everySeconds?: number;
}

const jobs = new Map<string, Job<unknown>>();

/** Declares a job; its name must be new. A declared job without a handler stops the worker's start. */
export function defineJob<Payload>(job: Job<Payload>): Job<Payload> {
  if (jobs.has(job.name)) throw new Error(`The job ${job.name} is declared twice.`);
  if (!job.name.startsWith(`${job.queue}.`)) throw new Error(`The job ${job.name} must begin with its queue's name.`);
  jobs.set(job.name, job);
  return job;
}

/** Every job declared by the modules loaded so far. */
export function knownJobs(): readonly Job<unknown>[] {
  return [...jobs.values()];
}
