import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { dateIn, isoIn } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import type { EveningView } from './catalogue.contract.js';
import { instantOf } from '../platform/database/sql-values.js';

interface SessionRow {
  id: string;
  class_id: string;
  starts_at: Date;
  ends_at: Date;
  name: string;
  name_en: string;
  room: string;
  venue: string;
  venue_en: string;
  teacher: string;
}

@Injectable()
export class Tonight {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** What is still on today; when nothing is, the next day that has a session. */
  async evening(): Promise<EveningView> {
    const now = this.clock.now();
    const rows: SessionRow[] = await this.source.query(
      `WITH coming AS (
         SELECT s.*, (lower(s.during) AT TIME ZONE $2)::date AS day
           FROM class_sessions s JOIN classes c ON c.id = s.class_id AND c.state = 'published'
          WHERE s.state = 'scheduled' AND lower(s.during) > $1::timestamptz - interval '8 hours'
            AND upper(s.during) > $1::timestamptz)
       SELECT s.id, s.class_id, lower(s.during) AS starts_at, upper(s.during) AS ends_at, k.name, k.name_en,
              r.name AS room, v.name AS venue, v.name_en AS venue_en, t.name AS teacher
         FROM coming s JOIN classes c ON c.id = s.class_id JOIN courses k ON k.id = c.course_id
         JOIN rooms r ON r.id = s.room_id JOIN venues v ON v.id = r.venue_id JOIN teachers t ON t.id = s.teacher_id
        WHERE s.day = (SELECT min(day) FROM coming)
        ORDER BY s.during, k.initials, s.id LIMIT 100`,
      [now.toString(), this.clock.zone],
    );
    const first = rows[0] && dateIn(this.clock.zone, instantOf(rows[0].starts_at));
    return {
      date: first?.toString() ?? null,
      isToday: first?.equals(this.clock.today()) ?? false,
      sessions: rows.map((row) => ({
        sessionId: row.id,
        classId: row.class_id,
        name: row.name,
        nameEn: row.name_en,
        startsAt: isoIn(this.clock.zone, instantOf(row.starts_at)),
        endsAt: isoIn(this.clock.zone, instantOf(row.ends_at)),
        room: row.room,
        venue: row.venue,
        venueEn: row.venue_en,
        teacher: row.teacher,
      })),
    };
  }
}
