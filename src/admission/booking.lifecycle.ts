import { lifecycle } from '../kernel/lifecycle.js';

export type BookingState =
  'confirmed' | 'awaiting_payment' | 'held' | 'waiting' | 'offered' | 'withdrawn' | 'declined' | 'lapsed' | 'cancelled';

/**
 * A booking starts as confirmed, awaiting payment, held or waiting; the table begins with waiting, from which all others
 * can be reached. Straight from waiting to a place one only gets after the release, when places are whoever's asks first.
 * A confirmed place lapses where its feature frees what nobody came for. Held is what somebody chose and has yet to complete, offered what came free for somebody in the line.
 */
export const bookingLifecycle = lifecycle<BookingState>('waiting', {
  waiting: ['offered', 'confirmed', 'awaiting_payment', 'held', 'withdrawn', 'cancelled'],
  offered: ['confirmed', 'awaiting_payment', 'declined', 'lapsed', 'withdrawn', 'cancelled'],
  held: ['confirmed', 'awaiting_payment', 'lapsed', 'withdrawn', 'cancelled'],
  awaiting_payment: ['confirmed', 'lapsed', 'withdrawn', 'cancelled'],
  confirmed: ['withdrawn', 'lapsed', 'cancelled'],
  withdrawn: [],
  declined: [],
  lapsed: [],
  cancelled: [],
});

/** States that hold one of the pool's places: `pools.taken` counts the places of exactly these. */
export const placeHolding: readonly BookingState[] = ['confirmed', 'awaiting_payment', 'held', 'offered'];

/** States in which a booking is still of interest to anybody. */
export const active: readonly BookingState[] = [...placeHolding, 'waiting'];
