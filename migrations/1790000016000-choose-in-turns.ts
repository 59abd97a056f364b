import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ChooseInTurns1790000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE choosing_rounds (
        id uuid CONSTRAINT choosing_rounds_pkey PRIMARY KEY,
        venue_id uuid NOT NULL CONSTRAINT choosing_rounds_at_venue REFERENCES venues (id),
        starts_at timestamptz NOT NULL,
        turn_minutes integer NOT NULL,
        passes_allowed integer NOT NULL,
        state text NOT NULL,
        CONSTRAINT choosing_rounds_known_state CHECK (state IN ('running', 'over')),
        CONSTRAINT choosing_rounds_turn_sensible CHECK (turn_minutes BETWEEN 5 AND 540),
        CONSTRAINT choosing_rounds_passes_sensible CHECK (passes_allowed BETWEEN 0 AND 10)
      );
      CREATE INDEX choosing_rounds_by_venue ON choosing_rounds (venue_id);
      CREATE UNIQUE INDEX choosing_rounds_one_running_per_house ON choosing_rounds (venue_id) WHERE state = 'running';

      CREATE TABLE choosing_turns (
        id uuid CONSTRAINT choosing_turns_pkey PRIMARY KEY,
        round_id uuid NOT NULL CONSTRAINT choosing_turns_of_round REFERENCES choosing_rounds (id),
        application_id uuid NOT NULL CONSTRAINT choosing_turns_of_application REFERENCES apartment_applications (id),
        position integer NOT NULL,
        begins_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        passes integer NOT NULL,
        outcome text,
        CONSTRAINT choosing_turns_one_per_application UNIQUE (application_id, round_id),
        CONSTRAINT choosing_turns_one_per_position UNIQUE (round_id, position),
        CONSTRAINT choosing_turns_known_outcome CHECK (outcome IN ('chose', 'passed', 'missed')),
        CONSTRAINT choosing_turns_begin_before_they_end CHECK (begins_at < ends_at),
        CONSTRAINT choosing_turns_one_at_a_time EXCLUDE USING gist
          (round_id WITH =, tstzrange(begins_at, ends_at) WITH &&) WHERE (outcome IS NULL)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE choosing_turns;
      DROP TABLE choosing_rounds;
    `);
  }
}
