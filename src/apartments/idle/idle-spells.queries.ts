import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { IdleSpellPage, IdleSpellsQuery, IdleSpellView, MyIdleSpells } from './idle-spells.contract.js';

const state = `CASE WHEN s.lived_in_from IS NOT NULL OR l.state <> 'let' THEN 'over'
  WHEN s.breached_on IS NOT NULL THEN 'breached' WHEN s.warned_on IS NOT NULL THEN 'warned' ELSE 'idle' END`;
/** $1 is today. */
const columns = `s.id, s.lease_id AS "leaseId", l.reference, b.name AS building, u.number AS unit, ${state} AS state,
  s.found_on::text AS "foundOn", s.how,
  coalesce(s.lived_in_from, least($1::date, l.keys_back_on)) - s.found_on AS days,
  s.warned_on::text AS "warnedOn", s.breached_on::text AS "breachedOn", s.lived_in_from::text AS "livedInFrom"`;
const forStaff = `${columns}, coalesce(t.name, '') AS tenant, s.remark, s.end_remark AS "endRemark", s.recorded_at AS "recordedAt"`;
const from = `FROM idle_spells s JOIN leases l ON l.id = s.lease_id JOIN residents t ON t.id = l.resident_id
  JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id`;

type Row = Omit<IdleSpellView, 'recordedAt'> & { recordedAt: Date };

/** Units that stand or stood idle, for staff of the house and for their tenant. */
@Injectable()
export class IdleSpells {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(manager: EntityManager, id: string): Promise<IdleSpellView> {
    const [row]: Row[] = await manager.query(`SELECT ${forStaff} ${from} WHERE s.id = $2`, [this.today(), id]);
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  /** Longest idle first. */
  async page(actor: Actor, query: IdleSpellsQuery): Promise<IdleSpellPage> {
    const { limit, offset } = limits(query);
    const where = `($2::uuid[] IS NULL OR b.venue_id = ANY ($2)) AND ($3::uuid IS NULL OR b.venue_id = $3)
      AND ($4::uuid IS NULL OR l.id = $4) AND ($5::text IS NULL OR ${state} = $5) AND $1::date IS NOT NULL`;
    const { venueId = null, leaseId = null, state: wanted = null } = query;
    const values = [this.today(), venuesWith(actor, 'leases.read'), venueId, leaseId, wanted];
    const [rows, [counted]]: [Row[], { total: number }[]] = await Promise.all([
      this.source.query(`SELECT ${forStaff} ${from} WHERE ${where} ORDER BY s.found_on, s.id LIMIT $6 OFFSET $7`, [
        ...values,
        limit,
        offset,
      ]),
      this.source.query(`SELECT count(*)::int AS total ${from} WHERE ${where}`, values),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  async ofTenant(residentId: string, leaseId: string): Promise<MyIdleSpells> {
    const items: MyIdleSpells['items'] = await this.source.query(
      `SELECT ${columns} ${from} WHERE l.id = $2 AND l.resident_id = $3 ORDER BY s.found_on, s.id`,
      [this.today(), leaseId, residentId],
    );
    return { items };
  }

  private view(row: Row): IdleSpellView {
    return { ...row, recordedAt: isoIn(this.clock.zone, instantOf(row.recordedAt)) };
  }

  private today(): string {
    return this.clock.today().toString();
  }
}
