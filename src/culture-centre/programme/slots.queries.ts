import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { SlotsQuery, StaffSlot, StaffSlotPage } from './programme.contract.js';

interface Row {
  id: string;
  item_id: string;
  title: string;
  title_en: string;
  hall: string;
  kind: StaffSlot['kind'];
  day: string;
  starts_at: Date;
  ends_at: Date;
  opens_at: Date;
  closes_at: Date;
  capacity: number;
  taken: number;
  waiting: number;
  cancelled_at: Date | null;
  cancel_reason: string | null;
}

const columns = `
  s.id, s.item_id, i.title, i.title_en, h.name AS hall, s.kind, s.day::text, lower(s.during) AS starts_at,
  upper(s.during) AS ends_at, p.opens_at, p.closes_at, p.capacity, p.taken, p.waiting, s.cancelled_at, s.cancel_reason`;

const fromSlots = `
  FROM slots s JOIN programme_items i ON i.id = s.item_id JOIN halls h ON h.id = s.hall_id JOIN pools p ON p.id = s.pool_id`;

/** The slots of the next days as staff see them. */
@Injectable()
export class SlotsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<StaffSlot> {
    const [row]: Row[] = await manager.query(
      `SELECT ${columns} ${fromSlots} WHERE s.id = $1 AND ($2::uuid[] IS NULL OR i.venue_id = ANY ($2))`,
      [id, venuesWith(actor, 'programme.read')],
    );
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  async page(actor: Actor, query: SlotsQuery): Promise<StaffSlotPage> {
    const { limit, offset } = limits(query);
    const from = query.from ?? this.clock.today().toString();
    const filter = [
      venuesWith(actor, 'programme.read'),
      from,
      query.until ?? null,
      query.itemId ?? null,
      query.hallId ?? null,
    ];
    const where = `
      WHERE ($1::uuid[] IS NULL OR i.venue_id = ANY ($1))
        AND s.day >= $2::date AND s.day <= coalesce($3::date, $2::date + 6)
        AND ($4::uuid IS NULL OR s.item_id = $4) AND ($5::uuid IS NULL OR s.hall_id = $5)`;
    const [rows, [count]]: [Row[], { count: number }[]] = await Promise.all([
      this.source.query(`SELECT ${columns} ${fromSlots} ${where} ORDER BY s.during, h.name, s.id LIMIT $6 OFFSET $7`, [
        ...filter,
        limit,
        offset,
      ]),
      this.source.query(`SELECT count(*)::int AS count ${fromSlots} ${where}`, filter),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: count?.count ?? 0, page: query.page, size: query.size };
  }

  private view(row: Row): StaffSlot {
    const iso = (at: Date) => isoIn(this.clock.zone, instantOf(at));
    return {
      ...{ id: row.id, itemId: row.item_id, title: row.title, titleEn: row.title_en, hall: row.hall, kind: row.kind },
      ...{ day: row.day, startsAt: iso(row.starts_at), endsAt: iso(row.ends_at) },
      ...{ opensAt: iso(row.opens_at), closesAt: iso(row.closes_at) },
      ...{ capacity: row.capacity, taken: row.taken, waiting: row.waiting },
      ...{ cancelledAt: row.cancelled_at && iso(row.cancelled_at), cancelReason: row.cancel_reason },
    };
  }
}
