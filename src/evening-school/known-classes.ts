import type { EntityManager } from 'typeorm';
import { dateInWords, Temporal } from '../kernel/time.js';
import { writeSpans } from '../platform/database/columns.js';
import { cell } from '../platform/sheets/check-sheet.rules.js';
import type { CellError } from '../platform/sheets/check-sheet.rules.js';
import type { ClassState } from './class.lifecycle.js';
import { headingOf } from './course-list.columns.js';
import type { CourseListEntry } from './course-list.columns.js';
import { identityOf } from './course-list.rules.js';
import type { PlannedClass } from './planned-class.js';
import { zonedOf } from '../platform/database/sql-values.js';

/** A class that the term has already, as a course list would write it. */
export interface KnownClass {
  readonly id: string;
  readonly poolId: string;
  readonly state: ClassState;
  readonly entry: CourseListEntry;
}

interface Row {
  id: string;
  pool_id: string;
  state: ClassState;
  course: string;
  course_en: string;
  category: string;
  weekday: number;
  starts_at: string;
  minutes: number;
  session_count: number;
  room: string;
  teacher: string;
  capacity: number;
  minimum: number;
  fee_fen: string;
  on_make_up_days: boolean;
}

/** The classes of a term by what makes them the same class. */
export async function findKnownClasses(manager: EntityManager, termId: string): Promise<Map<string, KnownClass>> {
  const rows: Row[] = await manager.query(
    `SELECT c.id, c.pool_id, c.state, k.name AS course, k.name_en AS course_en, k.category, c.weekday,
            c.starts_at_time::text AS starts_at, c.minutes, c.session_count, r.name AS room, t.name AS teacher,
            p.capacity, c.minimum, p.fee_fen, c.meets_on_make_up_days AS on_make_up_days
       FROM classes c JOIN courses k ON k.id = c.course_id JOIN rooms r ON r.id = c.room_id
       JOIN teachers t ON t.id = c.teacher_id JOIN pools p ON p.id = c.pool_id
      WHERE c.term_id = $1 ORDER BY c.weekday, c.starts_at_time, k.name`,
    [termId],
  );
  const known = rows.map((row): KnownClass => ({
    id: row.id,
    poolId: row.pool_id,
    state: row.state,
    entry: toEntry(row),
  }));
  return new Map(known.map((one) => [identityOf(one.entry), one]));
}

function toEntry(row: Row): CourseListEntry {
  return {
    course: row.course,
    courseEn: row.course_en,
    category: row.category,
    weekday: row.weekday,
    startsAt: Temporal.PlainTime.from(row.starts_at),
    minutes: row.minutes,
    sessionCount: row.session_count,
    room: row.room,
    teacher: row.teacher,
    capacity: row.capacity,
    minimum: row.minimum,
    feeFen: Number(row.fee_fen),
    meetsOnMakeUpDays: row.on_make_up_days,
  };
}

/** Whether the list says nothing new of a class. The names of a course belong to the course, not to the class. */
export function isSame({ entry: known }: KnownClass, entry: CourseListEntry): boolean {
  const fields = ['minutes', 'sessionCount', 'room', 'capacity', 'minimum', 'feeFen', 'meetsOnMakeUpDays'] as const;
  return fields.every((field) => known[field] === entry[field]);
}

/** Rooms and teachers of the list that other classes have at the same time; each row and cell is named once. */
export async function findClashesWithKnown(
  manager: EntityManager,
  venueId: string,
  steps: readonly { planned: PlannedClass; known: KnownClass | undefined }[],
  zone: string,
): Promise<CellError[]> {
  if (steps.length === 0) return [];
  const wishes = steps.map(({ planned: { row, entry, spans } }) => {
    return { row, room: entry.room, teacher: entry.teacher, spans: writeSpans(spans) };
  });
  const replaced = steps.flatMap(({ known }) => (known ? [known.id] : []));
  const rows: {
    row: number;
    field: 'room' | 'teacher';
    name: string;
    course: string;
    course_en: string;
    starts_at: Date;
  }[] = await manager.query(
    `SELECT DISTINCT ON (w.row, f.field) w.row, f.field, f.name, k.name AS course, k.name_en AS course_en,
              lower(s.during) AS starts_at
         FROM json_to_recordset($1) AS w ("row" int, room text, teacher text, spans text)
         JOIN class_sessions s ON s.state = 'scheduled' AND s.during && w.spans::tstzmultirange
         JOIN rooms r ON r.id = s.room_id JOIN teachers t ON t.id = s.teacher_id
         JOIN classes c ON c.id = s.class_id JOIN courses k ON k.id = c.course_id
         JOIN LATERAL (VALUES ('room', r.name, r.name = w.room AND r.venue_id = $2),
                              ('teacher', t.name, t.name = w.teacher)) AS f (field, name, same) ON f.same
        WHERE c.id <> ALL($3) ORDER BY w.row, f.field, lower(s.during)`,
    [JSON.stringify(wishes), venueId, replaced],
  );
  return rows.map(({ row, field, name, course, course_en: courseEn, starts_at }) => {
    const day = dateInWords(zonedOf(starts_at, zone).toPlainDate());
    const reason = `${day.zh} 已被“${course}”占用`;
    const reasonEn = `is taken by "${courseEn}" on ${day.en}`;
    return cell(row, headingOf(field), name, reason, reasonEn);
  });
}
