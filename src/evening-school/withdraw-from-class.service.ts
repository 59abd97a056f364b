import { Injectable } from '@nestjs/common';
import { Admission } from '../admission/index.js';
import { Charges } from '../payments/charges.js';
import { inLanguage } from '../kernel/text.js';
import type { ResidentActor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { Messages } from '../reminders/messages.js';
import { leftLine, withdrawn } from './class.messages.js';
import { toRefundView } from './enrolment.view.js';
import { enrolmentRefusals } from './enrolment.errors.js';
import type { EnrolmentView, Withdrawal, WithdrawalView } from './enrolments.contract.js';
import { Enrolments } from './enrolments.queries.js';
import { Refunds } from './refunds.js';
import { zonedOf } from '../platform/database/sql-values.js';

const ownWish = { zh: '本人退课', en: 'withdrawn by the learner' };

/** Gives the place back, lowers what is owed by the term's rule, and says what the desk pays back. */
@Injectable()
export class WithdrawFromClass {
  constructor(
    private readonly transactions: Transactions,
    private readonly admission: Admission,
    private readonly charges: Charges,
    private readonly messages: Messages,
    private readonly enrolments: Enrolments,
    private readonly refunds: Refunds,
    private readonly clock: Clock,
  ) {}

  run(actor: ResidentActor, enrolmentId: string, { reason }: Withdrawal): Promise<WithdrawalView> {
    return this.transactions.run(async (tx) => {
      const enrolment = await this.enrolments.one(actor.id, enrolmentId, tx);
      await this.assertNotOver(tx, enrolment);
      const words = reason ?? inLanguage(ownWish, actor.language);
      await this.admission.withdraw(tx, { bookingId: enrolmentId, residentId: actor.id, by: actor, reason: words });
      // Read after the withdrawal, which holds the booking: what was paid meanwhile counts.
      const refund = await this.refunds.now(tx, enrolmentId);
      if (refund.reduceFen > 0) {
        await this.charges.reduce(tx, { kind: 'booking', id: enrolmentId }, refund.reduceFen, words);
      }
      await this.messages.say(tx, {
        kind: 'class.withdrawn',
        subject: { kind: 'booking', id: enrolmentId },
        residentId: actor.id,
        occurrence: 'withdrawn',
        ...(hadPlace(enrolment)
          ? withdrawn(wordsFor(enrolment), { refundFen: refund.refundFen })
          : leftLine(wordsFor(enrolment))),
      });
      return { enrolment: await this.enrolments.one(actor.id, enrolmentId, tx), refund: toRefundView(refund) };
    });
  }

  private async assertNotOver(tx: Tx, enrolment: EnrolmentView): Promise<void> {
    const [last]: { ended_at: Date | null }[] = await tx.query(
      `SELECT max(upper(during)) AS ended_at FROM class_sessions WHERE class_id = $1 AND state = 'scheduled'`,
      [enrolment.class.id],
    );
    if (!last?.ended_at) return;
    const endedAt = zonedOf(last.ended_at, this.clock.zone);
    if (endedAt.epochMilliseconds > this.clock.now().epochMilliseconds) return;
    throw enrolmentRefusals.class_is_over({ class: wordsFor(enrolment).name, endedAt });
  }
}

function hadPlace({ state }: EnrolmentView): boolean {
  return state === 'confirmed' || state === 'awaiting_payment';
}

function wordsFor({ class: { name, nameEn, venue, venueEn, room } }: EnrolmentView) {
  return { name: { zh: name, en: nameEn }, place: { zh: `${venue} ${room}`, en: `${room}, ${venueEn}` } };
}
