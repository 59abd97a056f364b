import { Refusal } from '../kernel/refusal.js';
import type { Instant } from '../kernel/time.js';
import { admissionRefusals } from './admission.errors.js';
import type { Applicant, OwnBooking, PoolFacts } from './booking.rules.js';
import {
  assertAgeFits,
  assertBelowLimit,
  assertInAudience,
  assertNoClash,
  assertNotBooked,
  assertPartyFits,
  assertProfileComplete,
  assertWindowOpen,
} from './booking.rules.js';
import { isReleased, unpaidHeldUntil } from './offer.rules.js';

/** A pool as it is while it is locked. */
export interface PoolNow extends PoolFacts {
  readonly capacity: number;
  readonly taken: number;
  readonly waiting: number;
  readonly waitingList: boolean;
  readonly feeFen: number;
  readonly paymentHours: number;
  readonly startsAt: Instant;
  readonly releaseHours: number | null;
}

/** One request, with what is known of whoever asks. */
export interface Asked {
  readonly poolId: string;
  readonly places: number;
  readonly person: Applicant;
  readonly own: readonly OwnBooking[];
}

/** What a request gets: a place, a place until it is paid for, or a place in the line. */
export interface Granted {
  readonly state: 'confirmed' | 'awaiting_payment' | 'waiting';
  /** Place in the line, 1 for the first; null for somebody who does not wait. */
  readonly position: number | null;
  readonly holdsUntil: Instant | null;
  /** The booking in the line that becomes this place, after the release. */
  readonly fromLine: Pick<OwnBooking, 'bookingId' | 'reference' | 'position'> | null;
}

interface PoolInBatch extends PoolNow {
  /** The positions from which requests before have left the line, each as it was when it was left. */
  readonly leftLine?: readonly number[];
}

export type Decision = { readonly granted: Granted } | { readonly refused: Refusal };

/**
 * Decides requests in the order in which they came, each by all rules and with the places that those before it left.
 * One that is refused leaves no trace for the next.
 */
export function admitInOrder(
  asked: readonly Asked[],
  pools: ReadonlyMap<string, PoolNow>,
  now: Instant,
  zone: string,
): Decision[] {
  const current = new Map<string, PoolInBatch>(pools);
  return asked.map((request) => {
    const pool = current.get(request.poolId);
    if (!pool) throw new Error(`The pool ${request.poolId} was not locked.`);
    try {
      const granted = admit(request, pool, now, zone);
      current.set(request.poolId, after(pool, request.places, granted));
      return { granted };
    } catch (error) {
      if (error instanceof Refusal) return { refused: error };
      throw error;
    }
  });
}

function admit({ places, person, own: before }: Asked, pool: PoolInBatch, now: Instant, zone: string): Granted {
  assertWindowOpen(pool, now, zone);
  const own = before.map((booking) => movedUp(booking, pool.leftLine));
  const inLine = placeInLine(pool, own, places, now);
  const others = inLine ? own.filter((booking) => booking !== inLine) : own;
  assertNotBooked(others);
  assertProfileComplete(pool, person);
  assertAgeFits(pool, person);
  assertInAudience(pool, person);
  assertPartyFits(pool, places);
  assertBelowLimit(pool, others);
  assertNoClash(others, zone);
  if (hasPlaceFor(pool, places, now)) return { ...placeIn(pool, now, zone), fromLine: inLine ?? null };
  if (!pool.waitingList) throw admissionRefusals.full_without_waiting_list({ capacity: pool.capacity });
  return { state: 'waiting', position: pool.waiting + 1, holdsUntil: null, fromLine: null };
}

/** Nobody overtakes those who wait, until the release: a place that is free while there is a line is theirs. */
function hasPlaceFor(pool: PoolNow, places: number, now: Instant): boolean {
  return pool.taken + places <= pool.capacity && (pool.waiting === 0 || isReleased(pool, now));
}

/** Who waits may take a free place themselves once places are released to everyone. */
function placeInLine(pool: PoolNow, own: readonly OwnBooking[], places: number, now: Instant): OwnBooking | undefined {
  if (!isReleased(pool, now) || !hasPlaceFor(pool, places, now)) return undefined;
  return own.find(({ isSame, state }) => isSame && state === 'waiting');
}

/** The place is held unpaid where it has a fee, and confirmed where it has none. */
export function placeIn(pool: Pick<PoolNow, 'feeFen' | 'startsAt' | 'paymentHours'>, now: Instant, zone: string) {
  if (pool.feeFen === 0) return { state: 'confirmed', position: null, holdsUntil: null } as const;
  const holdsUntil = unpaidHeldUntil(now, pool.startsAt, pool.paymentHours, zone);
  return { state: 'awaiting_payment', position: null, holdsUntil } as const;
}

function after(pool: PoolInBatch, places: number, { state, fromLine }: Granted): PoolInBatch {
  if (state === 'waiting') return { ...pool, waiting: pool.waiting + 1 };
  const taken = pool.taken + places;
  if (!fromLine) return { ...pool, taken };
  const leftLine = [...(pool.leftLine ?? []), fromLine.position ?? pool.waiting];
  return { ...pool, taken, waiting: pool.waiting - 1, leftLine };
}

/** The booking, nearer to the front of the line by those before it who have left. */
function movedUp(booking: OwnBooking, leftLine: readonly number[] = []): OwnBooking {
  if (booking.position === null || leftLine.length === 0) return booking;
  return { ...booking, position: leftLine.reduce((at, left) => (left < at ? at - 1 : at), booking.position) };
}
