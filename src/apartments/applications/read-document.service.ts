import { Injectable } from '@nestjs/common';
import { Audit, venuesWith } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Transactions } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import type { ConditionKind } from './application-conditions.rules.js';
import type { DocumentMediaType } from './document-file.rules.js';

interface Row {
  name: string;
  media_type: DocumentMediaType;
  sealed: Buffer;
  kind: ConditionKind;
}

export interface OpenedDocument {
  readonly name: string;
  readonly mediaType: DocumentMediaType;
  readonly bytes: Buffer;
}

/** A look at a document: the entry in the log is written before it is opened. */
@Injectable()
export class ReadDocument {
  constructor(
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly audit: Audit,
  ) {}

  asApplicant(me: ResidentActor, id: string, documentId: string): Promise<OpenedDocument> {
    return this.open(me, id, documentId, `a.resident_id = $3`, me.id);
  }

  asStaff(actor: Actor, id: string, documentId: string): Promise<OpenedDocument> {
    const venues = venuesWith(actor, 'applications.review');
    const theirs = `a.submitted_at IS NOT NULL AND ($3::uuid[] IS NULL OR a.venue_id = ANY($3))`;
    return this.open(actor, id, documentId, theirs, venues);
  }

  private open(actor: Actor, id: string, documentId: string, theirs: string, whose: unknown): Promise<OpenedDocument> {
    return this.transactions.run(async (tx) => {
      const [row]: Row[] = await tx.query(
        `SELECT d.name, d.media_type, d.sealed, c.kind
           FROM application_documents d JOIN application_conditions c ON c.id = d.condition_id
           JOIN apartment_applications a ON a.id = c.application_id
          WHERE d.id = $1 AND a.id = $2 AND ${theirs}`,
        [documentId, id, whose],
      );
      if (!row) throw requestRefusals.not_found();
      const facts = { applicationId: id, kind: row.kind };
      await this.audit.record(tx, actor, { action: 'application_document.viewed', subjectId: documentId, facts });
      const bytes = this.secrets.decryptBytes(row.sealed, documentId);
      return { name: row.name, mediaType: row.media_type, bytes };
    });
  }
}
