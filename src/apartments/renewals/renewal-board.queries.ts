import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import type { BoardQuery, RenewalBoard } from '../lettings/lettings.contract.js';

/**
 * Leases in force that end within so many days of $1, or ended before and whose keys are still out. Tenants and renewals
 * are looked up one by one: few leases end soon, but the renewals of all years would be read to join them.
 */
const endings = `
  SELECT l.id, l.reference, (SELECT name FROM residents t WHERE t.id = l.resident_id) AS tenant,
         b.name AS building, u.number AS unit, u.layout,
         (upper(l.period) - 1)::text AS ends_on, upper(l.period) - 1 - $1::date AS days_left,
         CASE WHEN upper(l.period) <= $1::date THEN 'overdue' WHEN upper(l.period) - 1 <= $1::date + 30 THEN '30'
              WHEN upper(l.period) - 1 <= $1::date + 60 THEN '60' WHEN upper(l.period) - 1 <= $1::date + 90 THEN '90'
              ELSE 'later' END AS within,
         coalesce(r.state, 'silent') AS state, r.reason, coalesce(k.state, 'not_due') AS recheck
    FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
    LEFT JOIN LATERAL (SELECT state, reason FROM renewals WHERE lease_id = l.id LIMIT 1) r ON true
    LEFT JOIN LATERAL (SELECT state FROM lease_rechecks WHERE lease_id = l.id LIMIT 1) k ON true
   WHERE l.state = 'let' AND upper(l.period) <= $1::date + $2::int + 1
     AND ($3::uuid[] IS NULL OR b.venue_id = ANY($3)) AND ($4::uuid IS NULL OR b.venue_id = $4)`;

/** Who ends when, where each renewal stands, and which units will likely be free. */
@Injectable()
export class RenewalBoardQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async board(actor: Actor, query: BoardQuery): Promise<RenewalBoard> {
    const { limit, offset } = limits(query);
    const today = this.clock.today().toString();
    const about = [today, query.days, venuesWith(actor, 'leases.read'), query.venueId ?? null];
    interface Row {
      id: string;
      reference: string;
      tenant: string | null;
      building: string;
      unit: string;
      layout: string;
      ends_on: string;
      days_left: number;
      within: RenewalBoard['items'][number]['within'];
      state: RenewalBoard['items'][number]['state'];
      reason: string | null;
      recheck: RenewalBoard['items'][number]['recheck'];
    }
    const [rows, counts, likelyFree]: [Row[], RenewalBoard['counts'], RenewalBoard['likelyFree']] = await Promise.all([
      this.source.query(`${endings} ORDER BY upper(l.period), l.id LIMIT $5 OFFSET $6`, [...about, limit, offset]),
      this.source.query(
        `SELECT within, state, count(*)::int AS leases FROM (${endings}) e GROUP BY within, state
          ORDER BY min(days_left), state`,
        about,
      ),
      this.source.query(
        `SELECT layout, count(*)::int AS units FROM (${endings}) e WHERE state NOT IN ('asked', 'offered', 'agreed') GROUP BY layout
          ORDER BY units DESC, layout`,
        about,
      ),
    ]);
    const items = rows.map(({ id: leaseId, ends_on: endsOn, days_left: daysLeft, tenant, ...row }) => {
      return { leaseId, endsOn, daysLeft, tenant: tenant ?? '', ...row };
    });
    const total = counts.reduce((sum, { leases }) => sum + leases, 0);
    return { items, total, page: query.page, size: query.size, counts, likelyFree };
  }
}
