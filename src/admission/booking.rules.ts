import { isBefore } from '../kernel/time.js';
import type { Instant, PlainDate } from '../kernel/time.js';
import { admissionRefusals } from './admission.errors.js';

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
}

/** What the rules need to know of a person. */
export interface Applicant {
  readonly name: string | null;
  readonly birthOn: PlainDate | null;
  readonly livesInZone: boolean;
  readonly worksInZone: boolean;
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

export function assertProfileComplete(pool: PoolFacts, person: Applicant): void {
  const missing: ('name' | 'birthDate')[] = [];
  if (!person.name) missing.push('name');
  if (!person.birthOn && (pool.minAge !== null || pool.maxAge !== null)) missing.push('birthDate');
  if (missing.length > 0) throw admissionRefusals.profile_incomplete({ missing });
}

/** Ages are whole years on the pool's day; both limits are included. */
export function assertAgeFits(pool: PoolFacts, person: Applicant): void {
  if (!person.birthOn) return;
  const age = ageOn(person.birthOn, pool.ageOn);
  const on = pool.ageOn.toString();
  if (pool.minAge !== null && age < pool.minAge) throw admissionRefusals.too_young({ minAge: pool.minAge, on });
  if (pool.maxAge !== null && age > pool.maxAge) throw admissionRefusals.too_old({ maxAge: pool.maxAge, on });
}

export function assertInAudience(pool: PoolFacts, person: Applicant): void {
  if (pool.audience === 'everyone' || person.livesInZone || person.worksInZone) return;
  throw admissionRefusals.not_in_audience();
}

export function assertBelowLimit(pool: PoolFacts, bookedInGroup: number): void {
  if (pool.limitPerPerson === null || bookedInGroup < pool.limitPerPerson) return;
  throw admissionRefusals.limit_reached({ limit: pool.limitPerPerson });
}

/** Whole years; somebody born on 29 February becomes older on 1 March where there is no 29th. */
export function ageOn(birth: PlainDate, day: PlainDate): number {
  const hadBirthday = day.month > birth.month || (day.month === birth.month && day.day >= birth.day);
  return day.year - birth.year - (hadBirthday ? 0 : 1);
}
