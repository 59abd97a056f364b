import type { EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';
import type { Tx } from './transactions.js';

/** PostgreSQL counts the values of a statement in two bytes. */
const mostValues = 65_535;

/** Inserts any number of rows, as many by each statement as it can carry. */
export async function insertAll<Row extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<Row>,
  rows: readonly QueryDeepPartialEntity<Row>[],
): Promise<void> {
  const atOnce = Math.floor(mostValues / tx.dataSource.getMetadata(entity).columns.length);
  for (let from = 0; from < rows.length; from += atOnce) await tx.insert(entity, rows.slice(from, from + atOnce));
}
