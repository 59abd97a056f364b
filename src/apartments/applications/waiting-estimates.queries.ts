import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { freeDays } from '../inventory/unit-state.queries.js';
import { endedInPeriod } from '../lettings/letting-rates.queries.js';
import { aheadInSql } from './application-order.rules.js';
import type { ApplicationRow } from './application-rows.js';
import { likelyTurn } from './waiting-estimate.rules.js';
import type { Ended } from './waiting-estimate.rules.js';

/** Of the units of a house in these layouts, or in all: from when each is free for good, or when its last lease ends. */
const comingFree = `
  SELECT coalesce(f.free_on, greatest(e.ends_on, $1::date))::text AS "on", f.free_on IS NOT NULL AS settled
    FROM units u JOIN buildings b ON b.id = u.building_id
    LEFT JOIN LATERAL (SELECT lower(days) AS free_on FROM unnest(${freeDays('$1::date')}) AS days WHERE upper_inf(days)) f ON true
    LEFT JOIN LATERAL (SELECT max(upper(period)) AS ends_on FROM leases
                        WHERE unit_id = u.id AND state IN ('held', 'signed', 'let')) e ON true
   WHERE b.venue_id = $2 AND (cardinality($3::text[]) = 0 OR u.layout = ANY ($3))
     AND (f.free_on IS NOT NULL OR e.ends_on IS NOT NULL)
     AND NOT EXISTS (SELECT FROM unit_outages o WHERE o.unit_id = u.id AND upper_inf(o.during))`;

/** Who is before somebody, and may want what they want. */
const rivals = `cardinality(w.wanted_layouts) = 0 OR cardinality(a.wanted_layouts) = 0 OR w.wanted_layouts && a.wanted_layouts`;

/** When somebody who waits is likely to choose, by the leases of today and the renewals of the last year. */
@Injectable()
export class WaitingEstimates {
  constructor(private readonly clock: Clock) {}

  async of(manager: EntityManager, row: ApplicationRow): Promise<PlainDate | null> {
    if (row.position === null) return null;
    const [ahead]: { count: number }[] = await manager.query(
      `SELECT ${aheadInSql('a', `(${rivals})`)} AS count FROM apartment_applications a WHERE a.id = $1`,
      [row.id],
    );
    const units: { on: string; settled: boolean }[] = await manager.query(comingFree, [
      ...[this.clock.today().toString(), row.venue_id, row.wanted_layouts],
    ]);
    const coming = units.map(({ on, settled }) => ({ on: Temporal.PlainDate.from(on), isSettled: settled }));
    return likelyTurn((ahead?.count ?? 0) + 1, coming, await this.endedOfLate(manager, row.venue_id));
  }

  private async endedOfLate(manager: EntityManager, venueId: string): Promise<Ended> {
    const today = this.clock.today();
    const days = [today.subtract({ years: 1 }).toString(), today.add({ days: 1 }).toString()];
    const [counted]: Ended[] = await manager.query(
      `SELECT count(*) FILTER (WHERE outcome = 'renewed')::int AS renewed,
              count(*) FILTER (WHERE outcome = 'not_renewed')::int AS "notRenewed" FROM (${endedInPeriod}) e`,
      [...days, null, venueId, today.toString()],
    );
    return counted ?? { renewed: 0, notRenewed: 0 };
  }
}
