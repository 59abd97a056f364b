import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock/clock.js';
import { limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { TicketPages } from '../tickets/ticket-pages.js';
import { toOrderView } from './order.view.js';
import type { OrderRow, TicketRow } from './order.view.js';
import type { OrderPage, OrdersQuery, OrderView } from './orders.contract.js';

const active = `b.state IN ('confirmed', 'awaiting_payment', 'held', 'offered', 'waiting')`;

const select = `
  SELECT b.id, b.reference, b.state, b.holds_until, b.places, b.fewest, b.booked_at, b.end_reason, b.moved_to,
         CASE WHEN b.state = 'waiting' THEN
           (SELECT count(*)::int FROM bookings w
             WHERE w.pool_id = b.pool_id AND w.state = 'waiting' AND w.arrival <= b.arrival) END AS position,
         s.id AS slot_id, s.item_id, s.kind, s.day::text, lower(s.during) AS starts_at, upper(s.during) AS ends_at,
         s.cancelled_at, i.title, i.title_en, h.name AS hall, h.name_en AS hall_en, v.name AS venue, v.name_en AS venue_en,
         c.id AS charge_id, m.paid_fen - m.refunded_fen AS paid_fen, m.balance_fen
    FROM bookings b JOIN slots s ON s.pool_id = b.pool_id JOIN programme_items i ON i.id = s.item_id
    JOIN halls h ON h.id = s.hall_id JOIN venues v ON v.id = i.venue_id
    LEFT JOIN charges c ON c.subject_kind = 'booking' AND c.subject_id = b.id
    LEFT JOIN LATERAL (SELECT * FROM charge_balances x WHERE x.charge_id = c.id) m ON true`;

/** Orders as the account that made them sees them; nobody else's is ever found. */
@Injectable()
export class Orders {
  constructor(
    private readonly source: DataSource,
    private readonly pages: TicketPages,
    private readonly clock: Clock,
  ) {}

  async one(residentId: string, id: string, manager: EntityManager = this.source.manager): Promise<OrderView> {
    const rows: OrderRow[] = await manager.query(`${select} WHERE b.id = $1 AND b.resident_id = $2`, [id, residentId]);
    const [view] = await this.views(manager, rows);
    if (!view) throw requestRefusals.not_found();
    return view;
  }

  /** These orders, in the order of their ids as given. */
  async byIds(manager: EntityManager, ids: readonly string[]): Promise<OrderView[]> {
    const rows: OrderRow[] = await manager.query(`${select} WHERE b.id = ANY ($1)`, [ids]);
    const views = new Map((await this.views(manager, rows)).map((view) => [view.orderId, view]));
    return ids.flatMap((id) => views.get(id) ?? []);
  }

  /** Active ones first, by the time of their slot; then the newest. */
  async page(residentId: string, query: OrdersQuery): Promise<OrderPage> {
    const { limit, offset } = limits(query);
    const where = `
      WHERE b.resident_id = $1
        AND ($2::text IS NULL OR ($2 = 'active') = (${active} AND upper(s.during) > $3::timestamptz))`;
    const filter = [residentId, query.state ?? null, this.clock.now().toString()];
    const [rows, [count]]: [OrderRow[], { count: number }[]] = await Promise.all([
      this.source.query(
        `${select} ${where}
          ORDER BY (${active} AND upper(s.during) > $3::timestamptz) DESC, abs(extract(epoch FROM lower(s.during) - $3)),
                   b.arrival DESC LIMIT $4 OFFSET $5`,
        [...filter, limit, offset],
      ),
      this.source.query(
        `SELECT count(*)::int AS count FROM bookings b JOIN slots s ON s.pool_id = b.pool_id ${where}`,
        filter,
      ),
    ]);
    const items = await this.views(this.source.manager, rows);
    return { items, total: count?.count ?? 0, page: query.page, size: query.size };
  }

  private async views(manager: EntityManager, rows: readonly OrderRow[]): Promise<OrderView[]> {
    if (rows.length === 0) return [];
    const tickets: TicketRow[] = await manager.query(
      `SELECT id, booking_id, number, state, holder_name, document_type, document_masked, price_class, fee_fen, seat, zone,
              entered_at, transferred_at
         FROM tickets WHERE booking_id = ANY ($1) ORDER BY booking_id, number`,
      [rows.map(({ id }) => id)],
    );
    const byOrder = new Map<string, TicketRow[]>();
    for (const ticket of tickets) byOrder.set(ticket.booking_id, [...(byOrder.get(ticket.booking_id) ?? []), ticket]);
    return rows.map((row) => toOrderView(row, byOrder.get(row.id) ?? [], this.pages, this.clock.zone));
  }
}
