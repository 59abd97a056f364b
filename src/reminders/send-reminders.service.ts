import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { newId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { Log } from '../platform/logging/log.js';
import { eachAlone } from '../platform/queues/each-alone.js';
import { defineJob } from '../platform/queues/job.js';
import { JobHandlers } from '../platform/queues/job-handlers.js';
import { Queues } from '../platform/queues/queues.js';
import { deliverMessages } from './deliver-messages.service.js';
import { Messages } from './messages.js';
import { PlanReminders } from './plan-reminders.service.js';
import { reminderRules } from './reminder.rules.js';

export const sendReminders = defineJob({
  queue: 'reminders',
  name: 'reminders.send',
  payload: z.strictObject({}),
  everySeconds: 10,
});

/**
 * Writes what was noted, claims what is due and hands it in groups to the queue. Losing the queue loses nothing: old
 * claims come back.
 */
@Injectable()
export class SendReminders implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly messages: Messages,
    private readonly queues: Queues,
    private readonly plan: PlanReminders,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(sendReminders, () => this.run());
  }

  async run(): Promise<void> {
    // What is said from now on is sent by the next run, after what was noted before it.
    const now = this.clock.now();
    await this.releaseLostClaims();
    await this.writeNoted();
    const isPlanTrue = await this.bringPlanUpToDate();
    for (let group = 0; group < reminderRules.groupsAtOnce; group++) {
      const claim = newId();
      const ids = await this.claimGroup(claim, now, isPlanTrue);
      if (ids.length > 0) await this.queues.add(deliverMessages, [{ id: claim, data: { claim, ids } }]);
      // What falls due meanwhile goes with the next run, instead of in groups of a few.
      if (ids.length < reminderRules.groupSize) return;
    }
  }

  /** Makes messages of what was noted. What cannot be written stays noted, and holds up nothing else. */
  async writeNoted(): Promise<void> {
    const { notesAtOnce, mostNotes } = reminderRules;
    const rows: { id: string }[] = await this.transactions.run((tx) =>
      tx.query(`SELECT id FROM noted_messages ORDER BY id LIMIT $1`, [mostNotes]),
    );
    const write = (ids: string[]) => this.transactions.run((tx) => this.messages.writeNoted(tx, ids));
    const noted = rows.map(({ id }) => id);
    for (let from = 0; from < noted.length; from += notesAtOnce) {
      const ids = noted.slice(from, from + notesAtOnce);
      await write(ids)
        .catch(() => eachAlone(ids, 'notes', (id) => write([id])))
        .catch((error: unknown) => this.log.fault(error, { act: 'writing what was noted' }));
    }
  }

  /** Nobody is reminded of what is no longer so. Where that cannot be found out, only answers to acts are sent. */
  private async bringPlanUpToDate(): Promise<boolean> {
    try {
      await this.transactions.run((tx) => this.plan.bringUpToDate(tx));
      return true;
    } catch (error) {
      this.log.fault(error, { act: 'bringing reminders up to date' });
      return false;
    }
  }

  private async claimGroup(claim: string, now: Instant, withPlanned: boolean): Promise<string[]> {
    const [claimed]: [{ id: string }[]] = await this.transactions.run((tx) =>
      tx.query(
        `UPDATE messages SET state = 'claimed', claimed_at = $1, claim = $3
          WHERE id IN (SELECT id FROM messages WHERE state = 'due' AND due_at <= $1 AND (source IS NULL OR $4)
                        ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
          RETURNING id`,
        [now.toString(), reminderRules.groupSize, claim, withPlanned],
      ),
    );
    return claimed.map(({ id }) => id);
  }

  private async releaseLostClaims(): Promise<void> {
    const before = this.clock.now().subtract({ minutes: reminderRules.claimMinutes }).toString();
    await this.transactions.run((tx) =>
      tx.query(`UPDATE messages SET state = 'due', claimed_at = NULL WHERE state = 'claimed' AND claimed_at < $1`, [
        before,
      ]),
    );
  }
}
