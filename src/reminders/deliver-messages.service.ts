import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { id } from '../kernel/contract.js';
import { newId } from '../kernel/ids.js';
import { Undeliverable } from '../platform/channels/channel.js';
import { PostOffice } from '../platform/channels/post-office.js';
import type { ChannelName } from '../platform/channels/post-office.js';
import { Clock } from '../platform/clock/clock.js';
import { sendAlone, together } from '../platform/database/send.js';
import { Log } from '../platform/logging/log.js';
import { defineJob } from '../platform/queues/job.js';
import { JobHandlers } from '../platform/queues/job-handlers.js';
import { minutesUntilNextTry, reminderRules } from './reminder.rules.js';

export const deliverMessages = defineJob({
  queue: 'delivery',
  name: 'delivery.messages',
  payload: z.strictObject({ claim: id, ids: z.array(id) }),
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
 * Delivers a group of claimed messages, a few at a time: a mail server or a gateway answers in its own time. A worker
 * that dies between sending and marking it makes the letter go out again, with the same Message-ID.
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
    this.handlers.handle(deliverMessages, ({ claim, ids }) => this.run(claim, ids));
  }

  async run(claim: string, ids: readonly string[]): Promise<void> {
    const { deliveredAtOnce } = reminderRules;
    for (let from = 0; from < ids.length; from += deliveredAtOnce) {
      const messages = await this.take(ids.slice(from, from + deliveredAtOnce), claim);
      await together(messages.map((message) => this.deliver(message)));
    }
  }

  /** Takes messages of the claim, so that nobody else delivers them; without those that somebody has already. */
  private take(messageIds: readonly string[], claim: string): Promise<Row[]> {
    return sendAlone(
      this.source,
      `UPDATE messages m SET claim = $3, claimed_at = $4 FROM residents r
        WHERE m.id = ANY($1::uuid[]) AND m.state = 'claimed' AND m.claim = $2 AND r.id = m.resident_id
        RETURNING m.id, m.title, m.body, m.tries, r.phone, r.email`,
      [messageIds, claim, newId(), this.clock.now().toString()],
    );
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
    await sendAlone(
      this.source,
      `UPDATE messages SET state = 'sent', sent_at = $2, channel = $3, tries = tries + 1, problem = NULL, claimed_at = NULL
        WHERE id = $1 AND state = 'claimed'`,
      [messageId, this.clock.now().toString(), channel],
    );
  }

  private async notSent(messageId: string, problem: string, final: boolean, tries: number): Promise<void> {
    const nextTry = this.clock.now().add({ minutes: minutesUntilNextTry(tries) });
    await sendAlone(
      this.source,
      `UPDATE messages SET state = $2, tries = $3, problem = $4, claimed_at = NULL,
              due_at = CASE WHEN $2 = 'due' THEN $5::timestamptz ELSE due_at END
        WHERE id = $1 AND state = 'claimed'`,
      [messageId, final ? 'failed' : 'due', tries, problem.slice(0, 300), nextTry.toString()],
    );
  }
}
