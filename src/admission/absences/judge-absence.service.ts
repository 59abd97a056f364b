import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Audit, Residents } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { AbsenceAppeal, AbsenceMark } from './absence-mark.entity.js';
import { AbsenceMarks } from './absence-marks.js';
import { AbsenceNotices } from './absence-notices.js';
import { absenceRefusals } from './absence.errors.js';
import type { AppealView, DecisionInput, MarkView } from './absences.contract.js';
import { AbsencesQueries } from './absences.queries.js';

/** A mark is looked at once more: its resident appeals, staff decide, or lift it by themselves. */
@Injectable()
export class JudgeAbsence {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly residents: Residents,
    private readonly marks: AbsenceMarks,
    private readonly notices: AbsenceNotices,
    private readonly queries: AbsencesQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Once for each mark, while it is not lifted. */
  appeal(me: ResidentActor, markId: string, words: string, once: OnceRequest | undefined): Promise<MarkView> {
    return this.idempotency.once(once, async (tx) => {
      const mark = await this.locked(tx, { id: markId, residentId: me.id });
      if (mark.lift) throw absenceRefusals.lifted_already({ lift: mark.lift });
      const id = newId();
      await tx.insert(AbsenceAppeal, { id, markId, words, madeAt: this.clock.now(), state: 'open' });
      await this.audit.record(tx, me, { action: 'absence_appeal.made', subjectId: id, facts: { markId } });
      return this.queries.mark(tx, markId);
    });
  }

  /** Granted, the mark is lifted; either way its resident is told why. */
  decide(actor: Actor, appealId: string, { decision, reason }: DecisionInput): Promise<AppealView> {
    return this.transactions.run(async (tx) => {
      const seen = await tx.findOneBy(AbsenceAppeal, { id: appealId });
      if (!seen) throw requestRefusals.not_found();
      const mark = await this.locked(tx, { id: seen.markId });
      const { state } = await tx.findOneByOrFail(AbsenceAppeal, { id: appealId });
      if (state !== 'open') throw absenceRefusals.appeal_decided({ state });
      const decidedBy = actor.kind === 'staff' ? actor.id : null;
      const decided = { state: decision, reason, decidedAt: this.clock.now(), decidedBy };
      await tx.update(AbsenceAppeal, { id: appealId }, decided);
      const facts = { markId: mark.id, residentId: mark.residentId, reason };
      await this.audit.record(tx, actor, { action: `absence_appeal.${decision}`, subjectId: appealId, facts });
      const isGranted = decision === 'granted';
      const lifting = { lift: 'appeal' as const, reason, by: actor };
      const [lifted, instead] = await this.marks.lift(tx, isGranted ? [mark.id] : [], lifting);
      await this.notices.judged(tx, toWritten(mark), decision, reason);
      await this.notices.record(tx, actor, 'lifted', lifted, reason);
      await this.notices.marked(tx, actor, instead);
      return this.queries.appeal(tx, appealId);
    });
  }

  lift(actor: Actor, markId: string, reason: string): Promise<MarkView> {
    return this.transactions.run(async (tx) => {
      const mark = await this.locked(tx, { id: markId });
      if (mark.lift) throw absenceRefusals.lifted_already({ lift: mark.lift });
      const [lifted, instead] = await this.marks.lift(tx, [markId], { lift: 'staff', reason, by: actor });
      await this.notices.lifted(tx, actor, lifted, { zh: reason, en: reason });
      await this.notices.marked(tx, actor, instead);
      return this.queries.mark(tx, markId);
    });
  }

  /** The mark as it is while its resident is locked. */
  private async locked(tx: Tx, where: { id: string; residentId?: string }): Promise<AbsenceMark> {
    const seen = await tx.findOneBy(AbsenceMark, where);
    if (!seen) throw requestRefusals.not_found();
    await this.residents.lock(tx, [seen.residentId]);
    return tx.findOneByOrFail(AbsenceMark, where);
  }
}

function toWritten({ id, residentId, scope, reason, reasonEn }: AbsenceMark) {
  return { id, residentId, scope, reason: { zh: reason, en: reasonEn } };
}
