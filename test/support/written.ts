import type { Linli } from './linli.js';

const tables = [
  'classes',
  'class_sessions',
  'courses',
  'rooms',
  'teachers',
  'pools',
  'audit_entries',
  'messages',
  'noted_messages',
];

/** How many rows an import could have written, table by table. */
export async function written(linli: Linli): Promise<Record<string, number>> {
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  const [row]: Record<string, number>[] = await linli.database.query(`SELECT ${counts.join(', ')}`);
  return row ?? {};
}
