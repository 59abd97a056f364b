import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ShortFirstLease1790000018300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Not insured yet, since hired on this day.
      ALTER TABLE application_conditions ADD COLUMN hired_on date,
        ADD CONSTRAINT application_conditions_hired_on_of_insurance CHECK
          (hired_on IS NULL OR (kind = 'social_insurance' AND state <> 'missing'));
      CREATE UNIQUE INDEX leases_short_first_once ON leases (resident_id, term_number)
        WHERE kind = 'short_first' AND NOT is_transfer AND state IN ('held', 'signed', 'let', 'ended');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX leases_short_first_once;
      ALTER TABLE application_conditions DROP COLUMN hired_on;
    `);
  }
}
