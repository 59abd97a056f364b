import { Injectable } from '@nestjs/common';
import { ChangeBooking } from '../../admission/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { GroupRequest } from '../groups/group-request.entity.js';
import { Slot } from '../programme/slot.entity.js';
import type { OrderDetails } from './order-details.js';
import { orderRefusals } from './order.errors.js';
import type { MoveInput, OrderView } from './orders.contract.js';
import { Orders } from './orders.queries.js';
import { OwnOrders } from './own-order.js';

/**
 * Changes the slot of a visit in one step; where the new one has no place, the old one stays. All slots of an exhibition
 * cost the same, so what was paid goes along.
 */
@Injectable()
export class MoveOrder {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly own: OwnOrders,
    private readonly changeBooking: ChangeBooking,
    private readonly orders: Orders,
  ) {}

  run(me: ResidentActor, id: string, { slotId }: MoveInput, once?: OnceRequest): Promise<OrderView> {
    return this.idempotency.once(once, async (tx) => {
      const order = await this.own.find(tx, me.id, id);
      this.own.assertNotBegun(order);
      const { booking, item } = order;
      if (await tx.existsBy(GroupRequest, { bookingId: id })) throw orderRefusals.group_stays();
      if (booking.state !== 'confirmed' || item.entry !== 'timed') throw orderRefusals.not_movable();
      const isFree = order.tickets.every(({ feeFen }) => feeFen === 0);
      const { refundHours } = item.rules;
      if (!isFree && !this.own.isRefunded(order)) throw orderRefusals.paid_stays({ refundHours });
      const slot = await tx.findOneBy(Slot, { id: slotId });
      if (!slot) throw requestRefusals.not_found();
      if (slot.itemId !== item.id) throw orderRefusals.not_the_same_exhibition();
      const details: OrderDetails = { kind: 'moved', from: id };
      const about = { bookingId: id, residentId: me.id, by: me };
      const moved = await this.changeBooking.moveTo<OrderView>(tx, { ...about, poolId: slot.poolId, details });
      await this.own.assertNoneUsed(tx, id);
      // With the charge, which came along after the order was made.
      return this.orders.one(me.id, moved.orderId, tx);
    });
  }
}
