import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inLanguage } from '../kernel/text.js';
import type { Language } from '../kernel/text.js';
import { isoIn } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { containing, limits } from '../platform/database/search.js';
import { sendAlone } from '../platform/database/send.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { CatalogueClass, CataloguePage, ClassPage, ClassQuery } from './catalogue.contract.js';
import { howToEnrol } from './catalogue.rules.js';
import { toCatalogueClass } from './catalogue.view.js';
import type { ClassRow } from './catalogue.view.js';
import { instantOf } from '../platform/database/sql-values.js';

const fromClasses = `
  FROM classes c JOIN terms m ON m.id = c.term_id JOIN courses k ON k.id = c.course_id
  JOIN teachers t ON t.id = c.teacher_id JOIN rooms r ON r.id = c.room_id JOIN venues v ON v.id = r.venue_id
  JOIN pools p ON p.id = c.pool_id LEFT JOIN openings o ON o.id = p.opening_id`;

const columns = `
  c.id, c.reference, k.name, k.name_en, k.category, m.id AS term_id, m.name AS term, m.name_en AS term_en,
  t.id AS teacher_id, t.name AS teacher, r.id AS room_id, r.name AS room,
  v.id AS venue_id, v.name AS venue, v.name_en AS venue_en,
  c.weekday, c.starts_at_time, c.minutes, c.session_count, c.state, c.minimum,
  p.fee_fen, p.min_age, p.max_age, p.audience, p.capacity, p.taken, p.opens_at, p.closes_at, p.payment_hours,
  m.full_refund_days, m.classes_per_person, p.waiting, p.waiting_list,
  p.opening_id, o.per_second IS NOT NULL AS has_waiting_room, o.notice, o.notice_en,
  (SELECT min(lower(s.during)) FROM class_sessions s WHERE s.class_id = c.id AND s.state = 'scheduled') AS first_session_at,
  (SELECT max(lower(s.during)) FROM class_sessions s WHERE s.class_id = c.id AND s.state = 'scheduled') AS last_session_at`;

const sorting: Record<ClassQuery['sort'], string> = {
  weekday: 'c.weekday, c.starts_at_time, k.initials, c.id',
  name: 'k.initials, k.name, c.weekday, c.id',
  places: `(CASE WHEN c.state = 'published' THEN p.capacity - p.taken ELSE -1 END) DESC, k.initials, c.id`,
  fee: 'p.fee_fen, k.initials, c.id',
};

interface SessionRow {
  id: string;
  number: number;
  starts_at: Date;
  ends_at: Date;
  room: string;
  teacher: string;
  state: 'scheduled' | 'cancelled';
  provisional: boolean;
}

/** What anybody may see of the school: published classes, and those that were cancelled after they were published. */
@Injectable()
export class Catalogue {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async page(query: ClassQuery): Promise<CataloguePage> {
    const { limit, offset } = limits(query);
    const search = query.search?.normalize('NFKC');
    // Initials are plain letters: a Chinese search is no search by initials.
    const initials = search && /^[a-z0-9\s]+$/i.test(search) ? search.toLowerCase().replace(/\s/g, '') : null;
    const filter = [
      query.termId ?? null,
      this.clock.today().toString(),
      search ? containing(search) : null,
      initials ? containing(initials) : null,
      query.category ?? null,
      query.weekday ?? null,
      query.onlyFree === 'true',
    ];
    const where = `
      WHERE c.published_at IS NOT NULL
        AND CASE WHEN $1::uuid IS NULL THEN m.ends_on >= $2::date ELSE c.term_id = $1 END
        AND ($3::text IS NULL OR k.name ILIKE $3 OR k.name_en ILIKE $3 OR k.category ILIKE $3 OR t.name ILIKE $3
             OR k.initials LIKE $4::text)
        AND ($5::text IS NULL OR k.category = $5) AND ($6::int IS NULL OR c.weekday = $6)
        AND (NOT $7::boolean OR (c.state = 'published' AND p.taken < p.capacity))`;
    // Prepared: to plan eight tables takes several times what reading them does.
    const [rows, [count]] = await Promise.all([
      sendAlone<ClassRow>(
        this.source,
        `SELECT ${columns} ${fromClasses} ${where} ORDER BY ${sorting[query.sort]} LIMIT $8 OFFSET $9`,
        [...filter, limit, offset],
      ),
      sendAlone<{ count: number }>(this.source, `SELECT count(*)::int AS count ${fromClasses} ${where}`, filter),
    ]);
    return { items: rows.map((row) => this.card(row)), total: count?.count ?? 0, page: query.page, size: query.size };
  }

  /** Classes that take enrolments now, those with the most places first. */
  async openNow(limit: number): Promise<CatalogueClass[]> {
    const rows: ClassRow[] = await this.source.query(
      `SELECT ${columns} ${fromClasses}
        WHERE c.state = 'published' AND p.opens_at <= $1 AND p.closes_at > $1
        ORDER BY ${sorting.weekday} LIMIT $2`,
      [this.clock.now().toString(), limit],
    );
    return rows.map((row) => this.card(row));
  }

  /** When enrolment opens next, for the next term whose classes are published. */
  async opensNextAt(): Promise<string | null> {
    const [row]: { opens_at: Date | null }[] = await this.source.query(
      `SELECT min(p.opens_at) AS opens_at FROM classes c JOIN pools p ON p.id = c.pool_id
        WHERE c.state = 'published' AND p.opens_at > $1`,
      [this.clock.now().toString()],
    );
    return row?.opens_at ? this.iso(row.opens_at) : null;
  }

  async one(classId: string, language: Language): Promise<ClassPage> {
    type Row = ClassRow & {
      minimum: number;
      payment_hours: number;
      full_refund_days: number;
      classes_per_person: number;
    };
    const [[row], sessions]: [Row[], SessionRow[]] = await Promise.all([
      this.source.query(`SELECT ${columns} ${fromClasses} WHERE c.id = $1 AND c.published_at IS NOT NULL`, [classId]),
      this.source.query(
        `SELECT s.id, s.number, lower(s.during) AS starts_at, upper(s.during) AS ends_at, s.state, s.provisional,
                r.name AS room, t.name AS teacher
           FROM class_sessions s JOIN rooms r ON r.id = s.room_id JOIN teachers t ON t.id = s.teacher_id
          WHERE s.class_id = $1 ORDER BY s.during, s.number`,
        [classId],
      ),
    ]);
    if (!row) throw requestRefusals.not_found();
    const card = this.card(row);
    return {
      ...card,
      minimum: row.minimum,
      paymentHours: row.payment_hours,
      fullRefundDays: row.full_refund_days,
      classesPerPerson: row.classes_per_person,
      howToEnrol: inLanguage(
        howToEnrol({
          ...card,
          ...card.enrolment,
          isCancelled: card.state === 'cancelled',
          opensAt: instantOf(row.opens_at),
          closesAt: instantOf(row.closes_at),
          zone: this.clock.zone,
          paymentHours: row.payment_hours,
        }),
        language,
      ),
      sessions: sessions.map((session) => ({
        id: session.id,
        number: session.number,
        startsAt: this.iso(session.starts_at),
        endsAt: this.iso(session.ends_at),
        room: session.room,
        teacher: session.teacher,
        state: session.state,
        provisional: session.provisional,
      })),
    };
  }

  private card(row: ClassRow): CatalogueClass {
    return toCatalogueClass(row, this.clock.now(), this.clock.zone);
  }

  private iso(value: Date): string {
    return isoIn(this.clock.zone, instantOf(value));
  }
}
