import { Injectable } from '@nestjs/common';
import { Temporal } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import type { ApplicationCondition } from './application-condition.entity.js';
import { conditionKinds, isOutOfDate } from './application-conditions.rules.js';
import { ApplicationNotices } from './application-notices.js';
import type { ApplicationView, AssessmentInput, ReviewInput } from './application-reviews.contract.js';
import { applicationRefusals } from './application.errors.js';
import { underReview } from './application.lifecycle.js';
import { returned } from './application.messages.js';
import type { ReturnedItem } from './application.messages.js';
import { Applications } from './applications.js';
import { ApplicationsQueries } from './applications.queries.js';

type Item = ReviewInput['items'][number];

/** Staff accept or return each condition, set what follows from them, and give an application back to be mended. */
@Injectable()
export class ReviewApplication {
  constructor(
    private readonly transactions: Transactions,
    private readonly applications: Applications,
    private readonly notices: ApplicationNotices,
    private readonly queries: ApplicationsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  review(actor: StaffActor, id: string, { items }: ReviewInput): Promise<ApplicationView> {
    return this.transactions.run(async (tx) => {
      await this.applications.lockForStaff(tx, actor, id, underReview);
      const conditions = await this.applications.conditions(tx, id);
      for (const item of items) await this.check(tx, actor, conditions.get(item.kind), item);
      await this.audit.record(tx, actor, {
        action: 'apartment_application.reviewed',
        subjectId: id,
        facts: { items },
      });
      return this.queries.one(actor, id, tx);
    });
  }

  /** Tier, degree and points, with what they are taken from. */
  assess(actor: StaffActor, id: string, input: AssessmentInput): Promise<ApplicationView> {
    const { evidence, ...assessment } = input;
    return this.transactions.run(async (tx) => {
      const { tier, degree, points } = await this.applications.lockForStaff(tx, actor, id, underReview);
      const conditions = await this.applications.conditions(tx, id);
      if (input.tier !== null && conditions.get('tier_certificate')?.state !== 'accepted') {
        throw applicationRefusals.tier_without_certificate();
      }
      await tx.update(ApartmentApplication, { id }, assessment);
      const facts = { from: { tier, degree, points }, to: assessment, evidence };
      await this.audit.record(tx, actor, { action: 'apartment_application.assessed', subjectId: id, facts });
      return this.queries.one(actor, id, tx);
    });
  }

  giveBack(actor: StaffActor, id: string): Promise<ApplicationView> {
    return this.transactions.run(async (tx) => {
      const application = await this.applications.lockForStaff(tx, actor, id, ['submitted']);
      const items = returnedItems(await this.applications.conditions(tx, id));
      if (items.length === 0) throw applicationRefusals.nothing_returned();
      await this.applications.move(tx, id, { from: ['submitted'], to: 'returned' }, { completeAt: null });
      await this.notices.tell(tx, 'returned', application, (about) => returned(about, items));
      const facts = { items: items.map(({ kind }) => kind) };
      await this.audit.record(tx, actor, { action: 'apartment_application.returned', subjectId: id, facts });
      return this.queries.one(actor, id, tx);
    });
  }

  private async check(
    tx: Tx,
    actor: StaffActor,
    condition: ApplicationCondition | undefined,
    item: Item,
  ): Promise<void> {
    const { kind } = item;
    if (!condition) throw applicationRefusals.not_needed({ kind });
    if (condition.state === 'missing') throw applicationRefusals.not_given_yet({ kind });
    const checked = { checkedAt: this.clock.now(), checkedBy: actor.id };
    if (item.verdict === 'returned') {
      const { reason, reasonEn } = item;
      return this.applications.settle(tx, condition, { ...checked, state: 'returned', reason, reasonEn });
    }
    const found = item.validUntil === undefined ? condition.validUntil : dateOf(item.validUntil);
    if (found && isOutOfDate(found, this.clock.today())) {
      throw applicationRefusals.out_of_date({ validUntil: found.toString() });
    }
    const source = item.source ?? condition.source;
    return this.applications.settle(tx, condition, { ...checked, state: 'accepted', source, validUntil: found });
  }
}

function returnedItems(conditions: ReadonlyMap<string, ApplicationCondition>): ReturnedItem[] {
  return conditionKinds.flatMap((kind) => {
    const condition = conditions.get(kind);
    if (condition?.state !== 'returned') return [];
    return [{ kind, reason: { zh: condition.reason ?? '', en: condition.reasonEn ?? '' } }];
  });
}

function dateOf(text: string | null) {
  return text === null ? null : Temporal.PlainDate.from(text);
}
