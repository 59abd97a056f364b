import { checkCounts } from './check-counts.js';
import { checkOrder } from './check-order.js';
import { isDefinite, requestsOf } from './rush-requests.js';
import type { BookingHeld, History, State, Told } from './rush-history.js';

const ends: readonly State[] = ['withdrawn', 'declined', 'lapsed', 'cancelled'];
/** What may become of a booking after somebody was told of it, written down once more on purpose. */
const later: Readonly<Record<State, readonly State[]>> = {
  held: ['held', 'awaiting_payment', 'confirmed', 'withdrawn', 'lapsed', 'cancelled'],
  waiting: ['waiting', 'offered', 'awaiting_payment', 'confirmed', ...ends],
  offered: ['offered', 'awaiting_payment', 'confirmed', ...ends],
  awaiting_payment: ['awaiting_payment', 'confirmed', 'withdrawn', 'lapsed', 'cancelled'],
  confirmed: ['confirmed', 'withdrawn', 'cancelled'],
  withdrawn: ['withdrawn'],
  declined: ['declined'],
  lapsed: ['lapsed'],
  cancelled: ['cancelled'],
};

/** Everything that is wrong with a history, a sentence each; nothing when all that was promised was kept. */
export function checkHistory(history: History): string[] {
  const found = [
    ...checkPromises(history),
    ...checkWishes(history),
    ...checkKeys(history),
    ...checkFaults(history),
    ...checkCounts(history),
    ...checkOrder(history),
  ];
  return [...new Set(found)];
}

/** Whatever a client was told is in the database: as it was told, or as it may lawfully have become. */
function checkPromises({ told, bookings, pools }: History): string[] {
  const held = new Map(bookings.map((booking) => [booking.id, booking]));
  const nameOf = (id: string) => pools.find((pool) => pool.id === id)?.name ?? id;
  return told.flatMap(({ person, pool, answer }) => {
    if (!answer?.bookingId || !answer.state || answer.status >= 300) return [];
    const booking = held.get(answer.bookingId);
    const promise = `${person} was told "${answer.state}" in ${nameOf(pool)}`;
    if (!booking) return [`${promise}, and the database knows nothing of it.`];
    if (booking.person !== person || booking.pool !== pool) return [`${promise}, and it belongs to somebody else.`];
    return later[answer.state].includes(booking.state) ? [] : [`${promise}, and the database says "${booking.state}".`];
  });
}

/** Nobody has, loses or leaves a place without having asked to. */
function checkWishes({ told, bookings, pools }: History): string[] {
  const nameOf = (id: string) => pools.find((pool) => pool.id === id)?.name ?? id;
  const asked = new Set(told.map(({ act, person, pool, about }) => `${act} ${about ?? `${person} ${pool}`}`));
  const wished = ({ id, person, pool, state }: BookingHeld) => {
    const unasked = (what: string) => `${person} ${what} ${nameOf(pool)} without having asked to.`;
    if (!asked.has(`book ${person} ${pool}`)) return [unasked('is in')];
    if (state === 'withdrawn' && !asked.has(`withdraw ${id}`)) return [unasked('was withdrawn from')];
    if (state === 'declined' && !asked.has(`decline ${id}`)) return [unasked('declined')];
    return [];
  };
  return bookings.flatMap(wished);
}

/** One key has one answer, however often it is sent. */
function checkKeys({ told, pools }: History): string[] {
  return requestsOf(told).flatMap(({ person, pool, tries }) => {
    const answers = new Set(tries.filter(isDefinite).map(({ answer }) => JSON.stringify(answer)));
    if (answers.size < 2) return [];
    const name = pools.find(({ id }) => id === pool)?.name ?? pool;
    return [`${person} got different answers for one key in ${name}: ${[...answers].join(' and ')}.`];
  });
}

/** The one fault that a client may see is 503, which says when to come again. */
function checkFaults({ told, pools }: History): string[] {
  const isFault = ({ answer }: Told) => answer !== null && answer.status >= 500 && answer.status !== 503;
  return told.filter(isFault).map(({ person, pool, act, answer }) => {
    const name = pools.find(({ id }) => id === pool)?.name ?? pool;
    return `${person} was answered ${answer?.status ?? 0} to "${act}" in ${name}.`;
  });
}
