import { Injectable } from '@nestjs/common';
import type { Fen } from '../kernel/money.js';
import type { Instant } from '../kernel/time.js';
import type { Actor } from '../people/index.js';
import type { Tx } from '../platform/database/transactions.js';
import type { BookingState } from './booking.lifecycle.js';

/** One move of one booking. */
export interface BookingChange {
  readonly bookingId: string;
  readonly reference: string;
  readonly poolId: string;
  readonly residentId: string;
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

export interface AdmissionListener {
  /** Runs in the transaction of the change; throwing undoes it. */
  changed(tx: Tx, changes: readonly BookingChange[]): Promise<void>;
}

/** Features hear of every change to bookings in their kind of pool. */
@Injectable()
export class AdmissionListeners {
  private readonly listeners = new Map<string, AdmissionListener>();

  on(poolKind: string, listener: AdmissionListener): void {
    if (this.listeners.has(poolKind)) throw new Error(`Pools of the kind ${poolKind} have two listeners.`);
    this.listeners.set(poolKind, listener);
  }

  async tell(tx: Tx, poolKind: string, changes: readonly BookingChange[]): Promise<void> {
    if (changes.length > 0) await this.listeners.get(poolKind)?.changed(tx, changes);
  }
}
