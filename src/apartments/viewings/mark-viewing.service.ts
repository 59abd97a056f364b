import { Injectable } from '@nestjs/common';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Building } from '../inventory/building.entity.js';
import { Viewing, ViewingTime } from './viewing.entity.js';
import { viewingRefusals } from './viewing.errors.js';
import { viewingLifecycle } from './viewing.lifecycle.js';
import { hasBegun } from './viewing.rules.js';
import type { ViewingMark, ViewingTimeView } from './viewings.contract.js';
import { ViewingsQueries } from './viewings.queries.js';

/** Staff say who came and who stayed away, and put that right. */
@Injectable()
export class MarkViewing {
  constructor(
    private readonly transactions: Transactions,
    private readonly queries: ViewingsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string, { outcome }: ViewingMark): Promise<ViewingTimeView> {
    return this.transactions.run(async (tx) => {
      const viewing = await tx.findOne(Viewing, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!viewing) throw requestRefusals.not_found();
      const { timeId, state } = viewing;
      const { buildingId, during } = await tx.findOneByOrFail(ViewingTime, { id: timeId });
      const { venueId } = await tx.findOneByOrFail(Building, { id: buildingId });
      assertMayAt(actor, 'viewings.manage', venueId);
      const now = this.clock.now();
      if (!viewingLifecycle.mayMove(state, outcome)) throw viewingRefusals.not_in_this_state({ state });
      if (!hasBegun(during, now)) throw viewingRefusals.not_begun();
      await tx.update(Viewing, { id }, { state: outcome, endedAt: now });
      await this.audit.record(tx, actor, { action: `viewing.${outcome}`, subjectId: id, facts: { before: state } });
      return this.queries.time(actor, timeId, tx);
    });
  }
}
