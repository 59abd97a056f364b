import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import { AdmissionListeners } from '../../admission/index.js';
import type { BookingChange } from '../../admission/index.js';
import { newId } from '../../kernel/ids.js';
import { Audit } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { GroupRequest } from '../groups/group-request.entity.js';
import { Slot } from '../programme/slot.entity.js';
import { ticketStateOf } from '../tickets/ticket.lifecycle.js';
import { Tickets } from '../tickets/tickets.js';
import type { OrderDetails, Visitor } from './order-details.js';
import { OrderNotices } from './order-notices.js';
import { Orders } from './orders.queries.js';
import { SlotRules } from './slot-rules.js';

/** Tickets follow their bookings, in the transaction of the change; people are told and it is written down. */
@Injectable()
export class OrderListener implements OnModuleInit {
  constructor(
    private readonly listeners: AdmissionListeners,
    private readonly rules: SlotRules,
    private readonly tickets: Tickets,
    private readonly notices: OrderNotices,
    private readonly orders: Orders,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    for (const kind of ['visit', 'showing']) {
      this.listeners.on(kind, {
        rules: (tx, requests) => this.rules.of(tx, requests),
        changed: (tx, changes) => this.changed(tx, changes),
        answers: async (tx, results, { told }) => {
          await told;
          return this.orders.byIds(
            tx,
            results.map(({ bookingId }) => bookingId),
          );
        },
      });
    }
  }

  private async changed(tx: Tx, changes: readonly BookingChange[]): Promise<void> {
    const slots = await tx.findBy(Slot, { poolId: In([...new Set(changes.map(({ poolId }) => poolId))]) });
    const slotOf = new Map(slots.map((slot) => [slot.poolId, slot]));
    const followers = changes.filter(({ from, details }) => from !== null && details === undefined);
    await this.tickets.follow(
      tx,
      followers.map(({ bookingId: id, places, to }) => ({ id, places, state: ticketStateOf(to) })),
    );
    for (const change of changes) {
      const slot = slotOf.get(change.poolId);
      if (slot && change.details !== undefined) await this.write(tx, change, slot, change.details as OrderDetails);
    }
    await this.notices.tell(tx, changes);
    await this.audit.recordAll(
      tx,
      changes.map(({ bookingId, poolId, residentId, from, to, by, reason, places }) => {
        const facts = { slotId: slotOf.get(poolId)?.id, residentId, from, reason, places };
        return { actor: by, action: `order.${to}` as const, subjectId: bookingId, facts };
      }),
    );
  }

  /** The tickets of a new booking; one that leaves the line by asking again gets those of its new request. */
  private async write(tx: Tx, change: BookingChange, slot: Slot, details: OrderDetails): Promise<void> {
    const { bookingId, places } = change;
    const state = ticketStateOf(change.to);
    if (details.kind === 'moved') return this.tickets.move(tx, details.from, { bookingId, slot });
    if (change.from !== null) await this.tickets.follow(tx, [{ id: bookingId, places, state: 'revoked' }]);
    const seats = this.rules.seatsFor(details);
    const visitors: readonly Visitor[] =
      details.kind === 'visitors'
        ? details.visitors.slice(0, change.to === 'waiting' ? undefined : places)
        : seats.map(() => ({ name: null, document: null, priceClass: 'adult', feeFen: 0 }));
    await this.tickets.issue(tx, { bookingId, slot, state, visitors, seats });
    if (details.kind !== 'visitors' || !details.group) return;
    const undecided = { decision: null, decidedAt: null, reason: null };
    const asked = { id: newId(), bookingId, slotId: slot.id, ...details.group, askedAt: this.clock.now() };
    await tx.insert(GroupRequest, { ...asked, ...undecided });
  }
}
