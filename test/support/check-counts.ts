import type { BookingHeld, History, PoolHeld, State } from './rush-history.js';

const placeHolding: readonly State[] = ['confirmed', 'awaiting_payment', 'offered'];
const active: readonly State[] = [...placeHolding, 'waiting'];

/** What must hold of the rows alone, whatever anybody was told. */
export function checkCounts({ pools, bookings }: History): string[] {
  return [
    ...pools.flatMap((pool) =>
      checkPool(
        pool,
        bookings.filter((booking) => booking.pool === pool.id),
      ),
    ),
    ...people(bookings).flatMap(([person, own]) => checkPerson(person, own, pools)),
  ];
}

function checkPool(pool: PoolHeld, rows: readonly BookingHeld[]): string[] {
  const held = rows.filter(({ state }) => placeHolding.includes(state)).reduce((sum, { places }) => sum + places, 0);
  const line = rows.filter(({ state }) => state === 'waiting').sort((a, b) => a.arrival - b.arrival);
  const wrong: string[] = [];
  if (held > pool.capacity) wrong.push(`${pool.name} has ${pool.capacity} places and ${held} are taken.`);
  if (pool.taken !== held) wrong.push(`${pool.name} counts ${pool.taken} places as taken; its bookings take ${held}.`);
  if (pool.waiting !== line.length) {
    wrong.push(`${pool.name} counts ${pool.waiting} people in line; there are ${line.length}.`);
  }
  const [first] = line;
  if (first && pool.offersAreMade && first.places <= pool.capacity - held) {
    wrong.push(`${pool.name} has a free place that ${first.person}, first in line, was not offered.`);
  }
  return wrong;
}

function checkPerson(person: string, own: readonly BookingHeld[], pools: readonly PoolHeld[]): string[] {
  const poolOf = (booking: BookingHeld) => pools.find(({ id }) => id === booking.pool);
  const live = own.filter(({ state }) => active.includes(state));
  const wrong: string[] = [];
  for (const pool of pools) {
    const times = live.filter((booking) => booking.pool === pool.id).length;
    if (times > 1) wrong.push(`${person} is in ${pool.name} ${times} times.`);
    const inGroup = live.filter((booking) => poolOf(booking)?.limitGroup === pool.limitGroup).length;
    if (pool.limitGroup !== null && pool.limit !== null && inGroup > pool.limit) {
      wrong.push(`${person} has ${inGroup} where ${pool.limit} are allowed.`);
    }
  }
  // A place that is only offered may clash: taking it is what is refused.
  const mine = live.filter(({ state }) => state === 'confirmed' || state === 'awaiting_payment').map(poolOf);
  for (const [index, a] of mine.entries()) {
    for (const b of mine.slice(index + 1)) {
      if (a && b && a !== b && overlap(a, b)) wrong.push(`${person} has ${a.name} and ${b.name} at the same time.`);
    }
  }
  return wrong;
}

function overlap(a: PoolHeld, b: PoolHeld): boolean {
  return a.spans.some((one) => b.spans.some((other) => one.from < other.until && other.from < one.until));
}

function people(bookings: readonly BookingHeld[]): [string, BookingHeld[]][] {
  const persons = new Map<string, BookingHeld[]>();
  for (const booking of bookings) persons.set(booking.person, [...(persons.get(booking.person) ?? []), booking]);
  return [...persons];
}
