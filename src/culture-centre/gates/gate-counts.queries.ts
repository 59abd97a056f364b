import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { Entry } from '../programme/item-rules.contract.js';
import { priceClasses, priceOf } from '../programme/prices.rules.js';
import type { ProgrammeItem } from '../programme/programme-item.entity.js';
import type { ConflictsView, DayQuery, SlotCounts } from './gates.contract.js';
import { Gates } from './gates.js';

interface CountRow {
  slot_id: string;
  title: string;
  starts_at: Date;
  ends_at: Date;
  capacity: number;
  taken: number;
  booked: number;
  entered: number;
  walk_ins: number;
  inside: number;
  entry: Entry;
  price_fen: string;
  class_percents: ProgrammeItem['classPercents'];
}

interface EntryRow {
  ticket_id: string;
  reference: string | null;
  holder: string | null;
  title: string;
  starts_at: Date;
  seat: string | null;
  gate: string;
  device: string;
  at: Date;
}

/** How many are inside, and which tickets went in twice. */
@Injectable()
export class GateCounts {
  constructor(
    private readonly source: DataSource,
    private readonly gates: Gates,
    private readonly clock: Clock,
  ) {}

  async slots(actor: Actor, gateId: string, { day = this.clock.today().toString() }: DayQuery): Promise<SlotCounts> {
    const { venueId, hallId } = await this.gates.find(this.source.manager, actor, gateId);
    const rows: CountRow[] = await this.source.query(
      `SELECT s.id AS slot_id, i.title, lower(s.during) AS starts_at, upper(s.during) AS ends_at, p.capacity, p.taken,
              i.entry, i.price_fen, i.class_percents,
              c.booked, c.entered, c.walk_ins, c.inside
         FROM slots s JOIN programme_items i ON i.id = s.item_id JOIN pools p ON p.id = s.pool_id
        CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE NOT t.walk_in AND t.state IN ('valid', 'released'))::int AS booked,
                 count(t.entered_at)::int AS entered, count(*) FILTER (WHERE t.walk_in)::int AS walk_ins,
                 count(*) FILTER (WHERE l.direction = 'in')::int AS inside
            FROM tickets t LEFT JOIN LATERAL (
              SELECT direction FROM gate_scans x WHERE x.ticket_id = t.id AND x.decision = 'admitted'
               ORDER BY x.at DESC, x.received_at DESC, x.id DESC LIMIT 1) l ON t.entered_at IS NOT NULL
           WHERE t.slot_id = s.id) c
        WHERE s.day = $1 AND i.venue_id = $2 AND ($3::uuid IS NULL OR s.hall_id = $3) AND s.cancelled_at IS NULL
        ORDER BY s.during, s.id`,
      [day, venueId, hallId],
    );
    return {
      items: rows.map((row) => ({
        ...{ slotId: row.slot_id, title: row.title, startsAt: this.iso(row.starts_at), endsAt: this.iso(row.ends_at) },
        ...{ capacity: row.capacity, booked: row.booked, entered: row.entered, walkIns: row.walk_ins },
        ...{ inside: row.inside, placesAtDoor: row.capacity - row.taken, walkInFen: walkInPrices(row) },
      })),
    };
  }

  /** Every ticket that went in again without having gone out, with each of those entries; also of scans that came late. */
  async conflicts(actor: Actor, { day = this.clock.today().toString() }: DayQuery): Promise<ConflictsView> {
    const rows: EntryRow[] = await this.source.query(
      `WITH moves AS (
         SELECT x.ticket_id, x.gate_id, x.device, x.at, x.direction,
                lag(x.direction) OVER w AS before, lead(x.direction) OVER w AS after
           FROM gate_scans x JOIN tickets t ON t.id = x.ticket_id JOIN slots s ON s.id = t.slot_id
           JOIN programme_items i ON i.id = s.item_id
          WHERE x.decision = 'admitted' AND s.day = $1 AND ($2::uuid[] IS NULL OR i.venue_id = ANY ($2))
         WINDOW w AS (PARTITION BY x.ticket_id ORDER BY x.at, x.received_at, x.id))
       SELECT m.ticket_id, b.reference, coalesce(t.holder_name, r.name) AS holder, i.title, lower(s.during) AS starts_at,
              t.seat, g.name AS gate, m.device, m.at
         FROM moves m JOIN tickets t ON t.id = m.ticket_id JOIN slots s ON s.id = t.slot_id
         JOIN programme_items i ON i.id = s.item_id JOIN gates g ON g.id = m.gate_id
         LEFT JOIN bookings b ON b.id = t.booking_id LEFT JOIN residents r ON r.id = b.resident_id
        WHERE m.direction = 'in' AND (m.before = 'in' OR m.after = 'in')
        ORDER BY s.during, b.reference, m.ticket_id, m.at`,
      [day, venuesWith(actor, 'gates.run')],
    );
    const conflicts = new Map<string, ConflictsView['conflicts'][number]>();
    for (const row of rows) {
      const known = conflicts.get(row.ticket_id) ?? {
        ...{ ticketId: row.ticket_id, reference: row.reference ?? '', holder: row.holder, title: row.title },
        ...{ startsAt: this.iso(row.starts_at), seat: row.seat, entries: [] },
      };
      known.entries.push({ gate: row.gate, device: row.device, at: this.iso(row.at) });
      conflicts.set(row.ticket_id, known);
    }
    return { day, conflicts: [...conflicts.values()] };
  }

  private iso(at: Date): string {
    return isoIn(this.clock.zone, instantOf(at));
  }
}

function walkInPrices({
  entry,
  price_fen,
  class_percents: classPercents,
}: CountRow): SlotCounts['items'][number]['walkInFen'] {
  if (entry === 'numbered') return {};
  const item = { priceFen: Number(price_fen), zonePrices: {}, classPercents };
  const sold = priceClasses.filter((priceClass) => classPercents[priceClass] !== undefined);
  return Object.fromEntries(sold.map((priceClass) => [priceClass, priceOf(item, { zone: null, priceClass })]));
}
