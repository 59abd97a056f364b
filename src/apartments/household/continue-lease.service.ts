import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../../kernel/ids.js';
import { isDayBefore, laterDay } from '../../kernel/time.js';
import { Audit, Residents } from '../../people/index.js';
import type { ResidentActor, StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { KeepContract } from '../leases/keep-contract.service.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { Lease } from '../leases/lease.entity.js';
import { employerOf, lastGranted } from '../leases/lease-standing.js';
import { billsEmployer } from '../leases/next-lease.rules.js';
import { hashOf } from '../leases/sign-lease.service.js';
import { leavingRefusals } from '../leaving/leaving.errors.js';
import { RentBills } from '../rents/rent-bills.js';
import { carryCoResidents } from './co-residents.js';
import { Deaths } from './deaths.queries.js';
import type { ContinuationDecision, Continuations, DeathView } from './deaths.contract.js';
import { householdRefusals } from './household.errors.js';
import { continued, notContinued } from './household.messages.js';
import { restOfSchedule } from './household.rules.js';
import { LeaseDeath } from './lease-death.entity.js';
import { RecordDeath } from './record-death.service.js';

/**
 * Who lived with a tenant who died goes on with the lease on its terms until its end (Civil Code, article 732): the old
 * lease ends with the day of the death and the new one begins the day after. To ask for it is to sign it.
 */
@Injectable()
export class ContinueLease {
  constructor(
    private readonly transactions: Transactions,
    private readonly residents: Residents,
    private readonly moves: LeaseMoves,
    private readonly bills: RentBills,
    private readonly contract: KeepContract,
    private readonly recordDeath: RecordDeath,
    private readonly deaths: Deaths,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  ask(me: ResidentActor, id: string): Promise<Continuations> {
    return this.transactions
      .run(async (tx) => {
        await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
        const heirs = await this.deaths.heirs(tx, id);
        if (!heirs.includes(me.id)) throw requestRefusals.not_found();
        const { outcome, askedAt, askBy } = await tx.findOneByOrFail(LeaseDeath, { leaseId: id });
        if (outcome !== null || askedAt !== null) throw householdRefusals.decided_already();
        if (isDayBefore(askBy, this.clock.today())) throw householdRefusals.too_late_to_continue({ askBy });
        await tx.update(LeaseDeath, { leaseId: id }, { askedBy: me.id, askedAt: this.clock.now() });
        await this.audit.record(tx, me, { action: 'lease.continuation_asked', subjectId: id });
      })
      .then(() => this.deaths.forMe(me.id));
  }

  decide(actor: StaffActor, id: string, given: ContinuationDecision): Promise<DeathView> {
    return this.transactions.run(async (tx) => {
      const seen = await tx.findOneBy(LeaseDeath, { leaseId: id });
      if (!seen) throw requestRefusals.not_found();
      if (seen.askedBy !== null) await this.residents.lock(tx, [seen.askedBy]);
      await this.bills.lock(tx, id);
      const lease = await this.moves.lock(tx, actor, id);
      const death = await tx.findOneByOrFail(LeaseDeath, { leaseId: id });
      const { askedBy, askedAt, outcome } = death;
      if (outcome !== null || askedBy === null || askedAt === null || askedBy !== seen.askedBy)
        throw householdRefusals.nothing_to_decide();
      if (given.decision === 'declined') {
        await this.recordDeath.end(tx, actor, id, given.reason);
        const told = { kind: 'lease.continuation_decided', occurrence: 'death' };
        const facts = { reason: given.reason, keysBy: death.keysBy };
        await this.notices.tell(tx, { id, residentId: askedBy }, { ...told, words: (one) => notContinued(one, facts) });
      } else await this.goOn(tx, actor, lease, { ...death, askedBy, askedAt });
      return this.deaths.one(tx, id);
    });
  }

  private async goOn(
    tx: Tx,
    actor: StaffActor,
    lease: Lease,
    { diedOn, askedBy, askedAt }: LeaseDeath & { askedBy: string; askedAt: NonNullable<LeaseDeath['askedAt']> },
  ): Promise<void> {
    if (lease.state !== 'let') throw householdRefusals.not_in_force({ state: lease.state });
    const startsOn = diedOn.add({ days: 1 });
    const { from, until } = lease.period;
    if (!isDayBefore(startsOn, until)) throw leavingRefusals.ends_before({ endsOn: diedOn });
    const { id, unitId, policyId, kind, termNumber, household, depositPayer } = lease;
    const schedule = restOfSchedule(lease, startsOn);
    const own = await lastGranted(tx, askedBy);
    const asBilled = { id, period: lease.period, schedule: lease.schedule };
    const keysBackOn = lease.keysGivenOn && laterDay(lease.keysGivenOn, startsOn);
    const ended = { period: { from, until: startsOn }, keysBackOn, endReason: 'continued after a death' };
    const now = this.clock.now();
    const next = tx.create(Lease, {
      ...{
        id: newId(),
        reference: newReference(),
        state: 'let',
        previousId: id,
        billedFrom: lease.billedFrom,
        isTransfer: true,
      },
      applicationId: own?.id ?? null,
      // Who pays a part of these rents goes on to until they end.
      ...(billsEmployer({ schedule }) ? employerOf(lease) : { employerId: null, employerName: null }),
      ...{
        unitId,
        residentId: askedBy,
        spouseId: null,
        policyId,
        kind,
        termNumber,
        household,
        depositFen: 0,
        depositPayer,
      },
      ...{ period: { from: startsOn, until }, schedule, heldUntil: null },
      ...{ signedAt: askedAt, countersignedAt: now, countersignedBy: actor.id, createdAt: now },
      ...{ keysGivenOn: keysBackOn, keysBackOn: null, endReason: null },
    });
    next.signatureHash = hashOf(next);
    await this.moves.move(tx, lease, 'ended', ended);
    await tx.insert(Lease, next);
    await carryCoResidents(tx, id, next);
    await this.bills.settleUpTo(tx, asBilled, diedOn, actor);
    await this.bills.make(tx, next);
    await tx.update(LeaseDeath, { leaseId: id }, { outcome: 'continued', nextLeaseId: next.id, decidedAt: now });
    const facts = { nextLeaseId: next.id, from: startsOn.toString() };
    await this.audit.record(tx, actor, { action: 'lease.continued', subjectId: id, facts });
    await this.contract.run(tx, next.id, actor);
    const told = { kind: 'lease.continuation_decided', occurrence: 'death' };
    const days = { startsOn, endsOn: until.subtract({ days: 1 }) };
    await this.notices.tell(tx, next, { ...told, words: (about) => continued(about, days) });
  }
}
