import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TimeTheHolds1790000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How long a unit is held was the same for all; each version of a policy now says what held under it.
      ALTER TABLE apartment_policies DISABLE TRIGGER apartment_policies_published_for_good;
      UPDATE apartment_policies SET "values" = "values" || '{"timers": {"signHours": 24, "payDepositHours": 72}}';
      ALTER TABLE apartment_policies ENABLE TRIGGER apartment_policies_published_for_good;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE apartment_policies DISABLE TRIGGER apartment_policies_published_for_good;
      UPDATE apartment_policies SET "values" = "values" - 'timers';
      ALTER TABLE apartment_policies ENABLE TRIGGER apartment_policies_published_for_good;
    `);
  }
}
