import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TakeLeasesOver1790000029000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Leases that began in other books go on here: their number there, and the first month that is billed here.
      ALTER TABLE leases ADD COLUMN earlier_number text, ADD COLUMN billed_from date,
        ADD CONSTRAINT leases_billed_by_month CHECK (date_trunc('month', billed_from::timestamp) = billed_from);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE leases DROP COLUMN earlier_number, DROP COLUMN billed_from;`);
  }
}
