import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/time.js';
import { IdentityDocuments } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Visitor } from '../orders/order-details.js';
import type { Seat } from '../halls/seat-map.rules.js';
import type { Slot } from '../programme/slot.entity.js';
import { Ticket } from './ticket.entity.js';
import { liveTickets } from './ticket.lifecycle.js';
import type { TicketState } from './ticket.lifecycle.js';

export interface NewTickets {
  /** null: let in at the door without a booking. */
  readonly bookingId: string | null;
  readonly slot: Pick<Slot, 'id' | 'kind' | 'day'>;
  readonly state: TicketState;
  readonly visitors: readonly Visitor[];
  /** In the order of the visitors; none where seats have no numbers. */
  readonly seats: readonly Pick<Seat, 'key' | 'zone'>[];
  readonly walkIn?: boolean;
  readonly enteredAt?: Instant;
}

/** Writes tickets and moves them with their bookings. */
@Injectable()
export class Tickets {
  constructor(private readonly documents: IdentityDocuments) {}

  async issue(tx: Tx, ...orders: readonly NewTickets[]): Promise<string[]> {
    const tickets = orders.flatMap(({ bookingId, slot, state, visitors, seats, walkIn = false, enteredAt = null }) =>
      visitors.map(({ name, document, priceClass, feeFen, isChild = false }, index) => {
        const id = newId();
        const seat = seats[index];
        return {
          ...{ id, bookingId, slotId: slot.id, kind: slot.kind, day: slot.day, number: index + 1, issue: 1, state },
          ...{ holderName: name, priceClass, feeFen, isChild, walkIn, enteredAt },
          ...{ seat: seat?.key ?? null, zone: seat?.zone ?? null },
          ...this.documents.columns(document, id),
        };
      }),
    );
    if (tickets.length > 0) await tx.insert(Ticket, tickets);
    return tickets.map(({ id }) => id);
  }

  /** The live tickets of these bookings, those beyond its places revoked: whoever came last in the order stays at home. */
  async follow(
    tx: Tx,
    bookings: readonly { readonly id: string; readonly places: number; readonly state: TicketState }[],
  ) {
    await tx.query(
      `UPDATE tickets t SET state = CASE WHEN b.state <> 'revoked' AND t.number > b.last THEN 'revoked' ELSE b.state END
         FROM (SELECT g.id, g.state,
                      (SELECT max(n.number) FROM (SELECT number FROM tickets x
                         WHERE x.booking_id = g.id AND x.state = ANY ($4) ORDER BY x.number LIMIT g.places) n) AS last
                 FROM unnest($1::uuid[], $2::int[], $3::text[]) AS g (id, places, state)) b
        WHERE t.booking_id = b.id AND t.state = ANY ($4)`,
      [
        bookings.map(({ id }) => id),
        bookings.map(({ places }) => places),
        bookings.map(({ state }) => state),
        [...liveTickets],
      ],
    );
  }

  /**
   * The visitors of one booking come to another slot by another booking, with tickets of their own: the old ones stay
   * where they were, revoked, so that a gate of that day knows their codes.
   */
  async move(tx: Tx, from: string, { bookingId, slot }: { readonly bookingId: string; readonly slot: Slot }) {
    const old = await tx.find(Ticket, { where: { bookingId: from, state: In([...liveTickets]) } });
    await tx.update(Ticket, { id: In(old.map(({ id }) => id)) }, { state: 'revoked' });
    const moved = old.map((ticket) => {
      const id = newId();
      const { documentSealed: sealed } = ticket;
      const documentSealed = sealed && this.documents.reseal(sealed, ticket.id, id);
      return { ...ticket, id, bookingId, slotId: slot.id, day: slot.day, issue: 1, documentSealed };
    });
    await tx.insert(Ticket, moved);
  }
}
