import type { QueueName } from './job.js';

/** Everything that decides how a queue behaves. No queue relies on a default of the library. */
export interface QueueSettings {
  /** Jobs of this queue that one worker process runs at a time. */
  readonly concurrency: number;
  /** How often a job is tried before it counts as failed. */
  readonly attempts: number;
  /** First pause before trying again; it doubles each time. */
  readonly backoffMs: number;
  /** How long a worker may hold a job without a sign of life. */
  readonly lockMs: number;
  /** How often jobs of dead workers are looked for. */
  readonly stalledCheckMs: number;
  /** How often a job may be taken over from a dead worker. */
  readonly mostStalls: number;
  /** How many finished and failed jobs are kept for looking at. */
  readonly keepCompleted: number;
  readonly keepFailed: number;
}

export const queueSettings: Record<QueueName, QueueSettings> = {
  // Planning and claiming follow each other; both come again by themselves within a minute.
  reminders: {
    concurrency: 1,
    attempts: 3,
    backoffMs: 2_000,
    lockMs: 60_000,
    stalledCheckMs: 30_000,
    mostStalls: 2,
    keepCompleted: 200,
    keepFailed: 1_000,
  },
  // Delivery waits for mail servers, so several groups at a time; the message rows are the truth and are claimed
  // again when a group is lost, so few attempts are enough. It has a queue of its own so that slow mail holds up nothing.
  delivery: {
    concurrency: 4,
    attempts: 3,
    backoffMs: 2_000,
    lockMs: 60_000,
    stalledCheckMs: 30_000,
    mostStalls: 2,
    keepCompleted: 200,
    keepFailed: 1_000,
  },
  // One at a time: lapsing and offering lock the same pools, two runs would only wait for each other.
  admission: {
    concurrency: 1,
    attempts: 5,
    backoffMs: 1_000,
    lockMs: 60_000,
    stalledCheckMs: 30_000,
    mostStalls: 2,
    keepCompleted: 200,
    keepFailed: 1_000,
  },
  // Nobody waits for it; it comes again by itself, so it is tried once.
  housekeeping: {
    concurrency: 1,
    attempts: 1,
    backoffMs: 1_000,
    lockMs: 300_000,
    stalledCheckMs: 60_000,
    mostStalls: 1,
    keepCompleted: 50,
    keepFailed: 200,
  },
};
