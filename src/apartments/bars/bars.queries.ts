import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing, limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { BarInForce } from './bars.js';
import type { BarPage, BarsQuery, BarView, MyBarPage, MyBarsQuery, StaffBarView } from './bars.contract.js';

interface Row extends BarInForce {
  in_force: boolean;
  resident_id: string;
  resident_name: string | null;
  resident_phone: string;
  venue_id: string;
  venue_name: string;
  venue_name_en: string;
  application_id: string | null;
  lease_id: string | null;
  recorded_at: Date;
  recorded_by: string;
  lifted_at: Date | null;
  lifted_by: string | null;
  lift_reason: string | null;
}

const columns = `
  b.id, b.item, b.reason, b.reason_en AS "reasonEn", lower(b.period)::text AS "from",
  (upper(b.period) - 1)::text AS "lastDay", b.appeal_words AS "appealWords", b.appealed_at AS "appealedAt",
  b.lifted_at IS NULL AND b.period @> $1::date AS in_force, b.resident_id, r.name AS resident_name,
  r.phone AS resident_phone, b.venue_id, v.name AS venue_name, v.name_en AS venue_name_en, b.application_id, b.lease_id,
  b.recorded_at, s.name AS recorded_by, b.lifted_at, u.name AS lifted_by, b.lift_reason`;
const from = `
  FROM apartment_bars b JOIN residents r ON r.id = b.resident_id JOIN venues v ON v.id = b.venue_id
  JOIN staff s ON s.id = b.recorded_by LEFT JOIN staff u ON u.id = b.lifted_by`;

/** Bars as their people and staff read them. */
@Injectable()
export class BarsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(manager: EntityManager, id: string): Promise<StaffBarView> {
    const today = this.clock.today().toString();
    const [row]: Row[] = await manager.query(`SELECT ${columns} ${from} WHERE b.id = $2`, [today, id]);
    if (!row) throw requestRefusals.not_found();
    return this.staffView(row);
  }

  /** The newest first, at the houses of the reader. */
  async page(actor: Actor, query: BarsQuery): Promise<BarPage> {
    const where = `($2::uuid[] IS NULL OR b.venue_id = ANY($2)) AND ($3::uuid IS NULL OR b.venue_id = $3)
      AND ($4::text IS NULL OR r.name LIKE $4 OR r.phone LIKE $4)
      AND ($5::boolean IS NULL OR (b.lifted_at IS NULL AND b.period @> $1::date) = $5)`;
    const search = query.search ? containing(query.search) : null;
    const venues = venuesWith(actor, 'applications.read');
    const inForce = query.inForce === undefined ? null : query.inForce === 'true';
    const [rows, total] = await this.found(where, [venues, query.venueId ?? null, search, inForce], query);
    return { items: rows.map((row) => this.staffView(row)), total, page: query.page, size: query.size };
  }

  /** A person's own, also those that are over. */
  async ofPerson(residentId: string, query: MyBarsQuery): Promise<MyBarPage> {
    const [rows, total] = await this.found(`b.resident_id = $2 AND $1::date IS NOT NULL`, [residentId], query);
    return { items: rows.map((row) => barViewOf(row, this.clock.zone)), total, page: query.page, size: query.size };
  }

  private async found(
    where: string,
    values: readonly unknown[],
    page: { page: number; size: number },
  ): Promise<[Row[], number]> {
    const { limit, offset } = limits(page);
    const asked = [this.clock.today().toString(), ...values];
    const n = asked.length + 1;
    const [rows, [counted]]: [Row[], { count: number }[]] = await Promise.all([
      this.source.query(
        `SELECT ${columns} ${from} WHERE ${where} ORDER BY b.recorded_at DESC, b.id DESC LIMIT $${n} OFFSET $${n + 1}`,
        [...asked, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS count ${from} WHERE ${where}`, asked),
    ]);
    return [rows, counted?.count ?? 0];
  }

  private staffView(row: Row): StaffBarView {
    const iso = (date: Date) => isoIn(this.clock.zone, instantOf(date));
    const { lifted_at: at, lifted_by: by, lift_reason: reason } = row;
    return {
      ...barViewOf(row, this.clock.zone),
      inForce: row.in_force,
      resident: { id: row.resident_id, name: row.resident_name, phone: row.resident_phone },
      venue: { id: row.venue_id, name: row.venue_name, nameEn: row.venue_name_en },
      applicationId: row.application_id,
      leaseId: row.lease_id,
      recordedAt: iso(row.recorded_at),
      recordedBy: row.recorded_by,
      lifted: at && by !== null && reason !== null ? { at: iso(at), by, reason } : null,
    };
  }
}

export function barViewOf(bar: BarInForce, zone: string): BarView {
  const { id, item, reason, reasonEn, from: since, lastDay, appealWords: words, appealedAt } = bar;
  const appeal = words !== null && appealedAt ? { words, appealedAt: isoIn(zone, instantOf(appealedAt)) } : null;
  return { id, item, reason, reasonEn, from: since, lastDay, appeal };
}
