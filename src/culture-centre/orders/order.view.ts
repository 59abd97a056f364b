import { isoIn } from '../../kernel/time.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { TicketPages } from '../tickets/ticket-pages.js';
import type { OrderView, TicketView } from './orders.contract.js';

export interface OrderRow {
  id: string;
  reference: string;
  state: OrderView['state'];
  position: number | null;
  holds_until: Date | null;
  places: number;
  fewest: number | null;
  booked_at: Date;
  end_reason: string | null;
  moved_to: string | null;
  slot_id: string;
  item_id: string;
  kind: OrderView['slot']['kind'];
  day: string;
  starts_at: Date;
  ends_at: Date;
  cancelled_at: Date | null;
  title: string;
  title_en: string;
  hall: string;
  hall_en: string;
  venue: string;
  venue_en: string;
  charge_id: string | null;
  paid_fen: string | null;
  balance_fen: string | null;
}

export interface TicketRow {
  id: string;
  booking_id: string;
  number: number;
  state: TicketView['state'];
  holder_name: string | null;
  document_type: NonNullable<TicketView['document']>['type'] | null;
  document_masked: string | null;
  price_class: TicketView['priceClass'];
  fee_fen: string;
  seat: string | null;
  zone: string | null;
  entered_at: Date | null;
  transferred_at: Date | null;
}

type Pages = Pick<TicketPages, 'pathOf' | 'pathOfTicket'>;

export function toOrderView(row: OrderRow, tickets: readonly TicketRow[], pages: Pages, zone: string): OrderView {
  const iso = (at: Date) => isoIn(zone, instantOf(at));
  const hasValid = tickets.some(({ state, transferred_at }) => state === 'valid' && transferred_at === null);
  return {
    ...{ orderId: row.id, reference: row.reference, state: row.state, position: row.position },
    holdsUntil: row.holds_until && iso(row.holds_until),
    ...{ places: row.places, atLeast: row.fewest, bookedAt: iso(row.booked_at), endReason: row.end_reason },
    movedTo: row.moved_to,
    slot: {
      ...{ id: row.slot_id, itemId: row.item_id, kind: row.kind, title: row.title, titleEn: row.title_en },
      ...{ hall: row.hall, hallEn: row.hall_en, venue: row.venue, venueEn: row.venue_en, day: row.day },
      ...{ startsAt: iso(row.starts_at), endsAt: iso(row.ends_at) },
      cancelledAt: row.cancelled_at && iso(row.cancelled_at),
    },
    tickets: tickets.map((ticket) => toTicketView(ticket, pages, zone)),
    ticketPage: hasValid ? pages.pathOf(row.id) : null,
    payment:
      row.charge_id === null
        ? null
        : { chargeId: row.charge_id, paidFen: Number(row.paid_fen), balanceFen: Number(row.balance_fen) },
  };
}

function toTicketView(row: TicketRow, pages: Pages, zone: string): TicketView {
  const { document_type: type, document_masked: masked } = row;
  return {
    ...{ id: row.id, number: row.number, state: row.state, name: row.holder_name },
    document: type && masked ? { type, masked } : null,
    ...{ priceClass: row.price_class, feeFen: Number(row.fee_fen) },
    seat: row.seat === null ? null : { key: row.seat, zone: row.zone },
    enteredAt: row.entered_at && isoIn(zone, instantOf(row.entered_at)),
    page: row.state === 'valid' ? pages.pathOfTicket(row.id) : null,
    transferredAt: row.transferred_at && isoIn(zone, instantOf(row.transferred_at)),
  };
}
