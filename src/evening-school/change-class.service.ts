import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { Pool, Pools } from '../admission/index.js';
import { isBefore } from '../kernel/time.js';
import { Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { SchoolClass } from './class.entity.js';
import { ClassNotices } from './class-notices.js';
import { ClassSession } from './class-session.entity.js';
import type { ClassChange, ClassDetails } from './classes.contract.js';
import { ClassesQueries } from './classes.queries.js';
import { SchoolClasses } from './school-classes.js';
import { schoolRefusals } from './school.errors.js';
import { SessionClashes } from './session-clashes.js';

/** Changes a class: places, minimum, fee while it is a draft, room and teacher of the evenings still to come. */
@Injectable()
export class ChangeClass {
  constructor(
    private readonly transactions: Transactions,
    private readonly classes: SchoolClasses,
    private readonly pools: Pools,
    private readonly clashes: SessionClashes,
    private readonly notices: ClassNotices,
    private readonly queries: ClassesQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string, change: ClassChange): Promise<ClassDetails> {
    return this.transactions.run(async (tx) => {
      const schoolClass = await this.classes.locked(tx, actor, id);
      if (change.feeFen !== undefined && schoolClass.state !== 'draft') throw schoolRefusals.not_a_draft();
      const { capacity, feeFen, minimum, waitingList } = change;
      const places = await tx.findOneByOrFail(Pool, { id: schoolClass.poolId });
      assertMinimumFits(minimum ?? schoolClass.minimum, capacity ?? places.capacity);
      if (minimum !== undefined) await tx.update(SchoolClass, { id }, { minimum });
      if (change.roomId !== undefined || change.teacherId !== undefined) {
        const { roomId, teacherId } = change;
        await this.moveElsewhere(tx, schoolClass, {
          ...(roomId === undefined ? {} : { roomId }),
          ...(teacherId === undefined ? {} : { teacherId }),
        });
      }
      await this.pools.change(tx, schoolClass.poolId, {
        ...(capacity === undefined ? {} : { capacity }),
        ...(feeFen === undefined ? {} : { feeFen }),
        ...(waitingList === undefined ? {} : { waitingList }),
      });
      await this.audit.record(tx, actor, { action: 'class.changed', subjectId: id, facts: { ...change } });
      return this.queries.one(actor, id, tx);
    });
  }

  /** Another room or teacher for the evenings that have not begun; what is not named stays as it is on each of them. */
  private async moveElsewhere(tx: Tx, schoolClass: SchoolClass, change: Elsewhere): Promise<void> {
    const { roomId, teacherId } = change;
    if (roomId !== undefined) await this.classes.assertRoom(tx, schoolClass, roomId);
    if (teacherId !== undefined) {
      await this.classes.assertTeacher(tx, teacherId);
      await assertNoTwin(tx, schoolClass, teacherId);
    }
    await tx.update(SchoolClass, { id: schoolClass.id }, change);
    const where = { classId: schoolClass.id, state: 'scheduled' as const };
    const sessions = await tx.find(ClassSession, { where, order: { number: 'ASC' } });
    const toCome = sessions.filter(({ during }) => isBefore(this.clock.now(), during.startsAt));
    const moved: ClassSession[] = [];
    for (const session of toCome) if (await this.moveSession(tx, schoolClass, session, change)) moved.push(session);
    const [first] = moved;
    // Who teaches is seen in the timetable; where to go is told, once for all evenings.
    if (first && roomId !== undefined && schoolClass.state === 'published') {
      await this.notices.roomChanged(tx, { sessionId: first.id, until: moved.at(-1)?.number ?? first.number });
    }
  }

  /** Whether the evening was changed. A substitute, or another room for one evening, stays as staff arranged it. */
  private async moveSession(tx: Tx, usual: SchoolClass, session: ClassSession, change: Elsewhere): Promise<boolean> {
    const isUsualRoom = session.roomId === usual.roomId;
    const isUsualTeacher = session.teacherId === usual.teacherId;
    const roomId = (isUsualRoom ? change.roomId : undefined) ?? session.roomId;
    const teacherId = (isUsualTeacher ? change.teacherId : undefined) ?? session.teacherId;
    if (roomId === session.roomId && teacherId === session.teacherId) return false;
    const { id: sessionId, during, sequence } = session;
    await this.clashes.assertFree(tx, { sessionId, during, roomId, teacherId });
    const changedAt = this.clock.now();
    await tx.update(ClassSession, { id: sessionId }, { roomId, teacherId, sequence: sequence + 1, changedAt });
    return true;
  }
}

interface Elsewhere {
  readonly roomId?: string;
  readonly teacherId?: string;
}

/** Course, teacher, weekday and hour make a class the same class, also where the other one is cancelled. */
async function assertNoTwin(tx: Tx, schoolClass: SchoolClass, teacherId: string): Promise<void> {
  const { id, termId, courseId, weekday, startsAtTime } = schoolClass;
  const twin = await tx.findOneBy(SchoolClass, { id: Not(id), termId, courseId, weekday, startsAtTime, teacherId });
  if (twin) throw schoolRefusals.class_is_there({ reference: twin.reference });
}

function assertMinimumFits(minimum: number, capacity: number): void {
  if (minimum > capacity) throw schoolRefusals.minimum_above_capacity({ minimum, capacity });
}
