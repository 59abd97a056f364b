import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { LeaseInspection, LeaseInspectionItem, LeaseInspectionPhoto } from './inspection.entity.js';
import { inspectionRefusals } from './inspection.errors.js';
import { presented } from './inspection.messages.js';
import { inspectionLimits, meterGoneBack } from './inspection.rules.js';
import type { Readings } from './inspection.rules.js';
import { Inspections } from './inspections.js';
import type { Findings, InspectionView, NewItem } from './inspections.contract.js';
import { checkInOfStay, InspectionsQueries } from './inspections.queries.js';

/** The check-outs that are compared with the check-in of this lease. */
const checkOutsOfStay = `
  WITH RECURSIVE stay AS (
    SELECT id, unit_id FROM leases WHERE id = $1
    UNION ALL
    SELECT l.id, l.unit_id FROM stay s JOIN leases l ON l.previous_id = s.id AND l.unit_id = s.unit_id
     WHERE NOT EXISTS (SELECT FROM lease_inspections i WHERE i.lease_id = l.id AND i.kind = 'check_in'))
  SELECT i.id FROM stay JOIN lease_inspections i ON i.lease_id = stay.id AND i.kind = 'check_out'`;

/** Staff write down what they see, and give it to the tenant to answer. */
@Injectable()
export class DrawUpInspection {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly inspections: Inspections,
    private readonly queries: InspectionsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  write(actor: Actor, id: string, { items, meters }: Findings): Promise<InspectionView> {
    return this.transactions.run(async (tx) => {
      const { inspection } = await this.inspections.lockOpen(tx, actor, id);
      for (const { id: itemId, condition, remark } of items) {
        const written = await tx.update(LeaseInspectionItem, { id: itemId, inspectionId: id }, { condition, remark });
        if (written.affected !== 1) throw requestRefusals.not_found();
      }
      await this.read(tx, inspection, { ...readingsOf(inspection), ...given(meters) });
      const facts = { items, meters };
      await this.audit.record(tx, actor, { action: 'lease_inspection.written', subjectId: id, facts });
      return this.queries.one(tx, id);
    });
  }

  add(
    actor: Actor,
    id: string,
    { name, nameEn = name, ...seen }: NewItem,
    once?: OnceRequest,
  ): Promise<InspectionView> {
    return this.idempotency.once(once, async (tx) => {
      await this.inspections.lockOpen(tx, actor, id);
      const items = await tx.findBy(LeaseInspectionItem, { inspectionId: id });
      const limit = inspectionLimits.items;
      if (items.length >= limit) throw inspectionRefusals.too_many_items({ limit });
      const position = Math.max(-1, ...items.map((item) => item.position)) + 1;
      const item = { id: newId(), inspectionId: id, position, name, nameEn, ...seen };
      await tx.insert(LeaseInspectionItem, item);
      const facts = { itemId: item.id, name, ...seen };
      await this.audit.record(tx, actor, { action: 'lease_inspection.item_added', subjectId: id, facts });
      return this.queries.one(tx, id);
    });
  }

  /** Its photos stay, as photos of the unit. */
  remove(actor: Actor, id: string, itemId: string): Promise<InspectionView> {
    return this.transactions.run(async (tx) => {
      await this.inspections.lockOpen(tx, actor, id);
      const item = await tx.findOneBy(LeaseInspectionItem, { id: itemId, inspectionId: id });
      if (!item) throw requestRefusals.not_found();
      await tx.update(LeaseInspectionPhoto, { itemId }, { itemId: null });
      await tx.delete(LeaseInspectionItem, { id: itemId });
      const { name, condition, remark } = item;
      const facts = { itemId, name, condition, remark };
      await this.audit.record(tx, actor, { action: 'lease_inspection.item_removed', subjectId: id, facts });
      return this.queries.one(tx, id);
    });
  }

  present(actor: Actor, id: string): Promise<InspectionView> {
    return this.transactions.run(async (tx) => {
      const { inspection, lease } = await this.inspections.lockOpen(tx, actor, id);
      const where = { inspectionId: id, condition: IsNull() };
      const open = await tx.find(LeaseInspectionItem, { where, order: { position: 'ASC' } });
      const items = open.map(({ name }) => name);
      if (items.length > 0) throw inspectionRefusals.conditions_missing({ items });
      await this.inspections.move(tx, inspection, 'presented', { presentedAt: this.clock.now(), answeredAt: null });
      await this.audit.record(tx, actor, { action: 'lease_inspection.presented', subjectId: id });
      await this.inspections.tell(tx, lease, 'presented', (about) => presented(about, inspection.kind));
      return this.queries.one(tx, id);
    });
  }

  /** Staff found a mistake before the tenant has answered. */
  takeBack(actor: Actor, id: string): Promise<InspectionView> {
    return this.transactions.run(async (tx) => {
      const { inspection, lease } = await this.inspections.lock(tx, actor, id);
      await this.inspections.assertUnsettled(tx, lease);
      await this.inspections.move(tx, inspection, 'draft', { presentedAt: null });
      await this.audit.record(tx, actor, { action: 'lease_inspection.taken_back', subjectId: id });
      return this.queries.one(tx, id);
    });
  }

  /** No meter runs backwards between check-in and check-out, whichever of the two is written last. */
  private async read(tx: Tx, { id, leaseId, kind }: LeaseInspection, now: Readings): Promise<void> {
    const others: { id: string }[] = await tx.query(kind === 'check_in' ? checkOutsOfStay : checkInOfStay, [leaseId]);
    for (const { id: otherId } of others) {
      const other = readingsOf(await tx.findOneByOrFail(LeaseInspection, { id: otherId }));
      const fault = kind === 'check_in' ? meterGoneBack(now, other) : meterGoneBack(other, now);
      if (fault) throw inspectionRefusals.meter_gone_back(fault);
    }
    const { electricity: electricityKwh, water: waterM3, gas: gasM3 } = now;
    await tx.update(LeaseInspection, { id }, { electricityKwh, waterM3, gasM3 });
  }
}

function readingsOf({ electricityKwh, waterM3, gasM3 }: LeaseInspection): Readings {
  return { electricity: electricityKwh, water: waterM3, gas: gasM3 };
}

/** What was left out stays as it is. */
function given(meters: Findings['meters']): Partial<Readings> {
  return Object.fromEntries(Object.entries(meters).filter(([, reading]) => reading !== undefined));
}
