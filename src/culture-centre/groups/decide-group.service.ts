import { Injectable } from '@nestjs/common';
import { Admission, Booking } from '../../admission/index.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { ProgrammeItem } from '../programme/programme-item.entity.js';
import { Slot } from '../programme/slot.entity.js';
import { GroupRequest } from './group-request.entity.js';
import type { GroupDecision, GroupView } from './groups.contract.js';
import { groupsRefusals } from './groups.errors.js';
import { GroupsQueries } from './groups.queries.js';

/** Staff take a group, and its tickets are valid; or decline it with a reason, and its places go to others. */
@Injectable()
export class DecideGroup {
  constructor(
    private readonly transactions: Transactions,
    private readonly admission: Admission,
    private readonly queries: GroupsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string, body: GroupDecision): Promise<GroupView> {
    return this.transactions.run(async (tx) => {
      // Of two who decide, one finds it decided.
      const request = await tx.findOne(GroupRequest, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!request) throw requestRefusals.not_found();
      const { bookingId, slotId } = request;
      const slot = await tx.findOneByOrFail(Slot, { id: slotId });
      const { venueId } = await tx.findOneByOrFail(ProgrammeItem, { id: slot.itemId });
      assertMayAt(actor, 'groups.decide', venueId);
      const { state } = await tx.findOneByOrFail(Booking, { id: bookingId });
      if (request.decision !== null || state !== 'held') throw groupsRefusals.decided_already();
      const reason = body.decision === 'declined' ? body.reason : null;
      const decided = { decision: body.decision, decidedAt: this.clock.now(), reason };
      if (body.decision === 'approved') await this.admission.accept(tx, { bookingId, by: actor });
      else await this.admission.withdraw(tx, { bookingId, by: actor, reason: body.reason });
      await tx.update(GroupRequest, { id }, decided);
      const deed = { action: `group_request.${body.decision}` as const, subjectId: id, facts: { bookingId, reason } };
      await this.audit.record(tx, actor, deed);
      return this.queries.one(actor, id, tx);
    });
  }
}
