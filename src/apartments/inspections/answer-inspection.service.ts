import { Injectable } from '@nestjs/common';
import { isoIn } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { inspectionRefusals } from './inspection.errors.js';
import { Inspections } from './inspections.js';
import type { Answer, InspectionView } from './inspections.contract.js';
import { InspectionsQueries } from './inspections.queries.js';

/** The tenant says that it is so, which holds for good, or what is wrong with it. */
@Injectable()
export class AnswerInspection {
  constructor(
    private readonly transactions: Transactions,
    private readonly inspections: Inspections,
    private readonly queries: InspectionsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  confirm(me: ResidentActor, id: string, answer: Answer): Promise<InspectionView> {
    return this.answer(me, id, 'confirmed', answer);
  }

  dispute(me: ResidentActor, id: string, answer: Answer): Promise<InspectionView> {
    return this.answer(me, id, 'disputed', answer);
  }

  private answer(
    me: ResidentActor,
    id: string,
    to: 'confirmed' | 'disputed',
    { presentedAt: seenAt, words: answerWords }: Answer,
  ): Promise<InspectionView> {
    return this.transactions.run(async (tx) => {
      const { inspection } = await this.inspections.lock(tx, me, id);
      const { state, presentedAt } = inspection;
      if (state !== 'presented' || !presentedAt) throw inspectionRefusals.not_in_this_state({ state });
      if (isoIn(this.clock.zone, presentedAt) !== seenAt) throw inspectionRefusals.presented_anew();
      await this.inspections.move(tx, inspection, to, { answeredAt: this.clock.now(), answerWords });
      await this.audit.record(tx, me, { action: `lease_inspection.${to}`, subjectId: id, facts: { seenAt } });
      return this.queries.one(tx, id);
    });
  }
}
