/** One message, ready to leave the house. */
export interface Letter {
  /** E.164 number or e-mail address, as the channel needs it. */
  readonly to: string;
  readonly title: string;
  readonly body: string;
  /** The same id means the same letter: a receiver may drop a second copy. */
  readonly id: string;
}

/** Thrown when a letter will never arrive this way, so that trying again is of no use. */
export class Undeliverable extends Error {}
