import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { isoIn } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { containing, limits } from '../platform/database/search.js';
import type { AuditPage, AuditQuery, StaffPage, StaffQuery, VenueList } from './staff.contract.js';
import { Staff, StaffGrant } from './staff.entity.js';
import { toStaffView } from './staff.view.js';
import { Venue } from './venue.entity.js';
import { instantOf } from '../platform/database/sql-values.js';

interface AuditRow {
  id: string;
  at: Date;
  actor_kind: 'resident' | 'staff' | 'system';
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  subject_kind: string;
  subject_id: string;
  facts: Record<string, unknown>;
}

@Injectable()
export class StaffQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async page(query: StaffQuery): Promise<StaffPage> {
    const { limit, offset } = limits(query);
    const search = this.source.manager.createQueryBuilder(Staff, 's').orderBy('s.email');
    if (query.search) {
      search.where('s.name LIKE :pattern OR s.email LIKE :pattern', { pattern: containing(query.search) });
    }
    const [staff, total] = await search.limit(limit).offset(offset).getManyAndCount();
    const grants = await this.source.manager.findBy(StaffGrant, { staffId: In(staff.map(({ id }) => id)) });
    const items = staff.map((member) => toStaffView(member, grants, this.clock.zone));
    return { items, total, page: query.page, size: query.size };
  }

  async venues(): Promise<VenueList> {
    return { items: await this.source.manager.find(Venue, { order: { name: 'ASC' }, take: 500 }) };
  }

  /** What was done, the newest first. */
  async audit(query: AuditQuery): Promise<AuditPage> {
    const { limit, offset } = limits(query);
    const parameters = [
      query.subjectKind ?? null,
      query.subjectId ?? null,
      query.actorId ?? null,
      query.from ?? null,
      query.to ?? null,
    ];
    const where = `WHERE ($1::text IS NULL OR subject_kind = $1) AND ($2::text IS NULL OR subject_id = $2)
        AND ($3::uuid IS NULL OR actor_id = $3)
        AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)`;
    const [rows, [count]]: [AuditRow[], { count: string }[]] = await Promise.all([
      this.source.query(
        `SELECT a.*, coalesce(s.name, r.name) AS actor_name
           FROM (SELECT * FROM audit_entries ${where} ORDER BY at DESC, id DESC LIMIT $6 OFFSET $7) a
           LEFT JOIN staff s ON s.id = a.actor_id LEFT JOIN residents r ON r.id = a.actor_id
          ORDER BY a.at DESC, a.id DESC`,
        [...parameters, limit, offset],
      ),
      this.source.query(`SELECT count(*) AS count FROM audit_entries ${where}`, parameters),
    ]);
    const items = rows.map((row) => ({
      id: row.id,
      at: isoIn(this.clock.zone, instantOf(row.at)),
      actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
      action: row.action,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      facts: row.facts,
    }));
    return { items, total: Number(count?.count ?? 0), page: query.page, size: query.size };
  }
}
