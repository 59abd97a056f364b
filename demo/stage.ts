import { Temporal } from '../src/kernel/time.js';
import type { Instant } from '../src/kernel/time.js';
import { Clock } from '../src/platform/clock/clock.js';

/** A mail as it arrived. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Where the story is played: a running Linli, its clock, its mailbox and its queues. */
export interface Stage {
  readonly address: string;
  readonly clock: StageClock;
  /** Every mail that has arrived so far. */
  readonly mails: () => readonly Mail[];
  /** Signs a member of staff in and returns the token. */
  readonly staffToken: (email: string) => Promise<string>;
  /** Puts the planning and sending of reminders, and the lapsing of offers, on the queues now. */
  readonly turnQueues: () => Promise<void>;
}

/** A clock that the story sets, so that it need not wait for tomorrow. */
export class StageClock extends Clock {
  private instant: Instant;

  constructor(moment: string, zone: string) {
    super(zone);
    this.instant = read(moment, zone);
  }

  override now(): Instant {
    return this.instant;
  }

  /** `2026-09-07 18:00` on the wall clock of the house. */
  set(moment: string): void {
    this.instant = read(moment, this.zone);
  }
}

function read(moment: string, zone: string): Instant {
  return Temporal.PlainDateTime.from(moment.replace(' ', 'T')).toZonedDateTime(zone).toInstant();
}
