import { requestsOf } from './rush-requests.js';
import type { Request } from './rush-requests.js';
import type { BookingHeld, History, PoolHeld } from './rush-history.js';

interface Granted {
  readonly request: Request;
  readonly booking: BookingHeld;
}

/** First come, first served, as far as anybody can know: requests that were under way together may go either way. */
export function checkOrder(history: History): string[] {
  const requests = requestsOf(history.told);
  return history.pools.flatMap((pool) => {
    const rows = history.bookings.filter((booking) => booking.pool === pool.id);
    const granted = requests.flatMap((request): Granted[] => {
      const booking = rows.find(({ id }) => id === request.answer?.bookingId);
      return booking && request.answer && request.answer.status < 300 ? [{ request, booking }] : [];
    });
    return [...checkArrival(pool, granted), ...checkOvertaking(pool, rows), ...checkPositions(pool, rows, granted)];
  });
}

/** Who was answered before another one asked stands before them. */
function checkArrival(pool: PoolHeld, granted: readonly Granted[]): string[] {
  return granted.flatMap((first) =>
    granted
      .filter(({ request, booking }) => isBefore(first.request, request) && booking.arrival < first.booking.arrival)
      .map(({ booking }) => {
        return `${booking.person} asked after ${first.booking.person} was answered and stands before them in ${pool.name}.`;
      }),
  );
}

function isBefore(first: Request, second: Request): boolean {
  return first.answeredAt !== null && first.answeredAt < second.sentAt;
}

/** Nobody gets a place while somebody who came before still waits for one. */
function checkOvertaking(pool: PoolHeld, rows: readonly BookingHeld[]): string[] {
  const first = rows.filter(({ state }) => state === 'waiting').sort((a, b) => a.arrival - b.arrival)[0];
  if (!first) return [];
  // Who left the line by their own wish may never have had a place.
  const hadPlace = ({ waited, state }: BookingHeld) => !waited || ['offered', 'confirmed', 'lapsed'].includes(state);
  return rows
    .filter((row) => row.arrival > first.arrival && row.state !== 'waiting' && hadPlace(row))
    .map(({ person }) => `${person} got a place in ${pool.name} while ${first.person}, who came before, waits.`);
}

/** A position counts everybody before, less those who can have left the line by the time of the answer. */
function checkPositions(pool: PoolHeld, rows: readonly BookingHeld[], granted: readonly Granted[]): string[] {
  return granted.flatMap(({ request: { answer, answeredAt }, booking }) => {
    if (answer?.state !== 'waiting') return [];
    const before = rows.filter(({ waited, arrival }) => waited && arrival < booking.arrival);
    const most = before.length + 1;
    const gone = before.filter(({ leftLineAt }) => leftLineAt !== null && leftLineAt <= (answeredAt ?? Infinity));
    const least = most - gone.length;
    const position = answer.position ?? 0;
    if (position >= least && position <= most) return [];
    const right = least === most ? `${most}` : `${least} to ${most}`;
    return [`${booking.person} was told position ${position} in ${pool.name}, where ${right} is right.`];
  });
}
