import { Injectable } from '@nestjs/common';
import { Booking } from '../../admission/index.js';
import type { Refusal } from '../../kernel/refusal.js';
import { isBefore } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { lastEntry } from '../programme/slot-plan.rules.js';
import { ProgrammeItem } from '../programme/programme-item.entity.js';
import { Slot } from '../programme/slot.entity.js';
import { liveTickets } from '../tickets/ticket.lifecycle.js';
import { Ticket } from '../tickets/ticket.entity.js';
import { In, IsNull, Not } from 'typeorm';
import { orderRefusals } from './order.errors.js';

export interface OwnOrder {
  readonly booking: Booking;
  readonly slot: Slot;
  readonly item: ProgrammeItem;
  /** Those that are not revoked, in their order. */
  readonly tickets: readonly Ticket[];
}

/** An order of this account, for whoever is about to change it. */
@Injectable()
export class OwnOrders {
  constructor(private readonly clock: Clock) {}

  async find(tx: Tx, residentId: string, id: string): Promise<OwnOrder> {
    const booking = await tx.findOneBy(Booking, { id, residentId });
    const slot = booking && (await tx.findOneBy(Slot, { poolId: booking.poolId }));
    if (!slot) throw requestRefusals.not_found();
    const item = await tx.findOneByOrFail(ProgrammeItem, { id: slot.itemId });
    const where = { bookingId: id, state: In([...liveTickets]) };
    return { booking, slot, item, tickets: await tx.find(Ticket, { where, order: { number: 'ASC' } }) };
  }

  /**
   * Once its tickets are revoked or written anew, and so locked: whoever was let in meanwhile stays in, and nothing of
   * the order changes.
   */
  async assertNoneUsed(tx: Tx, id: string): Promise<void> {
    const used = await tx.existsBy(Ticket, { bookingId: id, enteredAt: Not(IsNull()) });
    if (used) throw orderRefusals.already_used();
  }

  /** Until the last entry, and while no ticket of it was used. */
  assertNotBegun({ slot, item, tickets }: OwnOrder): void {
    if (!isBefore(this.clock.now(), lastEntry(slot.during, item.rules))) throw orderRefusals.slot_over();
    if (tickets.some(({ enteredAt }) => enteredAt !== null)) throw orderRefusals.already_used();
  }

  /** What was not paid yet is owed no more; what was paid is paid back until so many hours before the start. */
  isRefunded({ booking, slot, item }: OwnOrder): boolean {
    if (booking.state !== 'confirmed') return true;
    const until = slot.during.startsAt.subtract({ hours: item.rules.refundHours });
    return isBefore(this.clock.now(), until);
  }

  /** Seats that are held are completed first, and a group is decided by the house. */
  undecided({ item }: OwnOrder): Refusal {
    return item.entry === 'numbered' ? orderRefusals.complete_first() : orderRefusals.group_undecided();
  }
}
