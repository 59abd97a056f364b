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
import type { GroupPage, GroupsQuery, GroupView } from './groups.contract.js';

interface Row {
  id: string;
  booking_id: string;
  reference: string;
  kind: GroupView['kind'];
  organisation: string;
  contact: string;
  phone: string;
  purpose: string;
  asked_at: Date;
  places: number;
  decision: 'approved' | 'declined' | null;
  order_state: GroupView['order'];
  holds_until: Date | null;
  reason: string | null;
  slot_id: string;
  title: string;
  title_en: string;
  day: string;
  starts_at: Date;
  ends_at: Date;
}

const from = `
  FROM group_requests g JOIN bookings b ON b.id = g.booking_id JOIN slots s ON s.id = g.slot_id
  JOIN programme_items i ON i.id = s.item_id`;

const select = `
  SELECT g.id, g.booking_id, b.reference, g.kind, g.organisation, g.contact, g.phone, g.purpose, g.asked_at, b.places,
         g.decision, b.state AS order_state, b.holds_until, coalesce(g.reason, b.end_reason) AS reason, s.id AS slot_id,
         i.title, i.title_en, s.day::text, lower(s.during) AS starts_at, upper(s.during) AS ends_at ${from}`;

/** Requests of groups, for staff by what is to be decided first, and for the account that asked. */
@Injectable()
export class GroupsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<GroupView> {
    const where = `WHERE g.id = $1 AND ($2::uuid[] IS NULL OR i.venue_id = ANY ($2))`;
    return this.view((await manager.query<Row[]>(`${select} ${where}`, [id, venuesWith(actor, 'groups.read')]))[0]);
  }

  async ofOrder(residentId: string, orderId: string): Promise<GroupView> {
    const where = `WHERE g.booking_id = $1 AND b.resident_id = $2`;
    return this.view((await this.source.query<Row[]>(`${select} ${where}`, [orderId, residentId]))[0]);
  }

  async page(actor: Actor, query: GroupsQuery): Promise<GroupPage> {
    const { limit, offset } = limits(query);
    const filter = [venuesWith(actor, 'groups.read'), query.state ?? null, query.day ?? null];
    const where = `
      WHERE ($1::uuid[] IS NULL OR i.venue_id = ANY ($1))
        AND ($2::text IS NULL OR ($2 = 'asked') = (b.state = 'held')) AND ($3::date IS NULL OR s.day = $3)`;
    const [rows, [count]]: [Row[], { count: number }[]] = await Promise.all([
      this.source.query(
        `${select} ${where} ORDER BY (b.state = 'held') DESC, b.holds_until, g.asked_at DESC, g.id LIMIT $4 OFFSET $5`,
        [...filter, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS count ${from} ${where}`, filter),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: count?.count ?? 0, page: query.page, size: query.size };
  }

  private view(row: Row | undefined): GroupView {
    if (!row) throw requestRefusals.not_found();
    const iso = (at: Date) => isoIn(this.clock.zone, instantOf(at));
    return {
      ...{ id: row.id, orderId: row.booking_id, reference: row.reference, kind: row.kind },
      ...{ organisation: row.organisation, contact: row.contact, phone: row.phone, purpose: row.purpose },
      ...{ askedAt: iso(row.asked_at), places: row.places, state: stateOf(row), order: row.order_state },
      holdsUntil: row.holds_until && iso(row.holds_until),
      reason: row.reason,
      slot: {
        ...{ id: row.slot_id, title: row.title, titleEn: row.title_en, day: row.day },
        ...{ startsAt: iso(row.starts_at), endsAt: iso(row.ends_at) },
      },
    };
  }
}

/** What became of it: a decision, or what happened to its places without one. */
function stateOf({ decision, order_state: order }: Row): GroupView['state'] {
  if (order === 'cancelled' || order === 'lapsed') return order;
  if (decision === 'declined') return 'declined';
  if (order === 'withdrawn') return 'withdrawn';
  return decision ?? 'asked';
}
