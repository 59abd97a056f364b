import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing, limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { leaseViewOf, toLeaseRow } from './lease.view.js';
import type { LeaseRecord } from './lease.view.js';
import type { LeasePage, LeasesQuery, LeaseView } from './leases.contract.js';

const columns = `
  l.id, l.reference, l.state, l.kind, l.period::text AS period, l.held_until, l.term_number, l.household, l.schedule,
  l.deposit_fen, l.deposit_payer, l.employer_id, l.employer_name, l.signed_at, l.signature_hash, l.countersigned_at, l.keys_given_on::text,
  l.keys_back_on::text, l.earlier_number, l.billed_from::text, l.previous_id, l.end_reason, l.resident_id, t.name AS tenant,
  u.id AS unit_id, u.number, u.layout, u.area_m2, b.name AS building, b.name_en AS building_en, p.version,
  r.state AS renewal_state, r.reason AS renewal_reason, n.id AS next_id, c.id AS charge_id,
  (SELECT coalesce(json_agg(json_build_object('id', w.id, 'name', w.name, 'masked', w.document_masked, 'relation', w.relation,
                                              'startsOn', w.starts_on, 'endsOn', w.until_on - 1) ORDER BY w.id), '[]')
     FROM co_residents w WHERE w.lease_id = l.id AND w.state = 'approved') AS co_residents`;
const from = `
  FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
  JOIN residents t ON t.id = l.resident_id JOIN apartment_policies p ON p.id = l.policy_id
  LEFT JOIN renewals r ON r.lease_id = l.id
  LEFT JOIN leases n ON n.previous_id = l.id AND n.state IN ('held', 'signed', 'let', 'ended')
  LEFT JOIN charges c ON c.subject_kind = 'lease_deposit' AND c.subject_id = l.id`;

/** Leases as tenants and staff read them. */
@Injectable()
export class Leases {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(manager: EntityManager | undefined, id: string): Promise<LeaseView> {
    const [row]: LeaseRecord[] = await (manager ?? this.source.manager).query(
      `SELECT ${columns} ${from} WHERE l.id = $1`,
      [id],
    );
    if (!row) throw requestRefusals.not_found();
    return leaseViewOf(row, this.clock.zone);
  }

  /** A tenant's or spouse's own. */
  async ofPerson(residentId: string, query: { page: number; size: number }): Promise<LeasePage> {
    return this.pageWhere(`(l.resident_id = $1 OR l.spouse_id = $1)`, [residentId], query);
  }

  async ownOne(residentId: string, id: string): Promise<LeaseView> {
    const [row]: LeaseRecord[] = await this.source.query(
      `SELECT ${columns} ${from} WHERE l.id = $1 AND (l.resident_id = $2 OR l.spouse_id = $2)`,
      [id, residentId],
    );
    if (!row) throw requestRefusals.not_found();
    return leaseViewOf(row, this.clock.zone);
  }

  async staffOne(actor: Actor, id: string): Promise<LeaseView> {
    const [row]: LeaseRecord[] = await this.source.query(
      `SELECT ${columns} ${from} WHERE l.id = $1 AND ($2::uuid[] IS NULL OR b.venue_id = ANY($2))`,
      [id, venuesWith(actor, 'leases.read')],
    );
    if (!row) throw requestRefusals.not_found();
    return leaseViewOf(row, this.clock.zone);
  }

  async page(actor: Actor, query: LeasesQuery): Promise<LeasePage> {
    const where = `($1::uuid[] IS NULL OR b.venue_id = ANY($1)) AND ($2::text IS NULL OR l.state = $2)
      AND ($3::uuid IS NULL OR b.venue_id = $3)
      AND ($4::text IS NULL OR l.reference ILIKE $4 OR l.earlier_number ILIKE $4 OR t.name ILIKE $4 OR u.number ILIKE $4)`;
    const { search, state = null, venueId = null } = query;
    const values = [venuesWith(actor, 'leases.read'), state, venueId, search ? containing(search) : null];
    return this.pageWhere(where, values, query);
  }

  private async pageWhere(where: string, values: unknown[], query: { page: number; size: number }): Promise<LeasePage> {
    const { limit, offset } = limits(query);
    const n = values.length + 1;
    const [rows, [counted]]: [LeaseRecord[], { total: number }[]] = await Promise.all([
      this.source.query(
        `SELECT ${columns} ${from} WHERE ${where} ORDER BY l.created_at DESC, l.id DESC LIMIT $${n} OFFSET $${n + 1}`,
        [...values, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS total ${from} WHERE ${where}`, values),
    ]);
    const items = rows.map((row) => toLeaseRow(row, this.clock.zone));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }
}
