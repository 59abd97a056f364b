import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateViewings1790000036000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE viewing_times (
        id uuid CONSTRAINT viewing_times_pkey PRIMARY KEY,
        building_id uuid NOT NULL CONSTRAINT viewing_times_in_building REFERENCES buildings (id),
        -- One unit, or any of a layout that is free by then.
        unit_id uuid CONSTRAINT viewing_times_of_unit REFERENCES units (id),
        layout text,
        during tstzrange NOT NULL,
        meeting_place text NOT NULL,
        meeting_place_en text NOT NULL,
        pool_id uuid NOT NULL CONSTRAINT viewing_times_with_pool REFERENCES pools (id),
        cancelled_at timestamptz,
        cancel_reason text,
        cancel_reason_en text,
        created_at timestamptz NOT NULL,
        CONSTRAINT viewing_times_one_per_pool UNIQUE (pool_id),
        CONSTRAINT viewing_times_unit_or_layout CHECK (num_nonnulls(unit_id, layout) = 1),
        CONSTRAINT viewing_times_bounded CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
        CONSTRAINT viewing_times_cancelled_with_reason CHECK (
          num_nulls(cancelled_at, cancel_reason, cancel_reason_en) IN (0, 3)),
        CONSTRAINT viewing_times_one_per_unit_at_a_time EXCLUDE USING gist (unit_id WITH =, during WITH &&)
          WHERE (cancelled_at IS NULL)
      );
      CREATE INDEX viewing_times_by_building ON viewing_times (building_id);
      CREATE INDEX viewing_times_by_unit ON viewing_times (unit_id) WHERE unit_id IS NOT NULL;
      CREATE INDEX viewing_times_to_come ON viewing_times (lower(during)) WHERE cancelled_at IS NULL;

      CREATE TABLE viewings (
        id uuid CONSTRAINT viewings_pkey PRIMARY KEY,
        -- Another one when it is moved; the viewing stays the same.
        booking_id uuid NOT NULL CONSTRAINT viewings_with_booking REFERENCES bookings (id),
        time_id uuid NOT NULL CONSTRAINT viewings_at_time REFERENCES viewing_times (id),
        resident_id uuid NOT NULL CONSTRAINT viewings_of_resident REFERENCES residents (id),
        application_id uuid NOT NULL CONSTRAINT viewings_by_application REFERENCES apartment_applications (id),
        -- What is viewed, as its time has it: the id of the unit, or the id of the building and the layout.
        subject text NOT NULL,
        state text NOT NULL,
        booked_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT viewings_one_per_booking UNIQUE (booking_id),
        CONSTRAINT viewings_known_state CHECK (state IN ('booked', 'came', 'absent', 'unmarked', 'withdrawn', 'cancelled')),
        CONSTRAINT viewings_open_or_ended CHECK ((state = 'booked') = (ended_at IS NULL))
      );
      CREATE UNIQUE INDEX viewings_one_open_per_unit_and_person ON viewings (resident_id, subject) WHERE state = 'booked';
      CREATE INDEX viewings_by_time ON viewings (time_id);
      CREATE INDEX viewings_by_resident ON viewings (resident_id);
      CREATE INDEX viewings_of_application ON viewings (application_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE viewings; DROP TABLE viewing_times;`);
  }
}
