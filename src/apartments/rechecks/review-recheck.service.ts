import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { applicationRefusals } from '../applications/application.errors.js';
import { Applications } from '../applications/applications.js';
import { Employer } from '../employers/employer.entity.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import type { Lease } from '../leases/lease.entity.js';
import { lastDay } from '../leases/lease.rules.js';
import { isUnsettled, Renewal } from '../renewals/renewal.entity.js';
import { renewalRefusals } from '../renewals/renewal.errors.js';
import { LeaseRecheck, LeaseRecheckItem } from './lease-recheck.entity.js';
import { recheckRefusals } from './recheck.errors.js';
import { recheckNotPassed, recheckPassed, recheckReturned } from './recheck.messages.js';
import { mendBy, stateOf } from './recheck.rules.js';
import { itemsOf, Rechecks } from './rechecks.js';
import type { RecheckReview, RecheckVerdict, RecheckView } from './rechecks.contract.js';
import { RechecksQueries } from './rechecks.queries.js';

type Facts = NonNullable<RecheckReview['facts']>;

/** Staff accept, return or reject what was given, one by one; the outcome follows. It stays open until a renewal is offered. */
@Injectable()
export class ReviewRecheck {
  constructor(
    private readonly transactions: Transactions,
    private readonly moves: LeaseMoves,
    private readonly applications: Applications,
    private readonly rechecks: Rechecks,
    private readonly queries: RechecksQueries,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: StaffActor, leaseId: string, { items, facts }: RecheckReview): Promise<RecheckView> {
    return this.transactions.run(async (tx) => {
      const lease = await this.moves.lock(tx, actor, leaseId);
      const { recheck } = await this.rechecks.ofLease(tx, lease);
      await this.assertUndecided(tx, leaseId);
      for (const verdict of items) await this.judge(tx, actor, recheck, verdict);
      if (facts) await this.find(tx, recheck, facts);
      await this.assertTierProved(tx, recheck, facts?.tier !== undefined);
      await this.conclude(tx, lease, recheck, items);
      const found = { items, ...(facts ? { facts } : {}), outcome: recheck.state };
      await this.audit.record(tx, actor, { action: 'lease.recheck_reviewed', subjectId: leaseId, facts: found });
      return this.queries.one(tx, leaseId);
    });
  }

  private async assertUndecided(tx: Tx, leaseId: string): Promise<void> {
    const renewal = await tx.findOneBy(Renewal, { leaseId });
    if (renewal && !isUnsettled(renewal.state)) throw renewalRefusals.decided_already({ state: renewal.state });
  }

  private async judge(tx: Tx, actor: StaffActor, recheck: LeaseRecheck, verdict: RecheckVerdict): Promise<void> {
    const { leaseId, applicationId, nextStartsOn } = recheck;
    const { kind } = verdict;
    if (applicationId === null) throw applicationRefusals.not_needed({ kind });
    const condition = await this.applications.condition(tx, applicationId, kind);
    const item = await tx.findOneBy(LeaseRecheckItem, { leaseId, kind });
    if (verdict.verdict === 'returned') {
      const { reason, reasonEn } = verdict;
      const why = item?.why ?? 'asked_by_house';
      await tx.upsert(LeaseRecheckItem, { leaseId, kind, why, state: 'returned', reason, reasonEn }, [
        'leaseId',
        'kind',
      ]);
      return;
    }
    if (!item) throw recheckRefusals.not_asked({ kind });
    if (verdict.verdict === 'dropped') {
      await this.settle(tx, item, { state: 'dropped', reason: null, reasonEn: null });
      await tx.update(LeaseRecheck, { leaseId }, { tier: null });
      return;
    }
    if (verdict.verdict === 'rejected') {
      const { reason, reasonEn } = verdict;
      return this.settle(tx, item, { state: 'rejected', reason, reasonEn });
    }
    const source = verdict.source ?? item.source;
    if (item.source === null || source === null) throw applicationRefusals.not_given_yet({ kind });
    const validUntil = verdict.validUntil === undefined ? item.validUntil : dateOf(verdict.validUntil);
    if (validUntil && isDayBefore(validUntil, nextStartsOn)) {
      throw recheckRefusals.not_valid_then({ validUntil, nextStartsOn });
    }
    await this.settle(tx, item, { state: 'accepted', source, validUntil, reason: null, reasonEn: null });
    const checked = { checkedAt: this.clock.now(), checkedBy: actor.id };
    await this.applications.settle(tx, condition, { ...checked, state: 'accepted', source, validUntil, hiredOn: null });
  }

