import { choiceHeldUntil, offerHeldUntil, unpaidHeldUntil } from '../../src/admission/offer.rules.js';
import type { Pool } from '../../src/admission/index.js';
import { isBefore } from '../../src/kernel/time.js';
import type { Instant } from '../../src/kernel/time.js';
import type { House, Held, PlaceAsked } from './admission-play.js';
import type { State } from './rush-history.js';

type ModelPool = Omit<Pool, 'taken' | 'waiting'>;

interface ModelBooking {
  readonly person: number;
  readonly pool: ModelPool;
  places: number;
  readonly fewest: number | undefined;
  state: State;
  holdsUntil: Instant | null;
}

/**
 * The rules of docs/admission.md written down once more, as plainly as can be: nothing is counted, locked or remembered,
 * everything is looked up in one list of bookings. Only until when something is held is asked of `offer.rules.ts`.
 */
export class AdmissionModel implements House {
  /** In order of arrival. */
  private readonly bookings: ModelBooking[] = [];
  private readonly pools: ModelPool[];

  constructor(
    pools: readonly Pool[],
    private readonly now: () => Instant,
    private readonly zone: string,
  ) {
    this.pools = pools.map((pool) => ({ ...pool }));
  }

  /** Those who ask together are decided in the order in which they ask. */
  book(asks: readonly PlaceAsked[]): string[] {
    return asks.map((ask) => this.bookOne(ask));
  }

  withdraw(nth: number): string {
    const booking = this.bookings[nth] as ModelBooking;
    return this.isActive(booking) ? this.end(booking, 'withdrawn') : 'admission.not_active';
  }

  decline(nth: number): string {
    const booking = this.bookings[nth] as ModelBooking;
    return booking.state === 'offered' ? this.end(booking, 'declined') : 'admission.not_offered';
  }

  accept(nth: number): string {
    const booking = this.bookings[nth] as ModelBooking;
    if ((booking.state !== 'offered' && booking.state !== 'held') || this.isOver(booking))
      return 'admission.not_offered';
    if (this.isElsewhere(booking.person, booking.pool)) return 'admission.clashes_with_own';
    this.place(booking);
    return 'done';
  }

  change(nth: number, change: { readonly waitingList?: boolean; readonly more?: number }): string {
    const pool = this.pool(nth);
    const capacity = pool.capacity + (change.more ?? 0);
    if (change.more !== undefined && capacity < this.taken(pool)) return 'admission.capacity_below_taken';
    pool.capacity = capacity;
    pool.waitingList = change.waitingList ?? pool.waitingList;
    this.offer(pool);
    return 'done';
  }

  lapse(): string {
    for (const pool of this.pools) {
      const late = this.bookings.filter((booking) => booking.pool === pool && this.isOver(booking));
      for (const booking of late) this.move(booking, 'lapsed');
      if (late.length > 0) this.offer(pool);
    }
    return 'done';
  }

  held(): Held {
    return {
      pools: this.pools.map((pool) => {
        return { capacity: pool.capacity, taken: this.taken(pool), waiting: this.line(pool).length };
      }),
      bookings: this.bookings.map(({ person, pool, places, state, holdsUntil }) => {
        const until = holdsUntil ? holdsUntil.toString() : null;
        return { person, pool: this.pools.indexOf(pool), places, state, until };
      }),
    };
  }

