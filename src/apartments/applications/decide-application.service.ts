import { Injectable } from '@nestjs/common';
import { Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { assertMayAt, Audit, Residents } from '../../people/index.js';
import type { Actor, StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { AnswerBar } from '../bars/answer-bar.service.js';
import type { BarItem } from '../bars/apartment-bar.entity.js';
import { Bars } from '../bars/bars.js';
import { Policies } from '../policy/policies.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import { approvalValidUntil, isOutOfDate } from './application-conditions.rules.js';
import { ApplicationNotices } from './application-notices.js';
import type {
  AppealDecisionInput,
  ApplicationView,
  ApprovalInput,
  RejectionInput,
} from './application-reviews.contract.js';
import { applicationRefusals } from './application.errors.js';
import { appealDismissed, appealGranted, approved, rejected } from './application.messages.js';
import { Applications } from './applications.js';
import { ApplicationsQueries } from './applications.queries.js';

/** The decisions: approved into the waiting list, rejected with a reason, and once more on appeal. */
@Injectable()
export class DecideApplication {
  constructor(
    private readonly transactions: Transactions,
    private readonly residents: Residents,
    private readonly bars: Bars,
    private readonly answerBar: AnswerBar,
    private readonly policies: Policies,
    private readonly applications: Applications,
    private readonly notices: ApplicationNotices,
    private readonly queries: ApplicationsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  approve(actor: Actor, id: string, input: ApprovalInput): Promise<ApplicationView> {
    return this.transactions.run(async (tx) => {
      const application = await this.lockWithCouple(tx, actor, id, 'submitted');
      await this.bars.assertNone(tx, application.residentId);
      const validUntil = await this.assertApprovable(tx, application, input.validUntil);
      const change = { decidedAt: this.clock.now(), validUntil };
      await this.applications.move(tx, id, { from: ['submitted'], to: 'approved' }, change);
      const view = await this.record(tx, actor, id, 'approved', { validUntil: validUntil?.toString() ?? null });
      const list = { position: view.position, validUntil };
      await this.notices.tell(tx, 'approved', application, (about) => approved(about, list));
      return view;
    });
  }

  reject(actor: StaffActor, id: string, input: RejectionInput): Promise<ApplicationView> {
    const { reason, reasonEn, falseData } = input;
    return this.transactions.run(async (tx) => {
      const accounts = await this.bars.lockAccounts(tx, await this.applicantOf(tx, id));
      const application = await this.applications.lockForStaff(tx, actor, id, ['submitted']);
      const change = { decidedAt: this.clock.now(), rejectionReason: reason, rejectionReasonEn: reasonEn };
      await this.applications.move(tx, id, { from: ['submitted'], to: 'rejected' }, change);
      await this.notices.tell(tx, 'rejected', application, (about) => rejected(about, { zh: reason, en: reasonEn }));
      if (falseData) await this.bar(tx, actor, application, { item: falseData.item, reason, reasonEn }, accounts);
      return this.record(tx, actor, id, 'rejected', { ...input });
    });
  }

  decideAppeal(actor: StaffActor, id: string, input: AppealDecisionInput): Promise<ApplicationView> {
    const words = { zh: input.reason, en: input.reasonEn };
    const change = { decidedAt: this.clock.now(), appealReason: input.reason, appealReasonEn: input.reasonEn };
    return this.transactions.run(async (tx) => {
      const application = await this.lockWithCouple(tx, actor, id, 'appealed');
      if (input.decision === 'reject') {
        await this.applications.move(tx, id, { from: ['appealed'], to: 'rejected' }, change);
        await this.notices.tell(tx, 'appeal_decided', application, (about) => appealDismissed(about, words));
        return this.record(tx, actor, id, 'appeal_dismissed', { ...input });
      }
      await this.answerBar.liftFor(tx, actor, id, input.reason);
      await this.bars.assertNone(tx, application.residentId);
      const validUntil = await this.assertApprovable(tx, application, input.validUntil);
      await this.applications.move(tx, id, { from: ['appealed'], to: 'approved' }, { ...change, validUntil });
      const view = await this.record(tx, actor, id, 'appeal_granted', { ...input });
      const list = { position: view.position, validUntil };
      await this.notices.tell(tx, 'appeal_decided', application, (about) => appealGranted(about, words, list));
      return view;
    });
  }

  private async applicantOf(tx: Tx, id: string): Promise<string> {
    const seen = await tx.findOneBy(ApartmentApplication, { id });
    if (!seen) throw requestRefusals.not_found();
    return seen.residentId;
  }

  private async bar(
    tx: Tx,
    actor: StaffActor,
    { id: applicationId, residentId, venueId }: ApartmentApplication,
    { item, reason: zh, reasonEn: en }: { item: BarItem; reason: string; reasonEn: string },
    accounts: readonly string[],
  ): Promise<void> {
    const { values } = await this.policies.inForce(tx, venueId, this.clock.today());
    const months = values.barredMonthsAfterFalseData;
    const found = { residentId, venueId, item, reason: { zh, en }, months, foundIn: { applicationId } };
    await this.bars.record(tx, actor, found, accounts);
  }

  /** People before things: a couple is held still first, so that not both of them are approved at one moment. */
  private async lockWithCouple(
    tx: Tx,
    actor: Actor,
    id: string,
    state: 'submitted' | 'appealed',
  ): Promise<ApartmentApplication> {
    const seen = await tx.findOneBy(ApartmentApplication, { id });
    if (!seen) throw requestRefusals.not_found();
    assertMayAt(actor, 'applications.review', seen.venueId);
    await this.residents.lock(
      tx,
      [seen.residentId, seen.spouseId].filter((person) => person !== null),
    );
    const application = await this.applications.lockForStaff(tx, actor, id, [state]);
    if (application.spouseId !== seen.spouseId) throw applicationRefusals.not_in_this_state({ state });
    return application;
  }

  /** The last day of an approval given now. */
  private async assertApprovable(
    tx: Tx,
    application: ApartmentApplication,
    wanted: string | undefined,
  ): Promise<PlainDate | null> {
    const today = this.clock.today();
    const conditions = await this.applications.conditions(tx, application.id);
    const kinds = (which: (one: { state: string; validUntil: PlainDate | null }) => boolean) =>
      [...conditions.values()].filter(which).map(({ kind }) => kind);
    const open = kinds(({ state }) => state !== 'accepted');
    if (open.length > 0) throw applicationRefusals.not_all_accepted({ kinds: open });
    const late = kinds(({ validUntil }) => isOutOfDate(validUntil, today));
    if (late.length > 0) throw applicationRefusals.no_longer_valid({ kinds: late });
    if (conditions.has('tier_certificate') && application.tier === null) throw applicationRefusals.tier_not_set();
    await this.assertSpouseHasNone(tx, application);
    const dates = [...conditions.values()].map(({ validUntil }) => validUntil);
    const validUntil = approvalValidUntil([...dates, wanted === undefined ? null : Temporal.PlainDate.from(wanted)]);
    if (isOutOfDate(validUntil, today)) throw applicationRefusals.out_of_date({ validUntil: String(validUntil) });
    return validUntil;
  }

  private async assertSpouseHasNone(tx: Tx, { id, residentId, spouseId }: ApartmentApplication): Promise<void> {
    const [other]: { reference: string }[] = await tx.query(
      `SELECT reference FROM apartment_applications
        WHERE id <> $1 AND state = 'approved' AND (resident_id = $2 OR spouse_id = $3) LIMIT 1`,
      [id, spouseId, residentId],
    );
    if (other) throw applicationRefusals.spouse_approved(other);
  }

  private async record(
    tx: Tx,
    actor: Actor,
    id: string,
    deed: string,
    facts: Record<string, unknown>,
  ): Promise<ApplicationView> {
    await this.audit.record(tx, actor, { action: `apartment_application.${deed}`, subjectId: id, facts });
    return this.queries.one(actor, id, tx);
  }
}
