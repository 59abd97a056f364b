import { earliest, isBefore, latest, Temporal } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';

/** How long places are held. */
export const holdRules = {
  offerHours: 24,
  /** When it begins within `soonHours`, an offer is shorter. */
  soonHours: 48,
  offerHoursWhenSoon: 2,
  /** Nothing lapses at night: what would, lapses an hour after the night ends. */
  nightFrom: Temporal.PlainTime.from('22:00'),
  nightUntil: Temporal.PlainTime.from('08:00'),
  lapsesAfterNightAt: Temporal.PlainTime.from('09:00'),
} as const;

/**
 * Offers are made until it has begun and the window has closed, after which a freed place stays free; or until the
 * release, after which it is whoever's asks first. An offer made before the release keeps its time.
 */
export function offersEnd(pool: ReleasedPool & { closesAt: Instant }): Instant {
  const end = latest(pool.startsAt, pool.closesAt);
  const release = releasesAt(pool);
  return release === null ? end : earliest(end, release);
}

export interface ReleasedPool {
  readonly startsAt: Instant;
  readonly releaseHours: number | null;
}

/** When freed places become whoever's asks first; null where they never do. */
export function releasesAt({ startsAt, releaseHours }: ReleasedPool): Instant | null {
  return releaseHours === null ? null : startsAt.subtract({ hours: releaseHours });
}

export function isReleased(pool: ReleasedPool, now: Instant): boolean {
  const release = releasesAt(pool);
  return release !== null && !isBefore(now, release);
}

/**
 * Until when an offer made now is held: 24 h, 2 h when it begins within 48 h, not at night; and never past the start,
 * even where something begins at night.
 */
export function offerHeldUntil(now: Instant, startsAt: Instant, zone: string): Instant {
  const begun = !isBefore(now, startsAt);
  const soon = !begun && isBefore(startsAt, now.add({ hours: holdRules.soonHours }));
  const end = outOfTheNight(now.add({ hours: soon ? holdRules.offerHoursWhenSoon : holdRules.offerHours }), zone);
  return begun ? end : earliest(end, startsAt);
}

/** Until when a place that somebody chose is held for them to complete it; never past the start. */
export function choiceHeldUntil(now: Instant, startsAt: Instant, minutes: number): Instant {
  const end = now.add({ minutes });
  return isBefore(now, startsAt) ? earliest(end, startsAt) : end;
}

/** Until when an unpaid place is held: the payment hours, not past the start, but never less than two hours. */
export function unpaidHeldUntil(now: Instant, startsAt: Instant, paymentHours: number, zone: string): Instant {
  const end = outOfTheNight(now.add({ hours: paymentHours }), zone);
  if (!isBefore(now, startsAt)) return end;
  return latest(earliest(end, startsAt), outOfTheNight(now.add({ hours: holdRules.offerHoursWhenSoon }), zone));
}

function outOfTheNight(end: Instant, zone: string): Instant {
  const moment = end.toZonedDateTimeISO(zone);
  const time = moment.toPlainTime();
  const late = Temporal.PlainTime.compare(time, holdRules.nightFrom) >= 0;
  const early = Temporal.PlainTime.compare(time, holdRules.nightUntil) <= 0;
  if (!late && !early) return end;
  const morning = late ? moment.add({ days: 1 }) : moment;
  return morning.withPlainTime(holdRules.lapsesAfterNightAt).toInstant();
}
