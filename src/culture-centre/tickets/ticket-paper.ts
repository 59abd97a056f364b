import type { Fen } from '../../kernel/money.js';
import type { Text } from '../../kernel/text.js';
import type { Temporal } from '../../kernel/time.js';

/** One ticket as it is shown, on a screen or on paper. */
export interface TicketPaper {
  readonly id: string;
  readonly reference: string;
  readonly issue: number;
  readonly title: Text;
  readonly place: Text;
  readonly address: string;
  readonly startsAt: Temporal.ZonedDateTime;
  readonly endsAt: Temporal.ZonedDateTime;
  readonly holder: string;
  /** Masked; null where the ticket is not by real name. */
  readonly document: string | null;
  readonly priceClass: Text;
  readonly priceFen: Fen;
  readonly seat: Text | null;
  /** What the code says. */
  readonly code: string;
  readonly rules: Text;
}

/** What a calendar needs to take out an event that is not to be. */
export type CancelledEvent = Pick<TicketPaper, 'title' | 'startsAt' | 'endsAt'>;
