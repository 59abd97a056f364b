import { Temporal } from '../../src/kernel/time.js';
import type { Instant } from '../../src/kernel/time.js';
import { Clock } from '../../src/platform/clock/clock.js';

/** A clock that stands still until the test moves it. */
export class TestClock extends Clock {
  private instant: Instant;

  constructor(startsAt: string, zone = 'Asia/Shanghai') {
    super(zone);
    this.instant = readMoment(startsAt, zone);
  }

  override now(): Instant {
    return this.instant;
  }

  override nowMs(): number {
    return this.instant.epochMilliseconds;
  }

  /** `2026-09-01 19:00` on the wall clock of the house. */
  set(moment: string): void {
    this.instant = readMoment(moment, this.zone);
  }

  /** `PT2H`, `P1D`. */
  advance(duration: string): void {
    this.instant = this.instant.toZonedDateTimeISO(this.zone).add(Temporal.Duration.from(duration)).toInstant();
  }
}

function readMoment(text: string, zone: string): Instant {
  return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).toInstant();
}
