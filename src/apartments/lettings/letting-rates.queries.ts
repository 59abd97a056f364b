import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { limits } from '../../platform/database/search.js';
import { nightsByUnit, unitsAsked } from './letting-nights.js';
import { mostNamed } from './lettings.contract.js';
import type {
  EndedLease,
  EndedLeasesPage,
  EndedLeasesQuery,
  Outcome,
  RatesQuery,
  RatesView,
  UnitNights,
  UnitNightsPage,
  UnitNightsQuery,
} from './lettings.contract.js';

interface NightsRow {
  nights: number;
  let: number;
  out: number;
}

/** The values are those of `unitsAsked`, and $5 today. */
export const endedInPeriod = `
  SELECT l.id AS "leaseId", l.reference, coalesce(t.name, '') AS tenant, u.building || ' ' || u.number AS unit,
         (upper(l.period) - 1)::text AS "endsOn",
         CASE WHEN n.unit_id = l.unit_id AND NOT n.is_transfer THEN 'renewed' WHEN n.id IS NOT NULL THEN 'moved'
              WHEN r.state = 'refused' THEN 'not_allowed' ELSE 'not_renewed' END AS outcome,
         coalesce(r.reason, CASE r.state WHEN 'lapsed' THEN 'offer lapsed' WHEN 'asked' THEN 'not decided'
                              WHEN 'offered' THEN 'offer open' ELSE coalesce(l.end_reason, 'no answer') END) AS reason
    FROM leases l JOIN (${unitsAsked}) u ON u.id = l.unit_id
    JOIN residents t ON t.id = l.resident_id LEFT JOIN renewals r ON r.lease_id = l.id
    LEFT JOIN leases n ON n.previous_id = l.id AND n.state IN ('let', 'ended')
   WHERE l.state IN ('let', 'ended') AND upper(l.period) - 1 >= $1::date AND upper(l.period) - 1 < $2::date
     AND upper(l.period) - 1 <= $5::date`;

/** Occupancy by nights, and the renewal rate, as docs/apartment-leases.md defines them. */
@Injectable()
export class LettingRates {
  constructor(private readonly source: DataSource) {}

  async rates(actor: Actor, query: RatesQuery, today: string): Promise<RatesView> {
    const [occupancy, renewal] = await Promise.all([
      this.occupancy(actor, query, today),
      this.renewal(actor, query, today),
    ]);
    return { from: query.from, until: query.until, occupancy, renewal };
  }

  /** The units behind the occupancy; all of them where no page is asked for. */
  async units(actor: Actor, query: RatesQuery & Partial<UnitNightsQuery>, today: string): Promise<UnitNightsPage> {
    const { page = 1, size = 0, buildingId = null, layout = null } = query;
    interface Row extends NightsRow {
      id: string;
      house: string;
      building: string;
      number: string;
      layout: string;
    }
    const { limit, offset } = limits({ page, size });
    const values = [...about(actor, query, today), buildingId, layout];
    const asked = `(${nightsByUnit}) n WHERE ($6::uuid IS NULL OR building_id = $6) AND ($7::text IS NULL OR layout = $7)`;
    const [rows, [counted]]: [Row[], { total: number }[]] = await Promise.all([
      this.source.query(
        `SELECT * FROM ${asked} ORDER BY house, building, number, id LIMIT nullif($8::int, 0) OFFSET $9`,
        [...values, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS total FROM ${asked}`, values),
    ]);
    const items = rows.map(({ id: unitId, house, building, number, layout: plan, ...nights }): UnitNights => {
      return { unitId, house, building, number, layout: plan, ...shares(nights) };
    });
    return { items, total: counted?.total ?? 0, page, size };
  }

  /** Leases that reached their last day in the period, each with what came after it; all of them where no page is asked for. */
  async ended(actor: Actor, query: RatesQuery & Partial<EndedLeasesQuery>, today: string): Promise<EndedLeasesPage> {
    const { page = 1, size = 0, outcome = null } = query;
    const { limit, offset } = limits({ page, size });
    const values = [...about(actor, query, today), outcome];
    const asked = `(${endedInPeriod}) e WHERE ($6::text IS NULL OR outcome = $6)`;
    const [items, [counted]]: [EndedLease[], { total: number }[]] = await Promise.all([
      this.source.query(`SELECT * FROM ${asked} ORDER BY "endsOn", "leaseId" LIMIT nullif($7::int, 0) OFFSET $8`, [
        ...values,
        limit,
        offset,
      ]),
      this.source.query(`SELECT count(*)::int AS total FROM ${asked}`, values),
    ]);
    return { items, total: counted?.total ?? 0, page, size };
  }

  /** Those that the house refused and those that moved are not counted; who was not renewed is named. */
  private async renewal(actor: Actor, query: RatesQuery, today: string): Promise<RatesView['renewal']> {
    const [counts, others]: [{ outcome: Outcome; leases: number }[], EndedLeasesPage] = await Promise.all([
      this.source.query(
        `SELECT outcome, count(*)::int AS leases FROM (${endedInPeriod}) e GROUP BY outcome`,
        about(actor, query, today),
      ),
      this.ended(actor, { ...query, outcome: 'not_renewed', page: 1, size: mostNamed }, today),
    ]);
    const of = (outcome: Outcome) => counts.find((row) => row.outcome === outcome)?.leases ?? 0;
    return {
      ...rateOf({ renewed: of('renewed'), notRenewed: of('not_renewed') }),
      notAllowed: of('not_allowed'),
      moved: of('moved'),
      others: others.items.map(({ outcome: _, ...lease }) => lease),
    };
  }

  /** Buildings of two houses may have one name, so they are told apart by their id. */
  async occupancy(actor: Actor, query: RatesQuery, today: string): Promise<RatesView['occupancy']> {
    interface Row extends NightsRow {
      building_id: string | null;
      house: string | null;
      building: string | null;
      layout: string | null;
      units: number;
    }
    const rows: Row[] = await this.source.query(
      `SELECT building_id, house, building, layout, count(*)::int AS units, coalesce(sum(nights), 0)::int AS nights,
              coalesce(sum(let), 0)::int AS let, coalesce(sum(out), 0)::int AS out
         FROM (${nightsByUnit}) n
        GROUP BY GROUPING SETS ((), (layout), (building_id, house, building), (building_id, house, building, layout))
        ORDER BY building NULLS FIRST, building_id NULLS FIRST, layout NULLS FIRST`,
      about(actor, query, today),
    );
    return rows.map(({ building_id: buildingId, house, building, layout, units, ...nights }) => {
      return { buildingId, house, building, layout, units, ...shares(nights) };
    });
  }
}

function rateOf({ renewed, notRenewed }: { renewed: number; notRenewed: number }) {
  const reachedTheirEnd = renewed + notRenewed;
  return { reachedTheirEnd, renewed, rate: reachedTheirEnd === 0 ? null : renewed / reachedTheirEnd };
}

/** The values of `unitsAsked` and `nightsByUnit`. */
function about(actor: Actor, { from, until, venueId }: RatesQuery, today: string): unknown[] {
  return [from, until, venuesWith(actor, 'leases.read'), venueId ?? null, today];
}

function shares({ nights, let: nightsLet, out }: NightsRow) {
  const nightsOffered = nights - out;
  const occupancy = nightsOffered === 0 ? null : nightsLet / nightsOffered;
  return { nightsOffered, nightsLet, nightsOutOfService: out, occupancy };
}
