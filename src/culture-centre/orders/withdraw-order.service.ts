import { Injectable } from '@nestjs/common';
import { Admission, ChangeBooking, Pools } from '../../admission/index.js';
import { Charges } from '../../payments/charges.js';
import { Audit } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Transactions } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Ticket } from '../tickets/ticket.entity.js';
import { orderRefusals } from './order.errors.js';
import type { OrderView, WithdrawalInput } from './orders.contract.js';
import { Orders } from './orders.queries.js';
import { OwnOrders } from './own-order.js';

/** Gives places back, all of an order or one of them; they go to the next in line. */
@Injectable()
export class WithdrawOrder {
  constructor(
    private readonly transactions: Transactions,
    private readonly own: OwnOrders,
    private readonly admission: Admission,
    private readonly changeBooking: ChangeBooking,
    private readonly pools: Pools,
    private readonly charges: Charges,
    private readonly orders: Orders,
    private readonly audit: Audit,
  ) {}

  run(me: ResidentActor, id: string, { reason }: WithdrawalInput): Promise<OrderView> {
    return this.transactions.run(async (tx) => {
      const order = await this.own.find(tx, me.id, id);
      this.own.assertNotBegun(order);
      const words = reason ?? '本人取消 withdrawn by the visitor';
      await this.admission.withdraw(tx, { bookingId: id, residentId: me.id, by: me, reason: words });
      await this.own.assertNoneUsed(tx, id);
      if (this.own.isRefunded(order)) await this.charges.reduceWholly(tx, { kind: 'booking', id }, words);
      return this.orders.one(me.id, id, tx);
    });
  }

  /** One visitor stays at home; the others' tickets stay as they are. */
  dropVisitor(me: ResidentActor, id: string, ticketId: string): Promise<OrderView> {
    return this.transactions.run(async (tx) => {
      // Whoever did the same meanwhile is found, since all that follows is read under the lock of the pool.
      const { booking } = await this.own.find(tx, me.id, id);
      await this.pools.lock(tx, [booking.poolId]);
      const order = await this.own.find(tx, me.id, id);
      this.own.assertNotBegun(order);
      const ticket = order.tickets.find((one) => one.id === ticketId);
      if (!ticket) throw requestRefusals.not_found();
      if (order.tickets.length === 1) throw orderRefusals.last_visitor();
      if (order.booking.state === 'held') throw this.own.undecided(order);
      const staying = order.tickets.filter((one) => one.id !== ticketId);
      const feesFen = staying.map(({ feeFen }) => feeFen);
      // The ticket before its place: a party that fits now is offered places, and its tickets follow those who stay.
      await tx.update(Ticket, { id: ticketId }, { state: 'revoked' });
      await this.changeBooking.keepFewer(tx, { bookingId: id, residentId: me.id, places: staying.length, feesFen });
      await this.own.assertNoneUsed(tx, id);
      if (this.own.isRefunded(order)) await this.charges.lock(tx, [{ kind: 'booking', id }]);
      if (this.own.isRefunded(order) && (await this.charges.balanceOf(tx, { kind: 'booking', id }))) {
        await this.charges.reduce(tx, { kind: 'booking', id }, ticket.feeFen, '少一人 one visitor fewer');
        await this.admission.confirmIfPaid(tx, id);
      }
      await this.audit.record(tx, me, { action: 'order.visitor_dropped', subjectId: id, facts: { ticketId } });
      return this.orders.one(me.id, id, tx);
    });
  }
}
