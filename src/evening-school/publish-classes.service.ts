import { Injectable } from '@nestjs/common';
import type { UpdateResult } from 'typeorm';
import { assertMayAt, Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
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
    private readonly clock: Clock,
  ) {}

  one(actor: Actor, classId: string): Promise<PublishedView> {
    return this.transactions.run(async (tx) => {
      await this.classes.locked(tx, actor, classId);
      const { affected } = await this.show(tx, { id: classId });
      if (affected) await this.audit.record(tx, actor, { action: 'class.published', subjectId: classId });
      return { published: affected ?? 0 };
    });
  }

  term(actor: Actor, termId: string): Promise<PublishedView> {
    return this.transactions.run(async (tx) => {
      const term = await tx.findOne(Term, { where: { id: termId }, lock: { mode: 'pessimistic_write' } });
      if (!term) throw requestRefusals.not_found();
      assertMayAt(actor, 'classes.edit', term.venueId);
      const { affected } = await this.show(tx, { termId });
      const facts = { published: affected ?? 0 };
      if (affected) await this.audit.record(tx, actor, { action: 'term.published', subjectId: termId, facts });
      return facts;
    });
  }

  private show(tx: Tx, which: { id: string } | { termId: string }): Promise<UpdateResult> {
    return tx.update(SchoolClass, { ...which, state: 'draft' }, { state: 'published', publishedAt: this.clock.now() });
  }
}
