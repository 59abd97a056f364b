import { Injectable } from '@nestjs/common';
import { Pools } from '../admission/index.js';
import { Audit } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { SchoolClass } from './class.entity.js';
import { ClassNotices } from './class-notices.js';
import type { ClassDetails, DecisionInput } from './classes.contract.js';
import { ClassesQueries } from './classes.queries.js';
import { SchoolClasses } from './school-classes.js';

/** Cancels a class, or decides whether one with too few learners runs. Everybody in it is told and owes nothing. */
@Injectable()
export class CancelClass {
  constructor(
    private readonly transactions: Transactions,
    private readonly classes: SchoolClasses,
    private readonly pools: Pools,
    private readonly notices: ClassNotices,
    private readonly queries: ClassesQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string, reason: string): Promise<ClassDetails> {
    return this.transactions.run(async (tx) => {
      const schoolClass = await this.classes.locked(tx, actor, id);
      await this.cancel(tx, actor, schoolClass, reason);
      return this.queries.one(actor, id, tx);
    });
  }

  decide(actor: Actor, id: string, { runs, reason }: DecisionInput): Promise<ClassDetails> {
    return this.transactions.run(async (tx) => {
      const schoolClass = await this.classes.locked(tx, actor, id);
      const decision = runs ? 'runs' : 'does_not_run';
      await tx.update(SchoolClass, { id }, { decision });
      await this.audit.record(tx, actor, { action: 'class.decided', subjectId: id, facts: { decision } });
      if (!runs) await this.cancel(tx, actor, schoolClass, reason ?? '报名人数不足 Too few learners');
      return this.queries.one(actor, id, tx);
    });
  }

  private async cancel(tx: Tx, actor: Actor, { id, poolId }: SchoolClass, reason: string): Promise<void> {
    await this.notices.classCancelled(tx, { classId: id, reason });
    await this.pools.close(tx, poolId, actor, reason);
    await tx.update(SchoolClass, { id }, { state: 'cancelled' });
    await tx.query(
      `UPDATE class_sessions SET state = 'cancelled', sequence = sequence + 1, changed_at = $2
        WHERE class_id = $1 AND state = 'scheduled' AND lower(during) > $2`,
      [id, this.clock.now().toString()],
    );
    await this.audit.record(tx, actor, { action: 'class.cancelled', subjectId: id, facts: { reason } });
  }
}
