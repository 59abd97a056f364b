import { Injectable } from '@nestjs/common';
import type { BookingChange } from '../../admission/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { zonedOf } from '../../platform/database/sql-values.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import type { NewMessage } from '../../reminders/messages.js';
import { placeOf } from '../programme/programme.messages.js';
import type { SlotWords, Words } from '../programme/programme.messages.js';
import { TicketPages } from '../tickets/ticket-pages.js';
import type { OrderDetails } from './order-details.js';
import * as say from './order.messages.js';

interface SlotRow {
  pool_id: string;
  title: string;
  title_en: string;
  starts_at: Date;
  hall: string;
  hall_en: string;
  venue: string;
  venue_en: string;
}

/** Whatever admission does with an order is told to its account, in the same transaction. */
@Injectable()
export class OrderNotices {
  constructor(
    private readonly messages: Messages,
    private readonly pages: TicketPages,
    private readonly clock: Clock,
  ) {}

  async tell(tx: Tx, changes: readonly BookingChange[]): Promise<void> {
    const rows: SlotRow[] = await tx.query(
      `SELECT s.pool_id, i.title, i.title_en, lower(s.during) AS starts_at, h.name AS hall, h.name_en AS hall_en,
              v.name AS venue, v.name_en AS venue_en
         FROM slots s JOIN programme_items i ON i.id = s.item_id JOIN halls h ON h.id = s.hall_id
         JOIN venues v ON v.id = i.venue_id WHERE s.pool_id = ANY ($1)`,
      [[...new Set(changes.map(({ poolId }) => poolId))]],
    );
    const slots = new Map(rows.map((row) => [row.pool_id, this.about(row)]));
    const groups = await this.groupsAmong(tx, changes);
    const messages = changes.flatMap((change): NewMessage[] => {
      const about = slots.get(change.poolId);
      const told = about && this.words(change, about, groups.has(change.bookingId));
      if (!told) return [];
      const subject = { kind: 'booking', id: change.bookingId };
      return [
        { kind: `order.${told.kind}`, subject, residentId: change.residentId, occurrence: change.to, ...told.words },
      ];
    });
    await this.messages.say(tx, ...messages);
  }

  /** Whoever asked for a group is told also when its hold runs out. */
  private async groupsAmong(tx: Tx, changes: readonly BookingChange[]): Promise<Set<string>> {
    const ids = changes.filter(({ from, to }) => from === 'held' && to === 'lapsed').map(({ bookingId }) => bookingId);
    if (ids.length === 0) return new Set();
    const rows: { booking_id: string }[] = await tx.query(
      `SELECT booking_id FROM group_requests WHERE booking_id = ANY ($1)`,
      [ids],
    );
    return new Set(rows.map(({ booking_id }) => booking_id));
  }

  /**
   * Nothing is said to people who withdraw or decline themselves, nor of seats that they chose and let go. That a slot is
   * cancelled is said by whoever cancels it.
   */
  private words(change: BookingChange, about: SlotWords, group: boolean): { kind: string; words: Words } | undefined {
    const { reference, places, position, feeFen, reason } = change;
    const order = { reference, places, ticketPage: this.pages.addressOf(change.bookingId) };
    const holdsUntil = change.holdsUntil?.toZonedDateTimeISO(this.clock.zone);
    switch (change.to) {
      case 'confirmed':
        if ((change.details as OrderDetails | undefined)?.kind === 'moved')
          return { kind: 'changed', words: say.moved(about, order) };
        return change.from === 'awaiting_payment'
          ? { kind: 'paid', words: say.paid(about, order) }
          : { kind: 'booked', words: say.booked(about, order) };
      case 'awaiting_payment':
        return holdsUntil && { kind: 'unpaid', words: say.awaitingPayment(about, order, { feeFen, holdsUntil }) };
      case 'waiting':
        return { kind: 'waiting', words: say.waiting(about, order, { position }) };
      case 'offered':
        return holdsUntil && { kind: 'offered', words: say.offered(about, order, { feeFen, holdsUntil }) };
      case 'lapsed':
        if (change.from === 'held') return group ? { kind: 'group_lapsed', words: say.groupLapsed(about) } : undefined;
        if (change.from === 'confirmed') return { kind: 'unclaimed', words: say.unclaimed(about) };
        return { kind: 'lapsed', words: change.from === 'offered' ? say.offerLapsed(about) : say.unpaidLapsed(about) };
      case 'withdrawn':
        if (change.by.kind === 'resident') return undefined;
        return { kind: 'withdrawn', words: say.withdrawnByHouse(about, { reason }) };
      case 'held':
      case 'declined':
      case 'cancelled':
        return undefined;
    }
  }

  private about(row: SlotRow): SlotWords {
    const at = zonedOf(row.starts_at, this.clock.zone);
    return { name: { zh: row.title, en: row.title_en }, place: placeOf(row), at };
  }
}
