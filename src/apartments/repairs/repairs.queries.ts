import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing, limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { photoColumns, toPhotoView } from '../photos/photo.view.js';
import type { PhotoRecord } from '../photos/photo.view.js';
import { openRepairStates } from './repair.lifecycle.js';
import { toRepairRow } from './repair.view.js';
import type { RepairRecord } from './repair.view.js';
import type { MyRepairPage, MyRepairView, RepairPage, RepairsQuery, RepairView } from './repairs.contract.js';

const columns = `
  r.id, r.reference, r.state, r.category, r.urgency, r.description, r.unit_id, u.number, b.name AS building,
  b.name_en AS building_en, lower(r.appointment) AS starts_at, upper(r.appointment) AS ends_at, r.assigned_to,
  r.cost_fen, r.payer, c.id AS charge_id, r.rating, r.rating_words, r.refusal_reason, r.refusal_reason_en,
  r.reopen_words, r.reopened_at, r.created_at, r.due_at, r.done_at, r.lease_id, r.resident_id, t.name AS tenant, t.phone`;
const from = `
  FROM repairs r JOIN units u ON u.id = r.unit_id JOIN buildings b ON b.id = u.building_id
  LEFT JOIN leases l ON l.id = r.lease_id LEFT JOIN residents t ON t.id = r.resident_id
  LEFT JOIN charges c ON c.subject_kind = 'repair' AND c.subject_id = r.id`;

const open = openRepairStates.map((state) => `'${state}'`).join(', ');

/** A tenant sees what was reported during a lease of theirs or of their spouse; `l` is the lease of the repair. */
export function repairIsOf(person: string): string {
  return `(l.resident_id = ${person} OR l.spouse_id = ${person})`;
}

/** Repairs as tenants and staff read them. */
@Injectable()
export class RepairsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  own(residentId: string, id: string, manager?: EntityManager): Promise<MyRepairView> {
    return this.oneWhere(`r.id = $1 AND ${repairIsOf('$2')}`, [id, residentId], manager);
  }

  ofPerson(residentId: string, query: { page: number; size: number }): Promise<MyRepairPage> {
    return this.pageWhere(repairIsOf('$1'), [residentId], `r.created_at DESC, r.id DESC`, query);
  }

  one(actor: Actor, id: string, manager?: EntityManager): Promise<RepairView> {
    const venues = venuesWith(actor, 'repairs.read');
    return this.oneWhere(`r.id = $1 AND ($2::uuid[] IS NULL OR b.venue_id = ANY($2))`, [id, venues], manager);
  }

  /** What is open comes first, the soonest due before the others; then what was reported last. */
  page(actor: Actor, query: RepairsQuery): Promise<RepairPage> {
    const { state = null, urgency = null, venueId = null, buildingId = null, overdue, search } = query;
    const where = `($1::uuid[] IS NULL OR b.venue_id = ANY($1)) AND ($2::text IS NULL OR r.state = $2)
      AND ($3::text IS NULL OR r.urgency = $3) AND ($4::uuid IS NULL OR b.venue_id = $4)
      AND ($5::uuid IS NULL OR b.id = $5)
      AND ($6::boolean IS NULL OR (r.state IN (${open}) AND r.due_at < $7) = $6)
      AND ($8::text IS NULL OR r.reference ILIKE $8 OR t.name ILIKE $8 OR u.number ILIKE $8)`;
    const values = [
      ...[venuesWith(actor, 'repairs.read'), state, urgency, venueId, buildingId],
      ...[overdue === undefined ? null : overdue === 'true', this.clock.now().toString()],
      search ? containing(search) : null,
    ];
    const order = `CASE WHEN r.state IN (${open}) THEN r.due_at END NULLS LAST, r.created_at DESC, r.id DESC`;
    return this.pageWhere(where, values, order, query);
  }

  private async oneWhere(where: string, values: unknown[], given?: EntityManager): Promise<RepairView> {
    const manager = given ?? this.source.manager;
    const [row]: RepairRecord[] = await manager.query(`SELECT ${columns} ${from} WHERE ${where}`, values);
    if (!row) throw requestRefusals.not_found();
    const photos: PhotoRecord[] = await manager.query(
      `SELECT ${photoColumns} FROM repair_photos WHERE repair_id = $1 ORDER BY id`,
      [row.id],
    );
    const { zone } = this.clock;
    return { ...toRepairRow(row, zone, this.clock.now()), photos: photos.map((photo) => toPhotoView(photo, zone)) };
  }

  private async pageWhere(
    where: string,
    values: unknown[],
    order: string,
    query: { page: number; size: number },
  ): Promise<RepairPage> {
    const { limit, offset } = limits(query);
    const n = values.length + 1;
    const [rows, [counted]]: [RepairRecord[], { total: number }[]] = await Promise.all([
      this.source.query(`SELECT ${columns} ${from} WHERE ${where} ORDER BY ${order} LIMIT $${n} OFFSET $${n + 1}`, [
        ...values,
        limit,
        offset,
      ]),
      this.source.query(`SELECT count(*)::int AS total ${from} WHERE ${where}`, values),
    ]);
    const items = rows.map((row) => toRepairRow(row, this.clock.zone, this.clock.now()));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }
}
