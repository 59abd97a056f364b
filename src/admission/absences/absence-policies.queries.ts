import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { PoliciesQuery, PolicyPage, PolicyView } from './absence-policies.contract.js';
import { ruleOf } from './known-absence-policies.js';

interface Row {
  id: string;
  scope: string;
  version: number;
  state: 'draft' | 'published';
  absences: number | null;
  within_days: number | null;
  barred_days: number | null;
  is_in_force: boolean;
  valid_from: string | null;
  valid_until: string | null;
  published_at: Date | null;
  publisher_id: string | null;
  publisher: string | null;
  created_at: Date;
  note: string | null;
}

/** The versions of the absence policies as staff read them. */
@Injectable()
export class AbsencePoliciesQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(id: string, manager: EntityManager = this.source.manager): Promise<PolicyView> {
    const [row] = await this.rows(manager, { id }, 1, 0);
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  async page(query: PoliciesQuery): Promise<PolicyPage> {
    const { limit, offset } = limits(query);
    const { manager } = this.source;
    const { scope } = query;
    const [rows, [counted]]: [Row[], { total: number }[]] = await Promise.all([
      this.rows(manager, scope === undefined ? {} : { scope }, limit, offset),
      manager.query(`SELECT count(*)::int AS total FROM absence_policies WHERE $1::text IS NULL OR scope = $1`, [
        scope ?? null,
      ]),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  private rows(
    manager: EntityManager,
    { id = null, scope = null }: { id?: string | null; scope?: string | null },
    limit: number,
    offset: number,
  ): Promise<Row[]> {
    return manager.query(
      `SELECT p.*, p.valid_from::text, next.valid_until::text, s.id AS publisher_id, s.name AS publisher,
              coalesce(p.valid_from <= $1 AND coalesce(next.valid_until >= $1, true), false) AS is_in_force
         FROM absence_policies p LEFT JOIN staff s ON s.id = p.published_by
         LEFT JOIN LATERAL (SELECT min(l.valid_from) - 1 AS valid_until FROM absence_policies l
                             WHERE l.scope = p.scope AND l.valid_from > p.valid_from) next ON true
        WHERE ($2::uuid IS NULL OR p.id = $2) AND ($3::text IS NULL OR p.scope = $3)
        ORDER BY p.scope, p.version DESC LIMIT $4 OFFSET $5`,
      [this.clock.today().toString(), id, scope, limit, offset],
    );
  }

  private view(row: Row): PolicyView {
    const iso = (stored: Date) => isoIn(this.clock.zone, instantOf(stored));
    return {
      id: row.id,
      scope: row.scope,
      version: row.version,
      state: row.state,
      rule: ruleOf(row),
      isInForce: row.is_in_force,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      publishedAt: row.published_at && iso(row.published_at),
      publishedBy: row.publisher_id === null ? null : { id: row.publisher_id, name: row.publisher ?? '' },
      createdAt: iso(row.created_at),
      note: row.note,
    };
  }
}
