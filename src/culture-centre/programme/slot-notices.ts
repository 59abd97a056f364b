import { Injectable } from '@nestjs/common';
import type { Span } from '../../kernel/time.js';
import { isoIn } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { zonedOf } from '../../platform/database/sql-values.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import { placeOf, slotCancelled, slotMoved } from './programme.messages.js';
import type { SlotWords } from './programme.messages.js';

interface Row {
  resident_id: string;
  slot_id: string;
  title: string;
  title_en: string;
  starts_at: Date;
  hall: string;
  hall_en: string;
  venue: string;
  venue_en: string;
  has_paid: boolean;
}

/** Tells everyone who booked a slot what staff did with it, in the transaction of the change. */
@Injectable()
export class SlotNotices {
  constructor(
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  /** Called before the bookings end: to everybody with a place or in line. */
  async cancelled(tx: Tx, slotIds: readonly string[], reason: string): Promise<void> {
    const rows = await this.booked(tx, slotIds);
    await this.messages.say(
      tx,
      ...rows.map((row) => ({
        kind: 'slot.cancelled',
        subject: { kind: 'slot', id: row.slot_id },
        residentId: row.resident_id,
        occurrence: 'cancelled',
        ...slotCancelled(this.about(row), { reason, hasPaid: row.has_paid }),
      })),
    );
  }

  /** Called after the move, so that the words show what is true now. */
  async moved(tx: Tx, slotId: string, from: Span, reason: string | null): Promise<void> {
    const rows = await this.booked(tx, [slotId]);
    const was = from.startsAt.toZonedDateTimeISO(this.clock.zone);
    await this.messages.say(
      tx,
      ...rows.map((row) => ({
        kind: 'slot.moved',
        subject: { kind: 'slot', id: row.slot_id },
        residentId: row.resident_id,
        occurrence: `${isoIn(this.clock.zone, from.startsAt)} ${isoIn(this.clock.zone, this.clock.now())}`,
        ...slotMoved(this.about(row), { from: was, reason }),
      })),
    );
  }

  private booked(tx: Tx, slotIds: readonly string[]): Promise<Row[]> {
    return tx.query(
      `SELECT DISTINCT b.resident_id, s.id AS slot_id, i.title, i.title_en, lower(s.during) AS starts_at,
              h.name AS hall, h.name_en AS hall_en, v.name AS venue, v.name_en AS venue_en,
              EXISTS (SELECT 1 FROM charges c JOIN charge_entries e ON e.charge_id = c.id AND e.kind = 'paid'
                       WHERE c.subject_kind = 'booking' AND c.subject_id = b.id) AS has_paid
         FROM slots s JOIN programme_items i ON i.id = s.item_id JOIN halls h ON h.id = s.hall_id
         JOIN venues v ON v.id = i.venue_id
         JOIN bookings b ON b.pool_id = s.pool_id
                        AND b.state IN ('confirmed', 'awaiting_payment', 'held', 'waiting', 'offered')
        WHERE s.id = ANY ($1)`,
      [slotIds],
    );
  }

  private about(row: Row): SlotWords {
    const at = zonedOf(row.starts_at, this.clock.zone);
    return { name: { zh: row.title, en: row.title_en }, place: placeOf(row), at };
  }
}
