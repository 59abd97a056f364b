import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGroupRequests1790000028000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE group_requests (
        id uuid CONSTRAINT group_requests_pkey PRIMARY KEY,
        booking_id uuid NOT NULL CONSTRAINT group_requests_hold_booking REFERENCES bookings (id),
        slot_id uuid NOT NULL CONSTRAINT group_requests_for_slot REFERENCES slots (id),
        kind text NOT NULL,
        organisation text NOT NULL,
        contact text NOT NULL,
        phone text NOT NULL,
        purpose text NOT NULL,
        asked_at timestamptz NOT NULL,
        decision text,
        decided_at timestamptz,
        reason text,
        CONSTRAINT group_requests_one_per_booking UNIQUE (booking_id),
        CONSTRAINT group_requests_known_kind CHECK (kind IN ('school', 'company', 'other')),
        CONSTRAINT group_requests_known_decision CHECK (decision IN ('approved', 'declined')),
        CONSTRAINT group_requests_decided_whole CHECK ((decision IS NULL) = (decided_at IS NULL)),
        CONSTRAINT group_requests_declined_has_reason CHECK (decision IS DISTINCT FROM 'declined' OR reason IS NOT NULL)
      );
      CREATE INDEX group_requests_by_slot ON group_requests (slot_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE group_requests`);
  }
}
