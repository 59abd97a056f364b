import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { Secrets } from '../platform/secrets/secrets.js';
import type { Actor } from './actor.js';
import { Audit } from './audit.js';
import { peopleRefusals } from './people.errors.js';
import type { UnmaskedView, UnmaskRequest } from './profile.contract.js';
import { Resident } from './resident.entity.js';

/** A look at an unmasked document: the audit entry is written before the number is answered. */
@Injectable()
export class ViewDocument {
  constructor(
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly audit: Audit,
  ) {}

  run(actor: Actor, residentId: string, { reason }: UnmaskRequest): Promise<UnmaskedView> {
    return this.transactions.run(async (tx) => {
      const resident = await tx.findOneBy(Resident, { id: residentId });
      if (!resident) throw requestRefusals.not_found();
      if (!resident.documentType || !resident.documentSealed) throw peopleRefusals.no_document();
      await this.audit.record(tx, actor, { action: 'document.viewed', subjectId: residentId, facts: { reason } });
      return { type: resident.documentType, number: this.secrets.decrypt(resident.documentSealed, resident.id) };
    });
  }
}
