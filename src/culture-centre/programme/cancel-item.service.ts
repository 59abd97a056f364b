import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { isBefore } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { CancelSlots } from './cancel-slots.js';
import { ProgrammeItem } from './programme-item.entity.js';
import type { ItemView } from './programme.contract.js';
import { programmeRefusals } from './programme.errors.js';
import { Programme } from './programme.js';
import { ProgrammeQueries } from './programme.queries.js';
import { Slot } from './slot.entity.js';

/** Cancels an exhibition or performance with all that is still to come of it. */
@Injectable()
export class CancelItem {
  constructor(
    private readonly transactions: Transactions,
    private readonly programme: Programme,
    private readonly cancelSlots: CancelSlots,
    private readonly queries: ProgrammeQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string, reason: string): Promise<ItemView> {
    return this.transactions.run(async (tx) => {
      const item = await this.programme.locked(tx, actor, id);
      if (item.state === 'cancelled') throw programmeRefusals.cancelled();
      const slots = await tx.findBy(Slot, { itemId: id, cancelledAt: IsNull() });
      const coming = slots.filter(({ during }) => isBefore(this.clock.now(), during.endsAt));
      await this.cancelSlots.run(tx, actor, coming, reason);
      await tx.update(ProgrammeItem, { id }, { state: 'cancelled' });
      const deed = {
        action: 'programme_item.cancelled',
        subjectId: id,
        facts: { reason, slots: coming.length },
      } as const;
      await this.audit.record(tx, actor, deed);
      return this.queries.one(actor, id, tx);
    });
  }
}
