import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { dateIn, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { readDays } from '../../platform/database/columns.js';
import { containing, limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { findTakings, stateOn } from './unit-state.queries.js';
import type { BuildingList, BuildingView, UnitDetails, UnitPage, UnitsQuery, UnitSummary } from './units.contract.js';
import { toOutageView, toUnitSummary } from './unit.view.js';
import type { UnitRow } from './unit.view.js';
import type { UnitOutage } from './unit-outage.entity.js';

const atVenues = `($1::uuid[] IS NULL OR b.venue_id = ANY($1))`;

const fromUnits = `
  FROM units u JOIN buildings b ON b.id = u.building_id ${stateOn('$2::date')}
 WHERE ${atVenues}`;

/** Of the unit `u`, in their order. */
export const photosOfUnit = `
  (SELECT coalesce(json_agg(json_build_object('id', p.id, 'mediaType', p.media_type, 'bytes', p.bytes_count)
                            ORDER BY p.position), '[]')
     FROM unit_photos p WHERE p.unit_id = u.id) AS photos`;

const orders: Record<UnitsQuery['sort'], string> = {
  number: 'b.name, u.number',
  floor: 'u.floor, b.name, u.number',
  area: 'u.area_m2, b.name, u.number',
  rent: 'u.market_fen_per_m2 * u.area_m2, b.name, u.number',
};

/** Buildings and units as staff see them, with what each unit is on a day. */
@Injectable()
export class UnitsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async buildings(actor: Actor, venueId?: string): Promise<BuildingList> {
    const where = `($2::uuid IS NULL OR b.venue_id = $2) ORDER BY b.name, b.id LIMIT 1000`;
    return { items: await this.buildingRows(this.source.manager, actor, where, venueId ?? null) };
  }

  async building(actor: Actor, id: string, manager: EntityManager): Promise<BuildingView> {
    const [row] = await this.buildingRows(manager, actor, `b.id = $2`, id);
    if (!row) throw requestRefusals.not_found();
    return row;
  }

  async page(actor: Actor, query: UnitsQuery): Promise<UnitPage> {
    const on = this.dayOf(query.on);
    const { limit, offset } = limits(query);
    const where = `($3::uuid IS NULL OR b.venue_id = $3) AND ($4::uuid IS NULL OR b.id = $4)
       AND ($5::text IS NULL OR u.layout = $5)
       AND ($6::text IS NULL OR u.number ILIKE $6 OR u.layout ILIKE $6 OR b.name ILIKE $6 OR b.name_en ILIKE $6)
       AND ($7::text IS NULL OR coalesce(s.state, 'free') = $7)`;
    const values = [
      query.venueId ?? null,
      query.buildingId ?? null,
      query.layout ?? null,
      query.search ? containing(query.search.normalize('NFKC')) : null,
      query.state ?? null,
    ];
    const page = `${where} ORDER BY ${orders[query.sort]}, u.id LIMIT $8 OFFSET $9`;
    const [rows, [counted]]: [UnitRow[], { total: string }[]] = await Promise.all([
      this.rows(this.source.manager, actor, on, page, [...values, limit, offset]),
      this.source.query(`SELECT count(*) AS total ${fromUnits} AND ${where}`, [
        venuesWith(actor, 'units.read'),
        on.toString(),
        ...values,
      ]),
    ]);
    const items: UnitSummary[] = rows.map(toUnitSummary);
    return { items, total: Number(counted?.total ?? 0), page: query.page, size: query.size, on: on.toString() };
  }

  async one(
    actor: Actor,
    id: string,
    day?: string,
    manager: EntityManager = this.source.manager,
  ): Promise<UnitDetails> {
    const on = this.dayOf(day);
    const [row] = await this.rows(manager, actor, on, `u.id = $3`, [id]);
    if (!row) throw requestRefusals.not_found();
    const taken = await findTakings(manager, id, { from: on, until: null });
    const outages: { id: string; during: string; kind: UnitOutage['kind']; reason: string }[] = await manager.query(
      `SELECT id, during::text, kind, reason FROM unit_outages WHERE unit_id = $1 ORDER BY lower(during) DESC`,
      [id],
    );
    return {
      ...toUnitSummary(row),
      on: on.toString(),
      taken: taken.map(({ state, from, until }) => {
        return { state, from: from.toString(), until: until?.toString() ?? null };
      }),
      outages: outages.map((outage) => toOutageView({ ...outage, unitId: id, during: readDays(outage.during) })),
    };
  }

  private dayOf(day: string | undefined): PlainDate {
    return day === undefined ? dateIn(this.clock.zone, this.clock.now()) : Temporal.PlainDate.from(day);
  }

  private rows(
    manager: EntityManager,
    actor: Actor,
    on: PlainDate,
    rest: string,
    values: unknown[],
  ): Promise<UnitRow[]> {
    return manager.query(
      `SELECT u.*, b.venue_id, b.name AS building, b.name_en AS building_en, coalesce(s.state, 'free') AS state, ${photosOfUnit}
         ${fromUnits} AND ${rest}`,
      [venuesWith(actor, 'units.read'), on.toString(), ...values],
    );
  }

  private buildingRows(
    manager: EntityManager,
    actor: Actor,
    where: string,
    value: string | null,
  ): Promise<BuildingView[]> {
    return manager.query(
      `SELECT b.id, b.venue_id AS "venueId", b.name, b.name_en AS "nameEn",
              (SELECT count(*)::int FROM units u WHERE u.building_id = b.id) AS units
         FROM buildings b WHERE ${atVenues} AND ${where}`,
      [venuesWith(actor, 'units.read'), value],
    );
  }
}
