import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AdmitInBatches1790000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How many wait is kept beside how many have a place, so that a position costs the same in any line.
      ALTER TABLE pools
        ADD COLUMN waiting integer NOT NULL DEFAULT 0,
        ADD COLUMN largest_party integer NOT NULL DEFAULT 1,
        ADD COLUMN releases_at timestamptz,
        ADD CONSTRAINT pools_waiting_not_negative CHECK (waiting >= 0),
        ADD CONSTRAINT pools_largest_party_positive CHECK (largest_party > 0);
      UPDATE pools p SET waiting = (SELECT count(*) FROM bookings b WHERE b.pool_id = p.id AND b.state = 'waiting');

      ALTER TABLE bookings
        ADD COLUMN places integer NOT NULL DEFAULT 1,
        ADD CONSTRAINT bookings_places_positive CHECK (places > 0);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE bookings DROP COLUMN places;
      ALTER TABLE pools DROP COLUMN waiting, DROP COLUMN largest_party, DROP COLUMN releases_at;
    `);
  }
}
