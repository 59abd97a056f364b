import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf, zonedOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { SeatMaps } from '../halls/seat-maps.js';
import { seatInWords } from '../halls/seat-map.rules.js';
import type { ItemRules } from '../programme/item-rules.contract.js';
import { priceClassWords } from '../programme/prices.rules.js';
import type { PriceClass } from '../programme/prices.rules.js';
import { placeOf } from '../programme/programme.messages.js';
import { signTicket } from './ticket-format.js';
import { TicketKeys } from './ticket-keys.js';
import type { SigningKey } from './ticket-keys.js';
import { TicketPages } from './ticket-pages.js';
import type { CancelledEvent, TicketPaper } from './ticket-paper.js';

interface Row {
  id: string;
  slot_id: string;
  issue: number;
  reference: string;
  holder_name: string | null;
  account: string | null;
  document_masked: string | null;
  price_class: PriceClass;
  fee_fen: string;
  seat: string | null;
  zone: string | null;
  hall_id: string;
  seat_map_version: number | null;
  starts_at: Date;
  ends_at: Date;
  rules: ItemRules;
  title: string;
  title_en: string;
  hall: string;
  hall_en: string;
  venue: string;
  venue_en: string;
  address: string;
}

/** The valid tickets of an order as they are shown, each with its code, signed now by the current key. */
@Injectable()
export class ShowTickets {
  constructor(
    private readonly source: DataSource,
    private readonly keys: TicketKeys,
    private readonly pages: TicketPages,
    private readonly seatMaps: SeatMaps,
    private readonly clock: Clock,
  ) {}

  /** `key`: the one in the address of the page; whoever has it may see the tickets, but for those passed on. */
  ofOrder(bookingId: string, key: string): Promise<TicketPaper[]> {
    return this.papers(`t.booking_id = $1 AND t.transferred_at IS NULL`, bookingId, key);
  }

  /** One ticket alone. */
  ofTicket(ticketId: string, key: string): Promise<TicketPaper[]> {
    return this.papers(`t.id = $1`, ticketId, key);
  }

  /** What an order was for that has no valid tickets, so that calendars take it out. */
  async cancelled(bookingId: string): Promise<CancelledEvent> {
    const [row]: { title: string; title_en: string; starts_at: Date; ends_at: Date }[] = await this.source.query(
      `SELECT i.title, i.title_en, lower(s.during) AS starts_at, upper(s.during) AS ends_at
         FROM bookings b JOIN slots s ON s.pool_id = b.pool_id JOIN programme_items i ON i.id = s.item_id WHERE b.id = $1`,
      [bookingId],
    );
    if (!row) throw requestRefusals.not_found();
    const { zone } = this.clock;
    const title = { zh: row.title, en: row.title_en };
    return { title, startsAt: zonedOf(row.starts_at, zone), endsAt: zonedOf(row.ends_at, zone) };
  }

  private async papers(which: string, id: string, key: string): Promise<TicketPaper[]> {
    if (!this.pages.opens(id, key)) throw requestRefusals.not_found();
    const rows: Row[] = await this.source.query(
      `SELECT t.id, t.slot_id, t.issue, b.reference, t.holder_name, r.name AS account, t.document_masked, t.price_class,
              t.fee_fen, t.seat, t.zone, s.hall_id, s.seat_map_version, lower(s.during) AS starts_at,
              upper(s.during) AS ends_at, i.rules, i.title, i.title_en, h.name AS hall, h.name_en AS hall_en,
              v.name AS venue, v.name_en AS venue_en, v.address
         FROM tickets t JOIN bookings b ON b.id = t.booking_id JOIN residents r ON r.id = b.resident_id
         JOIN slots s ON s.id = t.slot_id JOIN programme_items i ON i.id = s.item_id
         JOIN halls h ON h.id = s.hall_id JOIN venues v ON v.id = i.venue_id
        WHERE ${which} AND t.state = 'valid' ORDER BY t.number`,
      [id],
    );
    if (rows.length === 0) return [];
    const signing = await this.keys.signing();
    const papers: TicketPaper[] = [];
    for (const row of rows) papers.push(await this.paper(row, signing));
    return papers;
  }

  private async paper(row: Row, signing: SigningKey): Promise<TicketPaper> {
    const { zone } = this.clock;
    const last = row.rules.lastEntryMinutes;
    return {
      ...{ id: row.id, reference: row.reference, issue: row.issue },
      title: { zh: row.title, en: row.title_en },
      place: placeOf(row),
      address: row.address,
      startsAt: zonedOf(row.starts_at, zone),
      endsAt: zonedOf(row.ends_at, zone),
      holder: row.holder_name ?? row.account ?? '',
      document: row.document_masked,
      priceClass: priceClassWords[row.price_class],
      priceFen: Number(row.fee_fen),
      seat: await this.seatOf(row),
      code: codeOf(row, signing),
      rules: {
        zh: `开始前 ${row.rules.doorsOpenMinutes} 分钟开门${last === null ? '' : `，结束前 ${last} 分钟停止入场`}${row.document_masked === null ? '' : '，请带好证件'}。`,
        en: `Doors open ${row.rules.doorsOpenMinutes} minutes before the start${last === null ? '' : `; last entry ${last} minutes before the end`}${row.document_masked === null ? '' : '; bring your document'}.`,
      },
    };
  }

  private async seatOf({ seat, zone, hall_id, seat_map_version: version }: Row): Promise<TicketPaper['seat']> {
    if (seat === null || version === null) return null;
    const at = seat.lastIndexOf('-');
    const named = { row: seat.slice(0, at), number: Number(seat.slice(at + 1)), zone: zone ?? '' };
    return seatInWords(await this.seatMaps.version(hall_id, version), named);
  }
}

/** It opens the door from some minutes before the start until the end of the slot. */
function codeOf(row: Row, { number: key, privateKey }: SigningKey): string {
  const validFrom = instantOf(row.starts_at).subtract({ minutes: row.rules.doorsOpenMinutes });
  const code = { key, ticketId: row.id, slotId: row.slot_id, issue: row.issue, validFrom };
  return signTicket({ ...code, validUntil: instantOf(row.ends_at) }, privateKey);
}
