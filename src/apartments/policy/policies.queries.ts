import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { differences } from './policy-difference.rules.js';
import { defaultPolicy } from './policy.contract.js';
import type { PolicyValues } from './policy.contract.js';
import type { DifferencesView, PoliciesQuery, PolicyPage, PolicyView } from './policies.contract.js';
import { instantOf } from '../../platform/database/sql-values.js';

interface Row {
  id: string;
  venue_id: string;
  version: number;
  state: 'draft' | 'published';
  values: PolicyValues;
  is_in_force: boolean;
  valid_from: string | null;
  valid_until: string | null;
  published_at: Date | null;
  publisher_id: string | null;
  publisher: string | null;
  created_at: Date;
  note: string | null;
}

const atVenues = `($1::uuid[] IS NULL OR p.venue_id = ANY($1))`;

@Injectable()
export class PoliciesQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<PolicyView> {
    const [row] = await this.rows(manager, actor, `p.id = $3`, [id], 1, 0);
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  /** The versions of a house, the latest first. */
  async page(actor: Actor, query: PoliciesQuery): Promise<PolicyPage> {
    const { limit, offset } = limits(query);
    const { manager } = this.source;
    const [rows, [counted]]: [Row[], { total: string }[]] = await Promise.all([
      this.rows(manager, actor, `p.venue_id = $3`, [query.venueId], limit, offset),
      manager.query(`SELECT count(*) AS total FROM apartment_policies p WHERE ${atVenues} AND p.venue_id = $2`, [
        venuesWith(actor, 'policies.read'),
        query.venueId,
      ]),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: Number(counted?.total ?? 0), page: query.page, size: query.size };
  }

  /** Against the version named, the one published before, or the default policy. */
  async differences(actor: Actor, id: string, fromId: string | undefined): Promise<DifferencesView> {
    const to = await this.one(actor, id);
    const from = fromId === undefined ? await this.publishedBefore(actor, to) : await this.one(actor, fromId);
    return {
      from: from && { id: from.id, version: from.version },
      to: { id: to.id, version: to.version },
      items: differences(from?.values ?? defaultPolicy, to.values),
    };
  }

  private async publishedBefore(actor: Actor, { venueId, version }: PolicyView): Promise<PolicyView | null> {
    const where = `p.venue_id = $3 AND p.version < $4 AND p.state = 'published'`;
    const [row] = await this.rows(this.source.manager, actor, where, [venueId, version], 1, 0);
    return row ? this.view(row) : null;
  }

  private rows(
    manager: EntityManager,
    actor: Actor,
    where: string,
    values: unknown[],
    limit: number,
    offset: number,
  ): Promise<Row[]> {
    const n = values.length + 2;
    return manager.query(
      `SELECT p.*, p.valid_from::text, next.valid_until::text, s.id AS publisher_id, s.name AS publisher,
              coalesce(p.valid_from <= $2 AND coalesce(next.valid_until >= $2, true), false) AS is_in_force
         FROM apartment_policies p
         LEFT JOIN staff s ON s.id = p.published_by
         LEFT JOIN LATERAL (SELECT min(l.valid_from) - 1 AS valid_until FROM apartment_policies l
                             WHERE l.venue_id = p.venue_id AND l.valid_from > p.valid_from) next ON true
        WHERE ${atVenues} AND ${where}
        ORDER BY p.version DESC LIMIT $${n + 1} OFFSET $${n + 2}`,
      [venuesWith(actor, 'policies.read'), this.clock.today().toString(), ...values, limit, offset],
    );
  }

  private view(row: Row): PolicyView {
    const iso = (stored: Date) => isoIn(this.clock.zone, instantOf(stored));
    return {
      id: row.id,
      venueId: row.venue_id,
      version: row.version,
      state: row.state,
      isInForce: row.is_in_force,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      publishedAt: row.published_at && iso(row.published_at),
      publishedBy: row.publisher_id === null ? null : { id: row.publisher_id, name: row.publisher ?? '' },
      createdAt: iso(row.created_at),
      note: row.note,
      values: row.values,
    };
  }
}
