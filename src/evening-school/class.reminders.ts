import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AbsenceReminders } from '../admission/index.js';
import type { Text } from '../kernel/text.js';
import { isoIn } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import type { NewMessage } from '../reminders/messages.js';
import { ReminderSources } from '../reminders/reminder-source.js';
import type { ReminderSource } from '../reminders/reminder-source.js';
import { placeOf } from './class-notices.js';
import { paymentDue, soon, tomorrow } from './class.messages.js';
import { instantOf, zonedOf } from '../platform/database/sql-values.js';

/** When learners are reminded. */
export const reminderTimes = {
  /** On the evening before, by the wall clock of the house. */
  dayBeforeAt: '18:00',
  hoursBefore: 2,
  /** Before a place that is not paid for is lost. */
  paymentHoursBefore: 12,
} as const;

interface SessionRow {
  kind: 'tomorrow' | 'soon';
  due_at: Date;
  session_id: string;
  resident_id: string;
  number: number;
  starts_at: Date;
  name: string;
  name_en: string;
  room: string;
  venue: string;
  venue_en: string;
}

interface HoldRow {
  due_at: Date;
  booking_id: string;
  resident_id: string;
  reference: string;
  holds_until: Date;
  fee_fen: string;
  name: string;
  name_en: string;
}

/**
 * The evening before and two hours before, for learners whose place is confirmed and who have not asked leave; and
 * before an unpaid place is lost. Nobody is reminded of what they were told a moment ago: who enrols after a reminder
 * was due does not get it.
 */
@Injectable()
export class ClassReminders implements ReminderSource, OnModuleInit {
  readonly name = 'evening-school.classes';

  constructor(
    private readonly sources: ReminderSources,
    private readonly absences: AbsenceReminders,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  async due(manager: EntityManager, from: Instant, until: Instant): Promise<NewMessage[]> {
    const sessions = await this.sessions(manager, from, until);
    const holds = await this.holds(manager, from, until);
    const orElse = await this.orElse(manager, sessions);
    return [
      ...sessions.map((row) => this.sessionReminder(row, orElse.get(row))),
      ...holds.map((row) => this.paymentReminder(row)),
    ];
  }

  private sessions(manager: EntityManager, from: Instant, until: Instant): Promise<SessionRow[]> {
    return manager.query(
      `WITH coming AS (
         SELECT s.id, s.class_id, s.number, s.room_id, lower(s.during) AS starts_at
           FROM class_sessions s
          WHERE s.state = 'scheduled' AND lower(s.during) >= $1 AND lower(s.during) < $2::timestamptz + interval '3 days'),
       due AS (
         SELECT *, 'tomorrow' AS kind,
                ((starts_at AT TIME ZONE $3)::date - 1 + $4::time) AT TIME ZONE $3 AS due_at FROM coming
         UNION ALL
         SELECT *, 'soon', starts_at - make_interval(hours => $5) FROM coming)
       SELECT d.kind, d.due_at, d.id AS session_id, b.resident_id, d.number, d.starts_at, k.name, k.name_en,
              r.name AS room, v.name AS venue, v.name_en AS venue_en
         FROM due d JOIN classes c ON c.id = d.class_id AND c.state = 'published'
         JOIN bookings b ON b.pool_id = c.pool_id AND b.state = 'confirmed' AND b.confirmed_at <= d.due_at
         JOIN courses k ON k.id = c.course_id JOIN rooms r ON r.id = d.room_id JOIN venues v ON v.id = r.venue_id
        WHERE d.due_at >= $1 AND d.due_at < $2
          AND NOT EXISTS (SELECT 1 FROM attendances a
                           WHERE a.session_id = d.id AND a.resident_id = b.resident_id AND a.state = 'leave')`,
      [from.toString(), until.toString(), this.clock.zone, reminderTimes.dayBeforeAt, reminderTimes.hoursBefore],
    );
  }

  private holds(manager: EntityManager, from: Instant, until: Instant): Promise<HoldRow[]> {
    return manager.query(
      `SELECT * FROM (
         SELECT b.holds_until - make_interval(hours => $3) AS due_at, b.id AS booking_id, b.resident_id, b.reference,
                h.created_at AS held_since, b.holds_until, p.fee_fen, k.name, k.name_en
           FROM bookings b JOIN pools p ON p.id = b.pool_id JOIN classes c ON c.pool_id = p.id
           JOIN courses k ON k.id = c.course_id
           JOIN charges h ON h.subject_kind = 'booking' AND h.subject_id = b.id
          WHERE b.state = 'awaiting_payment' AND b.holds_until IS NOT NULL) held
        WHERE due_at >= $1 AND due_at < $2 AND held_since < due_at`,
      [from.toString(), until.toString(), reminderTimes.paymentHoursBefore],
    );
  }

  /** What the reminders of the day before say of absence. */
  private async orElse(manager: EntityManager, rows: readonly SessionRow[]): Promise<Map<SessionRow, Text | null>> {
    const dayBefore = rows.filter(({ kind }) => kind === 'tomorrow');
    const how = { zh: '请假', en: 'ask for leave' };
    const sentences = await this.absences.sentences(
      manager,
      dayBefore.map((row) => {
        const subject = { kind: 'class_session', id: row.session_id };
        const until = zonedOf(row.starts_at, this.clock.zone);
        return { residentId: row.resident_id, kind: 'class', subject, until, how };
      }),
    );
    return new Map(dayBefore.map((row, index) => [row, sentences[index] ?? null]));
  }

  /** The start is part of the occurrence: a session that moves has other reminders. */
  private sessionReminder(row: SessionRow, orElse: Text | null | undefined): NewMessage {
    const at = zonedOf(row.starts_at, this.clock.zone);
    const about = { name: { zh: row.name, en: row.name_en }, place: placeOf(row) };
    const facts = { number: row.number, at };
    return {
      kind: `class.${row.kind}`,
      subject: { kind: 'class_session', id: row.session_id },
      residentId: row.resident_id,
      occurrence: isoIn(this.clock.zone, at.toInstant()),
      dueAt: instantOf(row.due_at),
      ...(row.kind === 'tomorrow' ? tomorrow(about, { ...facts, orElse: orElse ?? null }) : soon(about, facts)),
    };
  }

  private paymentReminder(row: HoldRow): NewMessage {
    const holdsUntil = zonedOf(row.holds_until, this.clock.zone);
    const about = { name: { zh: row.name, en: row.name_en }, place: { zh: '', en: '' } };
    return {
      kind: 'class.payment_due',
      subject: { kind: 'booking', id: row.booking_id },
      residentId: row.resident_id,
      occurrence: isoIn(this.clock.zone, holdsUntil.toInstant()),
      dueAt: instantOf(row.due_at),
      ...paymentDue(about, { feeFen: Number(row.fee_fen), holdsUntil, reference: row.reference }),
    };
  }
}
