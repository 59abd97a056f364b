import type { Fen } from '../kernel/money.js';
import type { Actor } from '../people/index.js';
import type { Party } from './booking.rules.js';

/** Somebody asks for places in a pool. */
export interface PlaceRequest extends Party {
  readonly poolId: string;
  /** The kind of the pool, which says whose rules it has. */
  readonly kind: string;
  readonly residentId: string;
  readonly by: Actor;
  /** What each place costs, in the party's order; undefined: what the pool costs, once for all. */
  readonly feesFen?: readonly Fen[];
  /** The places are held for so long first, until the request is completed. */
  readonly holdMinutes?: number;
  /** A place or nothing. */
  readonly neverWaits?: boolean;
  /** The booking that this one takes the place of: it counts neither as booked nor towards a limit. */
  readonly replaces?: string;
  /** What it costs was paid for the booking that it replaces. */
  readonly isPaid?: boolean;
  /** What only the pool's feature understands: who comes, which seats. */
  readonly details?: unknown;
}
