import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../kernel/time.js';
import { venuesWith } from '../people/index.js';
import type { Actor, Right } from '../people/index.js';

import { Clock } from '../platform/clock/clock.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { AttendanceView, RosterView } from './roster.contract.js';
import { instantOf } from '../platform/database/sql-values.js';

type Learner = RosterView['learners'][number];

interface LearnerRow {
  resident_id: string;
  reference: string;
  name: string | null;
  phone: string;
  state: Learner['state'];
  position: string | null;
  present: string;
  absent: string;
  leave: string;
}

/** Who is in a class, and who came. */
@Injectable()
export class RosterQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Learners in order of arrival, those who wait at the end. */
  async roster(actor: Actor, classId: string): Promise<RosterView> {
    const [found] = await this.classRow(this.source.manager, actor, 'rosters.read', classId);
    if (!found) throw requestRefusals.not_found();
    const rows: LearnerRow[] = await this.source.query(
      `SELECT b.resident_id, b.reference, r.name, r.phone, b.state,
              CASE WHEN b.state = 'waiting' THEN row_number() OVER (PARTITION BY b.state ORDER BY b.arrival) END AS position,
              count(a.*) FILTER (WHERE a.state = 'present') AS present,
              count(a.*) FILTER (WHERE a.state = 'absent') AS absent,
              count(a.*) FILTER (WHERE a.state = 'leave') AS leave
         FROM bookings b JOIN residents r ON r.id = b.resident_id
         LEFT JOIN class_sessions s ON s.class_id = $1
         LEFT JOIN attendances a ON a.session_id = s.id AND a.resident_id = b.resident_id
        WHERE b.pool_id = $2 AND b.state IN ('confirmed', 'awaiting_payment', 'offered', 'waiting')
        GROUP BY b.id, r.id ORDER BY b.state = 'waiting', b.arrival`,
      [classId, found.pool_id],
    );
    return { classId, course: found.course, capacity: found.capacity, learners: rows.map(toLearner) };
  }

  async attendance(actor: Actor, sessionId: string, manager = this.source.manager): Promise<AttendanceView> {
    const [session]: { starts_at: Date; class_id: string }[] = await manager.query(
      `SELECT lower(during) AS starts_at, class_id FROM class_sessions WHERE id = $1`,
      [sessionId],
    );
    const [found] = session ? await this.classRow(manager, actor, 'attendance.record', session.class_id) : [];
    if (!session || !found) throw requestRefusals.not_found();
    const entries: { resident_id: string; name: string | null; state: 'leave' | 'present' | 'absent' | null }[] =
      await manager.query(
        `SELECT b.resident_id, r.name, a.state FROM bookings b JOIN residents r ON r.id = b.resident_id
           LEFT JOIN attendances a ON a.session_id = $2 AND a.resident_id = b.resident_id
          WHERE b.pool_id = $1 AND b.state = 'confirmed' ORDER BY b.arrival`,
        [found.pool_id, sessionId],
      );
    return {
      sessionId,
      startsAt: isoIn(this.clock.zone, instantOf(session.starts_at)),
      entries: entries.map(({ resident_id, name, state }) => ({ residentId: resident_id, name, state })),
    };
  }

  private classRow(
    manager: EntityManager,
    actor: Actor,
    right: Right,
    classId: string,
  ): Promise<{ course: string; capacity: number; pool_id: string }[]> {
    return manager.query(
      `SELECT k.name AS course, p.capacity, c.pool_id
         FROM classes c JOIN courses k ON k.id = c.course_id JOIN pools p ON p.id = c.pool_id
         JOIN rooms r ON r.id = c.room_id WHERE c.id = $1 AND ($2::uuid[] IS NULL OR r.venue_id = ANY($2))`,
      [classId, venuesWith(actor, right)],
    );
  }
}

function toLearner(row: LearnerRow): Learner {
  return {
    residentId: row.resident_id,
    reference: row.reference,
    name: row.name,
    phone: row.phone,
    state: row.state,
    position: row.position === null ? null : Number(row.position),
    present: Number(row.present),
    absent: Number(row.absent),
    leave: Number(row.leave),
  };
}
