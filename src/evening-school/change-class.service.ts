import { Injectable } from '@nestjs/common';
import { Pool, Pools } from '../admission/index.js';
import { isBefore } from '../kernel/time.js';
import { Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { SchoolClass } from './class.entity.js';
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
        await this.moveElsewhere(tx, actor, schoolClass, change);
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

  /** Another room or teacher, for the evenings that have not begun. */
  private async moveElsewhere(tx: Tx, actor: Actor, schoolClass: SchoolClass, change: ClassChange): Promise<void> {
    const { roomId = schoolClass.roomId, teacherId = schoolClass.teacherId } = change;
    await this.classes.assertRoom(tx, actor, roomId);
    await this.classes.assertTeacher(tx, teacherId);
    await tx.update(SchoolClass, { id: schoolClass.id }, { roomId, teacherId });
    const where = { classId: schoolClass.id, state: 'scheduled' as const };
    const sessions = await tx.find(ClassSession, { where, order: { number: 'ASC' } });
    const now = this.clock.now();
    for (const session of sessions.filter(({ during }) => isBefore(now, during.startsAt))) {
      await this.clashes.assertFree(tx, { sessionId: session.id, during: session.during, roomId, teacherId });
      const sequence = session.sequence + 1;
      await tx.update(ClassSession, { id: session.id }, { roomId, teacherId, sequence, changedAt: now });
    }
  }
}

function assertMinimumFits(minimum: number, capacity: number): void {
  if (minimum > capacity) throw schoolRefusals.minimum_above_capacity({ minimum, capacity });
}
