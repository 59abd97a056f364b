import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateProgramme1790000025000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE programme_items (
        id uuid CONSTRAINT programme_items_pkey PRIMARY KEY,
        venue_id uuid NOT NULL CONSTRAINT programme_items_at_venue REFERENCES venues (id),
        hall_id uuid NOT NULL CONSTRAINT programme_items_in_hall REFERENCES halls (id),
        kind text NOT NULL,
        entry text NOT NULL,
        title text NOT NULL,
        title_en text NOT NULL,
        about text NOT NULL,
        about_en text NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        times jsonb NOT NULL,
        closed_weekdays integer[] NOT NULL,
        closed_on text[] NOT NULL,
        places integer NOT NULL,
        price_fen bigint NOT NULL,
        zone_prices jsonb NOT NULL,
        class_percents jsonb NOT NULL,
        rules jsonb NOT NULL,
        state text NOT NULL,
        published_at timestamptz,
        CONSTRAINT programme_items_one_per_title_and_start UNIQUE (venue_id, title, starts_on),
        CONSTRAINT programme_items_known_kind CHECK (kind IN ('exhibition', 'performance')),
        CONSTRAINT programme_items_known_state CHECK (state IN ('draft', 'published', 'cancelled')),
        CONSTRAINT programme_items_known_entry CHECK (entry IN ('timed', 'numbered', 'unnumbered')),
        CONSTRAINT programme_items_exhibitions_are_timed CHECK ((kind = 'exhibition') = (entry = 'timed')),
        CONSTRAINT programme_items_dates_in_order CHECK (starts_on <= ends_on),
        CONSTRAINT programme_items_places_positive CHECK (places > 0),
        CONSTRAINT programme_items_price_not_negative CHECK (price_fen >= 0)
      );
      CREATE INDEX programme_items_by_hall ON programme_items (hall_id);
      CREATE INDEX programme_items_by_end ON programme_items (ends_on);

      -- A timed entry of an exhibition, or one showing of a performance.
      CREATE TABLE slots (
        id uuid CONSTRAINT slots_pkey PRIMARY KEY,
        item_id uuid NOT NULL CONSTRAINT slots_of_item REFERENCES programme_items (id),
        hall_id uuid NOT NULL CONSTRAINT slots_in_hall REFERENCES halls (id),
        kind text NOT NULL,
        day date NOT NULL,
        during tstzrange NOT NULL,
        pool_id uuid NOT NULL CONSTRAINT slots_with_pool REFERENCES pools (id),
        seat_map_version integer,
        absences_counted_at timestamptz,
        cancelled_at timestamptz,
        cancel_reason text,
        CONSTRAINT slots_one_per_pool UNIQUE (pool_id),
        CONSTRAINT slots_one_per_item_and_time UNIQUE (item_id, during),
        CONSTRAINT slots_known_kind CHECK (kind IN ('visit', 'showing')),
        CONSTRAINT slots_one_showing_per_hall_at_a_time EXCLUDE USING gist (hall_id WITH =, during WITH &&)
          WHERE (kind = 'showing' AND cancelled_at IS NULL)
      );
      CREATE INDEX slots_by_day ON slots (day, hall_id);
      CREATE INDEX slots_by_hall ON slots (hall_id);
      CREATE INDEX slots_not_counted ON slots (day) WHERE absences_counted_at IS NULL AND cancelled_at IS NULL;

      CREATE TRIGGER programme_items_tell AFTER UPDATE ON programme_items EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER slots_tell AFTER INSERT OR UPDATE OR DELETE ON slots EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER halls_tell AFTER UPDATE ON halls EXECUTE FUNCTION tell_change('places');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER halls_tell ON halls;
      DROP TABLE slots;
      DROP TABLE programme_items;
    `);
  }
}
