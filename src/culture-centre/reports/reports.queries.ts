import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { CultureReport, ReportQuery, SlotReport } from './reports.contract.js';
import { reportRefusals } from './reports.errors.js';

interface Counts {
  capacity: number;
  booked: number;
  came: number;
  absent: number;
  walk_ins: number;
  over_capacity: number;
  over_inside: number;
}

interface Row extends Counts {
  slot_id: string;
  item_id: string;
  kind: SlotReport['kind'];
  title: string;
  title_en: string;
  hall: string;
  day: string;
  starts_at: Date;
  ends_at: Date;
  cancelled: boolean;
}

/**
 * One row a slot. A ticket that was released had been booked; one that was revoked had not, since it was given back or
 * replaced in time.
 */
const slots = `
  SELECT s.id AS slot_id, i.id AS item_id, i.kind, i.title, i.title_en, h.name AS hall, s.day::text AS day, lower(s.during) AS starts_at,
         upper(s.during) AS ends_at, s.cancelled_at IS NOT NULL AS cancelled,
         CASE WHEN s.cancelled_at IS NULL THEN p.capacity ELSE 0 END AS capacity, c.booked, c.came, c.walk_ins,
         CASE WHEN o.is_over THEN c.booked - c.came ELSE 0 END AS absent,
         CASE WHEN o.is_over THEN p.capacity ELSE 0 END AS over_capacity,
         CASE WHEN o.is_over THEN c.came + c.walk_ins ELSE 0 END AS over_inside
    FROM slots s JOIN programme_items i ON i.id = s.item_id JOIN halls h ON h.id = s.hall_id JOIN pools p ON p.id = s.pool_id
   CROSS JOIN LATERAL (SELECT s.cancelled_at IS NULL AND upper(s.during) <= $1::timestamptz AS is_over) o
   CROSS JOIN LATERAL (
     SELECT count(*) FILTER (WHERE NOT t.walk_in AND t.state IN ('valid', 'released'))::int AS booked,
            count(*) FILTER (WHERE NOT t.walk_in AND t.entered_at IS NOT NULL AND t.state IN ('valid', 'released'))::int AS came,
            count(*) FILTER (WHERE t.walk_in AND t.entered_at IS NOT NULL)::int AS walk_ins
       FROM tickets t WHERE t.slot_id = s.id) c
   WHERE s.day BETWEEN $2::date AND $3::date AND ($4::uuid[] IS NULL OR i.venue_id = ANY ($4))
     AND ($5::uuid IS NULL OR s.item_id = $5) AND ($6::text IS NULL OR i.kind = $6)`;

const mostSlots = 20_000;

/** How many booked, came and stayed away, slot by slot and in all. */
@Injectable()
export class CultureReports {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async page(actor: Actor, query: ReportQuery): Promise<CultureReport> {
    const { limit, offset } = limits(query);
    const filter = this.filter(actor, query);
    const [rows, [sums]]: [Row[], (Counts & { slots: number; cancelled: number })[]] = await Promise.all([
      this.source.query(`SELECT * FROM (${slots}) r ORDER BY starts_at, hall, slot_id LIMIT $7 OFFSET $8`, [
        ...filter,
        limit,
        offset,
      ]),
      this.source.query(
        `SELECT count(*)::int AS slots, count(*) FILTER (WHERE cancelled)::int AS cancelled,
                ${['capacity', 'booked', 'came', 'absent', 'walk_ins', 'over_capacity', 'over_inside']
                  .map((column) => `coalesce(sum(${column}), 0)::int AS ${column}`)
                  .join(', ')}
           FROM (${slots}) r`,
        filter,
      ),
    ]);
    if (!sums) throw new Error('Sums have a row.');
    const totals = { slots: sums.slots, cancelled: sums.cancelled, ...numbersOf(sums) };
    return { totals, items: rows.map((row) => this.view(row)), total: sums.slots, page: query.page, size: query.size };
  }

  /** All slots of the period, for a file; refused where there are more than a file is to hold. */
  async all(actor: Actor, query: ReportQuery): Promise<SlotReport[]> {
    const rows: Row[] = await this.source.query(
      `SELECT * FROM (${slots}) r ORDER BY starts_at, hall, slot_id LIMIT ${mostSlots + 1}`,
      this.filter(actor, query),
    );
    if (rows.length > mostSlots) throw reportRefusals.too_many_slots({ most: mostSlots });
    return rows.map((row) => this.view(row));
  }

  private filter(actor: Actor, { from, until, itemId, kind }: ReportQuery): unknown[] {
    const venues = venuesWith(actor, 'culture-reports.read');
    return [this.clock.now().toString(), from, until, venues, itemId ?? null, kind ?? null];
  }

  private view(row: Row): SlotReport {
    const iso = (at: Date) => isoIn(this.clock.zone, instantOf(at));
    return {
      ...{ slotId: row.slot_id, itemId: row.item_id, kind: row.kind, title: row.title, titleEn: row.title_en },
      ...{ hall: row.hall, day: row.day, startsAt: iso(row.starts_at), endsAt: iso(row.ends_at) },
      cancelled: row.cancelled,
      ...numbersOf(row),
    };
  }
}

function numbersOf({
  capacity,
  booked,
  came,
  absent,
  walk_ins: walkIns,
  over_capacity: over,
  over_inside: inside,
}: Counts) {
  const utilisation = over === 0 ? null : Math.round((inside / over) * 1_000) / 1_000;
  return { capacity, booked, came, absent, walkIns, utilisation };
}
