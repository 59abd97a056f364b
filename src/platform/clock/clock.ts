import { Injectable } from '@nestjs/common';
import { dateIn, Temporal } from '../../kernel/time.js';
import type { Instant, PlainDate } from '../../kernel/time.js';

/** The only place that asks the machine what time it is. */
@Injectable()
export class Clock {
  constructor(readonly zone: string) {}

  now(): Instant {
    return Temporal.Now.instant();
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
