import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { isoIn } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { ApplicationCondition, ApplicationDocument } from './application-condition.entity.js';
import type { ConditionKind } from './application-conditions.rules.js';
import { applicationRefusals, tooManyDocuments } from './application.errors.js';
import { Applications } from './applications.js';
import type { DocumentView, MyApplicationView } from './applications.contract.js';
import { documentName, documentsPerCondition, mediaTypeOf } from './document-file.rules.js';
import type { DocumentMediaType } from './document-file.rules.js';
import { MyApplications } from './my-applications.queries.js';

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Takes documents that prove a condition, and gives them back. They are kept sealed, in no folder of any server. */
@Injectable()
export class KeepDocuments {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly secrets: Secrets,
    private readonly applications: Applications,
    private readonly mine: MyApplications,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  upload(
    me: ResidentActor,
    about: { readonly id: string; readonly kind: ConditionKind },
    file: UploadedFile,
    once: OnceRequest | undefined,
  ): Promise<DocumentView> {
    assertTaken(file);
    return this.idempotency.once(once, async (tx) => {
      await this.applications.lockOpen(tx, me.id, about.id);
      const condition = await this.applications.condition(tx, about.id, about.kind);
      const document = await this.keep(tx, me, condition, file);
      await this.lookAtAgain(tx, condition, ['accepted', 'returned']);
      return document;
    });
  }

  /** The caller knows that it may be given now. Where `since` is said, what was kept before does not count to the limit. */
  async keep(
    tx: Tx,
    me: ResidentActor,
    condition: ApplicationCondition,
    file: UploadedFile,
    since?: Instant,
  ): Promise<DocumentView> {
    const mediaType = assertTaken(file);
    if ((await this.count(tx, condition, since)) >= documentsPerCondition) throw tooManyDocuments();
    const id = newId();
    const row = {
      id,
      conditionId: condition.id,
      name: documentName(file.name, mediaType),
      mediaType,
      bytesCount: file.bytes.length,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
      uploadedAt: this.clock.now(),
    };
    await tx.insert(ApplicationDocument, { ...row, sealed: this.secrets.encrypt(file.bytes, id) });
    await this.record(tx, me, 'uploaded', id, { id: condition.applicationId, kind: condition.kind });
    const { name, bytesCount, sha256, uploadedAt } = row;
    return { id, name, mediaType, bytes: bytesCount, sha256, uploadedAt: isoIn(this.clock.zone, uploadedAt) };
  }

  /** How many prove it, of all or of those since a moment. */
  async count(tx: Tx, { id }: ApplicationCondition, since?: Instant): Promise<number> {
    const [row]: { kept: number }[] = await tx.query(
      `SELECT count(*)::int AS kept FROM application_documents
        WHERE condition_id = $1 AND ($2::timestamptz IS NULL OR uploaded_at >= $2)`,
      [id, since?.toString() ?? null],
    );
    return row?.kept ?? 0;
  }

  remove(me: ResidentActor, id: string, documentId: string): Promise<MyApplicationView> {
    return this.transactions.run(async (tx) => {
      await this.applications.lockOpen(tx, me.id, id);
      const document = await tx.findOneBy(ApplicationDocument, { id: documentId });
      const condition = document && (await tx.findOneBy(ApplicationCondition, { id: document.conditionId }));
      if (condition?.applicationId !== id) throw requestRefusals.not_found();
      await tx.delete(ApplicationDocument, { id: documentId });
      // To take something away is no answer to a return.
      await this.lookAtAgain(tx, condition, ['accepted']);
      await this.record(tx, me, 'deleted', documentId, { id, kind: condition.kind });
      return this.mine.one(me.id, id, tx);
    });
  }

  private async lookAtAgain(
    tx: Tx,
    condition: ApplicationCondition,
    settled: readonly ApplicationCondition['state'][],
  ): Promise<void> {
    if (settled.includes(condition.state)) await this.applications.settle(tx, condition, { state: 'given' });
  }

  /** Without its name: people put numbers of identity documents there. */
  private record(
    tx: Tx,
    me: ResidentActor,
    deed: 'uploaded' | 'deleted',
    documentId: string,
    { id: applicationId, kind }: { readonly id: string; readonly kind: ConditionKind },
  ): Promise<void> {
    const facts = { applicationId, kind };
    return this.audit.record(tx, me, { action: `application_document.${deed}`, subjectId: documentId, facts });
  }
}

function assertTaken({ bytes }: UploadedFile): DocumentMediaType {
  if (bytes.length === 0) throw applicationRefusals.file_empty();
  const mediaType = mediaTypeOf(bytes);
  if (!mediaType) throw applicationRefusals.file_not_taken();
  return mediaType;
}
