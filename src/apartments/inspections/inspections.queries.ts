import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { Deduction } from '../leaving/deposit-settlement.entity.js';
import { seenBy, seer } from '../leaving/leaving.queries.js';
import { photoColumns } from '../photos/photo.view.js';
import { compare, toInspectionView } from './inspection.view.js';
import type { InspectionPhotoRecord, InspectionRecord } from './inspection.view.js';
import type { InspectionsOfLease, InspectionView } from './inspections.contract.js';

const inspections = `
  SELECT i.id, i.lease_id, i.kind, i.state, lower(i.appointment) AS starts_at, upper(i.appointment) AS ends_at,
         i.electricity_kwh, i.water_m3, i.gas_m3, i.presented_at, i.answered_at, i.answer_words, i.created_at,
         (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'nameEn', t.name_en,
                                                     'condition', t.condition, 'remark', t.remark)
                                   ORDER BY t.position, t.id), '[]')
            FROM lease_inspection_items t WHERE t.inspection_id = i.id) AS items
    FROM lease_inspections i JOIN leases l ON l.id = i.lease_id
    JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id`;

/** The check-in with which a stay in one unit began: of this lease, or of the last before it that has one. */
export const checkInOfStay = `
  WITH RECURSIVE stay AS (
    SELECT id, previous_id, unit_id, 0 AS back FROM leases WHERE id = $1
    UNION ALL
    SELECT l.id, l.previous_id, l.unit_id, s.back + 1
      FROM stay s JOIN leases l ON l.id = s.previous_id AND l.unit_id = s.unit_id)
  SELECT i.id FROM stay JOIN lease_inspections i ON i.lease_id = stay.id AND i.kind = 'check_in' ORDER BY back LIMIT 1`;

/** Inspections as tenants and staff read them. */
@Injectable()
export class InspectionsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(manager: EntityManager, id: string): Promise<InspectionView> {
    const [view] = await this.views(manager, [id]);
    if (!view) throw requestRefusals.not_found();
    return view;
  }

  async seen(actor: Actor, id: string): Promise<InspectionView> {
    const [row]: { id: string }[] = await this.source.query(
      `SELECT i.id FROM lease_inspections i JOIN leases l ON l.id = i.lease_id
         JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id WHERE i.id = $1 AND ${seenBy}`,
      [id, ...seer(actor)],
    );
    if (!row) throw requestRefusals.not_found();
    return this.one(this.source.manager, row.id);
  }

  async ofLease(actor: Actor, leaseId: string): Promise<InspectionsOfLease> {
    const [lease]: { check_out: string | null; deductions: Deduction[] | null }[] = await this.source.query(
      `SELECT o.id AS check_out, s.deductions FROM leases l JOIN units u ON u.id = l.unit_id
         JOIN buildings b ON b.id = u.building_id
         LEFT JOIN lease_inspections o ON o.lease_id = l.id AND o.kind = 'check_out'
         LEFT JOIN deposit_settlements s ON s.lease_id = l.id WHERE l.id = $1 AND ${seenBy}`,
      [leaseId, ...seer(actor)],
    );
    if (!lease) throw requestRefusals.not_found();
    const [began]: { id: string }[] = await this.source.query(checkInOfStay, [leaseId]);
    const ids = [began?.id, lease.check_out].filter((id) => typeof id === 'string');
    const views = await this.views(this.source.manager, ids);
    const checkIn = views.find(({ kind }) => kind === 'check_in') ?? null;
    const checkOut = views.find(({ kind }) => kind === 'check_out') ?? null;
    const comparison = checkOut && compare(checkIn, checkOut, deductedFor(lease.deductions ?? []));
    return { checkIn, checkOut, comparison };
  }

  private async views(manager: EntityManager, ids: readonly string[]): Promise<InspectionView[]> {
    const rows: InspectionRecord[] = await manager.query(`${inspections} WHERE i.id = ANY($1)`, [ids]);
    const photos: InspectionPhotoRecord[] = await manager.query(
      `SELECT ${photoColumns}, inspection_id, item_id FROM lease_inspection_photos
        WHERE inspection_id = ANY($1) ORDER BY id`,
      [ids],
    );
    return rows.map((row) => toInspectionView(row, photos, this.clock.zone));
  }
}

function deductedFor(deductions: readonly Deduction[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { inspectionItemId, amountFen } of deductions) {
    if (inspectionItemId) sums.set(inspectionItemId, (sums.get(inspectionItemId) ?? 0) + amountFen);
  }
  return sums;
}
