import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { Audit, Resident, Residents } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Bars } from '../bars/bars.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import { ApplicationNotices } from './application-notices.js';
import { applicationRefusals } from './application.errors.js';
import { applicationLifecycle, openStates } from './application.lifecycle.js';
import { submitted } from './application.messages.js';
import { Applications } from './applications.js';
import type { AppealInput, MyApplicationView } from './applications.contract.js';
import { MyApplications } from './my-applications.queries.js';

/** What the applicant does with the whole of it: submits, withdraws, appeals. */
@Injectable()
export class SubmitApplication {
  constructor(
    private readonly transactions: Transactions,
    private readonly residents: Residents,
    private readonly bars: Bars,
    private readonly applications: Applications,
    private readonly notices: ApplicationNotices,
    private readonly mine: MyApplications,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  submit(me: ResidentActor, id: string): Promise<MyApplicationView> {
    return this.step(me, id, 'submitted', async (tx, application) => {
      const { missing } = await this.mine.one(me.id, id, tx);
      if (missing.length > 0) throw applicationRefusals.incomplete({ missing });
      await this.bars.assertNone(tx, me.id);
      const now = this.clock.now();
      const { documentHash } = await tx.findOneByOrFail(Resident, { id: me.id });
      const change = { completeAt: now, submittedAt: application.submittedAt ?? now, documentHash };
      await this.applications.move(tx, id, { from: openStates, to: 'submitted' }, change);
      await this.notices.tell(tx, 'submitted', application, submitted);
    });
  }

  withdraw(me: ResidentActor, id: string): Promise<MyApplicationView> {
    return this.step(me, id, 'withdrawn', (tx, { submittedAt }) => this.close(tx, id, submittedAt));
  }

  /** Of somebody who has died: nobody is left to take a unit, so what they applied for leaves the waiting list. */
  async closeAll(tx: Tx, actor: Actor, residentId: string): Promise<void> {
    const open = In([...applicationLifecycle.before('withdrawn')]);
    const applications = await tx.find(ApartmentApplication, {
      where: { residentId, state: open },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const { id, state, submittedAt } of applications) {
      await this.close(tx, id, submittedAt);
      const facts = { from: state, reason: 'the applicant has died' };
      await this.audit.record(tx, actor, { action: 'apartment_application.withdrawn', subjectId: id, facts });
    }
  }

  appeal(me: ResidentActor, id: string, { words }: AppealInput): Promise<MyApplicationView> {
    return this.step(me, id, 'appealed', async (tx, { state, appealedAt }) => {
      if (state === 'rejected' && appealedAt !== null) throw applicationRefusals.appealed_before();
      const appeal = { appealWords: words, appealedAt: this.clock.now() };
      await this.applications.move(tx, id, { from: ['rejected'], to: 'appealed' }, appeal);
    });
  }

  private step(
    me: ResidentActor,
    id: string,
    deed: 'submitted' | 'withdrawn' | 'appealed',
    take: (tx: Tx, application: ApartmentApplication) => Promise<void>,
  ): Promise<MyApplicationView> {
    return this.transactions.run(async (tx) => {
      await this.residents.lock(tx, [me.id]);
      const application = await this.applications.lockOwn(tx, me.id, id);
      await take(tx, application);
      const facts = { from: application.state };
      await this.audit.record(tx, me, { action: `apartment_application.${deed}`, subjectId: id, facts });
      return this.mine.one(me.id, id, tx);
    });
  }

  private async close(tx: Tx, id: string, submittedAt: Instant | null): Promise<void> {
    await this.applications.move(tx, id, { from: applicationLifecycle.before('withdrawn'), to: 'withdrawn' });
    // What nobody was ever shown is not kept.
    if (submittedAt === null) await this.forgetDocuments(tx, id);
  }

  private async forgetDocuments(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `DELETE FROM application_documents d USING application_conditions c
        WHERE c.id = d.condition_id AND c.application_id = $1`,
      [id],
    );
  }
}
