import type { BookingState } from '../../admission/index.js';
import { lifecycle } from '../../kernel/lifecycle.js';

export type TicketState = 'waiting' | 'held' | 'valid' | 'revoked' | 'released';

/** Released is what nobody claimed in time: its place is free for walk-ins. A valid ticket alone opens a door. */
export const ticketLifecycle = lifecycle<TicketState>('waiting', {
  waiting: ['held', 'valid', 'revoked'],
  held: ['valid', 'revoked'],
  valid: ['revoked', 'released'],
  revoked: [],
  released: ['valid'],
});

export const liveTickets: readonly TicketState[] = ['waiting', 'held', 'valid'];

/** What the tickets of a booking are while it is in a state. */
export function ticketStateOf(booking: BookingState): TicketState {
  switch (booking) {
    case 'waiting':
      return 'waiting';
    case 'held':
    case 'offered':
    case 'awaiting_payment':
      return 'held';
    case 'confirmed':
      return 'valid';
    case 'withdrawn':
    case 'declined':
    case 'lapsed':
    case 'cancelled':
      return 'revoked';
  }
}
