import { Injectable } from '@nestjs/common';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { lockedDraft } from './draft-policy.service.js';
import { differences } from './policy-difference.rules.js';
import { defaultPolicy } from './policy.contract.js';
import { ApartmentPolicy } from './policy.entity.js';
import { policyRefusals } from './policy.errors.js';
import type { PolicyPublication, PolicyView } from './policies.contract.js';
import { PoliciesQueries } from './policies.queries.js';

/** Puts a draft into force from a day on. From then it never changes. */
@Injectable()
export class PublishPolicy {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly queries: PoliciesQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string, publication: PolicyPublication, once?: OnceRequest): Promise<PolicyView> {
    const validFrom = Temporal.PlainDate.from(publication.validFrom);
    return this.idempotency.once(once, async (tx) => {
      const draft = await lockedDraft(tx, actor, id);
      const latest = await tx.findOne(ApartmentPolicy, {
        where: { venueId: draft.venueId, state: 'published' },
        order: { validFrom: 'DESC' },
      });
      assertStartsInTime(validFrom, this.clock.today(), latest?.validFrom ?? null);
      const publishedBy = actor.kind === 'staff' ? actor.id : null;
      const publishedAt = this.clock.now();
      await tx.update(ApartmentPolicy, { id }, { state: 'published', validFrom, publishedAt, publishedBy });
      const facts = {
        version: draft.version,
        validFrom: publication.validFrom,
        differences: differences(latest?.values ?? defaultPolicy, draft.values),
      };
      await this.audit.record(tx, actor, { action: 'policy.published', subjectId: id, facts });
      return this.queries.one(actor, id, tx);
    });
  }
}

function assertStartsInTime(validFrom: PlainDate, today: PlainDate, latest: PlainDate | null): void {
  const days = { validFrom: validFrom.toString(), today: today.toString(), latest: latest?.toString() ?? null };
  if (isDayBefore(validFrom, today)) throw policyRefusals.starts_in_the_past(days);
  if (latest !== null && !isDayBefore(latest, validFrom)) {
    throw policyRefusals.starts_before_the_latest(days);
  }
}
