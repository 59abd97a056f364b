import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OpenByTurns1790000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What opens at one moment for everybody: the enrolment of a term, whose id it has.
      CREATE TABLE openings (
        id uuid PRIMARY KEY,
        venue_id uuid NOT NULL CONSTRAINT openings_at_venue REFERENCES venues (id),
        title text NOT NULL,
        title_en text NOT NULL,
        opens_at timestamptz NOT NULL,
        closes_at timestamptz NOT NULL,
        -- The waiting room: how many are let in each second, by the setting and just now. Null: there is none.
        per_second integer,
        rate double precision NOT NULL DEFAULT 0,
        -- Numbers given out; called up so far, at that moment; and those whose turn is over.
        issued integer NOT NULL DEFAULT 0,
        called double precision NOT NULL DEFAULT 0,
        called_at timestamptz NOT NULL,
        lapsed integer NOT NULL DEFAULT 0,
        paused_at timestamptz,
        notice text,
        notice_en text,
        CONSTRAINT openings_window_in_order CHECK (opens_at < closes_at),
        CONSTRAINT openings_pace_positive CHECK (per_second > 0),
        CONSTRAINT openings_rate_not_above_pace CHECK (rate >= 0 AND rate <= coalesce(per_second, 0)),
        CONSTRAINT openings_called_in_order CHECK (0 <= lapsed AND lapsed <= called AND called <= issued),
        CONSTRAINT openings_paused_with_notice CHECK (num_nulls(paused_at, notice, notice_en) IN (0, 3))
      );

      -- One number for each person, however many tabs and devices they have.
      CREATE TABLE opening_tickets (
        opening_id uuid NOT NULL CONSTRAINT opening_tickets_of_opening REFERENCES openings (id),
        resident_id uuid NOT NULL CONSTRAINT opening_tickets_of_resident REFERENCES residents (id),
        number integer NOT NULL,
        issued_at timestamptz NOT NULL,
        CONSTRAINT opening_tickets_one_per_person PRIMARY KEY (opening_id, resident_id),
        CONSTRAINT opening_tickets_one_per_number UNIQUE (opening_id, number)
      );

      -- What happened in each second of an opening; processes add what they saw.
      CREATE TABLE opening_counts (
        opening_id uuid NOT NULL CONSTRAINT opening_counts_of_opening REFERENCES openings (id),
        second timestamptz NOT NULL,
        what text NOT NULL,
        count integer NOT NULL,
        CONSTRAINT opening_counts_one_per_second PRIMARY KEY (opening_id, second, what)
      );

      ALTER TABLE pools ADD COLUMN opening_id uuid CONSTRAINT pools_in_opening REFERENCES openings (id);
      CREATE INDEX pools_by_opening ON pools (opening_id);
      INSERT INTO openings (id, venue_id, title, title_en, opens_at, closes_at, called_at)
        SELECT id, venue_id, name, name_en, enrolment_opens_at, enrolment_closes_at, created_at FROM terms;
      UPDATE pools p SET opening_id = c.term_id FROM classes c WHERE c.pool_id = p.id;

      CREATE FUNCTION tell_opening_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('linli', 'opening ' || NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER openings_tell AFTER INSERT OR UPDATE ON openings FOR EACH ROW
        EXECUTE FUNCTION tell_opening_changed();
      CREATE TRIGGER openings_tell_places AFTER UPDATE OF per_second, paused_at, notice, notice_en ON openings
        EXECUTE FUNCTION tell_change('places');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pools DROP COLUMN opening_id;
      DROP TABLE opening_counts;
      DROP TABLE opening_tickets;
      DROP TABLE openings;
      DROP FUNCTION tell_opening_changed();
    `);
  }
}
