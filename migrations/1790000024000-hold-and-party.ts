import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HoldAndParty1790000024000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Places that somebody chose and has yet to complete are held; a party may come with fewer; each place has a price.
      ALTER TABLE bookings
        ADD COLUMN fewest integer,
        ADD COLUMN fees_fen integer[],
        ADD CONSTRAINT bookings_fewest_positive CHECK (fewest > 0),
        DROP CONSTRAINT bookings_known_state,
        ADD CONSTRAINT bookings_known_state CHECK (state IN ('confirmed', 'awaiting_payment', 'held', 'waiting', 'offered',
          'withdrawn', 'declined', 'lapsed', 'cancelled')),
        DROP CONSTRAINT bookings_held_until_some_time,
        ADD CONSTRAINT bookings_held_until_some_time CHECK
          ((state IN ('awaiting_payment', 'held', 'offered')) = (holds_until IS NOT NULL));
      DROP INDEX bookings_one_active_per_person_and_pool;
      CREATE UNIQUE INDEX bookings_one_active_per_person_and_pool ON bookings (pool_id, resident_id)
        WHERE state IN ('confirmed', 'awaiting_payment', 'held', 'waiting', 'offered');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE pools p SET taken = taken - h.places
        FROM (SELECT pool_id, sum(places) AS places FROM bookings WHERE state = 'held' GROUP BY pool_id) h
       WHERE p.id = h.pool_id;
      UPDATE bookings SET state = 'lapsed', holds_until = NULL, ended_at = now() WHERE state = 'held';
      DROP INDEX bookings_one_active_per_person_and_pool;
      CREATE UNIQUE INDEX bookings_one_active_per_person_and_pool ON bookings (pool_id, resident_id)
        WHERE state IN ('confirmed', 'awaiting_payment', 'waiting', 'offered');
      ALTER TABLE bookings
        DROP CONSTRAINT bookings_held_until_some_time,
        ADD CONSTRAINT bookings_held_until_some_time CHECK
          ((state IN ('awaiting_payment', 'offered')) = (holds_until IS NOT NULL)),
        DROP CONSTRAINT bookings_known_state,
        ADD CONSTRAINT bookings_known_state CHECK (state IN
          ('confirmed', 'awaiting_payment', 'waiting', 'offered', 'withdrawn', 'declined', 'lapsed', 'cancelled')),
        DROP COLUMN fees_fen, DROP COLUMN fewest;
    `);
  }
}
