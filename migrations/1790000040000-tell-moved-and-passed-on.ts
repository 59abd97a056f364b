import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TellMovedAndPassedOn1790000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A booking that was changed for one in another pool says so itself: a reason is what people write.
      ALTER TABLE bookings ADD COLUMN moved_to uuid CONSTRAINT bookings_moved_to_booking REFERENCES bookings (id);
      CREATE UNIQUE INDEX bookings_one_moved_to ON bookings (moved_to) WHERE moved_to IS NOT NULL;
      UPDATE bookings o SET moved_to = (
        SELECT n.id FROM bookings n JOIN tickets t ON t.booking_id = n.id
         WHERE n.resident_id = o.resident_id AND n.booked_at = o.ended_at AND n.pool_id <> o.pool_id LIMIT 1)
       WHERE o.state = 'withdrawn' AND o.end_reason = 'moved';

      -- So many children an account and day; and a ticket that was passed on is shown to its new holder alone.
      ALTER TABLE tickets ADD COLUMN is_child boolean NOT NULL DEFAULT false, ADD COLUMN transferred_at timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tickets DROP COLUMN is_child, DROP COLUMN transferred_at;
      ALTER TABLE bookings DROP COLUMN moved_to;
    `);
  }
}
