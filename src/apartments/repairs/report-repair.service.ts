import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { newId, newReference } from '../../kernel/ids.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Repair } from './repair.entity.js';
import { repairRefusals } from './repair.errors.js';
import { openRepairStates } from './repair.lifecycle.js';
import { repairDueAt, repairLimits } from './repair.rules.js';
import { venueOfUnit } from '../inventory/lock-units.js';
import { Repairs } from './repairs.js';
import type { MyRepairView, NewRepair, RatingInput, ReopenInput, RepairView } from './repairs.contract.js';
import { RepairsQueries } from './repairs.queries.js';

interface KeyHolder {
  readonly id: string;
  readonly resident_id: string;
  readonly has_keys: boolean;
}

/** What a tenant does: report what is broken, take it back, say how it went, have it done over. */
@Injectable()
export class ReportRepair {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly repairs: Repairs,
    private readonly queries: RepairsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  asTenant(me: ResidentActor, input: NewRepair, once: OnceRequest | undefined): Promise<MyRepairView> {
    return this.idempotency.once(once, async (tx) => {
      const lease = await this.lockOwnTenancy(tx, me.id, input.unitId);
      const id = await this.report(tx, me, input, { leaseId: lease.id, residentId: me.id });
      return this.queries.own(me.id, id, tx);
    });
  }

  /** For a tenant who came by or telephoned, or for a unit that stands empty. */
  asStaff(actor: Actor, input: NewRepair, once: OnceRequest | undefined): Promise<RepairView> {
    return this.idempotency.once(once, async (tx) => {
      assertMayAt(actor, 'repairs.manage', await venueOfUnit(tx, input.unitId));
      const [lease]: KeyHolder[] = await tx.query(
        `SELECT id, resident_id FROM leases WHERE unit_id = $1 AND keys_given_on IS NOT NULL AND keys_back_on IS NULL
            FOR NO KEY UPDATE`,
        [input.unitId],
      );
      if (!lease) await tx.query(`SELECT 1 FROM units WHERE id = $1 FOR NO KEY UPDATE`, [input.unitId]);
      const whose = { leaseId: lease?.id ?? null, residentId: lease?.resident_id ?? null };
      return this.queries.one(actor, await this.report(tx, actor, input, whose), tx);
    });
  }

  withdraw(me: ResidentActor, id: string): Promise<MyRepairView> {
    return this.transactions.run(async (tx) => {
      await this.repairs.move(tx, await this.repairs.lockOwn(tx, me.id, id), 'withdrawn');
      await this.audit.record(tx, me, { action: 'repair.withdrawn', subjectId: id });
      return this.queries.own(me.id, id, tx);
    });
  }

  rate(me: ResidentActor, id: string, { rating, words: ratingWords }: RatingInput): Promise<MyRepairView> {
    return this.transactions.run(async (tx) => {
      await this.repairs.move(tx, await this.repairs.lockOwn(tx, me.id, id), 'rated', { rating, ratingWords });
      await this.audit.record(tx, me, { action: 'repair.rated', subjectId: id, facts: { rating } });
      return this.queries.own(me.id, id, tx);
    });
  }

  /** Its time begins anew. Who has moved out reports nothing any more, and reopens nothing either. */
  reopen(me: ResidentActor, id: string, { words: reopenWords }: ReopenInput): Promise<MyRepairView> {
    return this.transactions.run(async (tx) => {
      const repair = await this.repairs.lockOwn(tx, me.id, id);
      if (repair.state === 'done' && repair.reopenedAt) throw repairRefusals.reopened_before();
      await this.lockOwnTenancy(tx, me.id, repair.unitId);
      const now = this.clock.now();
      const fresh = { appointment: null, assignedTo: null, doneAt: null, dueAt: repairDueAt(repair.urgency, now) };
      await this.repairs.move(tx, repair, 'reopened', { ...fresh, reopenWords, reopenedAt: now });
      await this.audit.record(tx, me, { action: 'repair.reopened', subjectId: id });
      return this.queries.own(me.id, id, tx);
    });
  }

  /** The lease under which this person has the keys, held until the report is there. */
  private async lockOwnTenancy(tx: Tx, residentId: string, unitId: string): Promise<KeyHolder> {
    const [lease]: KeyHolder[] = await tx.query(
      `SELECT id, resident_id, keys_given_on IS NOT NULL AND keys_back_on IS NULL AS has_keys FROM leases
        WHERE unit_id = $1 AND (resident_id = $2 OR spouse_id = $2) ORDER BY has_keys DESC, id LIMIT 1
          FOR NO KEY UPDATE`,
      [unitId, residentId],
    );
    if (!lease) throw requestRefusals.not_found();
    if (!lease.has_keys) throw repairRefusals.no_keys();
    return lease;
  }

  private async report(
    tx: Tx,
    actor: Actor,
    { unitId, category, urgency, description }: NewRepair,
    whose: Pick<Repair, 'leaseId' | 'residentId'>,
  ): Promise<string> {
    const open = await tx.countBy(Repair, { unitId, state: In(openRepairStates) });
    if (open >= repairLimits.openPerUnit) throw repairRefusals.too_many_open({ limit: repairLimits.openPerUnit });
    const id = newId();
    const createdAt = this.clock.now();
    const dueAt = repairDueAt(urgency, createdAt);
    const what = { unitId, category, urgency, description, ...whose };
    await tx.insert(Repair, { id, reference: newReference(), state: 'reported', ...what, createdAt, dueAt });
    const facts = { unitId, category, urgency };
    await this.audit.record(tx, actor, { action: 'repair.reported', subjectId: id, facts });
    return id;
  }
}
