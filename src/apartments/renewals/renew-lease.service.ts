import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../../kernel/ids.js';
import { Refusal } from '../../kernel/refusal.js';
import { isDayBefore } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { carryCoResidents } from '../household/co-residents.js';
import { Bars } from '../bars/bars.js';
import { Spouses } from '../household/spouses.js';
import { renewalOffered, renewalRefused } from '../leases/lease.messages.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseTerms } from '../leases/lease-terms.js';
import { venueOfUnit } from '../inventory/lock-units.js';
import { Lease } from '../leases/lease.entity.js';
import { lastDay } from '../leases/lease.rules.js';
import type { LeaseView } from '../leases/leases.contract.js';
import { Leases } from '../leases/leases.queries.js';
import { ApartmentPolicy } from '../policy/policy.entity.js';
import { Rechecks } from '../rechecks/rechecks.js';
import { isUnsettled, Renewal } from './renewal.entity.js';
import type { RenewalState } from './renewal.entity.js';
import { renewalRefusals } from './renewal.errors.js';
import { renewalWindow } from './renewal.rules.js';
import { assertGoesOn, isTakenAfter } from '../leaving/successors.js';
import { UnitsToLet } from '../leases/units-to-let.js';

export type OfferResult = { leaseId: string; nextLeaseId: string } | { leaseId: string; refusal: Refusal };

