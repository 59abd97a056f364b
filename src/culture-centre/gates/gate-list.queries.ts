import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing } from '../../platform/database/search.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { ItemRules } from '../programme/item-rules.contract.js';
import { TicketKeys } from '../tickets/ticket-keys.js';
import type { DayQuery, FoundTickets, GateList, SearchQuery } from './gates.contract.js';
import { Gates } from './gates.js';

interface SlotRow {
  id: string;
  title: string;
  title_en: string;
  hall: string;
  starts_at: Date;
  ends_at: Date;
  rules: ItemRules;
  cancelled_at: Date | null;
}

interface TicketRow {
  id: string;
  issue: number;
  slot_id: string;
  holder: string | null;
  last_four: string;
  reference: string;
  seat: string | null;
  state: 'valid' | 'released' | 'revoked' | 'held' | 'waiting';
  entered_at: Date | null;
}

interface ListedRow extends TicketRow {
  inside_since: Date | null;
}

const ticketColumns = `
  t.id, t.issue, t.slot_id, coalesce(t.holder_name, r.name) AS holder, coalesce(right(t.document_masked, 4), '') AS last_four,
  coalesce(b.reference, '') AS reference, t.seat, t.state, t.entered_at`;

const fromTickets = `FROM tickets t LEFT JOIN bookings b ON b.id = t.booking_id LEFT JOIN residents r ON r.id = b.resident_id`;

/** What a gate must know to decide by itself: keys, slots of the day and their tickets. */
@Injectable()
export class GateLists {
  constructor(
    private readonly source: DataSource,
    private readonly gates: Gates,
    private readonly keys: TicketKeys,
    private readonly clock: Clock,
  ) {}

  async run(actor: Actor, gateId: string, { day = this.clock.today().toString() }: DayQuery): Promise<GateList> {
    const { id, venueId, hallId, name, nameEn } = await this.gates.find(this.source.manager, actor, gateId);
    const slots = await this.slots(venueId, hallId, day);
    const numbers = new Map(slots.map((slot, index) => [slot.id, index]));
    // Revoked ones too: whoever shows one is told that it was cancelled, and not that it is unknown.
    const rows: ListedRow[] = await this.source.query(
      `SELECT ${ticketColumns}, CASE WHEN l.direction = 'in' THEN l.at END AS inside_since
         ${fromTickets} LEFT JOIN LATERAL (
           SELECT direction, at FROM gate_scans x WHERE x.ticket_id = t.id AND x.decision = 'admitted'
            ORDER BY x.at DESC, x.received_at DESC, x.id DESC LIMIT 1) l ON t.entered_at IS NOT NULL
        WHERE t.slot_id = ANY ($1) AND t.state IN ('valid', 'released', 'revoked') ORDER BY t.id`,
      [slots.map((slot) => slot.id)],
    );
    const keys = await this.keys.all();
    return {
      gate: { id, venueId, hallId, name, nameEn },
      day,
      zone: this.clock.zone,
      keys: keys.map(({ number, publicKey, state }) => {
        return { number, publicKey: publicKey.toString('base64url'), revoked: state === 'revoked' };
      }),
      slots: slots.map((slot) => ({
        ...{ id: slot.id, title: slot.title, titleEn: slot.title_en, hall: slot.hall },
        ...{ startsAt: this.iso(slot.starts_at), endsAt: this.iso(slot.ends_at) },
        doorsOpenAt: isoIn(
          this.clock.zone,
          instantOf(slot.starts_at).subtract({ minutes: slot.rules.doorsOpenMinutes }),
        ),
        cancelled: slot.cancelled_at !== null,
      })),
      tickets: rows.map((row) => [
        row.id,
        row.issue,
        numbers.get(row.slot_id) ?? 0,
        row.holder ?? '',
        row.last_four,
        row.reference,
        row.seat ?? '',
        row.state as 'valid',
        row.inside_since && this.iso(row.inside_since),
      ]),
    };
  }

  /** By name, last four of the document or reference, among the tickets of the day. */
  async search(actor: Actor, gateId: string, { search, day }: SearchQuery): Promise<FoundTickets> {
    const { venueId, hallId } = await this.gates.find(this.source.manager, actor, gateId);
    const slots = await this.slots(venueId, hallId, day ?? this.clock.today().toString());
    const rows: TicketRow[] = await this.source.query(
      `SELECT ${ticketColumns} ${fromTickets}
        WHERE t.slot_id = ANY ($1)
          AND (coalesce(t.holder_name, r.name) ILIKE $2 OR t.document_masked LIKE '%' || $3
               OR replace(b.reference, '-', '') = replace(upper($4), '-', ''))
        ORDER BY holder, t.id LIMIT 50`,
      [slots.map(({ id }) => id), containing(search), /^[\dX]{4}$/i.test(search) ? search.toUpperCase() : ' ', search],
    );
    return {
      items: rows.map((row) => ({
        ...{ ticketId: row.id, issue: row.issue, slotId: row.slot_id, holder: row.holder, lastFour: row.last_four },
        ...{ reference: row.reference, seat: row.seat, state: row.state },
        enteredAt: row.entered_at && this.iso(row.entered_at),
      })),
    };
  }

  private slots(venueId: string, hallId: string | null, day: string): Promise<SlotRow[]> {
    return this.source.query(
      `SELECT s.id, i.title, i.title_en, h.name AS hall, lower(s.during) AS starts_at, upper(s.during) AS ends_at, i.rules,
              s.cancelled_at
         FROM slots s JOIN programme_items i ON i.id = s.item_id JOIN halls h ON h.id = s.hall_id
        WHERE s.day = $1 AND i.venue_id = $2 AND ($3::uuid IS NULL OR s.hall_id = $3) ORDER BY s.during, s.id`,
      [day, venueId, hallId],
    );
  }

  private iso(at: Date): string {
    return isoIn(this.clock.zone, instantOf(at));
  }
}
