import { Injectable } from '@nestjs/common';
import type { Fen } from '../kernel/money.js';
import type { Instant } from '../kernel/time.js';
import type { Actor } from '../people/index.js';
import type { Tx } from '../platform/database/transactions.js';
import type { PlaceRequest } from './place-request.js';
import type { FeatureRules } from './admit.rules.js';
import type { BookingState } from './booking.lifecycle.js';

/** One move of one booking. */
export interface BookingChange {
  readonly bookingId: string;
  readonly reference: string;
  readonly poolId: string;
  readonly residentId: string;
  /** How many places it has from now on. */
  readonly places: number;
  /** What the request said beyond what admission knows, for a booking that is new. */
  readonly details: unknown;
  /** null: the booking is new. */
  readonly from: BookingState | null;
  readonly to: BookingState;
  /** Place in the line, for a booking that waits. */
  readonly position: number | null;
  readonly holdsUntil: Instant | null;
  readonly feeFen: Fen;
  readonly by: Actor;
  readonly reason: string | null;
}

/** What somebody got who asked for a place. */
export interface BookingResult {
  readonly bookingId: string;
  readonly reference: string;
  readonly poolId: string;
  readonly residentId: string;
  readonly state: BookingState;
  readonly places: number;
  /** Place in the line, 1 for the first; null for somebody who does not wait. */
  readonly position: number | null;
  readonly holdsUntil: Instant | null;
  readonly bookedAt: Instant;
  /** What is owed for it; null where nothing is. */
  readonly charge: { readonly id: string; readonly amountFen: Fen } | null;
}

/** What is known when people are answered; `told` settles when all of them have been told. */
export interface Known<About> {
  readonly about: About;
  readonly told: Promise<unknown>;
}

export interface AdmissionListener<About = undefined> {
  /** What it must know of these pools to tell and to answer; read once for all who ask together. */
  about?(tx: Tx, poolIds: readonly string[]): Promise<About>;
  /** Runs in the transaction of the change; throwing undoes it. */
  changed(tx: Tx, changes: readonly BookingChange[], about: About): Promise<void>;
  /**
   * The feature's own rules for requests that came together, in their order; what they ask is read here once for all.
   * People and pools are locked.
   */
  rules?(tx: Tx, requests: readonly PlaceRequest[]): Promise<readonly FeatureRules[]>;
  /**
   * What each of these people is answered, in their order; plain JSON, kept under their Idempotency-Key. Asked for while
   * they are told: whoever reads what the telling writes waits for `told`.
   */
  answers?(tx: Tx, results: readonly BookingResult[], known: Known<About>): Promise<unknown[]>;
}

/** Features hear of every change to bookings in their kind of pool. */
@Injectable()
export class AdmissionListeners {
  private readonly listeners = new Map<string, AdmissionListener<unknown>>();

  on<About = undefined>(poolKind: string, listener: AdmissionListener<About>): void {
    if (this.listeners.has(poolKind)) throw new Error(`Pools of the kind ${poolKind} have two listeners.`);
    this.listeners.set(poolKind, listener);
  }

  /** Whether the feature of these pools has rules of its own. */
  hasRules(poolKind: string): boolean {
    return this.listeners.get(poolKind)?.rules !== undefined;
  }

  /** The kinds of pools that features have. */
  kinds(): readonly string[] {
    return [...this.listeners.keys()].sort();
  }

  async about(tx: Tx, poolKind: string, inPools: readonly { readonly poolId: string }[]): Promise<unknown> {
    return this.listeners.get(poolKind)?.about?.(tx, [...new Set(inPools.map(({ poolId }) => poolId))]);
  }

  async tell(tx: Tx, poolKind: string, changes: readonly BookingChange[], about?: unknown): Promise<void> {
    if (changes.length === 0) return;
    await this.listeners.get(poolKind)?.changed(tx, changes, about ?? (await this.about(tx, poolKind, changes)));
  }

  async rules(tx: Tx, poolKind: string, requests: readonly PlaceRequest[]): Promise<readonly FeatureRules[]> {
    return (await this.listeners.get(poolKind)?.rules?.(tx, requests)) ?? [];
  }

  async answers(
    tx: Tx,
    poolKind: string,
    results: readonly BookingResult[],
    known: Known<unknown>,
  ): Promise<readonly unknown[]> {
    return (await this.listeners.get(poolKind)?.answers?.(tx, results, known)) ?? results;
  }
}
