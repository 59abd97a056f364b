import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { constraintsWithRefusals } from '../../src/platform/database/constraint-refusals.js';
import { Linli } from '../support/linli.js';

describe('the schema that the migrations made', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  const names = async (sql: string): Promise<string[]> => {
    const rows: { name: string }[] = await linli.database.query(sql);
    return rows.map(({ name }) => name).sort();
  };

  it('is the one that the entities describe', async () => {
    const { upQueries } = await linli.database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('has an entity for every table', async () => {
    const tables = await names(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const described = linli.database.entityMetadatas.map(({ tableName }) => tableName);
    expect(tables.filter((table) => !described.includes(table))).toEqual(['migrations']);
  });

  it('has every constraint that stands for a refusal', async () => {
    const constraints = await names(`SELECT conname AS name FROM pg_constraint`);
    const indexes = await names(`SELECT indexname AS name FROM pg_indexes`);
    const functions = await names(`SELECT prosrc AS name FROM pg_proc WHERE proname = 'keep_charge_in_balance'`);
    const known = (name: string) =>
      constraints.includes(name) || indexes.includes(name) || functions.some((source) => source.includes(`'${name}'`));
    expect(constraintsWithRefusals().filter((name) => !known(name))).toEqual([]);
  });

  it('names every constraint after its rule, never after its number', async () => {
    const constraints = await names(
      `SELECT conname AS name FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = 'public' AND contype <> 'n' AND c.conrelid <> 'migrations'::regclass`,
    );
    expect(constraints.filter((name) => /^(CHK|FK|UQ|REL|PK|IDX|XCL)_|_(check|fkey|excl)\d*$/.test(name))).toEqual([]);
  });

  it('has an index for every foreign key that people wait for', async () => {
    const bare = await names(
      `SELECT c.conname AS name FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE c.contype = 'f' AND n.nspname = 'public' AND NOT EXISTS (
              SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`,
    );
    // Registers of a few hundred rows, and columns that nobody searches by.
    expect(bare).toEqual([
      'absence_appeals_decided_by_staff',
      'absence_excusals_by_staff',
      'absence_marks_lifted_by_staff',
      'absence_policies_published_by_staff',
      'apartment_bars_lifted_by_staff',
      'apartment_bars_recorded_by_staff',
      'apartment_policies_published_by_staff',
      'application_conditions_checked_by_staff',
      'application_conditions_confirmed_by_resident',
      'charge_entries_recorded_by_staff',
      'charges_at_venue',
      'classes_in_room',
      'classes_taught_by',
      'gate_scans_by_staff',
      'leases_by_application',
      'leases_countersigned_by_staff',
      'leases_under_policy',
      'opening_tickets_of_resident',
      'openings_at_venue',
      'pools_at_venue',
      'staff_grants_at_venue',
      'terms_at_venue',
    ]);
  });
});
