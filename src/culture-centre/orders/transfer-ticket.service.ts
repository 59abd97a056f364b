import { Injectable } from '@nestjs/common';
import { Audit, IdentityDocuments } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Ticket } from '../tickets/ticket.entity.js';
import { orderRefusals } from './order.errors.js';
import type { OrderView, TransferInput } from './orders.contract.js';
import { Orders } from './orders.queries.js';
import { OwnOrders } from './own-order.js';

/** Passes a ticket on to somebody named, where the item allows it. The code that was shown before opens no door any more. */
@Injectable()
export class TransferTicket {
  constructor(
    private readonly transactions: Transactions,
    private readonly own: OwnOrders,
    private readonly documents: IdentityDocuments,
    private readonly orders: Orders,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(me: ResidentActor, id: string, ticketId: string, to: TransferInput): Promise<OrderView> {
    return this.transactions.run(async (tx) => {
      const order = await this.own.find(tx, me.id, id);
      this.own.assertNotBegun(order);
      const ticket = order.tickets.find((one) => one.id === ticketId);
      if (!ticket) throw requestRefusals.not_found();
      const isPlain = ticket.priceClass === 'adult' && ticket.state === 'valid';
      if (!order.item.rules.transferable || !isPlain) throw orderRefusals.not_transferable();
      const document = to.document ? this.documents.read(to.document.type, to.document.number) : null;
      if (order.item.rules.realName && !document) throw orderRefusals.document_missing({ visitor: ticket.number });
      const sealed = this.documents.columns(document, ticketId);
      const holder = { holderName: to.name, issue: ticket.issue + 1, transferredAt: this.clock.now(), ...sealed };
      const { affected } = await tx.update(Ticket, { id: ticketId, state: 'valid', issue: ticket.issue }, holder);
      if (!affected) throw orderRefusals.not_transferable();
      await this.audit.record(tx, me, {
        action: 'ticket.transferred',
        subjectId: ticketId,
        facts: { issue: holder.issue },
      });
      return this.orders.one(me.id, id, tx);
    });
  }
}