  private bookOne({ person, pool: nth, places, fewest, holdMinutes }: PlaceAsked): string {
    const pool = this.pool(nth);
    const own = this.bookings.filter((booking) => booking.person === person && this.isActive(booking));
    const same = own.find((booking) => booking.pool === pool);
    const others = own.filter((booking) => booking.pool !== pool);
    const line = this.line(pool);
    const isForAll = line.length === 0 || this.isReleased(pool);
    const fits = isForAll ? this.fitting(pool, places, fewest) : 0;
    const hasPlace = fits > 0;
    const mayLeaveLine = same?.state === 'waiting' && this.isReleased(pool) && hasPlace;
    if (isBefore(this.now(), pool.opensAt)) return 'admission.not_open_yet';
    if (!isBefore(this.now(), pool.closesAt)) return 'admission.closed';
    if (same && !mayLeaveLine) return `admission.already_booked ${line.indexOf(same) + 1}`;
    if (places > pool.largestParty || (fewest ?? places) > pool.capacity) return 'admission.party_too_large';
    const inGroup = others.filter((booking) => booking.pool.limitGroup === pool.limitGroup);
    if (pool.limitPerPerson !== null && inGroup.length >= pool.limitPerPerson) return 'admission.limit_reached';
    if (this.isElsewhere(person, pool)) return 'admission.clashes_with_own';
    if (!hasPlace && holdMinutes !== undefined) return 'admission.full';
    if (!hasPlace && !pool.waitingList) return 'admission.full_without_waiting_list';
    const booking: ModelBooking = same ?? { person, pool, places, fewest, state: 'waiting', holdsUntil: null };
    if (!same) this.bookings.push(booking);
    if (!hasPlace) return `waiting ${line.length + 1}`;
    booking.places = fits;
    if (holdMinutes === undefined) this.place(booking);
    else this.move(booking, 'held', choiceHeldUntil(this.now(), pool.startsAt, holdMinutes));
    return `${booking.state} 0`;
  }

  private end(booking: ModelBooking, state: 'withdrawn' | 'declined'): string {
    this.move(booking, state);
    this.offer(booking.pool);
    return 'done';
  }

  private place(booking: ModelBooking): void {
    const { feeFen, startsAt, paymentHours } = booking.pool;
    if (feeFen === 0) this.move(booking, 'confirmed');
    else this.move(booking, 'awaiting_payment', unpaidHeldUntil(this.now(), startsAt, paymentHours, this.zone));
  }

  /** What is free is held for the first in line, and the next; a party that does not fit lets nobody pass. */
  private offer(pool: ModelPool): void {
    const isOpen = isBefore(this.now(), pool.startsAt) || isBefore(this.now(), pool.closesAt);
    if (!isOpen || this.isReleased(pool)) return;
    for (const booking of this.line(pool)) {
      const fits = this.fitting(pool, booking.places, booking.fewest);
      if (fits === 0) return;
      booking.places = fits;
      this.move(booking, 'offered', offerHeldUntil(this.now(), pool.startsAt, this.zone));
    }
  }

  private move(booking: ModelBooking, state: State, holdsUntil: Instant | null = null): void {
    booking.state = state;
    booking.holdsUntil = holdsUntil;
  }

  /** Whether a place is held for the person in another pool at one of the same moments. */
  private isElsewhere(person: number, pool: ModelPool): boolean {
    return this.bookings.some((booking) => {
      if (booking.person !== person || booking.pool === pool || !this.holdsPlace(booking)) return false;
      return booking.pool.occupies.some((one) =>
        pool.occupies.some((other) => isBefore(one.startsAt, other.endsAt) && isBefore(other.startsAt, one.endsAt)),
      );
    });
  }

  /** As many as a party gets of what is free: all that it wants, or what there is where it would come with so few. */
  private fitting(pool: ModelPool, places: number, fewest: number | undefined): number {
    const free = pool.capacity - this.taken(pool);
    if (places <= free) return places;
    return fewest !== undefined && free >= fewest ? free : 0;
  }

  private taken(pool: ModelPool): number {
    return this.bookings
      .filter((booking) => booking.pool === pool && this.holdsPlace(booking))
      .reduce((sum, { places }) => sum + places, 0);
  }

  private line(pool: ModelPool): ModelBooking[] {
    return this.bookings.filter((booking) => booking.pool === pool && booking.state === 'waiting');
  }

  private holdsPlace({ state }: ModelBooking): boolean {
    return state === 'confirmed' || state === 'awaiting_payment' || state === 'held' || state === 'offered';
  }

  private isActive(booking: ModelBooking): boolean {
    return booking.state === 'waiting' || this.holdsPlace(booking);
  }

  private isOver({ holdsUntil }: ModelBooking): boolean {
    return holdsUntil !== null && !isBefore(this.now(), holdsUntil);
  }

  private isReleased({ releaseHours, startsAt }: ModelPool): boolean {
    return releaseHours !== null && !isBefore(this.now(), startsAt.subtract({ hours: releaseHours }));
  }

  private pool(nth: number): ModelPool {
    return this.pools[nth] as ModelPool;
  }
}
