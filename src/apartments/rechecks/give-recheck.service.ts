import { Injectable } from '@nestjs/common';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import type { ApplicationCondition } from '../applications/application-condition.entity.js';
import type { ConditionKind } from '../applications/application-conditions.rules.js';
import { Applications } from '../applications/applications.js';
import type { DocumentView } from '../applications/applications.contract.js';
import { KeepDocuments } from '../applications/keep-documents.service.js';
import type { UploadedFile } from '../applications/keep-documents.service.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseRecheck, LeaseRecheckItem } from './lease-recheck.entity.js';
import { recheckRefusals } from './recheck.errors.js';
import { isOpenItem, stateOf } from './recheck.rules.js';
import { Rechecks } from './rechecks.js';
import type { RecheckEvidence, RecheckView } from './rechecks.contract.js';
import { RechecksQueries } from './rechecks.queries.js';

interface Asked {
  readonly recheck: LeaseRecheck;
  readonly items: readonly LeaseRecheckItem[];
  readonly item: LeaseRecheckItem;
  readonly condition: ApplicationCondition;
}

/** The tenant proves anew what is asked: documents first, then who attests it and until when. */
@Injectable()
export class GiveRecheck {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly moves: LeaseMoves,
    private readonly applications: Applications,
    private readonly documents: KeepDocuments,
    private readonly rechecks: Rechecks,
    private readonly queries: RechecksQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  upload(
    me: ResidentActor,
    { id, kind }: { readonly id: string; readonly kind: ConditionKind },
    file: UploadedFile,
    once: OnceRequest | undefined,
  ): Promise<DocumentView> {
    return this.idempotency.once(once, async (tx) => {
      const { recheck, condition } = await this.asked(tx, me, id, kind);
      return this.documents.keep(tx, me, condition, file, recheck.openedAt);
    });
  }

  give(me: ResidentActor, leaseId: string, kind: ConditionKind, given: RecheckEvidence): Promise<RecheckView> {
    const { source } = given;
    const validUntil = given.validUntil === null ? null : Temporal.PlainDate.from(given.validUntil);
    return this.transactions.run(async (tx) => {
      const { recheck, items, item, condition } = await this.asked(tx, me, leaseId, kind);
      const { nextStartsOn, openedAt } = recheck;
      if (validUntil && isDayBefore(validUntil, nextStartsOn)) {
        throw recheckRefusals.not_valid_then({ validUntil, nextStartsOn });
      }
      if ((await this.documents.count(tx, condition, openedAt)) === 0) throw recheckRefusals.no_document({ kind });
      const change = { state: 'given', source, validUntil, reason: null, reasonEn: null } as const;
      await tx.update(LeaseRecheckItem, { leaseId, kind }, change);
      const others = items.filter((one) => one !== item);
      await tx.update(LeaseRecheck, { leaseId }, { state: stateOf([...others, change], false) });
      const facts = { kind, validUntil: given.validUntil };
      await this.audit.record(tx, me, { action: 'lease.recheck_given', subjectId: leaseId, facts });
      return this.queries.one(tx, leaseId);
    });
  }

  /** What is asked of this tenant and can still be given. */
  private async asked(tx: Tx, me: ResidentActor, leaseId: string, kind: ConditionKind): Promise<Asked> {
    const lease = await this.moves.lock(tx, me, leaseId);
    const { recheck, items } = await this.rechecks.ofLease(tx, lease);
    const { state, answerBy, applicationId } = recheck;
    const item = items.find((one) => one.kind === kind);
    const mayGive = item && (isOpenItem(item) || item.state === 'given');
    if (isDayBefore(answerBy, this.clock.today()) && state !== 'fit') throw recheckRefusals.too_late({ answerBy });
    if (state === 'fit' || state === 'not_fit') throw recheckRefusals.decided_already({ state });
    if (!mayGive || applicationId === null) throw recheckRefusals.not_asked({ kind });
    return { recheck, items, item, condition: await this.applications.condition(tx, applicationId, kind) };
  }
}
