import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FreeTimesOfCancelledSlots1790000039000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What was cancelled takes no time any more: the item may be on again then.
      ALTER TABLE slots DROP CONSTRAINT slots_one_per_item_and_time;
      CREATE UNIQUE INDEX slots_one_per_item_and_time ON slots (item_id, during) WHERE cancelled_at IS NULL;
      -- Residents see the days of an item with what was cancelled.
      CREATE INDEX slots_by_item ON slots (item_id, day);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX slots_by_item;
      DROP INDEX slots_one_per_item_and_time;
      ALTER TABLE slots ADD CONSTRAINT slots_one_per_item_and_time UNIQUE (item_id, during);
    `);
  }
}
