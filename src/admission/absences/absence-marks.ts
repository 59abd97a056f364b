import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import type { Text } from '../../kernel/text.js';
import type { PlainDate } from '../../kernel/time.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Lift } from './absence-mark.entity.js';

/** From what somebody was absent: a session, a slot, a booking. */
export interface AbsenceSubject {
  readonly kind: string;
  readonly id: string;
}

export interface NewMark {
  readonly residentId: string;
  readonly day: PlainDate;
  /** The kind of pool: `class`. */
  readonly scope: string;
  readonly subject: AbsenceSubject;
  /** What was missed, with no full stop; shown wherever the mark is. */
  readonly reason: Text;
}

export interface WrittenMark {
  readonly id: string;
  readonly residentId: string;
  readonly scope: string;
  readonly reason: Text;
}

export interface Lifting {
  readonly lift: Lift;
  readonly reason: string;
  readonly by: Actor;
}

interface Row {
  id: string;
  resident_id: string;
  scope: string;
  reason: string;
  reason_en: string;
}

/** The rows of marks. Their people are locked, so that what counts on a day is decided by one at a time. */
@Injectable()
export class AbsenceMarks {
  constructor(private readonly clock: Clock) {}

  /**
   * Writes the marks that are new, and answers those that count now. What was excused gives none, what was given twice or
   * lifted for good none again; of several on one day the first counts.
   */
  async give(tx: Tx, marks: readonly NewMark[]): Promise<WrittenMark[]> {
    const rows = marks.map(({ residentId, day, scope, subject, reason }) => ({
      ...{ id: newId(), resident_id: residentId, day: day.toString(), scope },
      ...{ subject_kind: subject.kind, subject_id: subject.id, reason: reason.zh, reason_en: reason.en },
    }));
    await tx.query(
      `INSERT INTO absence_marks (id, resident_id, day, scope, subject_kind, subject_id, reason, reason_en, state, given_at)
       SELECT id, resident_id, day, scope, subject_kind, subject_id, reason, reason_en, 'same_day', $2
         FROM json_to_recordset($1) AS m (id uuid, resident_id uuid, day date, scope text, subject_kind text,
                                          subject_id uuid, reason text, reason_en text)
        WHERE NOT EXISTS (SELECT 1 FROM absence_excusals e
                           WHERE e.subject_kind = m.subject_kind AND e.subject_id = m.subject_id)
          AND NOT EXISTS (SELECT 1 FROM absence_marks l
                           WHERE l.resident_id = m.resident_id AND l.subject_kind = m.subject_kind
                             AND l.subject_id = m.subject_id AND l.lift <> 'corrected')
       ON CONFLICT (resident_id, subject_kind, subject_id) WHERE state <> 'lifted' DO NOTHING`,
      [JSON.stringify(rows), this.clock.now().toString()],
    );
    return this.count(tx, [...new Set(marks.map(({ residentId }) => residentId))]);
  }

  /**
   * Lifts marks, closes what was appealed against them, and answers those that had counted, and those that count instead:
   * the next absence of the same day.
   */
  async lift(
    tx: Tx,
    markIds: readonly string[],
    { lift, reason, by }: Lifting,
  ): Promise<[WrittenMark[], WrittenMark[]]> {
    if (markIds.length === 0) return [[], []];
    const now = this.clock.now().toString();
    const staffId = by.kind === 'staff' ? by.id : null;
    const [rows]: [(Row & { was: string })[]] = await tx.query(
      `UPDATE absence_marks m SET state = 'lifted', lift = $2, lift_reason = $3, lifted_at = $4, lifted_by = $5
         FROM absence_marks was WHERE m.id = ANY($1) AND m.state <> 'lifted' AND was.id = m.id
       RETURNING m.id, m.resident_id, m.scope, m.reason, m.reason_en, was.state AS was`,
      [markIds, lift, reason, now, staffId],
    );
    await tx.query(
      `UPDATE absence_appeals SET state = 'settled', reason = $2, decided_at = $3, decided_by = $4
        WHERE mark_id = ANY($1) AND state = 'open'`,
      [rows.map(({ id }) => id), reason, now, staffId],
    );
    const counted = rows.filter(({ was }) => was === 'counted').map(toMark);
    return [counted, await this.count(tx, [...new Set(counted.map(({ residentId }) => residentId))])];
  }

  /** The marks of a subject that are not lifted: of these people, or of all. */
  async ofSubject(tx: Tx, subject: AbsenceSubject, residentIds?: readonly string[]): Promise<WrittenMark[]> {
    const rows: Row[] = await tx.query(
      `SELECT id, resident_id, scope, reason, reason_en FROM absence_marks
        WHERE subject_kind = $1 AND subject_id = $2 AND state <> 'lifted'
          AND ($3::uuid[] IS NULL OR resident_id = ANY($3))`,
      [subject.kind, subject.id, residentIds ?? null],
    );
    return rows.map(toMark);
  }

  /** On each day on which no mark counts, the first that stands by does from now on. */
  private async count(tx: Tx, residentIds: readonly string[]): Promise<WrittenMark[]> {
    if (residentIds.length === 0) return [];
    const [rows]: [Row[]] = await tx.query(
      `UPDATE absence_marks SET state = 'counted' WHERE id IN (
         SELECT DISTINCT ON (s.resident_id, s.day) s.id FROM absence_marks s
          WHERE s.resident_id = ANY($1) AND s.state = 'same_day'
            AND NOT EXISTS (SELECT 1 FROM absence_marks c
                             WHERE c.resident_id = s.resident_id AND c.day = s.day AND c.state = 'counted')
          ORDER BY s.resident_id, s.day, s.given_at, s.id)
       RETURNING id, resident_id, scope, reason, reason_en`,
      [residentIds],
    );
    return rows.map(toMark);
  }
}

function toMark({ id, resident_id, scope, reason, reason_en }: Row): WrittenMark {
  return { id, residentId: resident_id, scope, reason: { zh: reason, en: reason_en } };
}
