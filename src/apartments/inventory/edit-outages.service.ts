import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Temporal } from '../../kernel/time.js';
import type { Days } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { writeDays } from '../../platform/database/columns.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { lockOutage, lockUnit } from './lock-units.js';
import { UnitOutage } from './unit-outage.entity.js';
import { toOutageView } from './unit.view.js';
import type { OutageChange, OutageInput, OutageView } from './units.contract.js';
import { unitsRefusals } from './units.errors.js';

/** Takes a unit out of service for some days, says when it is back, or takes an outage back altogether. */
@Injectable()
export class EditOutages {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  add(actor: Actor, unitId: string, input: OutageInput, once?: OnceRequest): Promise<OutageView> {
    return this.idempotency.once(once, async (tx) => {
      await lockUnit(tx, actor, unitId);
      const { kind, reason } = input;
      const during = daysOf(input.from, input.until);
      const outage: UnitOutage = { id: newId(), unitId, during, kind, reason };
      await assertNoOther(tx, outage);
      await tx.insert(UnitOutage, outage);
      await this.record(tx, actor, 'unit_outage.added', outage);
      return toOutageView(outage);
    });
  }

  change(actor: Actor, id: string, change: OutageChange): Promise<OutageView> {
    return this.transactions.run(async (tx) => {
      const outage = await lockOutage(tx, actor, id);
      const from = outage.during.from.toString();
      const during = change.until === undefined ? outage.during : daysOf(from, change.until);
      const changed: UnitOutage = { ...outage, during, reason: change.reason ?? outage.reason };
      await assertNoOther(tx, changed);
      await tx.update(UnitOutage, { id }, { during: changed.during, reason: changed.reason });
      await this.record(tx, actor, 'unit_outage.changed', changed);
      return toOutageView(changed);
    });
  }

  /** For what was entered by mistake: what is over is ended instead, since the days without the unit count. */
  remove(actor: Actor, id: string): Promise<OutageView> {
    return this.transactions.run(async (tx) => {
      const outage = await lockOutage(tx, actor, id);
      await tx.delete(UnitOutage, { id });
      await this.record(tx, actor, 'unit_outage.removed', outage);
      return toOutageView(outage);
    });
  }

  private async record(tx: Tx, actor: Actor, action: `unit_outage.${string}`, outage: UnitOutage): Promise<void> {
    const { id: subjectId, ...facts } = toOutageView(outage);
    await this.audit.record(tx, actor, { action, subjectId, facts });
  }
}

function daysOf(from: string, until: string | null): Days {
  if (until !== null && until <= from) throw unitsRefusals.outage_ends_before_it_begins();
  return { from: Temporal.PlainDate.from(from), until: until === null ? null : Temporal.PlainDate.from(until) };
}

/** The constraint keeps it; here the refusal can name the other outage. */
async function assertNoOther(tx: Tx, { id, unitId, during }: UnitOutage): Promise<void> {
  const other = await tx
    .createQueryBuilder(UnitOutage, 'o')
    .where('o.unit_id = :unitId AND o.id <> :id AND o.during && :during::daterange', {
      unitId,
      id,
      during: writeDays(during),
    })
    .orderBy('lower(o.during)')
    .getOne();
  if (!other) return;
  throw unitsRefusals.outage_overlaps({ other: { outageId: other.id, kind: other.kind, ...other.during } });
}
