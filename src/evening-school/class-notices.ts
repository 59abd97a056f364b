import { Injectable } from '@nestjs/common';
import type { Text } from '../kernel/text.js';
import type { Span } from '../kernel/time.js';
import type { Tx } from '../platform/database/transactions.js';
import { Clock } from '../platform/clock/clock.js';
import { Messages } from '../reminders/messages.js';
import { classCancelled, roomChanged, sessionCancelled, sessionMoved, sessionRestored } from './class.messages.js';
import type { ClassWords, Words } from './class.messages.js';
import { zonedOf } from '../platform/database/sql-values.js';

interface SessionRow {
  class_id: string;
  number: number;
  starts_at: Date;
  sequence: number;
  name: string;
  name_en: string;
  room: string;
  venue: string;
  venue_en: string;
}

/**
 * Tells everyone with a place in a class what staff did with it. Called in the transaction of the change and after it,
 * so that the words show what is true now.
 */
@Injectable()
export class ClassNotices {
  constructor(
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  async sessionMoved(tx: Tx, move: { sessionId: string; from: Span; reason: string | null }): Promise<void> {
    const session = await this.session(tx, move.sessionId);
    const from = move.from.startsAt.toZonedDateTimeISO(this.clock.zone);
    const words = sessionMoved(about(session), {
      number: session.number,
      from,
      to: this.start(session),
      reason: move.reason,
    });
    await this.tellLearners(tx, 'class.session_moved', move.sessionId, session, words);
  }

  /** From the session named up to the one of this number, the class meets elsewhere; told once for all of them. */
  async roomChanged(tx: Tx, change: { sessionId: string; until: number }): Promise<void> {
    const session = await this.session(tx, change.sessionId);
    const words = roomChanged(about(session), { from: session.number, until: change.until, at: this.start(session) });
    await this.tellLearners(tx, 'class.room_changed', change.sessionId, session, words);
  }

  async sessionCancelled(tx: Tx, act: { sessionId: string; reason: string | null }): Promise<void> {
    const session = await this.session(tx, act.sessionId);
    const words = sessionCancelled(about(session), {
      number: session.number,
      at: this.start(session),
      reason: act.reason,
    });
    await this.tellLearners(tx, 'class.session_cancelled', act.sessionId, session, words);
  }

  async sessionRestored(tx: Tx, act: { sessionId: string }): Promise<void> {
    const session = await this.session(tx, act.sessionId);
    const words = sessionRestored(about(session), { number: session.number, at: this.start(session) });
    await this.tellLearners(tx, 'class.session_restored', act.sessionId, session, words);
  }

  /**
   * Everyone with a place or in line, before their bookings end; of money only who has paid.
   */
  async classCancelled(tx: Tx, act: { classId: string; reason: string | null }): Promise<void> {
    const learners: (NamedClass & { resident_id: string; has_paid: boolean })[] = await tx.query(
      `SELECT b.resident_id, k.name, k.name_en,
              EXISTS (SELECT 1 FROM charges h JOIN charge_entries e ON e.charge_id = h.id AND e.kind = 'paid'
                       WHERE h.subject_kind = 'booking' AND h.subject_id = b.id) AS has_paid
         FROM classes c JOIN courses k ON k.id = c.course_id
         JOIN bookings b ON b.pool_id = c.pool_id AND b.state IN ('confirmed', 'awaiting_payment', 'waiting', 'offered')
        WHERE c.id = $1`,
      [act.classId],
    );
    await this.messages.say(
      tx,
      ...learners.map((row) => ({
        kind: 'class.cancelled',
        subject: { kind: 'class', id: act.classId },
        residentId: row.resident_id,
        occurrence: 'cancelled',
        ...classCancelled({ name: nameOf(row), place: nowhere }, { reason: act.reason, hasPaid: row.has_paid }),
      })),
    );
  }

  private async session(tx: Tx, sessionId: string): Promise<SessionRow> {
    const [row]: SessionRow[] = await tx.query(
      `SELECT s.class_id, s.number, lower(s.during) AS starts_at, s.sequence, k.name, k.name_en,
              r.name AS room, v.name AS venue, v.name_en AS venue_en
         FROM class_sessions s JOIN classes c ON c.id = s.class_id JOIN courses k ON k.id = c.course_id
         JOIN rooms r ON r.id = s.room_id JOIN venues v ON v.id = r.venue_id
        WHERE s.id = $1`,
      [sessionId],
    );
    if (!row) throw new Error(`There is no session ${sessionId} to tell about.`);
    return row;
  }

  private start(session: SessionRow) {
    return zonedOf(session.starts_at, this.clock.zone);
  }

  /** The sequence rises with every change, so each change is told once. */
  private async tellLearners(
    tx: Tx,
    kind: string,
    sessionId: string,
    session: SessionRow,
    words: Words,
  ): Promise<void> {
    const learners: { resident_id: string }[] = await tx.query(
      `SELECT b.resident_id FROM classes c
         JOIN bookings b ON b.pool_id = c.pool_id AND b.state IN ('confirmed', 'awaiting_payment')
        WHERE c.id = $1`,
      [session.class_id],
    );
    await this.messages.say(
      tx,
      ...learners.map((learner) => ({
        kind,
        subject: { kind: 'class_session', id: sessionId },
        residentId: learner.resident_id,
        occurrence: `change ${session.sequence}`,
        ...words,
      })),
    );
  }
}

interface NamedClass {
  name: string;
  name_en: string;
}

const nowhere: Text = { zh: '', en: '' };

function nameOf(row: NamedClass): Text {
  return { zh: row.name, en: row.name_en };
}

function about(row: SessionRow): ClassWords {
  return { name: nameOf(row), place: placeOf(row) };
}

export function placeOf(row: { venue: string; venue_en: string; room: string }): Text {
  return { zh: `${row.venue} ${row.room}`, en: `${row.room}, ${row.venue_en}` };
}
