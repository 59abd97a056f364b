import { Injectable } from '@nestjs/common';
import { refusals, when } from '../kernel/refusal.js';
import { Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';

const remindersRefusals = refusals('reminders', {
  not_failed: when('conflict', () => ({
    zh: '只有发送失败的消息可以重新发送。',
    en: 'Only a message that failed can be sent again.',
  })),
});

/** Sends a failed message again, for instance when the mail server is back. */
@Injectable()
export class RetryMessage {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string): Promise<{ id: string; state: 'due' }> {
    return this.transactions.run(async (tx) => {
      const [, changed]: [unknown, number] = await tx.query(
        // Staff ask for it now, so the plan has no say in it any more.
        `UPDATE messages SET state = 'due', tries = 0, problem = NULL, due_at = $2, source = NULL
          WHERE id = $1 AND state = 'failed'`,
        [id, this.clock.now().toString()],
      );
      if (changed === 0) throw remindersRefusals.not_failed();
      await this.audit.record(tx, actor, { action: 'message.retried', subjectId: id });
      return { id, state: 'due' };
    });
  }
}
