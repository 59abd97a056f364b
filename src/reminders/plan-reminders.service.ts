import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { defineJob } from '../platform/queues/job.js';
import { JobHandlers } from '../platform/queues/job-handlers.js';
import { Messages } from './messages.js';
import type { NewMessage } from './messages.js';
import { ReminderSources } from './reminder-source.js';
import type { ReminderSource } from './reminder-source.js';
import { reminderRules } from './reminder.rules.js';

export const planReminders = defineJob({
  queue: 'reminders',
  name: 'reminders.plan',
  payload: z.strictObject({}),
  everySeconds: 60,
});

/**
 * Makes the plan agree with what is true now: what is due and missing is written, what changed is brought up to date,
 * what is no longer true is withdrawn. What was sent stays sent.
 */
@Injectable()
export class PlanReminders implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly sources: ReminderSources,
    private readonly messages: Messages,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(planReminders, () => this.run());
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    const from = now.subtract({ hours: reminderRules.latestHours });
    const until = now.add({ hours: reminderRules.horizonHours });
    for (const source of this.sources.all()) {
      await this.transactions.run((tx) => this.reconcile(tx, source, from, until));
    }
  }

  /** Makes what is due now true, before it is sent. */
  async bringUpToDate(tx: Tx): Promise<void> {
    const now = this.clock.now();
    const from = now.subtract({ hours: reminderRules.latestHours });
    for (const source of this.sources.all()) await this.reconcile(tx, source, from, now.add({ seconds: 1 }));
  }

  private async reconcile(tx: Tx, source: ReminderSource, from: Instant, until: Instant): Promise<void> {
    // Two planners at once would undo each other's half: the second waits.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('linli.reminders ' || $1))`, [source.name]);
    const wanted = await source.due(tx, from, until);
    await this.withdrawOthers(tx, source, wanted, until);
    await this.messages.write(tx, source.name, wanted);
  }

  private async withdrawOthers(tx: Tx, source: ReminderSource, wanted: readonly NewMessage[], until: Instant) {
    const keys = wanted.map(({ kind, subject, residentId, occurrence }) => {
      return { kind, subject_id: subject.id, resident_id: residentId, occurrence };
    });
    await tx.query(
      `UPDATE messages m SET state = 'withdrawn'
        WHERE m.source = $1 AND m.state = 'due' AND m.due_at < $2
          AND NOT EXISTS (
                SELECT 1 FROM json_to_recordset($3) AS w (kind text, subject_id uuid, resident_id uuid, occurrence text)
                 WHERE (w.kind, w.subject_id, w.resident_id, w.occurrence)
                     = (m.kind, m.subject_id, m.resident_id, m.occurrence))`,
      [source.name, until.toString(), JSON.stringify(keys)],
    );
  }
}
