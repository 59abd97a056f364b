import { hash } from 'node:crypto';
import { createParamDecorator, Injectable } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { plainFacts, Refusal } from '../../kernel/refusal.js';
import type { Facts, RefusalKind } from '../../kernel/refusal.js';
import type { Text } from '../../kernel/text.js';
import { Clock } from '../clock/clock.js';
import { refusalForConstraint } from '../database/constraint-refusals.js';
import { send } from '../database/send.js';
import { Transactions } from '../database/transactions.js';
import type { Tx } from '../database/transactions.js';
import type { HttpRequest } from './request.js';
import { requestRefusals } from './request.errors.js';

/** A request that is to be carried out once, however often it is sent. */
export interface OnceRequest {
  readonly caller: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** What a request came to: an answer, or a refusal that is just as final for this key. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly refusal: FinalRefusal };

interface FinalRefusal {
  readonly code: string;
  readonly kind: RefusalKind;
  readonly sentence: Text;
  readonly facts: Facts;
}

@Injectable()
export class Idempotency {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the work in one transaction with the record of its outcome. A second request with the same key waits for the
   * first and gets its outcome, also after a crash: record and change are there together or not at all.
   */
  async once<Answer>(request: OnceRequest | undefined, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    if (!request) return this.transactions.run(work);
    const outcome = await this.transactions.run(async (tx) => {
      const earlier = await this.claim<Answer>(tx, request);
      if (earlier) return earlier;
      const made = await attempt(tx, work);
      await tx.query(`UPDATE idempotency_keys SET outcome = $3 WHERE caller = $1 AND key = $2`, [
        request.caller,
        request.key,
        JSON.stringify(stored(made)),
      ]);
      return made;
    });
    return answerOf(outcome);
  }

  /**
   * For requests of many callers at once, who are locked: what each came to before, or undefined where it is new. It is
   * carried out and then recorded in the same transaction.
   */
  async recall(tx: Tx, requests: readonly (OnceRequest | undefined)[]): Promise<(Outcome<unknown> | undefined)[]> {
    const keyed = requests.filter((request) => request !== undefined);
    if (keyed.length === 0) return requests.map(() => undefined);
    const rows = await send<OnceRequest & { outcome: Outcome<unknown> }>(
      tx,
      `SELECT found.* FROM unnest($1::text[], $2::text[]) AS asked (caller, key)
        CROSS JOIN LATERAL (
          SELECT k.caller, k.key, k.fingerprint, k.outcome FROM idempotency_keys k
           WHERE k.caller = asked.caller AND k.key = asked.key LIMIT 1) found`,
      [keyed.map(({ caller }) => caller), keyed.map(({ key }) => key)],
    );
    const earlier = new Map(rows.map((row) => [`${row.caller} ${row.key}`, row]));
    return requests.map((request) => {
      const row = request && earlier.get(`${request.caller} ${request.key}`);
      if (!row) return undefined;
      return row.fingerprint === request.fingerprint
        ? row.outcome
        : { refusal: requestRefusals.idempotency_key_reused() };
    });
  }

  /** Writes down what these requests came to; those without a key leave nothing. */
  async record(
    tx: Tx,
    done: readonly { request: OnceRequest | undefined; outcome: Outcome<unknown> }[],
  ): Promise<void> {
    const keyed = done.flatMap(({ request, outcome }) => (request ? [{ request, outcome }] : []));
    if (keyed.length === 0) return;
    await send(
      tx,
      `INSERT INTO idempotency_keys (caller, key, fingerprint, outcome, created_at)
       SELECT caller, key, fingerprint, outcome, $1
         FROM ROWS FROM (unnest($2::text[], $3::text[], $4::text[]), json_array_elements($5))
           AS k (caller, key, fingerprint, outcome)
        ORDER BY caller, key`,
      [
        this.clock.now().toString(),
        keyed.map(({ request }) => request.caller),
        keyed.map(({ request }) => request.key),
        keyed.map(({ request }) => request.fingerprint),
        JSON.stringify(keyed.map(({ outcome }) => stored(outcome))),
      ],
    );
  }

  /** Takes the key, or waits for whoever took it first and returns what came of it. */
  private async claim<Answer>(tx: Tx, request: OnceRequest): Promise<Outcome<Answer> | undefined> {
    const { caller, key, fingerprint } = request;
    const taken: unknown[] = await tx.query(
      `INSERT INTO idempotency_keys (caller, key, fingerprint, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT idempotency_keys_one_answer_per_key DO NOTHING RETURNING key`,
      [caller, key, fingerprint, this.clock.now().toString()],
    );
    if (taken.length > 0) return undefined;
    const [earlier]: { fingerprint: string; outcome: Outcome<Answer> }[] = await tx.query(
      `SELECT fingerprint, outcome FROM idempotency_keys WHERE caller = $1 AND key = $2`,
      [caller, key],
    );
    if (earlier?.fingerprint !== fingerprint) throw requestRefusals.idempotency_key_reused();
    return earlier.outcome;
  }

  /** Forgets keys made before this moment; a client that retries does so within hours. */
  async forgetBefore(moment: { toString(): string }): Promise<void> {
    await this.transactions.run((tx) =>
      tx.query(`DELETE FROM idempotency_keys WHERE created_at < $1`, [moment.toString()]),
    );
  }
}

/** Runs the work behind a savepoint, so that a refusal undoes its changes and can still be recorded. */
async function attempt<Answer>(tx: Tx, work: (tx: Tx) => Promise<Answer>): Promise<Outcome<Answer>> {
  try {
    return { answer: await tx.transaction(work) };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : refusalForConstraint(error);
    if (!refusal) throw error;
    return { refusal };
  }
}

/** The answer; a refusal is thrown. */
export function answerOf<Answer>(outcome: Outcome<Answer>): Answer {
  if ('answer' in outcome) return outcome.answer;
  if (outcome.refusal instanceof Refusal) throw outcome.refusal;
  const { code, kind, sentence, facts } = outcome.refusal;
  throw new Refusal(code, kind, sentence, facts);
}

/** As it is kept: a refusal with its facts as they are answered, so that a repetition says the same. */
function stored(outcome: Outcome<unknown>): Outcome<unknown> {
  if ('answer' in outcome) return { answer: outcome.answer };
  const { code, kind, sentence, facts } = outcome.refusal;
  return { refusal: { code, kind, sentence, facts: plainFacts(facts) } };
}

/** The request's Idempotency-Key, or undefined where it carries none. */
export const Once = createParamDecorator((_: unknown, context: ExecutionContext): OnceRequest | undefined => {
  const request = context.switchToHttp().getRequest<HttpRequest>();
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw requestRefusals.bad_idempotency_key();
  return { caller: request.caller ?? 'anyone', key, fingerprint: fingerprintOf(request) };
});

function fingerprintOf({ method, url, sentBody: body }: HttpRequest): string {
  const line = `${method} ${url}\n`;
  if (Buffer.isBuffer(body)) return hash('sha256', Buffer.concat([Buffer.from(line), body]));
  return hash('sha256', line + JSON.stringify(body ?? null));
}
