import { Injectable } from '@nestjs/common';
import { brokenConstraint } from '../../platform/database/failed-queries.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { Slot } from '../programme/slot.entity.js';
import { ticketRefusals } from './ticket.errors.js';

const mostNamed = 20;

/** Tickets are of the day on which their slot is, wherever the house moves it. */
@Injectable()
export class TicketDays {
  /** Called with the pool of the slot locked, so that nobody gets a ticket of the day before. */
  async follow(tx: Tx, { id, day }: Pick<Slot, 'id' | 'day'>): Promise<void> {
    try {
      // Within a savepoint: where a visitor is in the way, it is still to be asked who.
      await tx.transaction((inner) =>
        inner.query(`UPDATE tickets SET day = $2::date WHERE slot_id = $1 AND day <> $2::date`, [id, day.toString()]),
      );
    } catch (error) {
      if (brokenConstraint(error) !== 'tickets_one_visit_per_document_and_day') throw error;
      throw await this.inTheWay(tx, id, day.toString());
    }
  }

  /** Visitors of the slot who have another visit on that day, by the orders with which they come to this one. */
  private async inTheWay(tx: Tx, slotId: string, day: string) {
    const rows: { reference: string | null }[] = await tx.query(
      `SELECT b.reference FROM tickets t LEFT JOIN bookings b ON b.id = t.booking_id
        WHERE t.slot_id = $1 AND t.kind = 'visit' AND t.state IN ('waiting', 'held', 'valid')
          AND EXISTS (SELECT 1 FROM tickets o WHERE o.document_hash = t.document_hash AND o.day = $2::date
                         AND o.slot_id <> t.slot_id AND o.kind = 'visit' AND o.state IN ('waiting', 'held', 'valid'))
        ORDER BY b.reference`,
      [slotId, day],
    );
    // Who was in the way a moment ago has left it: to be tried again.
    if (rows.length === 0) return requestRefusals.contended({ retryAfterSeconds: 1 });
    const orders = [...new Set(rows.flatMap(({ reference }) => reference ?? []))].slice(0, mostNamed);
    return ticketRefusals.visits_on_that_day({ visitors: rows.length, orders });
  }
}
