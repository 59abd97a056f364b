import type pg from 'pg';
import { QueryFailedError } from 'typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { arrayLiteral } from './array-literals.js';
import { sqlState } from './failed-queries.js';

/** In a transaction in which something failed nothing more is carried out, nor what was to be prepared found. */
const consequences = new Set(['25P02', '26000']);

const connections = new WeakMap<EntityManager, pg.PoolClient>();

/** Makes `send` possible on this transaction, before anything else is asked on it. */
export async function connect(tx: EntityManager): Promise<void> {
  connections.set(tx, (await tx.queryRunner?.connect()) as pg.PoolClient);
}

/** Ends that, when the work is done: what is still sent then would be another transaction's. */
export function disconnect(tx: EntityManager): void {
  connections.delete(tx);
}

/**
 * A statement that is with PostgreSQL as soon as this is called: statements that are sent one after another are carried
 * out in that order, and none waits for the answers of those before it. `tx.query` hands its statement over some time
 * later. Answers the rows, also of an UPDATE or DELETE ... RETURNING. Each connection prepares a statement once, so its
 * text must not depend on the request.
 */
export async function send<Row>(tx: EntityManager, statement: string, values: unknown[]): Promise<Row[]> {
  const connection = connections.get(tx);
  if (!connection) throw new Error('Statements are sent on a transaction of Transactions.run alone.');
  return ask(connection, statement, values);
}

/**
 * From here to its end, what this transaction sends is planned once per connection, whatever the values: for lookups by
 * key. PostgreSQL would plan some of them anew each time, at several times what carrying them out costs. What `tx.query`
 * asks is planned blind to its values then as well.
 */
export async function planOnce(tx: EntityManager): Promise<void> {
  await send(tx, `SET LOCAL plan_cache_mode = force_generic_plan`, []);
}

/** The same for a statement that stands alone and needs no transaction. */
export async function sendAlone<Row>(source: DataSource, statement: string, values: unknown[]): Promise<Row[]> {
  const runner = source.createQueryRunner();
  try {
    return await ask((await runner.connect()) as pg.PoolClient, statement, values);
  } finally {
    await runner.release();
  }
}

async function ask<Row>(connection: pg.PoolClient, statement: string, given: unknown[]): Promise<Row[]> {
  const values = given.map((value) => (Array.isArray(value) ? arrayLiteral(value) : value));
  try {
    return (await connection.query({ name: nameOf(statement), text: statement, values })).rows as Row[];
  } catch (error) {
    throw new QueryFailedError(statement, given, error as Error);
  }
}

const names = new Map<string, string>();

function nameOf(statement: string): string {
  const known = names.get(statement);
  if (known) return known;
  const name = `linli_${names.size + 1}`;
  names.set(statement, name);
  return name;
}

type Results<Works extends readonly unknown[]> = { -readonly [Index in keyof Works]: Awaited<Works[Index]> };

/**
 * Waits for work that is under way at once, all of one transaction or each on its own. When something fails the rest is
 * waited for and then the first failure thrown: nobody may write on a connection whose transaction has been rolled back.
 */
export async function together<Works extends readonly unknown[]>(works: readonly [...Works]): Promise<Results<Works>> {
  const failures: unknown[] = [];
  const results = await Promise.all(
    works.map((work) => Promise.resolve(work).catch((error: unknown) => void failures.push(error))),
  );
  if (failures.length > 0) throw failures.find((error) => !consequences.has(sqlState(error) ?? '')) ?? failures[0];
  return results as Results<Works>;
}
