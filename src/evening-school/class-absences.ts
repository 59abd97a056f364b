import { Injectable } from '@nestjs/common';
import { Absences } from '../admission/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { zonedOf } from '../platform/database/sql-values.js';
import type { Tx } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';

/** What staff recorded of one learner and one evening. */
export interface Recorded {
  readonly resident_id: string;
  readonly state: 'present' | 'absent';
}

interface SessionRow {
  number: number;
  starts_at: Date;
  name: string;
  name_en: string;
}

const subjectOf = (sessionId: string) => ({ kind: 'class_session', id: sessionId });

/** Who misses an evening without leave is marked for it; who was there after all, or whom the house let down, is not. */
@Injectable()
export class ClassAbsences {
  constructor(
    private readonly absences: Absences,
    private readonly clock: Clock,
  ) {}

  /** Learners are locked. Leave gives no mark, since it is not among what staff recorded. */
  async recorded(tx: Tx, by: Actor, sessionId: string, recorded: readonly Recorded[]): Promise<void> {
    const of = (state: Recorded['state']) =>
      recorded.filter((one) => one.state === state).map(({ resident_id }) => resident_id);
    const subject = subjectOf(sessionId);
    await this.absences.correct(tx, by, subject, of('present'));
    const [session]: SessionRow[] = await tx.query(
      `SELECT s.number, lower(s.during) AS starts_at, k.name, k.name_en FROM class_sessions s
         JOIN classes c ON c.id = s.class_id JOIN courses k ON k.id = c.course_id WHERE s.id = $1`,
      [sessionId],
    );
    if (!session) throw requestRefusals.not_found();
    const day = zonedOf(session.starts_at, this.clock.zone).toPlainDate();
    const reason = {
      zh: `“${session.name}”第 ${session.number} 次课（${day.month}月${day.day}日）缺课`,
      en: `Absent from session ${session.number} of ${session.name_en} on ${day.toString()}`,
    };
    const marks = of('absent').map((residentId) => ({ residentId, day, scope: 'class', subject, reason }));
    await this.absences.mark(tx, by, marks);
  }

  /** The house moved or cancelled the evening, or it did not take place as it should. */
  excuse(tx: Tx, by: Actor, sessionId: string, reason: string): Promise<void> {
    return this.absences.excuse(tx, by, subjectOf(sessionId), reason);
  }
}
