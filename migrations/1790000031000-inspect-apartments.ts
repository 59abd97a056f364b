import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InspectApartments1790000031000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lease_inspections (
        id uuid CONSTRAINT lease_inspections_pkey PRIMARY KEY,
        lease_id uuid NOT NULL CONSTRAINT lease_inspections_of_lease REFERENCES leases (id),
        kind text NOT NULL,
        state text NOT NULL,
        appointment tstzrange,
        -- When it was made, so that nobody is reminded of what was due before.
        appointed_at timestamptz,
        -- As many decimals as the meters show; null where there is no such meter.
        electricity_kwh numeric(9, 2),
        water_m3 numeric(10, 3),
        gas_m3 numeric(10, 3),
        presented_at timestamptz,
        answered_at timestamptz,
        answer_words text,
        created_at timestamptz NOT NULL,
        CONSTRAINT lease_inspections_one_per_kind UNIQUE (lease_id, kind),
        CONSTRAINT lease_inspections_known_kind CHECK (kind IN ('check_in', 'check_out')),
        CONSTRAINT lease_inspections_known_state CHECK (state IN ('draft', 'presented', 'confirmed', 'disputed')),
        CONSTRAINT lease_inspections_appointment_bounded CHECK (
          NOT isempty(appointment) AND NOT lower_inf(appointment) AND NOT upper_inf(appointment)),
        CONSTRAINT lease_inspections_appointment_made CHECK (num_nulls(appointment, appointed_at) IN (0, 2)),
        CONSTRAINT lease_inspections_readings_not_negative CHECK (
          electricity_kwh >= 0 AND water_m3 >= 0 AND gas_m3 >= 0),
        CONSTRAINT lease_inspections_presented_with_time CHECK ((state <> 'draft') = (presented_at IS NOT NULL)),
        CONSTRAINT lease_inspections_answered_with_time CHECK (
          (state IN ('confirmed', 'disputed')) = (answered_at IS NOT NULL)),
        CONSTRAINT lease_inspections_disputed_with_words CHECK (state <> 'disputed' OR answer_words IS NOT NULL)
      );
      CREATE TRIGGER lease_inspections_confirmed_for_good BEFORE UPDATE OR DELETE ON lease_inspections
        FOR EACH ROW WHEN (OLD.state = 'confirmed') EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER lease_inspections_never_emptied BEFORE TRUNCATE ON lease_inspections
        EXECUTE FUNCTION refuse_change();

      CREATE TABLE lease_inspection_items (
        id uuid CONSTRAINT lease_inspection_items_pkey PRIMARY KEY,
        inspection_id uuid NOT NULL CONSTRAINT lease_inspection_items_of_inspection REFERENCES lease_inspections (id),
        position integer NOT NULL,
        name text NOT NULL,
        name_en text NOT NULL,
        -- Null until somebody has looked.
        condition text,
        remark text,
        CONSTRAINT lease_inspection_items_one_per_name UNIQUE (inspection_id, name),
        CONSTRAINT lease_inspection_items_known_condition CHECK (condition IN ('good', 'worn', 'damaged', 'missing'))
      );

      CREATE TABLE lease_inspection_photos (
        id uuid CONSTRAINT lease_inspection_photos_pkey PRIMARY KEY,
        inspection_id uuid NOT NULL CONSTRAINT lease_inspection_photos_of_inspection REFERENCES lease_inspections (id),
        item_id uuid CONSTRAINT lease_inspection_photos_of_item REFERENCES lease_inspection_items (id),
        media_type text NOT NULL,
        bytes_count integer NOT NULL,
        sha256 text NOT NULL,
        sealed bytea NOT NULL,
        uploaded_at timestamptz NOT NULL,
        CONSTRAINT lease_inspection_photos_known_type CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
        CONSTRAINT lease_inspection_photos_size_within_limit CHECK (bytes_count BETWEEN 1 AND 5242880),
        CONSTRAINT lease_inspection_photos_hash_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
      );
      CREATE INDEX lease_inspection_photos_by_inspection ON lease_inspection_photos (inspection_id);
      CREATE INDEX lease_inspection_photos_by_item ON lease_inspection_photos (item_id) WHERE item_id IS NOT NULL;
      -- Sealed bytes do not compress.
      ALTER TABLE lease_inspection_photos ALTER COLUMN sealed SET STORAGE EXTERNAL;

      -- What the tenant has confirmed is its items and photos, so these stay as they were too.
      CREATE FUNCTION keep_confirmed_inspection() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM lease_inspections i WHERE i.state = 'confirmed'
                     AND ((TG_OP <> 'INSERT' AND i.id = OLD.inspection_id)
                       OR (TG_OP <> 'DELETE' AND i.id = NEW.inspection_id))) THEN
          RAISE EXCEPTION 'what was confirmed in % is never changed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_confirmed_for_good';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER lease_inspection_items_confirmed_for_good BEFORE INSERT OR UPDATE OR DELETE
        ON lease_inspection_items FOR EACH ROW EXECUTE FUNCTION keep_confirmed_inspection();
      CREATE TRIGGER lease_inspection_photos_confirmed_for_good BEFORE INSERT OR UPDATE OR DELETE
        ON lease_inspection_photos FOR EACH ROW EXECUTE FUNCTION keep_confirmed_inspection();

      -- The same photos are taken of repairs.
      ALTER TABLE repair_photos DROP CONSTRAINT repair_photos_known_type;
      ALTER TABLE repair_photos ADD CONSTRAINT repair_photos_known_type
        CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE repair_photos DROP CONSTRAINT repair_photos_known_type;
      ALTER TABLE repair_photos ADD CONSTRAINT repair_photos_known_type
        CHECK (media_type IN ('image/jpeg', 'image/png')) NOT VALID;
      DROP TABLE lease_inspection_photos;
      DROP TABLE lease_inspection_items;
      DROP FUNCTION keep_confirmed_inspection();
      DROP TABLE lease_inspections;
    `);
  }
}
