import { Injectable } from '@nestjs/common';
import { Admission } from '../../admission/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { OrderView } from './orders.contract.js';
import { Orders } from './orders.queries.js';
import { OwnOrders } from './own-order.js';

/** Takes the places that came free, or leaves them to the next in line. */
@Injectable()
export class AnswerOrderOffer {
  constructor(
    private readonly transactions: Transactions,
    private readonly own: OwnOrders,
    private readonly admission: Admission,
    private readonly orders: Orders,
  ) {}

  run(me: ResidentActor, id: string, answer: 'accept' | 'decline'): Promise<OrderView> {
    return this.transactions.run(async (tx) => {
      // Only orders are answered here: another feature's booking is not found, and held seats are completed instead.
      const order = await this.own.find(tx, me.id, id);
      if (order.booking.state === 'held') throw this.own.undecided(order);
      await this.admission[answer](tx, { bookingId: id, residentId: me.id, by: me });
      return this.orders.one(me.id, id, tx);
    });
  }
}
