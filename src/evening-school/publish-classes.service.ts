import { Injectable } from '@nestjs/common';
import { assertMayAt, Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Transactions } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { SchoolClass } from './class.entity.js';
import { SchoolClasses } from './school-classes.js';
import type { PublishedView } from './classes.contract.js';
import { Term } from './term.entity.js';

/** Shows drafts to residents: one class, or all drafts of a term. Publishing twice changes nothing. */
@Injectable()
export class PublishClasses {
  constructor(
    private readonly transactions: Transactions,
    private readonly classes: SchoolClasses,
    private readonly audit: Audit,
  ) {}

  one(actor: Actor, classId: string): Promise<PublishedView> {
    return this.transactions.run(async (tx) => {
      await this.classes.locked(tx, actor, classId);
      const { affected } = await tx.update(SchoolClass, { id: classId, state: 'draft' }, { state: 'published' });
      if (affected) await this.audit.record(tx, actor, { action: 'class.published', subjectId: classId });
      return { published: affected ?? 0 };
    });
  }

  term(actor: Actor, termId: string): Promise<PublishedView> {
    return this.transactions.run(async (tx) => {
      const term = await tx.findOne(Term, { where: { id: termId }, lock: { mode: 'pessimistic_write' } });
      if (!term) throw requestRefusals.not_found();
      assertMayAt(actor, 'classes.edit', term.venueId);
      const { affected } = await tx.update(SchoolClass, { termId, state: 'draft' }, { state: 'published' });
      const facts = { published: affected ?? 0 };
      if (affected) await this.audit.record(tx, actor, { action: 'term.published', subjectId: termId, facts });
      return facts;
    });
  }
}
