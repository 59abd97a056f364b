import { Injectable } from '@nestjs/common';
import { Pools } from '../admission/index.js';
import { isBefore } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import { assertMayAt } from '../people/index.js';
import type { Actor } from '../people/index.js';
import type { Tx } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { SchoolClass } from './class.entity.js';
import { ClassSession } from './class-session.entity.js';
import { schoolRefusals } from './school.errors.js';
import { Term } from './term.entity.js';
import { Room, Teacher } from './school-register.entity.js';

/** A class and its evenings, locked for a change by somebody who may make it. */
@Injectable()
export class SchoolClasses {
  constructor(private readonly pools: Pools) {}

  async locked(tx: Tx, actor: Actor, id: string): Promise<SchoolClass> {
    const found = await tx.findOne(SchoolClass, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!found) throw requestRefusals.not_found();
    assertMayAt(actor, 'classes.edit', await this.venueOf(tx, found.roomId));
    if (found.state === 'cancelled') throw schoolRefusals.class_is_cancelled();
    return found;
  }

  /** The session with its class; the class is locked first, as every change of a class does. */
  async lockedSession(tx: Tx, actor: Actor, id: string, now: Instant): Promise<[ClassSession, SchoolClass]> {
    const found = await tx.findOneBy(ClassSession, { id });
    if (!found) throw requestRefusals.not_found();
    const schoolClass = await this.locked(tx, actor, found.classId);
    const session = await tx.findOneByOrFail(ClassSession, { id });
    if (!isBefore(now, session.during.startsAt)) throw schoolRefusals.session_is_over();
    return [session, schoolClass];
  }

  /** A class meets in the venue of its term. */
  async assertRoom(tx: Tx, schoolClass: SchoolClass, roomId: string): Promise<void> {
    const { venueId } = await tx.findOneByOrFail(Term, { id: schoolClass.termId });
    if (!(await tx.existsBy(Room, { id: roomId, venueId }))) throw schoolRefusals.no_such_room();
  }

  async assertTeacher(tx: Tx, teacherId: string): Promise<void> {
    if (!(await tx.existsBy(Teacher, { id: teacherId }))) throw schoolRefusals.no_such_teacher();
  }

  /** Tells admission which moments the class takes of a person's time, and when it begins. */
  async carryTimes(tx: Tx, schoolClass: SchoolClass): Promise<void> {
    const sessions = await tx.find(ClassSession, { where: { classId: schoolClass.id, state: 'scheduled' } });
    const occupies = sessions.map(({ during }) => during);
    const [first, ...rest] = occupies;
    const startsAt = rest.reduce(
      (start, span) => (start && isBefore(span.startsAt, start) ? span.startsAt : start),
      first?.startsAt,
    );
    await this.pools.change(tx, schoolClass.poolId, { occupies, ...(startsAt ? { startsAt } : {}) });
  }

  private async venueOf(tx: Tx, roomId: string): Promise<string | null> {
    return (await tx.findOneBy(Room, { id: roomId }))?.venueId ?? null;
  }
}
