import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../kernel/time.js';
import { venuesWith } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { containing, limits } from '../platform/database/search.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { ClassDetails, ClassesQuery, ClassPage, ClassSummary } from './classes.contract.js';
import { daysBeforeDecision } from './minimum.rules.js';
import { instantOf } from '../platform/database/sql-values.js';

interface Row {
  id: string;
  reference: string;
  term_id: string;
  course: string;
  course_en: string;
  category: string;
  teacher: string;
  room: string;
  weekday: number;
  starts_at_time: string;
  minutes: number;
  session_count: number;
  meets_on_make_up_days: boolean;
  capacity: number;
  taken: number;
  waiting: number;
  waiting_list: boolean;
  minimum: number;
  fee_fen: string;
  state: ClassSummary['state'];
  decision: ClassSummary['decision'];
  starts_at: Date;
}

interface SessionRow {
  id: string;
  number: number;
  starts_at: Date;
  ends_at: Date;
  room: string;
  teacher: string;
  state: 'scheduled' | 'cancelled';
  provisional: boolean;
  note: string | null;
}

const orders: Record<ClassesQuery['sort'], string> = {
  weekday: 'c.weekday, c.starts_at_time, k.name',
  course: 'k.name, c.weekday',
  taken: 'p.taken DESC, k.name',
};

const fromClasses = `
  FROM classes c JOIN courses k ON k.id = c.course_id JOIN teachers t ON t.id = c.teacher_id
  JOIN rooms r ON r.id = c.room_id JOIN pools p ON p.id = c.pool_id
 WHERE ($1::uuid[] IS NULL OR r.venue_id = ANY($1))`;

/** Classes as staff see them, drafts and all. */
@Injectable()
export class ClassesQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async page(actor: Actor, termId: string, query: ClassesQuery): Promise<ClassPage> {
    const { limit, offset } = limits(query);
    const decideBefore = this.clock.now().add({ hours: 24 * daysBeforeDecision });
    const where = `c.term_id = $2 AND ($3::text IS NULL OR c.state = $3)
       AND ($4::text IS NULL OR k.name LIKE $4 OR k.name_en ILIKE $4 OR t.name LIKE $4 OR k.initials LIKE $4)
       AND (NOT $5::boolean OR (c.state = 'published' AND c.decision IS NULL AND p.taken < c.minimum
                                AND p.starts_at BETWEEN $6 AND $7))`;
    const values = [
      termId,
      query.state ?? null,
      query.search ? containing(query.search) : null,
      query.toDecide === 'true',
      this.clock.now().toString(),
      decideBefore.toString(),
    ];
    const page = `${where} ORDER BY ${orders[query.sort]}, c.id LIMIT $8 OFFSET $9`;
    const [rows, [counted]]: [Row[], { total: string }[]] = await Promise.all([
      this.rows(this.source.manager, actor, page, [...values, limit, offset]),
      this.source.query(`SELECT count(*) AS total ${fromClasses} AND ${where}`, [
        venuesWith(actor, 'classes.read'),
        ...values,
      ]),
    ]);
    const items = rows.map((row) => this.summary(row));
    return { items, total: Number(counted?.total ?? 0), page: query.page, size: query.size };
  }

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<ClassDetails> {
    const [row] = await this.rows(manager, actor, `c.id = $2`, [id]);
    if (!row) throw requestRefusals.not_found();
    const sessions: SessionRow[] = await manager.query(
      `SELECT s.id, s.number, lower(s.during) AS starts_at, upper(s.during) AS ends_at, r.name AS room,
              t.name AS teacher, s.state, s.provisional, s.note
         FROM class_sessions s JOIN rooms r ON r.id = s.room_id JOIN teachers t ON t.id = s.teacher_id
        WHERE s.class_id = $1 ORDER BY s.number`,
      [id],
    );
    const { zone } = this.clock;
    return {
      ...this.summary(row),
      sessionCount: row.session_count,
      meetsOnMakeUpDays: row.meets_on_make_up_days,
      sessions: sessions.map(({ starts_at, ends_at, ...session }) => ({
        ...session,
        startsAt: isoIn(zone, instantOf(starts_at)),
        endsAt: isoIn(zone, instantOf(ends_at)),
      })),
    };
  }

  private rows(manager: EntityManager, actor: Actor, rest: string, values: unknown[]): Promise<Row[]> {
    return manager.query(
      `SELECT c.*, k.name AS course, k.name_en AS course_en, k.category, t.name AS teacher, r.name AS room,
              p.capacity, p.taken, p.waiting, p.waiting_list, p.fee_fen, p.starts_at
         ${fromClasses} AND ${rest}`,
      [venuesWith(actor, 'classes.read'), ...values],
    );
  }

  private summary(row: Row): ClassSummary {
    return {
      id: row.id,
      reference: row.reference,
      termId: row.term_id,
      course: row.course,
      courseEn: row.course_en,
      category: row.category,
      teacher: row.teacher,
      room: row.room,
      weekday: row.weekday,
      startsAt: row.starts_at_time.slice(0, 5),
      minutes: row.minutes,
      capacity: row.capacity,
      taken: row.taken,
      waiting: row.waiting,
      waitingList: row.waiting_list,
      minimum: row.minimum,
      feeFen: Number(row.fee_fen),
      state: row.state,
      decision: row.decision,
      firstSessionAt: isoIn(this.clock.zone, instantOf(row.starts_at)),
    };
  }
}
