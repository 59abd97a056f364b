import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { atWallClock, isoIn, Temporal } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { instantOf } from '../platform/database/sql-values.js';
import type { TimetableQuery, TimetableView } from './timetable.contract.js';

const usualDays = 60;
/** Two classes a term are some 30 sessions; nobody comes near this. */
const most = 1_000;

/** One session of somebody who has a place in the class. */
export interface OwnSession {
  session_id: string;
  class_id: string;
  booking_id: string;
  name: string;
  name_en: string;
  number: number;
  session_count: number;
  starts_at: Date;
  ends_at: Date;
  state: 'scheduled' | 'cancelled';
  sequence: number;
  changed_at: Date;
  provisional: boolean;
  note: string | null;
  room: string;
  venue: string;
  venue_en: string;
  address: string;
  teacher: string;
  place_state: 'confirmed' | 'awaiting_payment' | 'cancelled';
  holds_until: Date | null;
  place_since: Date;
  attendance: 'leave' | 'present' | 'absent' | null;
}

@Injectable()
export class Timetable {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async of(residentId: string, query: TimetableQuery): Promise<TimetableView> {
    const { zone } = this.clock;
    const { from, to } = this.window(query);
    const rows = await this.sessions(this.source.manager, residentId, from, to);
    return {
      from: isoIn(zone, from),
      to: isoIn(zone, to),
      sessions: rows.map((row) => ({
        sessionId: row.session_id,
        classId: row.class_id,
        enrolmentId: row.booking_id,
        name: row.name,
        nameEn: row.name_en,
        number: row.number,
        sessionCount: row.session_count,
        startsAt: isoIn(zone, instantOf(row.starts_at)),
        endsAt: isoIn(zone, instantOf(row.ends_at)),
        state: row.state,
        changed: row.sequence > 0,
        provisional: row.provisional,
        note: row.note,
        room: row.room,
        venue: row.venue,
        venueEn: row.venue_en,
        teacher: row.teacher,
        placeState: row.place_state,
        leaveAsked: row.attendance === 'leave',
        attendance: row.attendance === 'leave' ? null : row.attendance,
      })),
    };
  }

  /**
   * Every session that touches [from, to) in classes where the person has a place, oldest first. A class that was
   * cancelled keeps its cancelled sessions, so that calendars strike them out.
   */
  sessions(manager: EntityManager, residentId: string, from: Instant, to: Instant): Promise<OwnSession[]> {
    return manager.query(
      `SELECT s.id AS session_id, c.id AS class_id, b.id AS booking_id, k.name, k.name_en, s.number, c.session_count,
              lower(s.during) AS starts_at, upper(s.during) AS ends_at, s.state, s.sequence, s.changed_at, s.provisional,
              s.note, r.name AS room, v.name AS venue, v.name_en AS venue_en, v.address, t.name AS teacher,
              b.state AS place_state, b.holds_until, coalesce(b.confirmed_at, b.booked_at) AS place_since,
              a.state AS attendance
         FROM bookings b JOIN classes c ON c.pool_id = b.pool_id JOIN courses k ON k.id = c.course_id
         JOIN class_sessions s ON s.class_id = c.id JOIN teachers t ON t.id = s.teacher_id
         JOIN rooms r ON r.id = s.room_id JOIN venues v ON v.id = r.venue_id
         LEFT JOIN attendances a ON a.session_id = s.id AND a.resident_id = b.resident_id
        WHERE b.resident_id = $1
          AND (b.state IN ('confirmed', 'awaiting_payment')
               OR (b.state = 'cancelled' AND b.confirmed_at IS NOT NULL AND c.state = 'cancelled'))
          AND upper(s.during) > $2 AND lower(s.during) < $3
        ORDER BY s.during, s.id LIMIT ${most}`,
      [residentId, from.toString(), to.toString()],
    );
  }

  private window(query: TimetableQuery): { from: Instant; to: Instant } {
    const { zone } = this.clock;
    const dayAt = (day: Temporal.PlainDate) => atWallClock(day, '00:00', zone);
    const last = query.to === undefined ? undefined : Temporal.PlainDate.from(query.to);
    const first = query.from === undefined ? this.clock.today() : Temporal.PlainDate.from(query.from);
    return {
      from: query.from === undefined ? this.clock.now() : dayAt(first),
      to: dayAt((last ?? first.add({ days: usualDays })).add({ days: 1 })),
    };
  }
}
