import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { allMigrations, makeDataSource } from '../../src/platform/database/data-source.js';
import { cloneDatabase } from '../support/database.js';

/** Everything in the catalogue that a migration can make, as text. */
const catalogue = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
         || coalesce(column_default, '') || ' ' || is_identity AS line
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migrations'
  UNION ALL
  SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
   WHERE n.nspname = 'public' AND conrelid <> 'migrations'::regclass
  UNION ALL
  SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'migrations'
  UNION ALL
  SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL
  SELECT 'function ' || pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE n.nspname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  UNION ALL
  SELECT 'view ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = 'public'
  ORDER BY line`;

describe('migrations', () => {
  let source: DataSource;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await cloneDatabase(null);
    drop = database.drop;
    source = await makeDataSource(database.url, [], await allMigrations()).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await drop();
  });

  const snapshot = async (): Promise<string[]> => {
    const rows: { line: string }[] = await source.query(catalogue);
    return rows.map(({ line }) => line);
  };

  it('go up, all the way down, and up again to the same schema', async () => {
    const made = await source.runMigrations();
    expect(made.length).toBeGreaterThan(0);
    const first = await snapshot();
    expect(first.length).toBeGreaterThan(100);
    for (const _ of made) await source.undoLastMigration();
    expect(await snapshot()).toEqual([]);
    await source.runMigrations();
    expect(await snapshot()).toEqual(first);
  });

  it('are named after what they do, in the order in which they run', async () => {
    const names = (await allMigrations()).map((migration) => migration.name);
    const stamps = names.map((name) => Number(/\d{13}$/.exec(name)?.[0]));
    expect(stamps.every((stamp) => stamp > 1_700_000_000_000)).toBe(true);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
  });
});
