import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../platform/clock/clock.js';
import { Idempotency } from '../platform/http/idempotency.js';
import { defineJob } from '../platform/queues/job.js';
import { JobHandlers } from '../platform/queues/job-handlers.js';

export const keepHouse = defineJob({
  queue: 'housekeeping',
  name: 'housekeeping.forget',
  payload: z.strictObject({}),
  everySeconds: 3600,
});

const lettersKept = 1000;

/** Forgets what nobody needs any more: answers to old requests, expired codes and sign-ins, the seconds of
 * openings long over, old outbox letters. */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly idempotency: Idempotency,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(keepHouse, () => this.run());
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    await this.idempotency.forgetBefore(now.subtract({ hours: 48 }));
    const dayAgo = now.subtract({ hours: 24 }).toString();
    await this.source.query(`DELETE FROM sign_in_codes WHERE expires_at < $1 AND day_began_at < $1`, [dayAgo]);
    await this.source.query(`DELETE FROM sign_ins WHERE expires_at < $1 OR ended_at < $1`, [dayAgo]);
    await this.source.query(`DELETE FROM opening_counts WHERE second < $1`, [
      now.subtract({ hours: 24 * 400 }).toString(),
    ]);
    await this.source.query(
      `DELETE FROM outbox_letters WHERE sent_at < (SELECT sent_at FROM outbox_letters ORDER BY sent_at DESC OFFSET $1 LIMIT 1)`,
      [lettersKept],
    );
  }
}
