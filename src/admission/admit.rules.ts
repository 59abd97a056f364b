import { Refusal } from '../kernel/refusal.js';
import type { Fen } from '../kernel/money.js';
import type { Instant } from '../kernel/time.js';
import type { Bar } from './absences/absence.rules.js';
import { admissionRefusals } from './admission.errors.js';
import type { Applicant, OwnBooking, Party, PoolFacts } from './booking.rules.js';
import {
  assertAgeFits,
  assertBelowLimit,
  assertInAudience,
  assertNoClash,
  assertNotBarred,
  assertNotBooked,
  assertPartyFits,
  assertProfileComplete,
  assertWindowOpen,
} from './booking.rules.js';
import { choiceHeldUntil, isReleased, unpaidHeldUntil } from './offer.rules.js';

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
export interface Asked extends Party {
  readonly poolId: string;
  readonly person: Applicant;
  readonly own: readonly OwnBooking[];
  /** Barred after absences, if they are. */
  readonly bar?: Bar | null;
  /** What it costs; undefined: what the pool costs. */
  readonly feesFen?: readonly Fen[];
  /** It was paid before. */
  readonly isPaid?: boolean;
  /** The place is first held for so long, until the request is completed. */
  readonly holdMinutes?: number;
  /** A place or nothing: it does not go into the line. */
  readonly neverWaits?: boolean;
  /** The rules that the pool's feature has of its own, over what those before were granted. */
  readonly rules?: FeatureRules | undefined;
}

/** Rules of a feature about one request: a seat that is free still, a visitor who has no ticket yet. */
export interface FeatureRules {
  /** Throws a refusal. */
  assert(): void;
  /** Whoever comes later in the batch finds this taken. */
  granted(places: number): void;
}

/** What a request gets: a place, a place until it is paid for, or a place in the line. */
export interface Granted {
  readonly state: 'confirmed' | 'awaiting_payment' | 'held' | 'waiting';
  /** As many as it asked for, or fewer where it would come with fewer. */
  readonly places: number;
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
      request.rules?.granted(granted.places);
      current.set(request.poolId, after(pool, granted));
      return { granted };
    } catch (error) {
      if (error instanceof Refusal) return { refused: error };
      throw error;
    }
  });
}

function admit(asked: Asked, pool: PoolInBatch, now: Instant, zone: string): Granted {
  const { person, own: before } = asked;
  assertWindowOpen(pool, now, zone);
  const own = before.map((booking) => movedUp(booking, pool.leftLine));
  const inLine = placeInLine(pool, own, asked, now);
  const others = inLine ? own.filter((booking) => booking !== inLine) : own;
  assertNotBooked(others);
  assertNotBarred(asked.bar ?? null);
  assertProfileComplete(pool, person);
  assertAgeFits(pool, person);
  assertInAudience(pool, person);
  assertPartyFits(pool, asked);
  assertBelowLimit(pool, others);
  assertNoClash(others, zone);
  asked.rules?.assert();
  const places = placesNow(pool, asked, now);
  if (places > 0) return { ...firstStep(asked, places, pool, now, zone), places, fromLine: inLine ?? null };
  if (asked.neverWaits) throw admissionRefusals.full({ free: pool.capacity - pool.taken, waiting: pool.waiting });
  if (!pool.waitingList) throw admissionRefusals.full_without_waiting_list({ capacity: pool.capacity });
  return { state: 'waiting', places: asked.places, position: pool.waiting + 1, holdsUntil: null, fromLine: null };
}

/** Nobody overtakes those who wait, until the release: a place that is free while there is a line is theirs. */
function placesNow(pool: PoolNow, party: Party, now: Instant): number {
  if (pool.waiting > 0 && !isReleased(pool, now)) return 0;
  return placesFor(party, pool.capacity - pool.taken);
}

/** All that a party asks for, or what is free where it would come with fewer; 0 where it does not fit. */
export function placesFor({ places, fewest }: Party, free: number): number {
  if (places <= free) return places;
  return fewest !== undefined && fewest <= free ? free : 0;
}

function firstStep(asked: Asked, places: number, pool: PoolNow, now: Instant, zone: string) {
  if (asked.holdMinutes === undefined) {
    const feeFen = asked.isPaid ? 0 : feeOf(pool, asked, places);
    return placeIn({ ...pool, feeFen }, now, zone);
  }
  const holdsUntil = choiceHeldUntil(now, pool.startsAt, asked.holdMinutes);
  return { state: 'held', position: null, holdsUntil } as const;
}

/** What so many places cost, in fen. */
export function feeOf(
  pool: Pick<PoolNow, 'feeFen'>,
  asked: { readonly feesFen?: readonly Fen[] | null },
  places: number,
): Fen {
  return asked.feesFen ? asked.feesFen.slice(0, places).reduce((sum, fee) => sum + fee, 0) : pool.feeFen;
}

/** Who waits may take a free place themselves once places are released to everyone. */
function placeInLine(pool: PoolNow, own: readonly OwnBooking[], party: Party, now: Instant): OwnBooking | undefined {
  if (!isReleased(pool, now) || placesNow(pool, party, now) === 0) return undefined;
  return own.find(({ isSame, state }) => isSame && state === 'waiting');
}

/** The place is held unpaid where it has a fee, and confirmed where it has none. */
export function placeIn(pool: Pick<PoolNow, 'feeFen' | 'startsAt' | 'paymentHours'>, now: Instant, zone: string) {
  if (pool.feeFen === 0) return { state: 'confirmed', position: null, holdsUntil: null } as const;
  const holdsUntil = unpaidHeldUntil(now, pool.startsAt, pool.paymentHours, zone);
  return { state: 'awaiting_payment', position: null, holdsUntil } as const;
}

function after(pool: PoolInBatch, { state, places, fromLine }: Granted): PoolInBatch {
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
