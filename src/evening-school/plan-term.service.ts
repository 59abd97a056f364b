import { Injectable } from '@nestjs/common';
import { Openings, Pools } from '../admission/index.js';
import { newId } from '../kernel/ids.js';
import { dateIn, isBefore, Temporal } from '../kernel/time.js';
import { assertMayAt, Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { SchoolClass } from './class.entity.js';
import { schoolRefusals } from './school.errors.js';
import { Term } from './term.entity.js';
import type { NewTerm, TermChange, TermView } from './terms.contract.js';
import { TermsQueries } from './terms.queries.js';

/** Makes a term, and changes it: what concerns enrolment is carried to all of its classes. */
@Injectable()
export class PlanTerm {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly openings: Openings,
    private readonly pools: Pools,
    private readonly queries: TermsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  add(actor: Actor, input: NewTerm, once?: OnceRequest): Promise<TermView> {
    assertMayAt(actor, 'terms.edit', input.venueId);
    return this.idempotency.once(once, async (tx) => {
      const term = tx.create(Term, { id: newId(), createdAt: this.clock.now() });
      apply(term, input, this.clock.zone);
      await tx.insert(Term, term);
      await this.openings.plan(tx, openingOf(term));
      await this.audit.record(tx, actor, { action: 'term.added', subjectId: term.id, facts: { ...input } });
      return this.queries.one(actor, term.id, tx);
    });
  }

  change(actor: Actor, id: string, change: TermChange): Promise<TermView> {
    return this.transactions.run(async (tx) => {
      const term = await tx.findOne(Term, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!term) throw requestRefusals.not_found();
      assertMayAt(actor, 'terms.edit', term.venueId);
      if (change.venueId !== undefined) assertMayAt(actor, 'terms.edit', change.venueId);
      const moves = change.venueId !== undefined || change.startsOn !== undefined || change.endsOn !== undefined;
      if (moves && (await tx.existsBy(SchoolClass, { termId: id }))) throw schoolRefusals.term_has_begun_classes();
      apply(term, change, this.clock.zone);
      await tx.save(Term, term);
      await this.openings.plan(tx, openingOf(term));
      await this.carryToPools(tx, term);
      await this.audit.record(tx, actor, { action: 'term.changed', subjectId: id, facts: { ...change } });
      return this.queries.one(actor, id, tx);
    });
  }

  private async carryToPools(tx: Tx, term: Term): Promise<void> {
    const classes = await tx.find(SchoolClass, { where: { termId: term.id }, order: { poolId: 'ASC' } });
    for (const { poolId } of classes) await this.pools.change(tx, poolId, enrolmentOf(term));
  }
}

/** The opening of a term has its id. */
function openingOf(term: Term) {
  return {
    id: term.id,
    venueId: term.venueId,
    title: term.name,
    titleEn: term.nameEn,
    opensAt: term.enrolmentOpensAt,
    closesAt: term.enrolmentClosesAt,
  };
}

/** What a term says about enrolment, as its classes' pools keep it. */
export function enrolmentOf(term: Term) {
  return {
    venueId: term.venueId,
    opensAt: term.enrolmentOpensAt,
    closesAt: term.enrolmentClosesAt,
    openingId: term.id,
    limitGroup: term.id,
    limitPerPerson: term.classesPerPerson,
    minAge: term.minAge,
    maxAge: term.maxAge,
    ageOn: term.startsOn,
    audience: term.audience,
    paymentHours: term.paymentHours,
    releaseHours: term.releaseHours,
  };
}

function apply(term: Term, change: TermChange, zone: string): void {
  const { startsOn, endsOn, enrolmentOpensAt, enrolmentClosesAt, ...plain } = change;
  Object.assign(term, plain);
  if (startsOn) term.startsOn = Temporal.PlainDate.from(startsOn);
  if (endsOn) term.endsOn = Temporal.PlainDate.from(endsOn);
  if (enrolmentOpensAt) term.enrolmentOpensAt = Temporal.Instant.from(enrolmentOpensAt);
  if (enrolmentClosesAt) term.enrolmentClosesAt = Temporal.Instant.from(enrolmentClosesAt);
  const datesInOrder = Temporal.PlainDate.compare(term.startsOn, term.endsOn) <= 0;
  const windowInOrder = isBefore(term.enrolmentOpensAt, term.enrolmentClosesAt);
  const agesInOrder = term.minAge === null || term.maxAge === null || term.minAge <= term.maxAge;
  if (!datesInOrder || !windowInOrder || !agesInOrder) throw schoolRefusals.dates_not_in_order();
  const lastDay = dateIn(zone, term.enrolmentClosesAt);
  if (Temporal.PlainDate.compare(lastDay, term.endsOn) > 0) throw schoolRefusals.enrolment_outlasts_term();
}
