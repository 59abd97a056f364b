import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AbsenceReminders } from '../../admission/index.js';
import type { Text } from '../../kernel/text.js';
import { isoIn } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf, zonedOf } from '../../platform/database/sql-values.js';
import type { NewMessage } from '../../reminders/messages.js';
import { ReminderSources } from '../../reminders/reminder-source.js';
import type { ReminderSource } from '../../reminders/reminder-source.js';
import { placeOf } from '../programme/programme.messages.js';
import type { SlotWords, Words } from '../programme/programme.messages.js';
import { TicketPages } from '../tickets/ticket-pages.js';
import { absenceSubject } from './slot-absences.js';
import * as say from './order.messages.js';

/** When visitors are reminded. */
export const reminderTimes = {
  /** On the evening before, by the wall clock of the house. */
  dayBeforeAt: '18:00',
  hoursBefore: 2,
  /** Before unpaid tickets are lost, and before an offer is. */
  paymentHoursBefore: 6,
  offerHoursBefore: 2,
} as const;

type Kind = 'tomorrow' | 'soon' | 'payment_due' | 'offer_lapsing';

interface Row {
  kind: Kind;
  due_at: Date;
  booking_id: string;
  resident_id: string;
  reference: string;
  places: number;
  holds_until: Date | null;
  owed_fen: string | null;
  starts_at: Date;
  /** Of what is to come; not of what is held. */
  slot_id: string;
  slot_kind: string;
  title: string;
  title_en: string;
  hall: string;
  hall_en: string;
  venue: string;
  venue_en: string;
}

const about = `
  JOIN programme_items i ON i.id = d.item_id JOIN halls h ON h.id = d.hall_id JOIN venues v ON v.id = i.venue_id`;
const columns = `
  i.title, i.title_en, h.name AS hall, h.name_en AS hall_en, v.name AS venue, v.name_en AS venue_en`;

/**
 * The evening before and two hours before, with the tickets, for those who have a place; and before what is held is lost.
 * Nobody is reminded of what they were told a moment ago: who books after a reminder was due does not get it.
 */
@Injectable()
export class OrderReminders implements ReminderSource, OnModuleInit {
  readonly name = 'culture-centre.orders';

