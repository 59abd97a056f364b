import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing, limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Bars } from '../bars/bars.js';
import { waitingListKey, waitsInSql } from './application-order.rules.js';
import type { ApplicationPage, ApplicationsQuery, ApplicationView } from './application-reviews.contract.js';
import { findApplications, findConditions } from './application-rows.js';
import type { ApplicationRow } from './application-rows.js';
import { toApplicationCard, toApplicationView } from './application.view.js';

/** What was never submitted is the applicant's own affair. $1 are the venues of the reader. */
const shownToStaff = `a.submitted_at IS NOT NULL AND ($1::uuid[] IS NULL OR a.venue_id = ANY($1))`;

const found = `${shownToStaff} AND ($2::text IS NULL OR a.state = $2) AND ($3::uuid IS NULL OR a.venue_id = $3)
  AND ($4::text IS NULL OR r.name LIKE $4 OR a.reference LIKE upper($4))`;

/** Applications as staff read them, at the houses where they may. */
@Injectable()
export class ApplicationsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly bars: Bars,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<ApplicationView> {
    const venues = venuesWith(actor, 'applications.read');
    const [row] = await findApplications(manager, { where: `${shownToStaff} AND a.id = $2`, values: [venues, id] });
    if (!row) throw requestRefusals.not_found();
    const conditions = await findConditions(manager, [id]);
    const bars = await this.bars.inForce(manager, [row.resident_id]);
    return toApplicationView(row, conditions.get(id) ?? [], bars.get(row.resident_id), this.clock.zone);
  }

  /** By the waiting list, those that are in none come last; or the newest first. */
  async page(actor: Actor, query: ApplicationsQuery): Promise<ApplicationPage> {
    const { manager } = this.source;
    const { limit, offset } = limits(query);
    const search = query.search ? containing(query.search) : null;
    const values = [venuesWith(actor, 'applications.read'), query.state ?? null, query.venueId ?? null, search];
    const order =
      query.sort === 'waiting_list'
        ? `NOT (${waitsInSql('a')}), a.state <> 'approved', ${waitingListKey('a')}`
        : `a.submitted_at DESC, a.id DESC`;
    const [rows, [counted]]: [ApplicationRow[], { count: number }[]] = await Promise.all([
      findApplications(manager, {
        where: found,
        values: [...values, limit, offset],
        order,
        page: `LIMIT $5 OFFSET $6`,
      }),
      manager.query(
        `SELECT count(*)::int AS count FROM apartment_applications a JOIN residents r ON r.id = a.resident_id
          WHERE ${found}`,
        values,
      ),
    ]);
    const items = rows.map((row) => toApplicationCard(row, this.clock.zone));
    return { items, total: counted?.count ?? 0, page: query.page, size: query.size };
  }
}
