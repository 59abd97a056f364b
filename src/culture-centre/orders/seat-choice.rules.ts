import { isBefore } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import { bestTogether, mostTogether, strandedBy } from '../halls/best-seats.rules.js';
import type { Seat } from '../halls/seat-map.rules.js';
import type { ItemRules } from '../programme/item-rules.contract.js';
import type { SeatWish } from './order-details.js';
import { orderRefusals } from './order.errors.js';

export interface SeatsNow {
  /** Seats next to each other, stretch by stretch. */
  readonly stretches: readonly (readonly Seat[])[];
  readonly isFree: (seat: Seat) => boolean;
  readonly startsAt: Instant;
  readonly rules: Pick<ItemRules, 'noSingles' | 'houseReleaseHours' | 'accessibleReleaseHours'>;
}

/** The seats that somebody gets who wishes for these, or the refusal that says why not. */
export function chooseSeats(wish: SeatWish, now: Instant, hall: SeatsNow): readonly Seat[] {
  if ('keys' in wish) return seatsByKey(wish.keys, wish.accessible, now, hall);
  const isFree = (seat: Seat) => hall.isFree(seat);
  const { together, zone } = wish;
  const zones = new Set(hall.stretches.flat().map((seat) => seat.zone));
  if (zone !== null && !zones.has(zone)) throw orderRefusals.zone_unknown({ zone, zones: [...zones] });
  const seats = bestTogether(hall.stretches, isFree, { seats: together, zone, noSingles: hall.rules.noSingles });
  if (seats) return seats;
  throw orderRefusals.not_together({ wanted: together, most: mostTogether(hall.stretches, isFree, zone) });
}

function seatsByKey(keys: readonly string[], accessible: boolean, now: Instant, hall: SeatsNow): readonly Seat[] {
  const known = new Map(hall.stretches.flat().map((seat) => [seat.key, seat]));
  const seats = keys.map((key) => {
    const seat = known.get(key);
    if (!seat) throw orderRefusals.seat_unknown({ seat: key });
    return seat;
  });
  const taken = seats.filter((seat) => !hall.isFree(seat)).map(({ key }) => key);
  if (taken.length > 0) throw orderRefusals.seat_taken({ seats: taken });
  for (const seat of seats) assertOnSale(seat, accessible, now, hall);
  if (hall.rules.noSingles) assertNoneStranded(seats, hall);
  return seats;
}

/** House seats and accessible places are for everybody only from their release on; whoever needs one says so. */
function assertOnSale({ key, kind }: Seat, accessible: boolean, now: Instant, { startsAt, rules }: SeatsNow): void {
  const isReleased = (hours: number) => !isBefore(now, startsAt.subtract({ hours }));
  if (kind === 'house' && !isReleased(rules.houseReleaseHours)) {
    throw orderRefusals.seat_reserved({ seat: key, kind: 'house' });
  }
  const isAccessible = kind === 'wheelchair' || kind === 'companion';
  if (isAccessible && !accessible && !isReleased(rules.accessibleReleaseHours)) {
    throw orderRefusals.seat_reserved({ seat: key, kind: 'accessible' });
  }
}

function assertNoneStranded(seats: readonly Seat[], { stretches, isFree }: SeatsNow): void {
  const chosen = new Set(seats.map(({ key }) => key));
  const touched = stretches.filter((stretch) => stretch.some(({ key }) => chosen.has(key)));
  const stranded = touched.flatMap((stretch) => strandedBy(stretch, isFree, chosen)).map(({ key }) => key);
  if (stranded.length > 0) throw orderRefusals.seat_stranded({ seats: stranded });
}
