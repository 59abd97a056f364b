import { Injectable } from '@nestjs/common';
import { Refusal } from '../kernel/refusal.js';
import { Residents } from '../people/index.js';
import { Batcher } from '../platform/batching/batcher.js';
import type { Settled } from '../platform/batching/batcher.js';
import { isOfOneRow, Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { answerOf, Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest, Outcome } from '../platform/http/idempotency.js';
import { admissionRefusals } from './admission.errors.js';
import { AdmitRequests } from './admit-requests.service.js';
import { SoldOut } from './sold-out.js';
import type { PlaceRequest } from './admit-requests.service.js';

export interface Ask extends PlaceRequest {
  readonly once: OnceRequest | undefined;
}

/** What one process takes on. A request that finds the queue full is told at once when to come again. */
export const engineLimits = { largestBatch: 500, batchesAtOnce: 1, mostWaiting: 5_000 } as const;

/**
 * Takes requests for places as they come and admits those that arrive together in one transaction, in order of arrival.
 * Several processes may do so on one database: people are locked before pools, each in the order of their ids.
 */
@Injectable()
export class AdmissionEngine {
  private readonly asks: Batcher<Ask, unknown>;

  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly residents: Residents,
    private readonly admit: AdmitRequests,
    private readonly soldOut: SoldOut,
  ) {
    this.asks = new Batcher<Ask, unknown>({
      run: (asks) => this.carryOut(asks),
      largestBatch: engineLimits.largestBatch,
      atOnce: engineLimits.batchesAtOnce,
      mostWaiting: engineLimits.mostWaiting,
      whenFull: (retryAfterSeconds) => admissionRefusals.busy({ retryAfterSeconds }),
      // What one person asks at the same time is decided one after the other.
      keyOf: ({ residentId }) => residentId,
    });
  }

  /** The answer that the pool's feature gives, or a refusal. */
  async enter<Answer>(ask: Ask): Promise<Answer> {
    this.soldOut.assertNotSoldOut(ask.poolId, ask.residentId);
    try {
      return (await this.asks.add(ask)) as Answer;
    } catch (error) {
      if (isFullForGood(error)) this.soldOut.learn(ask.poolId);
      throw error;
    }
  }

  private async carryOut(asks: readonly Ask[]): Promise<Settled<unknown>[]> {
    try {
      const outcomes = await this.transactions.run((tx) => this.decide(tx, asks));
      return outcomes.map(settle);
    } catch (error) {
      if (asks.length === 1 || !isOfOneRow(error)) throw error;
      return this.oneByOne(asks);
    }
  }

  private async decide(tx: Tx, asks: readonly Ask[]): Promise<Outcome<unknown>[]> {
    const people = await this.residents.lock(
      tx,
      asks.map(({ residentId }) => residentId),
    );
    const earlier = await this.idempotency.recall(
      tx,
      asks.map(({ once }) => once),
    );
    const fresh = asks.filter((_, index) => earlier[index] === undefined);
    const made = await this.admit.run(tx, fresh, people);
    const done = fresh.map(({ once }, index) => ({ request: once, outcome: made[index] as Outcome<unknown> }));
    await this.idempotency.record(tx, done);
    let next = 0;
    return earlier.map((outcome) => outcome ?? (made[next++] as Outcome<unknown>));
  }

  /** One request that the database cannot take must not spoil those that came with it. */
  private async oneByOne(asks: readonly Ask[]): Promise<Settled<unknown>[]> {
    const results: Settled<unknown>[] = [];
    for (const ask of asks) {
      const alone = this.transactions.run((tx) => this.decide(tx, [ask]));
      results.push(
        await alone.then(
          ([outcome]) => settle(outcome as Outcome<unknown>),
          (error: unknown) => ({ error }),
        ),
      );
    }
    return results;
  }
}

function isFullForGood(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'admission.full_without_waiting_list';
}

function settle(outcome: Outcome<unknown>): Settled<unknown> {
  try {
    return { value: answerOf(outcome) };
  } catch (error) {
    return { error };
  }
}
