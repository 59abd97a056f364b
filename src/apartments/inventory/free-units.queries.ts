import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { leaseRefusals } from '../leases/lease.errors.js';
import { leaseRules } from '../leases/lease.rules.js';
import type { FreeUnit, FreeUnitPage, FreeUnitsQuery } from './free-units.contract.js';
import { findUnitPhoto } from './unit-photos.queries.js';
import type { UnitPhotoFile } from './unit-photos.queries.js';
import { freeDays } from './unit-state.queries.js';
import { photosOfUnit } from './units.queries.js';
import { unitsRefusals } from './units.errors.js';

/**
 * Units that can be chosen: free from a day on which a lease may begin, $1 to $2, for the shortest lease of the house at
 * least; on the day $3 where one is asked for. A house without a policy lets nothing.
 */
const freeUnits = `
  FROM units u JOIN buildings b ON b.id = u.building_id JOIN venues v ON v.id = b.venue_id
  JOIN LATERAL (
    SELECT days, lower(days) AS free_from FROM unnest(${freeDays('$1::date')}) AS days
      JOIN LATERAL (SELECT least((p."values" ->> 'termMonths')::int, (p."values" #>> '{shortFirstLease,months}')::int) AS months
                      FROM apartment_policies p
                     WHERE p.venue_id = b.venue_id AND p.state = 'published'
                       AND p.valid_from <= greatest(lower(days), $3::date)
                     ORDER BY p.valid_from DESC LIMIT 1) shortest ON true
     WHERE lower(days) <= $2::date AND ($3::date IS NULL OR days @> $3::date)
       AND (upper_inf(days) OR upper(days) >= greatest(lower(days), $3::date) + make_interval(months => shortest.months))
     ORDER BY days LIMIT 1) f ON true`;

const wanted = `($4::uuid IS NULL OR b.venue_id = $4) AND ($5::uuid IS NULL OR b.id = $5)
  AND ($6::text IS NULL OR u.layout = $6) AND ($7::int IS NULL OR u.rooms = $7)
  AND ($8::numeric IS NULL OR u.area_m2 >= $8) AND ($9::numeric IS NULL OR u.area_m2 <= $9)
  AND ($10::numeric IS NULL OR u.market_fen_per_m2 * u.area_m2 <= $10)`;

const orders: Record<FreeUnitsQuery['sort'], string> = {
  soonest: 'f.free_from, b.name, u.number',
  rent: 'u.market_fen_per_m2 * u.area_m2, f.free_from, b.name, u.number',
  area: 'u.area_m2, f.free_from, b.name, u.number',
  number: 'b.name, u.number',
};

const columns = `
  u.id, json_build_object('id', v.id, 'name', v.name, 'nameEn', v.name_en, 'address', v.address) AS house,
  json_build_object('id', b.id, 'name', b.name, 'nameEn', b.name_en) AS building,
  u.number, u.floor, u.layout, u.rooms, u.area_m2::float8 AS "areaM2", u.market_fen_per_m2 AS "marketFenPerM2",
  round(u.market_fen_per_m2 * u.area_m2)::int AS "marketFen", u.orientation, u.equipment, ${photosOfUnit},
  f.free_from::text AS "freeFrom", upper(f.days)::text AS "freeUntil",
  EXISTS (SELECT FROM leases l WHERE l.unit_id = u.id AND l.state = 'let' AND upper(l.period) = f.free_from
             AND f.free_from > $1::date) AS "isLivedIn"`;

/** What applicants can choose from, for everybody to look at. */
@Injectable()
export class FreeUnits {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async page(query: FreeUnitsQuery): Promise<FreeUnitPage> {
    const { limit, offset } = limits(query);
    const values = [
      ...this.days(query.freeOn),
      ...[query.venueId ?? null, query.buildingId ?? null, query.layout?.normalize('NFKC') ?? null],
      ...[query.rooms ?? null, query.leastAreaM2 ?? null, query.mostAreaM2 ?? null, query.mostMarketFen ?? null],
    ];
    const [items, [counted]]: [FreeUnit[], { total: number }[]] = await Promise.all([
      this.source.query(
        `SELECT ${columns} ${freeUnits} WHERE ${wanted} ORDER BY ${orders[query.sort]}, u.id LIMIT $11 OFFSET $12`,
        [...values, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS total ${freeUnits} WHERE ${wanted}`, values),
    ]);
    return { items, total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  async one(id: string): Promise<FreeUnit> {
    const values = [...this.days(undefined), id];
    const [unit]: FreeUnit[] = await this.source.query(`SELECT ${columns} ${freeUnits} WHERE u.id = $4`, values);
    if (!unit) throw unitsRefusals.not_free();
    return unit;
  }

  /** The photos of a home are for its tenant alone, until it can be chosen again. */
  async photo(unitId: string, photoId: string): Promise<UnitPhotoFile> {
    await this.one(unitId);
    return findUnitPhoto(this.source, { unitId, photoId, venues: null });
  }

  private days(freeOn: string | undefined): [string, string, string | null] {
    const today = this.clock.today();
    const latest = today.add({ days: leaseRules.mostDaysAhead });
    if (freeOn !== undefined) {
      const day = Temporal.PlainDate.from(freeOn);
      if (isDayBefore(day, today)) throw leaseRefusals.starts_too_early({ earliest: today });
      if (isDayBefore(latest, day)) throw leaseRefusals.starts_too_late({ latest });
    }
    return [today.toString(), latest.toString(), freeOn ?? null];
  }
}
