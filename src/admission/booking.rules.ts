import { isBefore } from '../kernel/time.js';
import type { Instant, PlainDate } from '../kernel/time.js';
import type { Bar } from './absences/absence.rules.js';
import { admissionRefusals } from './admission.errors.js';
import type { BookingState } from './booking.lifecycle.js';

/** What the rules need to know of a pool. */
export interface PoolFacts {
  readonly title: string;
  readonly titleEn: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly endedAt: Instant | null;
  readonly minAge: number | null;
  readonly maxAge: number | null;
  readonly ageOn: PlainDate;
  readonly audience: 'everyone' | 'zone';
  readonly limitPerPerson: number | null;
  readonly largestParty: number;
}

/** How many come together. */
export interface Party {
  readonly places: number;
  /** With how many they would come as well, where fewer are free; undefined: all or none. */
  readonly fewest?: number;
  /** A group that staff look at: the largest party does not bind it. */
  readonly ofAnySize?: boolean;
}

/** What the rules need to know of a person. */
export interface Applicant {
  readonly name: string | null;
  readonly birthOn: PlainDate | null;
  readonly livesInZone: boolean;
  readonly worksInZone: boolean;
}

/** One of the person's bookings that is still of interest, seen from the pool that they ask for. */
export interface OwnBooking {
  readonly bookingId: string;
  readonly reference: string;
  readonly state: BookingState;
  /** It is in the very pool asked for. */
  readonly isSame: boolean;
  /** It counts towards the same limit per person. */
  readonly isInGroup: boolean;
  /** Place in the line, known where it waits in the pool asked for. */
  readonly position: number | null;
  /** The first stretch of time that both pools take; null where there is none, or where it holds no place. */
  readonly clash: { readonly from: Instant; readonly until: Instant } | null;
  readonly title: string;
  readonly titleEn: string;
}

/** The window includes the moment it opens and not the moment it closes. */
export function assertWindowOpen(pool: PoolFacts, now: Instant, zone: string): void {
  const { title, titleEn } = pool;
  if (pool.endedAt) throw admissionRefusals.ended({ title, titleEn });
  if (isBefore(now, pool.opensAt)) {
    throw admissionRefusals.not_open_yet({ title, titleEn, opensAt: pool.opensAt.toZonedDateTimeISO(zone) });
  }
  if (!isBefore(now, pool.closesAt)) {
    throw admissionRefusals.closed({ title, titleEn, closedAt: pool.closesAt.toZonedDateTimeISO(zone) });
  }
}

export function assertNotBooked(own: readonly OwnBooking[]): void {
  const same = own.find(({ isSame }) => isSame);
  if (!same) return;
  const { bookingId, state, position } = same;
  throw admissionRefusals.already_booked({ bookingId, state, position });
}

/** Who was absent too often does not book first-come for a while; what they have booked stays theirs. */
export function assertNotBarred(bar: Bar | null): void {
  if (!bar) return;
  const marks = bar.marks.map(({ id, day, reason }) => {
    return { id, day: day.toString(), reason: reason.zh, reasonEn: reason.en };
  });
  throw admissionRefusals.barred({ until: bar.until.toString(), marks, appeal: 'POST /me/absences/:id/appeal' });
}

export function assertProfileComplete(pool: PoolFacts, person: Applicant): void {
  const missing: ('name' | 'birthDate')[] = [];
  if (!person.name) missing.push('name');
  if (!person.birthOn && (pool.minAge !== null || pool.maxAge !== null)) missing.push('birthDate');
  if (missing.length > 0) throw admissionRefusals.profile_incomplete({ missing });
}

/** Ages are whole years on the pool's day; both limits are included. */
export function assertAgeFits(pool: PoolFacts, person: Applicant): void {
  if (!person.birthOn) return;
  const { minAge, maxAge, ageOn: day } = pool;
  const age = ageOn(person.birthOn, day);
  if (minAge !== null && age < minAge) throw admissionRefusals.too_young({ minAge, on: day.toString() });
  if (maxAge !== null && age > maxAge) throw admissionRefusals.too_old({ maxAge, on: day.toString() });
}

export function assertInAudience(pool: PoolFacts, person: Applicant): void {
  if (pool.audience === 'everyone' || person.livesInZone || person.worksInZone) return;
  throw admissionRefusals.not_in_audience();
}

/** A party that the pool could never take would only hold up its line. */
export function assertPartyFits(pool: PoolFacts & { readonly capacity: number }, party: Party): void {
  const { places, fewest = places, ofAnySize = false } = party;
  if (fewest <= pool.capacity && (ofAnySize || places <= pool.largestParty)) return;
  const largestParty = ofAnySize ? pool.capacity : Math.min(pool.largestParty, pool.capacity);
  throw admissionRefusals.party_too_large({ places, largestParty });
}

/** Waiting counts too: a place in a line is a place that one may get. */
export function assertBelowLimit(pool: PoolFacts, own: readonly OwnBooking[]): void {
  const inGroup = own.filter(({ isInGroup }) => isInGroup).length;
  if (pool.limitPerPerson === null || inGroup < pool.limitPerPerson) return;
  throw admissionRefusals.limit_reached({ limit: pool.limitPerPerson });
}

/** Refuses when the person has a place elsewhere at one of the same moments; waiting elsewhere does not count. */
export function assertNoClash(own: readonly OwnBooking[], zone: string): void {
  const clashes = own.flatMap(({ title, titleEn, clash }) => (clash ? [{ title, titleEn, ...clash }] : []));
  const [first, ...rest] = clashes;
  if (!first) return;
  const { title, titleEn, from, until } = rest.reduce((a, b) => (isBefore(b.from, a.from) ? b : a), first);
  const at = (instant: Instant) => instant.toZonedDateTimeISO(zone);
  throw admissionRefusals.clashes_with_own({ title, titleEn, from: at(from), until: at(until) });
}

/** Whole years; somebody born on 29 February becomes older on 1 March where there is no 29th. */
export function ageOn(birth: PlainDate, day: PlainDate): number {
  const hadBirthday = day.month > birth.month || (day.month === birth.month && day.day >= birth.day);
  return day.year - birth.year - (hadBirthday ? 0 : 1);
}
