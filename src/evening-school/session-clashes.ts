import { Injectable } from '@nestjs/common';
import type { Span } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { writeSpan } from '../platform/database/columns.js';
import type { Tx } from '../platform/database/transactions.js';
import { schoolRefusals } from './school.errors.js';
import type { OtherSession } from './school.errors.js';
import { zonedOf } from '../platform/database/sql-values.js';

/** A session as it is to be. */
export interface Wish {
  readonly sessionId: string;
  readonly during: Span;
  readonly roomId: string;
  readonly teacherId: string;
}

interface Row {
  id: string;
  course: string;
  course_en: string;
  number: number;
  room: string;
  teacher: string;
  starts_at: Date;
  ends_at: Date;
  same_room: boolean;
}

/**
 * Looks for the session that already has the room or the teacher, so that the refusal can name it. Room and teacher are
 * locked first: whoever comes at the same time waits, and then sees. What keeps the rule is the constraint.
 */
@Injectable()
export class SessionClashes {
  constructor(private readonly clock: Clock) {}

  async assertFree(tx: Tx, wish: Wish): Promise<void> {
    await tx.query(`SELECT 1 FROM rooms WHERE id = $1 FOR NO KEY UPDATE`, [wish.roomId]);
    await tx.query(`SELECT 1 FROM teachers WHERE id = $1 FOR NO KEY UPDATE`, [wish.teacherId]);
    const [row]: Row[] = await tx.query(
      `SELECT s.id, k.name AS course, k.name_en AS course_en, s.number, r.name AS room, t.name AS teacher,
              lower(s.during) AS starts_at, upper(s.during) AS ends_at, s.room_id = $2 AS same_room
         FROM class_sessions s JOIN classes c ON c.id = s.class_id JOIN courses k ON k.id = c.course_id
         JOIN rooms r ON r.id = s.room_id JOIN teachers t ON t.id = s.teacher_id
        WHERE s.state = 'scheduled' AND s.id <> $1 AND s.during && $4::tstzrange AND (s.room_id = $2 OR s.teacher_id = $3)
        ORDER BY s.room_id = $2 DESC, lower(s.during) LIMIT 1`,
      [wish.sessionId, wish.roomId, wish.teacherId, writeSpan(wish.during)],
    );
    if (!row) return;
    const other = this.other(row);
    if (row.same_room) throw schoolRefusals.room_taken({ room: row.room, other });
    throw schoolRefusals.teacher_taken({ teacher: row.teacher, other });
  }

  private other(row: Row): OtherSession {
    const { zone } = this.clock;
    return {
      sessionId: row.id,
      course: row.course,
      courseEn: row.course_en,
      number: row.number,
      room: row.room,
      teacher: row.teacher,
      startsAt: zonedOf(row.starts_at, zone),
      endsAt: zonedOf(row.ends_at, zone),
    };
  }
}
