import { Injectable } from '@nestjs/common';
import { dateIn, Temporal } from '../../kernel/time.js';
import type { Instant, PlainDate } from '../../kernel/time.js';

/** The only place that asks the machine what time it is. */
@Injectable()
export class Clock {
  private latest = { ms: 0, instant: Temporal.Instant.fromEpochMilliseconds(0) };

  constructor(readonly zone: string) {}

  /** To the millisecond; all who ask in the same one get the same. */
  now(): Instant {
    const ms = Date.now();
    if (ms !== this.latest.ms) this.latest = { ms, instant: Temporal.Instant.fromEpochMilliseconds(ms) };
    return this.latest.instant;
  }

  /** Now, in milliseconds since 1970: for ages, where thousands ask in a second. */
  nowMs(): number {
    return Date.now();
  }

  /** Today's date in the house. */
  today(): PlainDate {
    return dateIn(this.zone, this.now());
  }
}
