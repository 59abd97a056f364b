import { Injectable } from '@nestjs/common';
import { Admission } from '../../admission/index.js';
import { IdentityDocuments } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { isBefore } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Ticket } from '../tickets/ticket.entity.js';
import type { Visitor } from './order-details.js';
import { orderRefusals } from './order.errors.js';
import type { Completion, OrderView } from './orders.contract.js';
import { Orders } from './orders.queries.js';
import { OwnOrders } from './own-order.js';
import { ReadVisitors } from './read-visitors.js';

/** Says who sits on the seats that are held; from then on they are owed, or booked where they cost nothing. */
@Injectable()
export class CompleteOrder {
  constructor(
    private readonly transactions: Transactions,
    private readonly own: OwnOrders,
    private readonly readVisitors: ReadVisitors,
    private readonly documents: IdentityDocuments,
    private readonly admission: Admission,
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {}

  run(me: ResidentActor, id: string, { visitors: named }: Completion): Promise<OrderView> {
    return this.transactions.run(async (tx) => {
      const { booking, item, slot, tickets } = await this.own.find(tx, me.id, id);
      if (booking.state === 'awaiting_payment' || booking.state === 'confirmed')
        throw orderRefusals.completed_already();
      const isOver = booking.holdsUntil !== null && !isBefore(this.clock.now(), booking.holdsUntil);
      if (booking.state !== 'held' || isOver) throw orderRefusals.not_held();
      const bySeat = new Map(named.map((visitor) => [visitor.seat, visitor]));
      if (bySeat.size !== named.length || tickets.length !== named.length) throw orderRefusals.seats_differ();
      const inOrder = tickets.map(({ seat, zone }) => {
        const visitor = bySeat.get(seat ?? '');
        if (!visitor) throw orderRefusals.seats_differ();
        return { ...visitor, zone };
      });
      const visitors = await this.readVisitors.run(me.id, item, slot, inOrder);
      for (const [index, ticket] of tickets.entries()) await this.name(tx, ticket, visitors[index] as Visitor);
      const feesFen = visitors.map(({ feeFen }) => feeFen);
      await this.admission.accept(tx, { bookingId: id, residentId: me.id, by: me, feesFen });
      return this.orders.one(me.id, id, tx);
    });
  }

  private async name(tx: Tx, { id }: Ticket, { name, document, priceClass, feeFen }: Visitor): Promise<void> {
    const holder = { holderName: name, priceClass, feeFen, ...this.documents.columns(document, id) };
    await tx.update(Ticket, { id }, holder);
  }
}
