import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Pools } from '../../admission/index.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { SlotNotices } from './slot-notices.js';
import { Slot } from './slot.entity.js';

/** Takes slots back: everybody who booked is told why, their tickets end with their places, and they owe nothing. */
@Injectable()
export class CancelSlots {
  constructor(
    private readonly pools: Pools,
    private readonly notices: SlotNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, actor: Actor, slots: readonly Slot[], reason: string): Promise<void> {
    if (slots.length === 0) return;
    const [ids, poolIds] = [slots.map(({ id }) => id), slots.map(({ poolId }) => poolId)];
    await this.pools.lock(tx, poolIds);
    await this.notices.cancelled(tx, ids, reason);
    await this.pools.closeAll(tx, poolIds, actor, reason);
    await tx.update(Slot, { id: In(ids) }, { cancelledAt: this.clock.now(), cancelReason: reason });
    const deeds = ids.map((id) => ({ action: 'slot.cancelled' as const, subjectId: id, facts: { reason } }));
    await this.audit.record(tx, actor, ...deeds);
  }
}
