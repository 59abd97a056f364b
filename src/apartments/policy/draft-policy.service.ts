import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { assertMayAt, Audit, Venue } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { InvalidRequest } from '../../platform/http/problem.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { differences } from './policy-difference.rules.js';
import { defaultPolicy, policyValues } from './policy.contract.js';
import type { PolicyChange, PolicyValues } from './policy.contract.js';
import { ApartmentPolicy } from './policy.entity.js';
import { policyRefusals } from './policy.errors.js';
import type { NewPolicyDraft, PolicyDraftChange, PolicyView } from './policies.contract.js';
import { PoliciesQueries } from './policies.queries.js';

/** Makes the next version of a house's policy, changes it and gives it up, all before it is published. */
@Injectable()
export class DraftPolicy {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly queries: PoliciesQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  add(actor: Actor, { venueId, note, values }: NewPolicyDraft, once?: OnceRequest): Promise<PolicyView> {
    assertMayAt(actor, 'policies.edit', venueId);
    return this.idempotency.once(once, async (tx) => {
      await lockHouse(tx, venueId);
      const latest = await tx.findOne(ApartmentPolicy, { where: { venueId }, order: { version: 'DESC' } });
      if (latest?.state === 'draft') throw policyRefusals.draft_exists({ draftId: latest.id });
      const draft = tx.create(ApartmentPolicy, {
        id: newId(),
        venueId,
        version: (latest?.version ?? 0) + 1,
        state: 'draft',
        values: changed(latest?.values ?? defaultPolicy, values),
        createdAt: this.clock.now(),
        note,
      });
      await tx.insert(ApartmentPolicy, draft);
      const facts = { venueId, version: draft.version, values: draft.values, note };
      await this.audit.record(tx, actor, { action: 'policy.drafted', subjectId: draft.id, facts });
      return this.queries.one(actor, draft.id, tx);
    });
  }

  change(actor: Actor, id: string, change: PolicyDraftChange): Promise<PolicyView> {
    return this.transactions.run(async (tx) => {
      const draft = await lockedDraft(tx, actor, id);
      const values = changed(draft.values, change.values ?? {});
      const note = change.note === undefined ? draft.note : change.note;
      const facts = { differences: differences(draft.values, values), ...(note === draft.note ? {} : { note }) };
      if (facts.differences.length > 0 || note !== draft.note) {
        await tx.save(ApartmentPolicy, { ...draft, values, note });
        await this.audit.record(tx, actor, { action: 'policy.changed', subjectId: id, facts });
      }
      return this.queries.one(actor, id, tx);
    });
  }

  /** Answers with the draft that was given up. */
  discard(actor: Actor, id: string): Promise<PolicyView> {
    return this.transactions.run(async (tx) => {
      const { venueId, version, values, note } = await lockedDraft(tx, actor, id);
      const view = await this.queries.one(actor, id, tx);
      await tx.delete(ApartmentPolicy, { id });
      const facts = { venueId, version, values, note };
      await this.audit.record(tx, actor, { action: 'policy.discarded', subjectId: id, facts });
      return view;
    });
  }
}

/** The versions of a house are drafted, changed and published one after the other; its leases do not wait for that. */
async function lockHouse(tx: Tx, venueId: string): Promise<void> {
  const house = await tx.findOne(Venue, { where: { id: venueId }, lock: { mode: 'for_no_key_update' } });
  if (!house) throw requestRefusals.not_found();
}

/** A draft that the actor may change; nobody else changes or publishes it until this transaction ends. */
export async function lockedDraft(tx: Tx, actor: Actor, id: string): Promise<ApartmentPolicy> {
  const seen = await tx.findOneBy(ApartmentPolicy, { id });
  if (!seen) throw requestRefusals.not_found();
  assertMayAt(actor, 'policies.edit', seen.venueId);
  await lockHouse(tx, seen.venueId);
  const policy = await tx.findOneBy(ApartmentPolicy, { id });
  if (!policy) throw requestRefusals.not_found();
  const { state, version, validFrom } = policy;
  if (state === 'published') throw policyRefusals.is_published({ version, validFrom: validFrom?.toString() ?? null });
  return policy;
}

/** Refused where the keys do not make a policy together; paths are those of the request. */
function changed(from: PolicyValues, change: PolicyChange): PolicyValues {
  const read = policyValues.safeParse({ ...from, ...change }, { reportInput: true });
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => ({ ...issue, path: ['values', ...issue.path] }));
  throw new InvalidRequest(requestRefusals.invalid({ fields: issues.length }), issues);
}
