import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAdmission1790000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A number of places that open at a time. Admission alone changes taken.
      CREATE TABLE pools (
        id uuid CONSTRAINT pools_pkey PRIMARY KEY,
        kind text NOT NULL,
        title text NOT NULL,
        title_en text NOT NULL,
        venue_id uuid CONSTRAINT pools_at_venue REFERENCES venues (id),
        capacity integer NOT NULL,
        taken integer NOT NULL DEFAULT 0,
        opens_at timestamptz NOT NULL,
        closes_at timestamptz NOT NULL,
        starts_at timestamptz NOT NULL,
        ended_at timestamptz,
        occupies tstzmultirange NOT NULL,
        limit_group uuid,
        limit_per_person integer,
        min_age integer,
        max_age integer,
        age_on date NOT NULL,
        audience text NOT NULL,
        waiting_list boolean NOT NULL,
        fee_fen bigint NOT NULL,
        payment_hours integer NOT NULL,
        CONSTRAINT pools_never_oversold CHECK (taken <= capacity),
        CONSTRAINT pools_taken_not_negative CHECK (taken >= 0),
        CONSTRAINT pools_window_in_order CHECK (opens_at < closes_at),
        CONSTRAINT pools_fee_not_negative CHECK (fee_fen >= 0),
        CONSTRAINT pools_payment_hours_positive CHECK (payment_hours > 0),
        CONSTRAINT pools_limit_whole CHECK ((limit_group IS NULL) = (limit_per_person IS NULL)),
        CONSTRAINT pools_known_audience CHECK (audience IN ('everyone', 'zone'))
      );

      CREATE TABLE bookings (
        id uuid CONSTRAINT bookings_pkey PRIMARY KEY,
        reference text NOT NULL,
        pool_id uuid NOT NULL CONSTRAINT bookings_of_pool REFERENCES pools (id),
        resident_id uuid NOT NULL CONSTRAINT bookings_of_resident REFERENCES residents (id),
        state text NOT NULL,
        -- Order of arrival, within the pool and over all pools.
        arrival bigint GENERATED ALWAYS AS IDENTITY,
        holds_until timestamptz,
        booked_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        ended_at timestamptz,
        end_reason text,
        CONSTRAINT bookings_one_per_reference UNIQUE (reference),
        CONSTRAINT bookings_known_state CHECK (state IN
          ('confirmed', 'awaiting_payment', 'waiting', 'offered', 'withdrawn', 'declined', 'lapsed', 'cancelled')),
        CONSTRAINT bookings_held_until_some_time CHECK
          ((state IN ('awaiting_payment', 'offered')) = (holds_until IS NOT NULL)),
        CONSTRAINT bookings_ended_has_time CHECK
          ((state IN ('withdrawn', 'declined', 'lapsed', 'cancelled')) = (ended_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX bookings_one_active_per_person_and_pool ON bookings (pool_id, resident_id)
        WHERE state IN ('confirmed', 'awaiting_payment', 'waiting', 'offered');
      CREATE INDEX bookings_in_line ON bookings (pool_id, arrival) WHERE state = 'waiting';
      CREATE INDEX bookings_by_pool ON bookings (pool_id, state);
      CREATE INDEX bookings_by_resident ON bookings (resident_id, state);
      CREATE INDEX bookings_held ON bookings (holds_until) WHERE holds_until IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE bookings;
      DROP TABLE pools;
    `);
  }
}
