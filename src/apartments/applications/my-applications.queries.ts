import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Bars } from '../bars/bars.js';
import { findApplications, findConditions } from './application-rows.js';
import type { ApplicationRow } from './application-rows.js';
import { toMyApplicationView } from './application.view.js';
import { WaitingEstimates } from './waiting-estimates.queries.js';
import type { MyApplicationPage, MyApplicationsQuery, MyApplicationView } from './applications.contract.js';

/** A resident's own applications; nobody else's is ever found. */
@Injectable()
export class MyApplications {
  constructor(
    private readonly source: DataSource,
    private readonly bars: Bars,
    private readonly estimates: WaitingEstimates,
    private readonly clock: Clock,
  ) {}

  async one(residentId: string, id: string, manager: EntityManager = this.source.manager): Promise<MyApplicationView> {
    const rows = await findApplications(manager, {
      where: `a.resident_id = $1 AND a.id = $2`,
      values: [residentId, id],
    });
    const [view] = await this.views(manager, rows);
    if (!view) throw requestRefusals.not_found();
    return view;
  }

  /** The newest first. */
  async page(residentId: string, query: MyApplicationsQuery): Promise<MyApplicationPage> {
    const { manager } = this.source;
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [ApplicationRow[], { count: number }[]] = await Promise.all([
      findApplications(manager, {
        where: `a.resident_id = $1`,
        values: [residentId, limit, offset],
        order: 'a.id DESC',
        page: `LIMIT $2 OFFSET $3`,
      }),
      manager.query(`SELECT count(*)::int AS count FROM apartment_applications WHERE resident_id = $1`, [residentId]),
    ]);
    const items = await this.views(manager, rows);
    return { items, total: counted?.count ?? 0, page: query.page, size: query.size };
  }

  private async views(manager: EntityManager, rows: readonly ApplicationRow[]): Promise<MyApplicationView[]> {
    const conditions = await findConditions(
      manager,
      rows.map(({ id }) => id),
    );
    const people = [...new Set(rows.map((row) => row.resident_id))];
    const bars = await this.bars.inForce(manager, people);
    const { zone } = this.clock;
    const today = this.clock.today();
    const views = [];
    for (const row of rows) {
      const facts = { bar: bars.get(row.resident_id), estimatedOn: await this.estimates.of(manager, row) };
      views.push(toMyApplicationView(row, conditions.get(row.id) ?? [], facts, zone, today));
    }
    return views;
  }
}
