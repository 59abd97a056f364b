import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../../kernel/ids.js';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { assertMayAt, Audit, Residents } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import { isOutOfDate } from '../applications/application-conditions.rules.js';
import { Bars } from '../bars/bars.js';
import { ChoosingTurns } from '../choosing/choosing-turns.js';
import { Spouses } from '../household/spouses.js';
import { leaseRefusals } from './lease.errors.js';
import { holdFrom, leaseRules } from './lease.rules.js';
import { Lease } from './lease.entity.js';
import { peopleOf } from './lease-moves.js';
import { LeaseTerms } from './lease-terms.js';
import type { LeaseView } from './leases.contract.js';
import { Leases } from './leases.queries.js';
import { UnitsToLet } from './units-to-let.js';

/**
 * Holds a unit for somebody whose application was approved, until they sign: chosen by themselves, or offered by staff.
 * Of many who choose one unit at once, the guard of the database lets one have it.
 */
@Injectable()
export class ChooseUnit {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly residents: Residents,
    private readonly bars: Bars,
    private readonly spouses: Spouses,
    private readonly units: UnitsToLet,
    private readonly terms: LeaseTerms,
    private readonly turns: ChoosingTurns,
    private readonly leases: Leases,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(
    actor: Actor,
    applicationId: string,
    choice: { unitId: string; startsOn?: string },
    once?: OnceRequest,
  ): Promise<LeaseView> {
    return this.idempotency.once(once, async (tx) => {
      const approved = await this.approved(tx, actor, applicationId);
      const spouseId = await this.spouses.of(tx, approved);
      const application = { ...approved, spouseId };
      const { residentId } = application;
      await this.residents.lock(tx, peopleOf(application));
      const running = await this.turns.assertTurn(tx, application);
      const startsOn = this.startOf(choice.startsOn);
      await this.spouses.assertOneHome(tx, residentId, startsOn);
      const unit = await this.units.lock(tx, choice.unitId, application.venueId);
      await this.units.assertNobodyStays(tx, unit.id, { today: this.clock.today(), from: startsOn });
      const terms = await this.terms.forFirst(tx, application, unit, startsOn);
      await this.units.assertInService(tx, unit.id, terms.period);
      const { signHours } = await this.terms.timersOf(tx, terms);
      const lease = tx.create(Lease, {
        ...{ id: newId(), reference: newReference(), state: 'held', previousId: null, applicationId },
        ...{ unitId: unit.id, residentId, spouseId, createdAt: this.clock.now() },
        ...{ heldUntil: holdFrom(this.clock.now(), signHours), ...terms },
      });
      await tx.insert(Lease, lease);
      if (running) await this.turns.chose(tx, running);
      const facts = { unitId: unit.id, from: startsOn.toString(), until: terms.period.until.toString() };
      await this.audit.record(tx, actor, { action: 'lease.held', subjectId: lease.id, facts });
      return this.leases.one(tx, lease.id);
    });
  }

  private async approved(tx: Tx, actor: Actor, id: string): Promise<ApartmentApplication> {
    const owner = actor.kind === 'resident' ? { residentId: actor.id } : {};
    const application = await tx.findOne(ApartmentApplication, {
      where: { id, ...owner },
      lock: { mode: 'pessimistic_write' },
    });
    if (!application) throw requestRefusals.not_found();
    if (actor.kind !== 'resident') assertMayAt(actor, 'leases.manage', application.venueId);
    await this.bars.assertNone(tx, application.residentId);
    const { state, validUntil } = application;
    const isOver = isOutOfDate(validUntil, this.clock.today());
    if (state !== 'approved' || isOver) throw leaseRefusals.not_approved();
    return application;
  }

  private startOf(wanted: string | undefined): PlainDate {
    const today = this.clock.today();
    const startsOn = wanted === undefined ? today : Temporal.PlainDate.from(wanted);
    const latest = today.add({ days: leaseRules.mostDaysAhead });
    if (isDayBefore(startsOn, today)) throw leaseRefusals.starts_too_early({ earliest: today });
    if (isDayBefore(latest, startsOn)) throw leaseRefusals.starts_too_late({ latest });
    return startsOn;
  }
}
