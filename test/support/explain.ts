import { AsyncLocalStorage } from 'node:async_hooks';
import { jest } from '@jest/globals';
import type { DataSource } from 'typeorm';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

export interface ReadOfTable {
  readonly table: string;
  readonly index: string | undefined;
  /** Looked at, whether they were wanted or not. */
  readonly rows: number;
}

/** What a query reads, and how long the database took in milliseconds. */
export interface Explained {
  readonly reads: readonly ReadOfTable[];
  readonly ms: number;
}

/**
 * Runs the work, and then each of its queries once more as EXPLAIN ANALYZE. What the house asks by itself meanwhile, such as
 * the pace of an opening, is none of them.
 */
export async function explained(database: DataSource, work: () => Promise<unknown>): Promise<Explained[]> {
  const within = new AsyncLocalStorage<true>();
  const asked: { sql: string; values: unknown[] | undefined }[] = [];
  const ask = database.query.bind(database);
  const spy = jest.spyOn(database, 'query').mockImplementation((sql: string, values?: any) => {
    if (within.getStore()) asked.push({ sql, values });
    return ask(sql, values);
  });
  await within.run(true, work);
  spy.mockRestore();
  const plans: Explained[] = [];
  for (const { sql, values } of asked) {
    const [row]: { 'QUERY PLAN': { Plan: PlanNode; 'Execution Time': number }[] }[] = await database.query(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
      values,
    );
    for (const { Plan, 'Execution Time': ms } of row?.['QUERY PLAN'] ?? []) plans.push({ reads: readsOf(Plan), ms });
  }
  return plans;
}

/** Whatever reads a table; a bitmap names its index one node below. */
function readsOf(node: PlanNode): ReadOfTable[] {
  const below = node.Plans ?? [];
  const table = node['Relation Name'];
  const reads = below.flatMap(readsOf);
  if (table === undefined) return reads;
  const index = node['Index Name'] ?? below.map((child) => child['Index Name']).find((name) => name !== undefined);
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return [...reads, { table, index, rows: (node['Actual Rows'] + removed) * node['Actual Loops'] }];
}
