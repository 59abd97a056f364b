import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { id } from '../kernel/contract.js';
import { Undeliverable } from '../platform/channels/channel.js';
import { PostOffice } from '../platform/channels/post-office.js';
import type { ChannelName } from '../platform/channels/post-office.js';
import { Clock } from '../platform/clock/clock.js';
import { Log } from '../platform/logging/log.js';
import { defineJob } from '../platform/queues/job.js';
import { JobHandlers } from '../platform/queues/job-handlers.js';
import { minutesUntilNextTry, reminderRules } from './reminder.rules.js';

export const deliverMessages = defineJob({
  queue: 'reminders',
  name: 'reminders.deliver',
  payload: z.strictObject({ ids: z.array(id) }),
});

interface Row {
  id: string;
  title: string;
  body: string;
  tries: number;
  phone: string;
  email: string | null;
}

/**
 * Delivers a group of claimed messages. A worker that dies between sending and noting it makes the letter go out again,
 * with the same Message-ID.
 */
@Injectable()
export class DeliverMessages implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly post: PostOffice,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(deliverMessages, ({ ids }) => this.run(ids));
  }

  async run(ids: readonly string[]): Promise<void> {
    const rows: Row[] = await this.source.query(
      `SELECT m.id, m.title, m.body, m.tries, r.phone, r.email
         FROM messages m JOIN residents r ON r.id = m.resident_id
        WHERE m.id = ANY($1) AND m.state = 'claimed' ORDER BY m.due_at, m.id`,
      [ids],
    );
    for (const row of rows) await this.deliver(row);
  }

  private async deliver({ id: messageId, title, body, tries, phone, email }: Row): Promise<void> {
    try {
      await this.sent(messageId, await this.post.deliver({ id: messageId, title, body }, { phone, email }));
    } catch (error) {
      const final = error instanceof Undeliverable || tries + 1 >= reminderRules.mostTries;
      this.log.fault(error, { message: messageId, tries: tries + 1, final });
      await this.notSent(messageId, error instanceof Error ? error.message : 'unknown', final, tries + 1);
    }
  }

  private async sent(messageId: string, channel: ChannelName): Promise<void> {
    await this.source.query(
      `UPDATE messages SET state = 'sent', sent_at = $2, channel = $3, tries = tries + 1, problem = NULL
        WHERE id = $1 AND state = 'claimed'`,
      [messageId, this.clock.now().toString(), channel],
    );
  }

  private async notSent(messageId: string, problem: string, final: boolean, tries: number): Promise<void> {
    const nextTry = this.clock.now().add({ minutes: minutesUntilNextTry(tries) });
    await this.source.query(
      `UPDATE messages SET state = $2, tries = $3, problem = $4, claimed_at = NULL,
              due_at = CASE WHEN $2 = 'due' THEN $5::timestamptz ELSE due_at END
        WHERE id = $1 AND state = 'claimed'`,
      [messageId, final ? 'failed' : 'due', tries, problem.slice(0, 300), nextTry.toString()],
    );
  }
}
