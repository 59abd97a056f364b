import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Audit, system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { Lease } from '../leases/lease.entity.js';
import { ApartmentPolicy } from '../policy/policy.entity.js';
import { IdleSpell } from './idle-spell.entity.js';
import { idleBreached, idleWarned } from './idle.messages.js';
import { breachOn, idleStep } from './idle.rules.js';

export const watchIdle = defineJob({
  queue: 'housekeeping',
  name: 'housekeeping.watch_idle_units',
  payload: z.strictObject({}),
  everySeconds: 3600,
});

/** Warns the tenant of a unit that stands idle, and records the breach, by the policy that the lease is under. */
@Injectable()
export class WatchIdle implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(watchIdle, () => this.run());
  }

  async run(): Promise<void> {
    // Few units stand idle at a time, so all of them are looked at.
    const spells: { id: string; lease_id: string }[] = await this.source.query(
      `SELECT s.id, s.lease_id FROM idle_spells s JOIN leases l ON l.id = s.lease_id
        WHERE s.lived_in_from IS NULL AND s.breached_on IS NULL AND l.state = 'let' AND l.keys_back_on IS NULL
        ORDER BY s.found_on, s.id`,
    );
    await eachAlone(spells, 'idle units', ({ id, lease_id: leaseId }) =>
      this.transactions.run((tx) => this.look(tx, id, leaseId)),
    );
  }

  /** Behind the lock of the lease: whoever comes second finds it done. */
  private async look(tx: Tx, id: string, leaseId: string): Promise<void> {
    const lease = await tx.findOneOrFail(Lease, { where: { id: leaseId }, lock: { mode: 'for_no_key_update' } });
    const spell = await tx.findOneByOrFail(IdleSpell, { id });
    if (spell.livedInFrom !== null || lease.state !== 'let' || lease.keysBackOn !== null) return;
    const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: lease.policyId });
    const today = this.clock.today();
    const step = idleStep(values, spell, today);
    if (step === undefined) return;
    await tx.update(IdleSpell, { id }, step === 'warn' ? { warnedOn: today } : { breachedOn: today });
    const breach = { ...spell, breachOn: breachOn(values, spell.foundOn, today) };
    const deed = step === 'warn' ? 'idle_warned' : 'idle_breached';
    await this.notices.tell(tx, lease, {
      kind: `lease.${deed}`,
      occurrence: id,
      words: (about) => (step === 'warn' ? idleWarned(about, breach) : idleBreached(about, spell)),
    });
    const facts = { spellId: id, foundOn: spell.foundOn.toString() };
    await this.audit.record(tx, system, { action: `lease.${deed}`, subjectId: leaseId, facts });
  }
}
