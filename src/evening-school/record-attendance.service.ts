import { Injectable } from '@nestjs/common';
import { isBefore } from '../kernel/time.js';
import { Audit, Residents } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { ClassAbsences } from './class-absences.js';
import type { Recorded } from './class-absences.js';
import { ClassSession } from './class-session.entity.js';
import type { AttendanceInput, AttendanceView } from './roster.contract.js';
import { RosterQueries } from './roster.queries.js';
import { schoolRefusals } from './school.errors.js';

/**
 * Staff record who came. Leave that was asked stays leave, unless the learner came after all. An absence is a mark where
 * a policy says so; one that is corrected is none.
 */
@Injectable()
export class RecordAttendance {
  constructor(
    private readonly transactions: Transactions,
    private readonly roster: RosterQueries,
    private readonly residents: Residents,
    private readonly absences: ClassAbsences,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, sessionId: string, { entries }: AttendanceInput): Promise<AttendanceView> {
    return this.transactions.run(async (tx) => {
      const learners = await this.roster.attendance(actor, sessionId, tx);
      const { during, state } = await tx.findOneByOrFail(ClassSession, { id: sessionId });
      if (state === 'cancelled') throw schoolRefusals.session_is_cancelled();
      if (isBefore(this.clock.now(), during.startsAt)) throw schoolRefusals.session_not_begun();
      const known = new Set(learners.entries.map(({ residentId }) => residentId));
      const strangers = entries.map(({ residentId }) => residentId).filter((id) => !known.has(id));
      if (strangers.length > 0) throw schoolRefusals.not_a_learner({ residentIds: strangers });
      await this.residents.lock(
        tx,
        entries.map(({ residentId }) => residentId),
      );
      const recorded: Recorded[] = await tx.query(
        `INSERT INTO attendances AS a (session_id, resident_id, state, reason, recorded_at)
         SELECT $1, e."residentId", e.state, NULL, $3
           FROM json_to_recordset($2) AS e ("residentId" uuid, state text) ORDER BY e."residentId"
         ON CONFLICT ON CONSTRAINT attendances_one_per_session_and_person DO UPDATE
            SET state = excluded.state, recorded_at = excluded.recorded_at
          WHERE NOT (a.state = 'leave' AND excluded.state = 'absent')
         RETURNING a.resident_id, a.state`,
        [sessionId, JSON.stringify(entries), this.clock.now().toString()],
      );
      await this.absences.recorded(tx, actor, sessionId, recorded);
      const facts = { entries: entries.length };
      await this.audit.record(tx, actor, { action: 'session.attendance_recorded', subjectId: sessionId, facts });
      return this.roster.attendance(actor, sessionId, tx);
    });
  }
}
