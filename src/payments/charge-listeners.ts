import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions.js';

export interface SettledCharge {
  readonly chargeId: string;
  readonly subjectId: string;
  readonly residentId: string;
}

type Listener = (tx: Tx, settled: SettledCharge) => Promise<void>;

/** Floors above say what follows when a charge of their kind is paid. It happens in the payment's transaction. */
@Injectable()
export class ChargeListeners {
  private readonly listeners = new Map<string, Listener>();

  /** The listener may refuse, and then the payment is not recorded. */
  whenSettled(subjectKind: string, listener: Listener): void {
    if (this.listeners.has(subjectKind)) throw new Error(`Charges of the kind ${subjectKind} have two listeners.`);
    this.listeners.set(subjectKind, listener);
  }

  async settled(tx: Tx, subjectKind: string, settled: SettledCharge): Promise<void> {
    await this.listeners.get(subjectKind)?.(tx, settled);
  }
}
