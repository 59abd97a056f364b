import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { earlierDay, isDayBefore, Temporal } from '../../kernel/time.js';
import { Audit, Residents, system } from '../../people/index.js';
import type { Actor, StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { defineJob } from '../../platform/queues/job.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { Messages } from '../../reminders/messages.js';
import { SubmitApplication } from '../applications/submit-application.service.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { Lease } from '../leases/lease.entity.js';
import { lastDay } from '../leases/lease.rules.js';
import { LeaveLease } from '../leaving/leave-lease.service.js';
import { leavingRefusals } from '../leaving/leaving.errors.js';
import { Successors } from '../leaving/successors.js';
import { ApartmentPolicy } from '../policy/policy.entity.js';
import { Deaths } from './deaths.queries.js';
import type { DeathView, NewDeath } from './deaths.contract.js';
import { householdRefusals } from './household.errors.js';
import { mayContinue } from './household.messages.js';
import { householdRules } from './household.rules.js';
import { endMarriageByDeath } from './record-marriage.service.js';
import { LeaseDeath } from './lease-death.entity.js';

export const endAfterDeaths = defineJob({
  queue: 'admission',
  name: 'admission.end-after-deaths',
  payload: z.strictObject({}),
  everySeconds: 3_600,
});

const leasesAtOnce = 500;

/**
 * A tenant has died. Who lived with them may continue the lease (Civil Code, article 732) where they ask in time; otherwise
 * it ends when the keys are due. Nothing is said to the dead any more.
 */
@Injectable()
export class RecordDeath implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly residents: Residents,
    private readonly moves: LeaseMoves,
    private readonly successors: Successors,
    private readonly submissions: SubmitApplication,
    private readonly leaveLease: LeaveLease,
    private readonly deaths: Deaths,
    private readonly messages: Messages,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(endAfterDeaths, () => this.endUnasked());
  }

  run(actor: StaffActor, id: string, { diedOn: died, proof }: NewDeath, once?: OnceRequest): Promise<DeathView> {
    return this.idempotency.once(once, async (tx) => {
      const lease = await this.moves.lockWithPeople(tx, actor, id);
      const diedOn = Temporal.PlainDate.from(died);
      const today = this.clock.today();
      if (lease.state !== 'let') throw householdRefusals.not_in_force({ state: lease.state });
      if (isDayBefore(today, diedOn)) throw leavingRefusals.happens_later({ happenedOn: diedOn });
      const { from, until } = lease.period;
      if (isDayBefore(diedOn, from) || !isDayBefore(diedOn, until))
        throw householdRefusals.outside_lease({ from, until: lastDay(lease.period) });
      const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: lease.policyId });
      const askBy = today.add({ days: householdRules.daysToContinue });
      const keysBy = today.add({ days: Math.max(values.leave.afterExpiryDays, householdRules.daysToContinue + 1) });
      const now = this.clock.now();
      await tx.insert(LeaseDeath, { leaseId: id, diedOn, proof, askBy, keysBy, recordedAt: now });
      await this.residents.died(tx, lease.residentId, diedOn);
      await endMarriageByDeath(tx, lease.residentId, diedOn);
      await this.messages.stop(tx, lease.residentId);
      await this.submissions.closeAll(tx, actor, lease.residentId);
      await this.successors.fallThrough(tx, actor, lease);
      const facts = { diedOn: died, askBy: askBy.toString(), keysBy: keysBy.toString() };
      await this.audit.record(tx, actor, { action: 'lease.tenant_died', subjectId: id, facts });
      if (await this.deaths.isAnyoneLeft(tx, id)) await this.askWhoIsLeft(tx, id, { askBy, keysBy });
      else await this.end(tx, actor, id, 'nobody lived with the tenant');
      return this.deaths.one(tx, id);
    });
  }

  /** The lease is not continued: it ends when the keys are due, where it would have gone on for longer. */
  async end(tx: Tx, actor: Actor, id: string, reason: string): Promise<void> {
    const death = await tx.findOneByOrFail(LeaseDeath, { leaseId: id });
    const lease = await tx.findOneByOrFail(Lease, { id });
    await tx.update(LeaseDeath, { leaseId: id }, { outcome: 'ended', reason, decidedAt: this.clock.now() });
    await this.audit.record(tx, actor, { action: 'lease.not_continued', subjectId: id, facts: { reason } });
    const { keysBy, diedOn, proof } = death;
    const leaveOn = earlierDay(keysBy, lease.period.until);
    if (lease.state !== 'let' || !isDayBefore(leaveOn, lease.period.until)) return;
    await this.leaveLease.endAfterDeath(tx, actor, lease, { happenedOn: diedOn, leaveOn, reason: proof });
  }

  /** The time to ask is over, and nobody did. */
  private async endUnasked(): Promise<void> {
    const late: { lease_id: string }[] = await this.source.query(
      `SELECT lease_id FROM lease_deaths WHERE outcome IS NULL AND ask_by < $1::date AND asked_at IS NULL
        ORDER BY lease_id LIMIT $2`,
      [this.clock.today().toString(), leasesAtOnce],
    );
    await eachAlone(late, 'leases', ({ lease_id: id }) =>
      this.transactions.run(async (tx) => {
        await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
        const death = await tx.findOneByOrFail(LeaseDeath, { leaseId: id });
        if (death.outcome === null && death.askedAt === null) await this.end(tx, system, id, 'nobody asked in time');
      }),
    );
  }

  private async askWhoIsLeft(tx: Tx, id: string, days: Pick<LeaseDeath, 'askBy' | 'keysBy'>): Promise<void> {
    for (const residentId of await this.deaths.heirs(tx, id)) {
      const told = { kind: 'lease.may_be_continued', occurrence: 'death' };
      await this.notices.tell(tx, { id, residentId }, { ...told, words: (about) => mayContinue(about, days) });
    }
  }
}
