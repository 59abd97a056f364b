import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRepairs1790000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE repairs (
        id uuid CONSTRAINT repairs_pkey PRIMARY KEY,
        reference text NOT NULL CONSTRAINT repairs_one_per_reference UNIQUE,
        unit_id uuid NOT NULL CONSTRAINT repairs_of_unit REFERENCES units (id),
        -- Whose keys they were when it was reported; both null where the unit stood empty.
        lease_id uuid CONSTRAINT repairs_during_lease REFERENCES leases (id),
        resident_id uuid CONSTRAINT repairs_for_resident REFERENCES residents (id),
        category text NOT NULL,
        urgency text NOT NULL,
        description text NOT NULL,
        state text NOT NULL,
        appointment tstzrange,
        assigned_to text,
        -- Of the whole repair, also where it was done over.
        cost_fen bigint,
        payer text,
        rating integer,
        rating_words text,
        refusal_reason text,
        refusal_reason_en text,
        reopen_words text,
        reopened_at timestamptz,
        created_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        done_at timestamptz,
        CONSTRAINT repairs_known_category CHECK (category IN
          ('water', 'electricity', 'appliance', 'lock', 'furniture', 'other')),
        CONSTRAINT repairs_known_urgency CHECK (urgency IN ('low', 'normal', 'urgent')),
        CONSTRAINT repairs_known_state CHECK (state IN
          ('reported', 'planned', 'done', 'rated', 'reopened', 'refused', 'withdrawn')),
        CONSTRAINT repairs_known_payer CHECK (payer IN ('house', 'tenant')),
        CONSTRAINT repairs_for_resident_of_lease CHECK (num_nulls(lease_id, resident_id) IN (0, 2)),
        CONSTRAINT repairs_appointment_bounded CHECK (
          NOT isempty(appointment) AND NOT lower_inf(appointment) AND NOT upper_inf(appointment)),
        CONSTRAINT repairs_planned_with_appointment CHECK (
          num_nulls(appointment, assigned_to) IN (0, 2) AND (state <> 'planned' OR appointment IS NOT NULL)),
        CONSTRAINT repairs_cost_not_negative CHECK (cost_fen >= 0),
        CONSTRAINT repairs_done_with_cost CHECK (
          num_nulls(cost_fen, payer) IN (0, 2) AND (done_at IS NULL OR cost_fen IS NOT NULL)
          AND (state IN ('done', 'rated')) = (done_at IS NOT NULL)),
        CONSTRAINT repairs_tenant_pays_under_lease CHECK (payer <> 'tenant' OR lease_id IS NOT NULL),
        CONSTRAINT repairs_rating_one_to_five CHECK (rating BETWEEN 1 AND 5),
        CONSTRAINT repairs_rated_with_rating CHECK (
          (state = 'rated') = (rating IS NOT NULL) AND (rating_words IS NULL OR rating IS NOT NULL)),
        CONSTRAINT repairs_refused_with_reason CHECK (
          num_nulls(refusal_reason, refusal_reason_en) IN (0, 2) AND (state = 'refused') = (refusal_reason IS NOT NULL)),
        CONSTRAINT repairs_reopened_with_words CHECK (
          num_nulls(reopen_words, reopened_at) IN (0, 2) AND (state <> 'reopened' OR reopened_at IS NOT NULL)),
        CONSTRAINT repairs_due_after_report CHECK (due_at > created_at)
      );
      CREATE INDEX repairs_by_unit ON repairs (unit_id);
      CREATE INDEX repairs_by_lease ON repairs (lease_id) WHERE lease_id IS NOT NULL;
      CREATE INDEX repairs_by_resident ON repairs (resident_id) WHERE resident_id IS NOT NULL;
      CREATE INDEX repairs_open_by_due ON repairs (due_at) WHERE state IN ('reported', 'planned', 'reopened');

      CREATE TABLE repair_photos (
        id uuid CONSTRAINT repair_photos_pkey PRIMARY KEY,
        repair_id uuid NOT NULL CONSTRAINT repair_photos_of_repair REFERENCES repairs (id),
        media_type text NOT NULL,
        bytes_count integer NOT NULL,
        sha256 text NOT NULL,
        sealed bytea NOT NULL,
        uploaded_at timestamptz NOT NULL,
        CONSTRAINT repair_photos_known_type CHECK (media_type IN ('image/jpeg', 'image/png')),
        CONSTRAINT repair_photos_size_within_limit CHECK (bytes_count BETWEEN 1 AND 5242880),
        CONSTRAINT repair_photos_hash_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
      );
      CREATE INDEX repair_photos_by_repair ON repair_photos (repair_id);
      -- Sealed bytes do not compress.
      ALTER TABLE repair_photos ALTER COLUMN sealed SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE repair_photos;
      DROP TABLE repairs;
    `);
  }
}
