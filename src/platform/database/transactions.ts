import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../../kernel/refusal.js';
import { requestRefusals } from '../http/request.errors.js';
import { refusalForConstraint } from './constraint-refusals.js';
import { connect } from './send.js';

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
          return work(tx);
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

/** Whether PostgreSQL refused a value or a row, so that the same statement without it may well succeed. */
export function isOfOneRow(error: unknown): boolean {
  if (error instanceof Refusal) return error.kind !== 'unavailable';
  return /^2[123]/.test(sqlState(error) ?? '');
}

/** The five-character SQLSTATE of a failed query, if PostgreSQL gave one. */
export function sqlState(error: unknown): string | undefined {
  return driverField(error, 'code');
}

/** The name of the constraint that refused a query, if one did. */
export function brokenConstraint(error: unknown): string | undefined {
  return driverField(error, 'constraint');
}

function driverField(error: unknown, field: 'code' | 'constraint'): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const value: unknown = (error.driverError as unknown as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : undefined;
}
