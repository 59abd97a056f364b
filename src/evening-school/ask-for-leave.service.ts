import { Injectable } from '@nestjs/common';
import { isBefore, isoIn } from '../kernel/time.js';
import { Audit } from '../people/index.js';
import type { ResidentActor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { enrolmentRefusals } from './enrolment.errors.js';
import { instantOf, zonedOf } from '../platform/database/sql-values.js';
import type { LeaveRequest, LeaveView } from './timetable.contract.js';

interface Row {
  id: string;
  starts_at: Date;
  state: 'scheduled' | 'cancelled';
}

/** Leave from one session, asked before it begins; it is no absence. Until the start it can be taken back. */
@Injectable()
export class AskForLeave {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(
    actor: ResidentActor,
    sessionId: string,
    request: LeaveRequest,
    once: OnceRequest | undefined,
  ): Promise<LeaveView> {
    const reason = request.reason ?? null;
    return this.idempotency.once(once, async (tx) => {
      const session = await this.ownSessionToCome(tx, actor, sessionId);
      const asked: unknown[] = await tx.query(
        `INSERT INTO attendances AS a (session_id, resident_id, state, reason, recorded_at)
         VALUES ($1, $2, 'leave', $3, $4)
         ON CONFLICT ON CONSTRAINT attendances_one_per_session_and_person DO UPDATE
            SET reason = excluded.reason, recorded_at = excluded.recorded_at WHERE a.state = 'leave'
         RETURNING session_id`,
        [sessionId, actor.id, reason, this.clock.now().toString()],
      );
      if (asked.length === 0) throw enrolmentRefusals.attendance_recorded();
      await this.audit.record(tx, actor, { action: 'class_session.leave_asked', subjectId: sessionId });
      return this.view(session, true, reason);
    });
  }

  takeBack(actor: ResidentActor, sessionId: string): Promise<LeaveView> {
    return this.transactions.run(async (tx) => {
      const session = await this.ownSessionToCome(tx, actor, sessionId);
      const [, taken]: [unknown, number] = await tx.query(
        `DELETE FROM attendances WHERE session_id = $1 AND resident_id = $2 AND state = 'leave'`,
        [sessionId, actor.id],
      );
      if (taken === 0) throw requestRefusals.not_found();
      await this.audit.record(tx, actor, { action: 'class_session.leave_taken_back', subjectId: sessionId });
      return this.view(session, false, null);
    });
  }

  /** Locks the session, so that it is neither moved nor cancelled in between. */
  private async ownSessionToCome(tx: Tx, actor: ResidentActor, sessionId: string): Promise<Row> {
    const [session]: Row[] = await tx.query(
      `SELECT s.id, lower(s.during) AS starts_at, s.state FROM class_sessions s JOIN classes c ON c.id = s.class_id
        WHERE s.id = $1 AND EXISTS (
          SELECT 1 FROM bookings b WHERE b.pool_id = c.pool_id AND b.resident_id = $2
             AND b.state IN ('confirmed', 'awaiting_payment'))
          FOR SHARE OF s`,
      [sessionId, actor.id],
    );
    if (!session) throw requestRefusals.not_found();
    const startsAt = zonedOf(session.starts_at, this.clock.zone);
    if (session.state === 'cancelled') throw enrolmentRefusals.session_cancelled({ startsAt });
    if (!isBefore(this.clock.now(), startsAt.toInstant())) throw enrolmentRefusals.session_has_begun({ startsAt });
    return session;
  }

  private view(session: Row, leaveAsked: boolean, reason: string | null): LeaveView {
    return {
      sessionId: session.id,
      startsAt: isoIn(this.clock.zone, instantOf(session.starts_at)),
      leaveAsked,
      reason,
    };
  }
}