/** Renewal: the tenant asks or declines, the house offers or refuses, and the next lease is signed like the first. */
@Injectable()
export class RenewLease {
  constructor(
    private readonly transactions: Transactions,
    private readonly moves: LeaseMoves,
    private readonly bars: Bars,
    private readonly spouses: Spouses,
    private readonly rechecks: Rechecks,
    private readonly units: UnitsToLet,
    private readonly terms: LeaseTerms,
    private readonly leases: Leases,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Staff write it down for who came to them instead, also after the day to ask, while the lease lasts. */
  ask(actor: Actor, id: string, awaitsOwnHome: boolean): Promise<LeaseView> {
    return this.answer(actor, id, { state: 'asked', awaitsOwnHome, reason: null });
  }

  decline(actor: ResidentActor, id: string, reason: string): Promise<LeaseView> {
    return this.answer(actor, id, { state: 'declined', awaitsOwnHome: false, reason });
  }

  /** Offers the next lease, which starts the day after this one ends; it is held until the offer runs out. */
  offer(actor: StaffActor, id: string): Promise<LeaseView> {
    return this.transactions.run(async (tx) => {
      const { nextId } = await this.makeOffer(tx, actor, id);
      return this.leases.one(tx, nextId);
    });
  }

  /** Each on its own: one that cannot be offered does not keep the others from theirs. */
  async offerAll(actor: StaffActor, ids: readonly string[]): Promise<OfferResult[]> {
    const results: OfferResult[] = [];
    for (const leaseId of ids) {
      try {
        const { nextId } = await this.transactions.run((tx) => this.makeOffer(tx, actor, leaseId));
        results.push({ leaseId, nextLeaseId: nextId });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        results.push({ leaseId, refusal: error });
      }
    }
    return results;
  }

  refuse(actor: StaffActor, id: string, reason: string): Promise<LeaseView> {
    return this.transactions.run(async (tx) => {
      const lease = await this.moves.lock(tx, actor, id);
      if (lease.state !== 'let') throw renewalRefusals.not_in_force({ state: lease.state });
      const renewal = await this.known(tx, lease);
      if (renewal && renewal.state !== 'asked') throw renewalRefusals.decided_already({ state: renewal.state });
      await this.write(tx, lease, { state: 'refused', awaitsOwnHome: renewal?.awaitsOwnHome ?? false, reason });
      const told = { kind: 'lease.renewal_refused', occurrence: lease.period.until.toString() };
      const facts = { reason, endsOn: lastDay(lease.period) };
      await this.notices.tell(tx, lease, { ...told, words: (about) => renewalRefused(about, facts) });
      await this.audit.record(tx, actor, { action: 'renewal.refused', subjectId: id, facts: { reason } });
      return this.leases.one(tx, id);
    });
  }

  private answer(
    actor: Actor,
    id: string,
    answer: { state: RenewalState; awaitsOwnHome: boolean; reason: string | null },
  ): Promise<LeaseView> {
    return this.transactions.run(async (tx) => {
      const lease = await this.moves.lockWithPeople(tx, actor, id);
      if (answer.state === 'asked') await this.bars.assertNone(tx, lease.residentId);
      await this.assertInWindow(tx, lease, actor);
      const renewal = await this.known(tx, lease);
      if (renewal && !isUnsettled(renewal.state)) throw renewalRefusals.decided_already({ state: renewal.state });
      if (answer.state === 'asked') {
        await this.spouses.assertOneHome(tx, lease.residentId, lease.period.until);
        // Who had declined, or let an offer lapse, may find that somebody chose the unit meanwhile.
        if (await isTakenAfter(tx, lease, null)) throw renewalRefusals.unit_taken();
      }
      await this.write(tx, lease, answer);
      const facts = { reason: answer.reason, awaitsOwnHome: answer.awaitsOwnHome };
      await this.audit.record(tx, actor, { action: `renewal.${answer.state}`, subjectId: id, facts });
      return this.leases.one(tx, id);
    });
  }

  private async makeOffer(tx: Tx, actor: StaffActor, id: string): Promise<{ nextId: string }> {
    const lease = await this.moves.lockWithPeople(tx, actor, id);
    const { residentId, unitId } = lease;
    if (lease.state !== 'let') throw renewalRefusals.not_in_force({ state: lease.state });
    const renewal = await this.known(tx, lease);
    await assertGoesOn(tx, lease);
    if (!renewal) throw renewalRefusals.not_asked();
    if (renewal.state !== 'asked') throw renewalRefusals.decided_already({ state: renewal.state });
    await this.bars.assertNone(tx, residentId);
    const rechecked = await this.rechecks.assertPassed(tx, lease);
    const unit = await this.units.lock(tx, unitId, await venueOfUnit(tx, lease.unitId));
    const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: lease.policyId });
    await this.spouses.assertOneHome(tx, residentId, lease.period.until);
    const spouseId = await this.spouses.of(tx, lease);
    const { awaitsOwnHome } = renewal;
    const terms = await this.terms.forNext(tx, lease, unit, { awaitsOwnHome, spouseId, rechecked });
    await this.units.assertInService(tx, unitId, terms.period);
    const now = this.clock.now();
    const lastDayToSign = this.clock.today().add({ days: values.renewal.offerDays });
    const heldUntil = lastDayToSign.add({ days: 1 }).toZonedDateTime(this.clock.zone).toInstant();
    const next = tx.create(Lease, {
      ...{ id: newId(), reference: newReference(), state: 'held', previousId: id, billedFrom: lease.billedFrom },
      ...{ unitId, residentId, spouseId, createdAt: now, countersignedAt: now, countersignedBy: actor.id },
      ...{ heldUntil, ...terms },
    });
    await tx.insert(Lease, next);
    await carryCoResidents(tx, id, next);
    await tx.update(Renewal, { leaseId: id }, { state: 'offered', decidedAt: now, nextLeaseId: next.id });
    const offered = { startsOn: terms.period.from, endsOn: lastDay(terms.period), lastDayToSign };
    const told = { kind: 'lease.renewal_offered', occurrence: 'offered' };
    await this.notices.tell(tx, next, { ...told, words: (about) => renewalOffered(about, offered) });
    await this.audit.record(tx, actor, { action: 'renewal.offered', subjectId: id, facts: { nextLeaseId: next.id } });
    return { nextId: next.id };
  }

  private async assertInWindow(tx: Tx, lease: Lease, { kind }: Actor): Promise<void> {
    if (lease.state !== 'let') throw renewalRefusals.not_in_force({ state: lease.state });
    await assertGoesOn(tx, lease);
    const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: lease.policyId });
    const endsOn = lastDay(lease.period);
    const { opensOn, askedBy } = renewalWindow(values, endsOn);
    const today = this.clock.today();
    if (isDayBefore(today, opensOn)) throw renewalRefusals.not_open_yet({ opensOn });
    if (kind === 'resident' && isDayBefore(askedBy, today)) throw renewalRefusals.too_late({ askedBy });
    if (isDayBefore(endsOn, today)) throw renewalRefusals.over({ endsOn });
  }

  private known(tx: Tx, { id }: Lease): Promise<Renewal | null> {
    return tx.findOneBy(Renewal, { leaseId: id });
  }

  private async write(
    tx: Tx,
    { id }: Lease,
    answer: { state: RenewalState; awaitsOwnHome: boolean; reason: string | null },
  ): Promise<void> {
    const now = this.clock.now();
    const when = answer.state === 'asked' ? { askedAt: now, decidedAt: null } : { decidedAt: now };
    await tx.upsert(Renewal, { leaseId: id, nextLeaseId: null, askedAt: null, ...answer, ...when }, ['leaseId']);
  }
}
