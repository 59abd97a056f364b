import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { venuesWith } from '../people/index.js';
import type { Actor } from '../people/index.js';
import type { RatesQuery, RatesView } from './lettings.contract.js';

/** $1 from, $2 until, $3 the venues that may be seen, $4 the house that is asked for. */
const units = `
  SELECT u.id, b.name AS building, u.layout FROM units u JOIN buildings b ON b.id = u.building_id
   WHERE ($3::uuid[] IS NULL OR b.venue_id = ANY($3)) AND ($4::uuid IS NULL OR b.venue_id = $4)`;

/** Nights of a multirange within the period. */
const nightsOf = (ranges: string) =>
  `coalesce((SELECT sum(upper(r) - lower(r)) FROM unnest(${ranges} * datemultirange(daterange($1, $2))) AS r), 0)`;

/** Whoever holds the keys has the unit, after the last day of the lease too; before that, the days of the lease count. */
const lets = `
  SELECT unit_id, range_agg(daterange(lower(period), CASE WHEN state = 'let' AND keys_given_on IS NOT NULL
                            THEN greatest(upper(period), least(current_day, $2::date)) ELSE upper(period) END)) AS days
    FROM leases, (SELECT $5::date AS current_day) d
   WHERE state IN ('let', 'ended') AND lower(period) < $2::date GROUP BY unit_id`;

/** Occupancy by nights, and the renewal rate, as docs/apartments-leases.md defines them. */
@Injectable()
export class LettingRates {
  constructor(private readonly source: DataSource) {}

  async rates(actor: Actor, { from, until, venueId }: RatesQuery, today: string): Promise<RatesView> {
    const about = [from, until, venuesWith(actor, 'leases.read'), venueId ?? null];
    const [occupancy, renewal] = await Promise.all([this.occupancy([...about, today]), this.renewal(about)]);
    return { from, until, occupancy, renewal };
  }

  private async occupancy(values: unknown[]): Promise<RatesView['occupancy']> {
    interface Row {
      building: string | null;
      layout: string | null;
      units: number;
      offered: number;
      let: number;
      out: number;
    }
    const rows: Row[] = await this.source.query(
      `WITH nights AS (
         SELECT u.building, u.layout, $2::date - $1::date AS nights,
                ${nightsOf(`coalesce(l.days, '{}') `)} AS let,
                ${nightsOf(`(coalesce(o.days, '{}') - coalesce(l.days, '{}'))`)} AS out
           FROM (${units}) u LEFT JOIN (${lets}) l ON l.unit_id = u.id
           LEFT JOIN (SELECT unit_id, range_agg(during) AS days FROM unit_outages GROUP BY unit_id) o ON o.unit_id = u.id)
       SELECT building, layout, count(*)::int AS units, coalesce(sum(nights - out), 0)::int AS offered,
              coalesce(sum(let), 0)::int AS let, coalesce(sum(out), 0)::int AS out
         FROM nights GROUP BY GROUPING SETS ((), (building), (layout), (building, layout))
        ORDER BY building NULLS FIRST, layout NULLS FIRST`,
      values,
    );
    return rows.map(({ building, layout, units: count, offered, let: nightsLet, out }) => ({
      building,
      layout,
      units: count,
      nightsOffered: offered,
      nightsLet,
      nightsOutOfService: out,
      occupancy: offered === 0 ? null : nightsLet / offered,
    }));
  }

  /** Leases whose last day lies in the period; those that the house refused were not allowed to renew. */
  private async renewal(values: unknown[]): Promise<RatesView['renewal']> {
    interface Row {
      id: string;
      reference: string;
      tenant: string | null;
      unit: string;
      ends_on: string;
      outcome: 'renewed' | 'not_allowed' | 'not_renewed';
      reason: string;
    }
    const rows: Row[] = await this.source.query(
      `SELECT l.id, l.reference, t.name AS tenant, u.building || ' ' || x.number AS unit,
              (upper(l.period) - 1)::text AS ends_on,
              CASE WHEN EXISTS (SELECT FROM leases n WHERE n.previous_id = l.id AND n.state IN ('let', 'ended')) THEN 'renewed'
                   WHEN r.state = 'refused' THEN 'not_allowed' ELSE 'not_renewed' END AS outcome,
              coalesce(r.reason, CASE r.state WHEN 'lapsed' THEN 'offer lapsed' WHEN 'asked' THEN 'not decided'
                                   WHEN 'offered' THEN 'offer open' ELSE coalesce(l.end_reason, 'no answer') END) AS reason
         FROM leases l JOIN (${units}) u ON u.id = l.unit_id JOIN units x ON x.id = l.unit_id
         JOIN residents t ON t.id = l.resident_id LEFT JOIN renewals r ON r.lease_id = l.id
        WHERE l.state IN ('let', 'ended') AND upper(l.period) - 1 >= $1::date AND upper(l.period) - 1 < $2::date
        ORDER BY upper(l.period), l.id`,
      values,
    );
    const of = (outcome: Row['outcome']) => rows.filter((row) => row.outcome === outcome);
    const [renewed, others, notAllowed] = [of('renewed').length, of('not_renewed'), of('not_allowed').length];
    const reachedTheirEnd = renewed + others.length;
    return {
      reachedTheirEnd,
      renewed,
      rate: reachedTheirEnd === 0 ? null : renewed / reachedTheirEnd,
      notAllowed,
      others: others.map(({ id: leaseId, reference, tenant, unit, ends_on: endsOn, reason }) => {
        return { leaseId, reference, tenant: tenant ?? '', unit, endsOn, reason };
      }),
    };
  }
}
