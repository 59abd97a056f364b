import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../kernel/refusal.js';
import { requestRefusals } from '../http/request.errors.js';
import { refusalForConstraint } from './constraint-refusals.js';
import { brokenConstraint, sqlState } from './failed-queries.js';
import { connect, disconnect } from './send.js';

/** A transaction that is open now. Passed to everything that writes, never hidden. */
export type Tx = EntityManager;

/** Serialization failure and deadlock: PostgreSQL asks to run the whole transaction again. */
const tryAgain = new Set(['40001', '40P01']);
/** Chance and haste: a short reference that was drawn before, a key that arrives twice at once. */
const drawnAgain = /_one_per_reference$|^idempotency_keys_one_answer_per_key$/;
const attempts = 5;

@Injectable()
export class Transactions {
  constructor(private readonly source: DataSource) {}

  /**
   * Runs the work in one transaction; 40001 and 40P01 run it again from the start with a fresh one, and so does a
   * reference that was drawn twice; after five times it is refused, to be sent again. A broken constraint that keeps a
   * rule becomes that rule's refusal.
   */
  async run<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.source.transaction(async (tx) => {
          await connect(tx);
          return work(tx).finally(() => disconnect(tx));
        });
      } catch (error) {
        const isWorthIt = isWorthAnotherTry(error);
        if (isWorthIt && attempt < attempts) continue;
        if (isWorthIt) throw requestRefusals.contended({ retryAfterSeconds: 1 });
        throw error instanceof Refusal ? error : (refusalForConstraint(error) ?? error);
      }
    }
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  return tryAgain.has(sqlState(error) ?? '') || drawnAgain.test(brokenConstraint(error) ?? '');
}
