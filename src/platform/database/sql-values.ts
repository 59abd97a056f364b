import { Temporal } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';

/** A timestamptz as the driver reads it. */
export function instantOf(stored: Date): Instant {
  return Temporal.Instant.fromEpochMilliseconds(stored.getTime());
}

/** The same, on the wall clock of the house. */
export function zonedOf(stored: Date, zone: string): Temporal.ZonedDateTime {
  return instantOf(stored).toZonedDateTimeISO(zone);
}
