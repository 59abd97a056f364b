import { Injectable } from '@nestjs/common';
import { Refusal } from '../kernel/refusal.js';
import { Residents } from '../people/index.js';
import { Batcher } from '../platform/batching/batcher.js';
import type { Settled } from '../platform/batching/batcher.js';
import { isOfOneRow } from '../platform/database/failed-queries.js';
import { planOnce, together } from '../platform/database/send.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { answerOf, Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { admissionRefusals } from './admission.errors.js';
import { AdmitRequests } from './admit-requests.service.js';
import { SoldOut } from './sold-out.js';
import type { Made } from './admit-requests.service.js';
import type { PlaceRequest } from './place-request.js';
import { OpeningCounts } from './openings/opening-counts.js';
import { OpeningGate } from './openings/opening-gate.js';

export interface Ask extends PlaceRequest {
  readonly once: OnceRequest | undefined;
  /** Which opening the pool belongs to, if any, and the ticket that was shown for it. */
  readonly openingId: string | null;
  readonly ticket: string | undefined;
}

/** What came of a request, for whoever asked and for whoever watches. */
interface Decided {
  readonly answer: unknown;
  readonly happened: 'placed' | 'waiting' | 'repeated';
}

/** What one process takes on. A request that finds the queue full is told at once when to come again. */
export const engineLimits = { largestBatch: 500, largestShare: 0.5, batchesAtOnce: 1, mostWaiting: 5_000 } as const;

/**
 * Takes requests for places as they come and admits those that arrive together in one transaction, in order of arrival.
 * Several processes may do so on one database: people are locked before pools, each in the order of their ids.
 */
@Injectable()
export class AdmissionEngine {
  private readonly asks: Batcher<Ask, Decided>;

  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly residents: Residents,
    private readonly admit: AdmitRequests,
    private readonly soldOut: SoldOut,
    private readonly gate: OpeningGate,
    private readonly counts: OpeningCounts,
  ) {
    this.asks = new Batcher<Ask, Decided>({
      run: (asks, letNext) => this.carryOut(asks, letNext),
      largestBatch: engineLimits.largestBatch,
      largestShare: engineLimits.largestShare,
      atOnce: engineLimits.batchesAtOnce,
      mostWaiting: engineLimits.mostWaiting,
      whenFull: (retryAfterSeconds) => admissionRefusals.busy({ retryAfterSeconds }),
      // What one person asks at the same time is decided one after the other.
      keyOf: ({ residentId }) => residentId,
    });
  }

  /** Seconds that those who wait now will take at the speed measured; undefined before the first was decided. */
  get queueSeconds(): number | undefined {
    const { perSecond, waitingNow } = this.asks;
    return perSecond === 0 ? undefined : waitingNow / perSecond;
  }

  /** The answer that the pool's feature gives, or a refusal. */
  async enter<Answer>(ask: Ask): Promise<Answer> {
    this.counts.add(ask.openingId, 'asked');
    try {
      this.soldOut.assertNotSoldOut(ask.poolId, ask.residentId);
      const shut = await this.gate.refusalFor(ask);
      const { answer, happened } = shut ? await this.answerBefore(ask, shut) : await this.asks.add(ask);
      this.counts.add(ask.openingId, happened);
      return answer as Answer;
    } catch (error) {
      if (error instanceof Refusal) this.counts.add(ask.openingId, `refused ${error.code}`);
      if (isFullForGood(error)) this.soldOut.learn(ask.poolId);
      throw error;
    }
  }

  /** Whoever was answered before gets the same answer, though nobody new is let in. */
  private async answerBefore({ once }: Ask, shut: Refusal): Promise<Decided> {
    const [earlier] = once ? await this.transactions.run((tx) => this.idempotency.recall(tx, [once])) : [];
    if (!earlier) throw shut;
    return { answer: answerOf(earlier), happened: 'repeated' };
  }

  private async carryOut(asks: readonly Ask[], letNext: () => void): Promise<Settled<Decided>[]> {
    try {
      const outcomes = await this.transactions.run((tx) => this.decide(tx, asks, letNext));
      return outcomes.map(settle);
    } catch (error) {
      if (asks.length === 1 || !isOfOneRow(error)) throw error;
      return this.oneByOne(asks);
    }
  }

  /**
   * `letNext`: called when only the commit is left, where people and pools are all that the rules ask about. Whoever asks
   * for the same waits for their locks and comes after these.
   */
  private async decide(tx: Tx, asks: readonly Ask[], letNext?: () => void): Promise<Made[]> {
    const ids = asks.map(({ residentId }) => residentId);
    const keys = asks.map(({ once }) => once);
    const hasFeatureRules = this.admit.hasFeatureRules(asks);
    const [, people, earlier, seen] = await together([
      // What features ask may need a plan for its values.
      hasFeatureRules ? undefined : planOnce(tx),
      this.residents.lock(tx, ids),
      this.idempotency.recall(tx, keys),
      this.admit.look(tx, asks),
    ]);
    const fresh = asks.filter((_, index) => earlier[index] === undefined);
    const { made, written } = await this.admit.run(tx, fresh, people, seen);
    const done = fresh.map(({ once }, index) => ({ request: once, outcome: made[index] as Made }));
    const recorded = this.idempotency.record(tx, done);
    await together([written, recorded]);
    if (!hasFeatureRules) letNext?.();
    let next = 0;
    return earlier.map((outcome) => outcome ?? (made[next++] as Made));
  }

  /** One request that the database cannot take must not spoil those that came with it. */
  private async oneByOne(asks: readonly Ask[]): Promise<Settled<Decided>[]> {
    const results: Settled<Decided>[] = [];
    for (const ask of asks) {
      const alone = this.transactions.run((tx) => this.decide(tx, [ask]));
      results.push(
        await alone.then(
          ([outcome]) => settle(outcome as Made),
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

function settle(outcome: Made): Settled<Decided> {
  const { state } = outcome;
  const happened = state === undefined ? 'repeated' : state === 'waiting' ? 'waiting' : 'placed';
  try {
    return { value: { answer: answerOf(outcome), happened } };
  } catch (error) {
    return { error };
  }
}