  constructor(
    private readonly sources: ReminderSources,
    private readonly pages: TicketPages,
    private readonly absences: AbsenceReminders,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async due(manager: EntityManager, from: Instant, until: Instant): Promise<NewMessage[]> {
    const coming = await this.coming(manager, from, until);
    const held = await this.held(manager, from, until);
    const orElse = await this.orElse(manager, coming);
    return [...coming, ...held].map((row) => this.message(row, orElse.get(row) ?? null));
  }

  /** What the reminders of the day before say of absence: until midnight the places are given back without a mark. */
  private async orElse(manager: EntityManager, rows: readonly Row[]): Promise<Map<Row, Text | null>> {
    const dayBefore = rows.filter(({ kind }) => kind === 'tomorrow');
    const sentences = await this.absences.sentences(
      manager,
      dayBefore.map((row) => ({
        ...{ residentId: row.resident_id, kind: row.slot_kind, subject: absenceSubject(row.slot_id) },
        until: zonedOf(row.starts_at, this.clock.zone).startOfDay(),
        how: { zh: '取消预约', en: 'cancel' },
      })),
    );
    return new Map(dayBefore.map((row, index) => [row, sentences[index] ?? null]));
  }

  private coming(manager: EntityManager, from: Instant, until: Instant): Promise<Row[]> {
    return manager.query(
      `WITH coming AS (
         SELECT s.id, s.kind AS slot_kind, s.item_id, s.hall_id, s.pool_id, lower(s.during) AS starts_at FROM slots s
          WHERE s.cancelled_at IS NULL AND lower(s.during) >= $1
            AND lower(s.during) < $2::timestamptz + interval '3 days'),
       due AS (
         SELECT *, 'tomorrow' AS kind,
                ((starts_at AT TIME ZONE $3)::date - 1 + $4::time) AT TIME ZONE $3 AS due_at FROM coming
         UNION ALL
         SELECT *, 'soon', starts_at - make_interval(hours => $5) FROM coming)
       SELECT d.kind, d.due_at, d.starts_at, d.id AS slot_id, d.slot_kind, b.id AS booking_id, b.resident_id, b.reference,
              b.places, NULL AS holds_until, NULL AS owed_fen, ${columns}
         FROM due d ${about}
         JOIN bookings b ON b.pool_id = d.pool_id AND b.state = 'confirmed' AND b.confirmed_at <= d.due_at
        WHERE d.due_at >= $1 AND d.due_at < $2`,
      [from.toString(), until.toString(), this.clock.zone, reminderTimes.dayBeforeAt, reminderTimes.hoursBefore],
    );
  }

  /** Somebody who was told a moment before the reminder is due needs none: a hold must be older than it. */
  private held(manager: EntityManager, from: Instant, until: Instant): Promise<Row[]> {
    return manager.query(
      `SELECT d.kind, d.due_at, d.starts_at, d.booking_id, d.resident_id, d.reference, d.places, d.holds_until,
              m.balance_fen AS owed_fen, ${columns}
         FROM (
           SELECT CASE b.state WHEN 'offered' THEN 'offer_lapsing' ELSE 'payment_due' END AS kind,
                  b.holds_until - make_interval(hours => CASE b.state WHEN 'offered' THEN $4::int ELSE $3::int END) AS due_at,
                  lower(s.during) AS starts_at, s.item_id, s.hall_id, b.id AS booking_id, b.resident_id, b.reference,
                  b.places, b.holds_until
             FROM bookings b JOIN slots s ON s.pool_id = b.pool_id
            WHERE b.holds_until IS NOT NULL AND b.state IN ('awaiting_payment', 'offered')) d ${about}
         LEFT JOIN charges c ON c.subject_kind = 'booking' AND c.subject_id = d.booking_id
         LEFT JOIN LATERAL (SELECT balance_fen FROM charge_balances x WHERE x.charge_id = c.id) m ON true
        WHERE d.due_at >= $1 AND d.due_at < $2
          AND NOT EXISTS (SELECT 1 FROM messages t WHERE t.subject_kind = 'booking' AND t.subject_id = d.booking_id
                             AND t.resident_id = d.resident_id AND t.source IS NULL AND t.created_at >= d.due_at)`,
      [from.toString(), until.toString(), reminderTimes.paymentHoursBefore, reminderTimes.offerHoursBefore],
    );
  }

  /** The start, or the end of the hold, is part of the occurrence: a slot that moves has other reminders. */
  private message(row: Row, orElse: Text | null): NewMessage {
    const { zone } = this.clock;
    const at = zonedOf(row.starts_at, zone);
    const holdsUntil = row.holds_until && zonedOf(row.holds_until, zone);
    return {
      kind: `order.${row.kind}`,
      subject: { kind: 'booking', id: row.booking_id },
      residentId: row.resident_id,
      occurrence: isoIn(zone, (holdsUntil ?? at).toInstant()),
      dueAt: instantOf(row.due_at),
      ...this.words(
        row,
        { name: { zh: row.title, en: row.title_en }, place: placeOf(row), at },
        holdsUntil ?? at,
        orElse,
      ),
    };
  }

  private words(row: Row, slot: SlotWords, holdsUntil: SlotWords['at'], orElse: Text | null): Words {
    const { reference, places } = row;
    const order = { reference, places, ticketPage: this.pages.addressOf(row.booking_id) };
    switch (row.kind) {
      case 'tomorrow':
        return say.tomorrow(slot, order, { orElse });
      case 'soon':
        return say.soon(slot, order);
      case 'payment_due':
        return say.paymentDue(slot, order, { feeFen: Number(row.owed_fen ?? 0), holdsUntil });
      case 'offer_lapsing':
        return say.offerLapsing(slot, order, { holdsUntil });
    }
  }
}
