import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock/clock.js';
import { send } from '../platform/database/send.js';
import type { Tx } from '../platform/database/transactions.js';
import { limits } from '../platform/database/search.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { toEnrolmentView } from './enrolment.view.js';
import type { ClassPart, EnrolmentRow, PresencePart } from './enrolment.view.js';
import { activeStates, endedStates } from './enrolments.contract.js';
import type { EnrolmentPage, EnrolmentsQuery, EnrolmentView } from './enrolments.contract.js';

const active = `b.state IN ('confirmed', 'awaiting_payment', 'offered', 'waiting')`;

/** What an enrolment shows of its class. $1 is now. */
const classColumns = `
  p.fee_fen, c.id AS class_id, c.reference AS class_reference, k.name, k.name_en, t.name AS teacher, r.name AS room,
  v.name AS venue, v.name_en AS venue_en, c.weekday, c.starts_at_time, c.minutes, c.state AS class_state,
  (SELECT min(lower(s.during)) FROM class_sessions s
    WHERE s.class_id = c.id AND s.state = 'scheduled' AND lower(s.during) > $1) AS next_session_at`;

const presenceColumns = `
  count(*) FILTER (WHERE n.state = 'absent')::int AS absences, count(*) FILTER (WHERE n.state = 'leave')::int AS leaves`;

const fromClasses = `
  classes c JOIN pools p ON p.id = c.pool_id
  JOIN courses k ON k.id = c.course_id JOIN teachers t ON t.id = c.teacher_id
  JOIN rooms r ON r.id = c.room_id JOIN venues v ON v.id = r.venue_id`;

const select = `
  SELECT b.id, b.reference, b.state, b.holds_until, b.booked_at, b.confirmed_at, b.ended_at, b.end_reason,
         CASE WHEN b.state = 'waiting' THEN
           (SELECT count(*)::int FROM bookings w
             WHERE w.pool_id = b.pool_id AND w.state = 'waiting' AND w.arrival <= b.arrival) END AS position,
         h.id AS charge_id, m.paid_fen - m.refunded_fen AS paid_fen, m.balance_fen,
         a.absences, a.leaves, ${classColumns}
    FROM bookings b JOIN (${fromClasses}) ON c.pool_id = b.pool_id
    LEFT JOIN charges h ON h.subject_kind = 'booking' AND h.subject_id = b.id
    LEFT JOIN LATERAL (SELECT * FROM charge_balances x WHERE x.charge_id = h.id) m ON true
    CROSS JOIN LATERAL (
      SELECT ${presenceColumns} FROM attendances n JOIN class_sessions s ON s.id = n.session_id
       WHERE n.resident_id = b.resident_id AND s.class_id = c.id) a
   WHERE b.resident_id = $2`;

/** A resident's own enrolments; nobody else's is ever found. */
@Injectable()
export class Enrolments {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(residentId: string, id: string, manager: EntityManager = this.source.manager): Promise<EnrolmentView> {
    const [row]: EnrolmentRow[] = await manager.query(`${select} AND b.id = $3`, [this.now(), residentId, id]);
    if (!row) throw requestRefusals.not_found();
    return toEnrolmentView(row, this.clock.zone);
  }

  /** The classes of these pools as an enrolment in them shows them. */
  classParts(tx: Tx, poolIds: readonly string[]): Promise<(ClassPart & { pool_id: string; has_begun: boolean })[]> {
    return send(
      tx,
      `SELECT c.pool_id, p.starts_at <= $1 AS has_begun, ${classColumns} FROM ${fromClasses} WHERE c.pool_id = ANY($2)`,
      [this.now(), poolIds],
    );
  }

  /** How often these people were absent or on leave, by person and class; who never was is missing. */
  async presence(tx: Tx, residentIds: readonly string[]): Promise<Map<string, PresencePart>> {
    if (residentIds.length === 0) return new Map();
    const rows: (PresencePart & { resident_id: string; class_id: string })[] = await tx.query(
      `SELECT n.resident_id, s.class_id, ${presenceColumns}
         FROM attendances n JOIN class_sessions s ON s.id = n.session_id
        WHERE n.resident_id = ANY($1) GROUP BY n.resident_id, s.class_id`,
      [residentIds],
    );
    return new Map(rows.map((row) => [`${row.resident_id} ${row.class_id}`, row]));
  }

  /** Active ones first, then the newest. */
  async page(residentId: string, query: EnrolmentsQuery): Promise<EnrolmentPage> {
    const { limit, offset } = limits(query);
    const states = statesFor(query.state);
    const [rows, [count]]: [EnrolmentRow[], { count: number }[]] = await Promise.all([
      this.source.query(
        `${select} AND ($3::text[] IS NULL OR b.state = ANY ($3)) ORDER BY (${active}) DESC, b.arrival DESC LIMIT $4 OFFSET $5`,
        [this.now(), residentId, states, limit, offset],
      ),
      this.source.query(
        `SELECT count(*)::int AS count FROM bookings b JOIN classes c ON c.pool_id = b.pool_id
          WHERE b.resident_id = $1 AND ($2::text[] IS NULL OR b.state = ANY ($2))`,
        [residentId, states],
      ),
    ]);
    const items = rows.map((row) => toEnrolmentView(row, this.clock.zone));
    return { items, total: count?.count ?? 0, page: query.page, size: query.size };
  }

  private now(): string {
    return this.clock.now().toString();
  }
}

function statesFor(state: EnrolmentsQuery['state']): readonly string[] | null {
  if (state === undefined) return null;
  if (state === 'active') return activeStates;
  return state === 'ended' ? endedStates : [state];
}
