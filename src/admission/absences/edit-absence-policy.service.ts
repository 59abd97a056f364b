import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { AdmissionListeners } from '../admission-listeners.js';
import { AbsencePolicy } from './absence-policy.entity.js';
import { AbsencePoliciesQueries } from './absence-policies.queries.js';
import type { NewPolicyDraft, PolicyDraftChange, PolicyPublication, PolicyView } from './absence-policies.contract.js';
import { absenceRefusals } from './absence.errors.js';
import { everyScope } from './absence.rules.js';
import type { AbsenceRule } from './absence.rules.js';

/** Drafts the next version of how absences bar, changes it, gives it up or puts it into force from a day on. */
@Injectable()
export class EditAbsencePolicy {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly listeners: AdmissionListeners,
    private readonly queries: AbsencePoliciesQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  add(actor: Actor, { scope, rule, note }: NewPolicyDraft, once: OnceRequest | undefined): Promise<PolicyView> {
    const known = [everyScope, ...this.listeners.kinds()];
    if (!known.includes(scope)) throw absenceRefusals.unknown_scope({ known });
    return this.idempotency.once(once, async (tx) => {
      await lockPolicies(tx);
      const latest = await tx.findOne(AbsencePolicy, { where: { scope }, order: { version: 'DESC' } });
      if (latest?.state === 'draft') throw absenceRefusals.draft_exists({ draftId: latest.id });
      const id = newId();
      const version = (latest?.version ?? 0) + 1;
      const createdAt = this.clock.now();
      await tx.insert(AbsencePolicy, {
        ...{ id, scope, version, note, createdAt, state: 'draft' },
        ...columnsOf(rule),
      });
      const facts = { scope, version, rule, note };
      await this.audit.record(tx, actor, { action: 'absence_policy.drafted', subjectId: id, facts });
      return this.queries.one(id, tx);
    });
  }

  change(actor: Actor, id: string, { rule, note }: PolicyDraftChange): Promise<PolicyView> {
    return this.transactions.run(async (tx) => {
      await this.lockedDraft(tx, id);
      const change = { ...(rule === undefined ? {} : columnsOf(rule)), ...(note === undefined ? {} : { note }) };
      if (Object.keys(change).length > 0) {
        await tx.update(AbsencePolicy, { id }, change);
        await this.audit.record(tx, actor, { action: 'absence_policy.changed', subjectId: id, facts: change });
      }
      return this.queries.one(id, tx);
    });
  }

  /** Answers with the draft that was given up. */
  discard(actor: Actor, id: string): Promise<PolicyView> {
    return this.transactions.run(async (tx) => {
      await this.lockedDraft(tx, id);
      const view = await this.queries.one(id, tx);
      await tx.delete(AbsencePolicy, { id });
      const { scope, version, rule, note } = view;
      const facts = { scope, version, rule, note };
      await this.audit.record(tx, actor, { action: 'absence_policy.discarded', subjectId: id, facts });
      return view;
    });
  }

  publish(
    actor: Actor,
    id: string,
    publication: PolicyPublication,
    once: OnceRequest | undefined,
  ): Promise<PolicyView> {
    const validFrom = Temporal.PlainDate.from(publication.validFrom);
    const today = this.clock.today();
    return this.idempotency.once(once, async (tx) => {
      const { scope, version } = await this.lockedDraft(tx, id);
      const days = { validFrom: publication.validFrom, today: today.toString() };
      if (isDayBefore(validFrom, today)) throw absenceRefusals.starts_in_the_past(days);
      const latest = await tx.findOne(AbsencePolicy, {
        where: { scope, state: 'published' },
        order: { validFrom: 'DESC' },
      });
      if (latest?.validFrom && !isDayBefore(latest.validFrom, validFrom)) {
        throw absenceRefusals.starts_before_the_latest({ ...days, latest: latest.validFrom.toString() });
      }
      const publishedBy = actor.kind === 'staff' ? actor.id : null;
      const published = { state: 'published' as const, validFrom, publishedAt: this.clock.now(), publishedBy };
      await tx.update(AbsencePolicy, { id }, published);
      const facts = { scope, version, validFrom: publication.validFrom };
      await this.audit.record(tx, actor, { action: 'absence_policy.published', subjectId: id, facts });
      return this.queries.one(id, tx);
    });
  }

  private async lockedDraft(tx: Tx, id: string): Promise<AbsencePolicy> {
    await lockPolicies(tx);
    const policy = await tx.findOneBy(AbsencePolicy, { id });
    if (!policy) throw requestRefusals.not_found();
    const { state, version, validFrom } = policy;
    if (state === 'published')
      throw absenceRefusals.is_published({ version, validFrom: validFrom?.toString() ?? null });
    return policy;
  }
}

/** Versions are written one after the other; reading them waits for nobody. */
async function lockPolicies(tx: Tx): Promise<void> {
  await tx.query(`LOCK TABLE absence_policies IN SHARE ROW EXCLUSIVE MODE`);
}

function columnsOf(rule: AbsenceRule | null) {
  return rule ?? { absences: null, withinDays: null, barredDays: null };
}
