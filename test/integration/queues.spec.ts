import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { Log } from '../../src/platform/logging/log.js';
import { defineJob, knownJobs, queueNames } from '../../src/platform/queues/job.js';
import type { Job } from '../../src/platform/queues/job.js';
import { JobHandlers } from '../../src/platform/queues/job-handlers.js';
import { queueSettings } from '../../src/platform/queues/queue-settings.js';
import { Queues } from '../../src/platform/queues/queues.js';
import { Workers } from '../../src/platform/queues/workers.js';
import { sendReminders } from '../../src/reminders/send-reminders.service.js';
import { Linli } from '../support/linli.js';
import { until } from '../support/until.js';
import { redisIsInstalled, startRedis } from '../support/redis-server.js';

/** A job of this file alone: it is not declared, for the house would miss its handler. */
const job: Job<{ n: number }> = {
  queue: 'housekeeping',
  name: 'housekeeping.test',
  payload: z.strictObject({ n: z.int() }),
};

describe('jobs', () => {
  it('have one handler each: a second is refused, a missing one stops the workers', async () => {
    const handlers = new JobHandlers();
    expect(() => handlers.assertComplete()).toThrow(/No handler for: .*reminders\.send/);
    for (const known of knownJobs()) handlers.handle(known, async () => undefined);
    handlers.assertComplete();
    expect(() => handlers.handle(sendReminders, async () => undefined)).toThrow('two handlers');
    const workers = new Workers({} as Queues, new JobHandlers(), new Log('silent'));
    await expect(workers.start()).rejects.toThrow('No handler for');
  });

  it('fail loudly when nobody knows them or their payload is wrong', async () => {
    const handlers = new JobHandlers();
    await expect(handlers.run('housekeeping.unknown', {})).rejects.toThrow('No handler knows');
    handlers.handle(job, async () => undefined);
    await expect(handlers.run(job.name, { n: 'one' })).rejects.toThrow();
  });

  it('are named after their queue, once', () => {
    expect(() => defineJob({ ...sendReminders })).toThrow('declared twice');
    expect(() => defineJob({ ...job, name: 'other.test' })).toThrow("begin with its queue's name");
  });

  it('belong to queues that state every option', () => {
    for (const name of queueNames) {
      expect(Object.keys(queueSettings[name]).sort()).toEqual(
        [
          'attempts',
          'backoffMs',
          'concurrency',
          'keepCompleted',
          'keepFailed',
          'lockMs',
          'mostStalls',
          'stalledCheckMs',
        ].sort(),
      );
    }
  });
});

const backends = [
  { name: 'PostgreSQL', skip: false },
  { name: redisIsInstalled ? 'Redis' : 'Redis (skipped: there is no redis-server on PATH)', skip: !redisIsInstalled },
];

for (const backend of backends) {
  (backend.skip ? describe.skip : describe)(`workers on ${backend.name}`, () => {
    let linli: Linli;
    let stopRedis = async () => undefined as void;
    const ran: number[] = [];
    let release = () => undefined as void;
    let begun = false;
    beforeAll(async () => {
      const env: Record<string, string> = {};
      if (backend.name === 'Redis') {
        const redis = await startRedis();
        env.REDIS_URL = redis.url;
        stopRedis = redis.stop;
      }
      linli = await Linli.start({ env });
      linli.get(JobHandlers).handle(job, async ({ n }) => {
        if (n === 13) throw new Error('unlucky');
        if (n === 99) {
          await new Promise<void>((resolve) => {
            release = resolve;
            begun = true;
          });
        }
        ran.push(n);
      });
      await linli.get(Workers).start();
    });
    afterAll(async () => {
      await linli.stop();
      await stopRedis();
    });

    const idle = () => until(async () => (await linli.get(Queues).pending('housekeeping')) === 0);

    it('run what is added, each id once', async () => {
      const queues = linli.get(Queues);
      await queues.add(job, [{ id: 'a', data: { n: 1 } }, { id: 'a', data: { n: 1 } }, { data: { n: 2 } }]);
      await idle();
      expect(ran.sort()).toEqual([1, 2]);
    });

    it('show a failed job as failed', async () => {
      await linli.get(Queues).add(job, [{ data: { n: 13 } }]);
      await idle();
      expect(await linli.get(Queues).failed('housekeeping')).toBe(1);
    });

    if (backend.name === 'Redis') {
      it('come by themselves again when Redis has forgotten them', async () => {
        const redis = new Redis(linli.redisUrl);
        await redis.flushall();
        expect(await linli.get(Queues).scheduled('reminders')).toEqual([]);
        await linli.get(Workers).schedule();
        expect(await linli.get(Queues).scheduled('reminders')).toEqual(['reminders.plan', 'reminders.send']);
        await redis.quit();
      });
    }

    it('finish the job they run before they stop', async () => {
      await linli.get(Queues).add(job, [{ data: { n: 99 } }]);
      await until(() => begun);
      const stopped = linli.get(Workers).beforeApplicationShutdown();
      release();
      await stopped;
      expect(ran).toContain(99);
    });
  });
}
