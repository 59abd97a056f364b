import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FindEndedBookings1790000039100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who did not come is asked of every booking of a slot, also of those that ended.
      CREATE INDEX bookings_by_pool ON bookings (pool_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX bookings_by_pool`);
  }
}