  private async settle(tx: Tx, { leaseId, kind }: LeaseRecheckItem, change: Partial<LeaseRecheckItem>): Promise<void> {
    await tx.update(LeaseRecheckItem, { leaseId, kind }, change);
  }

  /** What the next lease is reckoned by, where it is another than in this one. */
  private async find(tx: Tx, { leaseId }: LeaseRecheck, { tier, degree, employer }: Facts): Promise<void> {
    const found: Partial<LeaseRecheck> = {};
    if (tier !== undefined) found.tier = tier;
    if (degree !== undefined) found.degree = degree;
    if (employer === null) Object.assign(found, { employerId: null, employerName: null });
    else if (employer && 'name' in employer) Object.assign(found, { employerId: null, employerName: employer.name });
    else if (employer) {
      const known = await tx.findOneBy(Employer, { id: employer.id });
      if (!known) throw requestRefusals.not_found();
      Object.assign(found, { employerId: known.id, employerName: known.name });
    }
    if (Object.keys(found).length > 0) await tx.update(LeaseRecheck, { leaseId }, found);
  }

  private async conclude(
    tx: Tx,
    lease: Lease,
    recheck: LeaseRecheck,
    verdicts: readonly RecheckVerdict[],
  ): Promise<void> {
    const { leaseId } = recheck;
    const today = this.clock.today();
    const items = await itemsOf(tx, leaseId);
    const isReturned = verdicts.some(({ verdict }) => verdict === 'returned');
    const answerBy = isReturned ? mendBy(recheck.answerBy, today, lastDay(lease.period)) : recheck.answerBy;
    const before = recheck.state;
    const state = stateOf(items, isDayBefore(answerBy, today));
    const isDecided = state === 'fit' || state === 'not_fit';
    const decidedAt = isDecided ? (state === before ? recheck.decidedAt : this.clock.now()) : null;
    await tx.update(LeaseRecheck, { leaseId }, { state, answerBy, decidedAt });
    recheck.state = state;
    const tell = (kind: string, words: Parameters<LeaseNotices['tell']>[2]['words']) =>
      this.notices.tell(tx, lease, { kind: `lease.recheck_${kind}`, occurrence: newId(), words });
    if (state === 'fit' && before !== 'fit') await tell('passed', recheckPassed);
    else if (state === 'not_fit') await tell('not_passed', (about) => recheckNotPassed(about, items));
    else if (isReturned) await tell('returned', (about) => recheckReturned(about, { items, answerBy }));
  }

  /** A tier rests on a certificate that is accepted and not asked for anew. */
  private async assertTierProved(
    tx: Tx,
    { leaseId, applicationId }: LeaseRecheck,
    isTierFound: boolean,
  ): Promise<void> {
    const { tier } = await tx.findOneByOrFail(LeaseRecheck, { leaseId });
    const item = await tx.findOneBy(LeaseRecheckItem, { leaseId, kind: 'tier_certificate' });
    if (item?.state === 'accepted' && tier === null) throw applicationRefusals.tier_not_set();
    if (!isTierFound) return;
    const conditions = applicationId === null ? undefined : await this.applications.conditions(tx, applicationId);
    const isProved = item ? item.state === 'accepted' : conditions?.get('tier_certificate')?.state === 'accepted';
    if (!isProved) throw applicationRefusals.tier_without_certificate();
  }
}

function dateOf(text: string | null) {
  return text === null ? null : Temporal.PlainDate.from(text);
}
