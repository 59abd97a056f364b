import { Injectable } from '@nestjs/common';
import { isBefore, Temporal } from '../kernel/time.js';
import { Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { ClassAbsences } from './class-absences.js';
import { ClassNotices } from './class-notices.js';
import { ClassSession } from './class-session.entity.js';
import type { ClassDetails, SessionMove } from './classes.contract.js';
import { ClassesQueries } from './classes.queries.js';
import { HouseCalendars } from './house-calendar.js';
import { SchoolClasses } from './school-classes.js';
import { schoolRefusals } from './school.errors.js';
import { SessionClashes } from './session-clashes.js';
import { sessionSpan } from './session-dates.rules.js';

/** Moves an evening, cancels it, or takes the cancelling back. The learners are told in the same transaction. */
@Injectable()
export class MoveSession {
  constructor(
    private readonly transactions: Transactions,
    private readonly classes: SchoolClasses,
    private readonly clashes: SessionClashes,
    private readonly calendars: HouseCalendars,
    private readonly absences: ClassAbsences,
    private readonly notices: ClassNotices,
    private readonly queries: ClassesQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, sessionId: string, move: SessionMove): Promise<ClassDetails> {
    return this.transactions.run(async (tx) => {
      const [session, schoolClass] = await this.classes.lockedSession(tx, actor, sessionId, this.clock.now());
      if (session.state === 'cancelled') throw schoolRefusals.session_is_cancelled();
      const date = Temporal.PlainDate.from(move.date);
      const startsAt = move.startsAt ? Temporal.PlainTime.from(move.startsAt) : this.hourOf(session);
      const during = sessionSpan(date, startsAt, schoolClass.minutes, this.clock.zone);
      if (!isBefore(this.clock.now(), during.startsAt)) throw schoolRefusals.not_into_the_past();
      const { roomId = session.roomId, teacherId = session.teacherId, reason } = move;
      if (move.roomId !== undefined) await this.classes.assertRoom(tx, schoolClass, roomId);
      if (move.teacherId !== undefined) await this.classes.assertTeacher(tx, teacherId);
      await this.clashes.assertFree(tx, { sessionId, during, roomId, teacherId });
      const provisional = !(await this.calendars.between(tx, date, date)).isPublished(date);
      await this.change(tx, session, { during, roomId, teacherId, provisional, note: reason });
      await this.classes.carryTimes(tx, schoolClass);
      if (schoolClass.state === 'published') {
        const isSameTime = during.startsAt.equals(session.during.startsAt);
        if (!isSameTime) await this.absences.excuse(tx, actor, sessionId, reason);
        await this.notices.sessionMoved(tx, { sessionId, from: session.during, reason });
      }
      const facts = { ...move, from: session.during.startsAt.toString(), to: during.startsAt.toString() };
      await this.audit.record(tx, actor, { action: 'session.moved', subjectId: sessionId, facts });
      return this.queries.one(actor, schoolClass.id, tx);
    });
  }

  cancel(actor: Actor, sessionId: string, reason: string): Promise<ClassDetails> {
    return this.transactions.run(async (tx) => {
      const [session, schoolClass] = await this.classes.lockedSession(tx, actor, sessionId, this.clock.now());
      if (session.state === 'cancelled') throw schoolRefusals.session_is_cancelled();
      await this.change(tx, session, { state: 'cancelled', note: reason });
      await this.classes.carryTimes(tx, schoolClass);
      if (schoolClass.state === 'published') {
        await this.absences.excuse(tx, actor, sessionId, reason);
        await this.notices.sessionCancelled(tx, { sessionId, reason });
      }
      await this.audit.record(tx, actor, { action: 'session.cancelled', subjectId: sessionId, facts: { reason } });
      return this.queries.one(actor, schoolClass.id, tx);
    });
  }

  /** Possible as long as room and teacher are still free. */
  restore(actor: Actor, sessionId: string): Promise<ClassDetails> {
    return this.transactions.run(async (tx) => {
      const [session, schoolClass] = await this.classes.lockedSession(tx, actor, sessionId, this.clock.now());
      if (session.state === 'scheduled') throw schoolRefusals.session_is_scheduled();
      const { during, roomId, teacherId } = session;
      await this.clashes.assertFree(tx, { sessionId, during, roomId, teacherId });
      await this.change(tx, session, { state: 'scheduled', note: null });
      await this.classes.carryTimes(tx, schoolClass);
      if (schoolClass.state === 'published') await this.notices.sessionRestored(tx, { sessionId });
      await this.audit.record(tx, actor, { action: 'session.restored', subjectId: sessionId });
      return this.queries.one(actor, schoolClass.id, tx);
    });
  }

  /** The sequence rises with every change, so that calendar programs take it over. */
  private async change(tx: Tx, session: ClassSession, change: Partial<ClassSession>): Promise<void> {
    const sequence = session.sequence + 1;
    await tx.update(ClassSession, { id: session.id }, { ...change, sequence, changedAt: this.clock.now() });
  }

  private hourOf({ during }: ClassSession): Temporal.PlainTime {
    return during.startsAt.toZonedDateTimeISO(this.clock.zone).toPlainTime();
  }
}
