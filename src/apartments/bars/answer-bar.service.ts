import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { isDayBefore } from '../../kernel/time.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { ResidentActor, StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Messages } from '../../reminders/messages.js';
import { ApartmentBar } from './apartment-bar.entity.js';
import { barRefusals } from './bar.errors.js';
import { barLifted } from './bar.messages.js';
import type { BarView, StaffBarView } from './bars.contract.js';
import { BarsQueries } from './bars.queries.js';

/** What is done about a bar: its person appeals once, staff of the house that recorded it lift it with a reason. */
@Injectable()
export class AnswerBar {
  constructor(
    private readonly transactions: Transactions,
    private readonly queries: BarsQueries,
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  appeal(me: ResidentActor, id: string, words: string): Promise<BarView> {
    return this.transactions.run(async (tx) => {
      const bar = await this.lock(tx, { id, residentId: me.id });
      this.assertInForce(bar);
      if (bar.appealedAt) throw barRefusals.bar_appealed_before();
      await tx.update(ApartmentBar, { id }, { appealWords: words, appealedAt: this.clock.now() });
      await this.audit.record(tx, me, { action: 'apartment_bar.appealed', subjectId: id });
      return this.queries.one(tx, id);
    });
  }

  lift(actor: StaffActor, id: string, reason: string): Promise<StaffBarView> {
    return this.transactions.run(async (tx) => {
      const bar = await this.lock(tx, { id });
      assertMayAt(actor, 'applications.review', bar.venueId);
      this.assertInForce(bar);
      await this.end(tx, actor, bar, reason);
      return this.queries.one(tx, id);
    });
  }

  /** An application that is approved on appeal was right after all; the bar that its rejection brought is gone with it. */
  async liftFor(tx: Tx, actor: StaffActor, applicationId: string, reason: string): Promise<void> {
    const where = { applicationId, liftedAt: IsNull() };
    const bar = await tx.findOne(ApartmentBar, { where, lock: { mode: 'pessimistic_write' } });
    if (bar) await this.end(tx, actor, bar, reason);
  }

  private async end(tx: Tx, actor: StaffActor, { id, residentId }: ApartmentBar, reason: string): Promise<void> {
    const lifted = { liftedAt: this.clock.now(), liftedBy: actor.id, liftReason: reason };
    await tx.update(ApartmentBar, { id }, lifted);
    const told = { kind: 'apartment.bar_lifted', subject: { kind: 'apartment_bar', id }, occurrence: 'lifted' };
    await this.messages.say(tx, { ...told, residentId, ...barLifted(reason) });
    await this.audit.record(tx, actor, { action: 'apartment_bar.lifted', subjectId: id, facts: { reason } });
  }

  private async lock(tx: Tx, where: { id: string; residentId?: string }): Promise<ApartmentBar> {
    const bar = await tx.findOne(ApartmentBar, { where, lock: { mode: 'pessimistic_write' } });
    if (!bar) throw requestRefusals.not_found();
    return bar;
  }

  private assertInForce({ liftedAt, period }: ApartmentBar): void {
    if (liftedAt || !isDayBefore(this.clock.today(), period.until)) throw barRefusals.bar_is_over();
  }
}
