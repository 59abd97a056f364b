import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApartmentApplications1790000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE apartment_applications (
        id uuid PRIMARY KEY,
        reference text NOT NULL,
        resident_id uuid NOT NULL CONSTRAINT apartment_applications_of_resident REFERENCES residents (id),
        venue_id uuid NOT NULL CONSTRAINT apartment_applications_at_venue REFERENCES venues (id),
        state text NOT NULL,
        tier text,
        degree text,
        points integer NOT NULL DEFAULT 0,
        spouse_id uuid CONSTRAINT apartment_applications_with_spouse REFERENCES residents (id),
        wanted_layouts text[] NOT NULL,
        employer text,
        submitted_at timestamptz,
        -- When the application as it stands was complete: with this it has its place in the waiting list.
        complete_at timestamptz,
        decided_at timestamptz,
        valid_until date,
        rejection_reason text,
        rejection_reason_en text,
        appeal_words text,
        appealed_at timestamptz,
        appeal_reason text,
        appeal_reason_en text,
        created_at timestamptz NOT NULL,
        CONSTRAINT apartment_applications_one_per_reference UNIQUE (reference),
        CONSTRAINT apartment_applications_known_state CHECK (state IN
          ('draft', 'submitted', 'returned', 'approved', 'rejected', 'appealed', 'withdrawn', 'expired')),
        CONSTRAINT apartment_applications_known_tier CHECK (tier IN ('A', 'B', 'C', 'D', 'E', 'F')),
        CONSTRAINT apartment_applications_known_degree CHECK (degree IN ('phd', 'master', 'bachelor')),
        CONSTRAINT apartment_applications_points_not_negative CHECK (points >= 0),
        CONSTRAINT apartment_applications_spouse_is_another CHECK (spouse_id <> resident_id),
        CONSTRAINT apartment_applications_complete_once_submitted CHECK (
          state = 'withdrawn' OR (state IN ('draft', 'returned')) = (complete_at IS NULL)),
        CONSTRAINT apartment_applications_rejected_with_reason CHECK (
          num_nulls(rejection_reason, rejection_reason_en) IN (0, 2)
          AND (state NOT IN ('rejected', 'appealed') OR rejection_reason IS NOT NULL)),
        CONSTRAINT apartment_applications_appealed_with_words CHECK (
          num_nulls(appeal_words, appealed_at) IN (0, 2) AND (state <> 'appealed' OR appealed_at IS NOT NULL)),
        CONSTRAINT apartment_applications_appeal_decided_with_reason CHECK (
          num_nulls(appeal_reason, appeal_reason_en) IN (0, 2) AND (appeal_reason IS NULL OR appealed_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX apartment_applications_one_live_per_person_and_house ON apartment_applications
        (resident_id, venue_id) WHERE state IN ('draft', 'submitted', 'returned', 'approved', 'appealed');
      CREATE INDEX apartment_applications_by_resident ON apartment_applications (resident_id);
      CREATE INDEX apartment_applications_by_spouse ON apartment_applications (spouse_id) WHERE spouse_id IS NOT NULL;
      CREATE INDEX apartment_applications_by_venue ON apartment_applications (venue_id, state);
      CREATE INDEX apartment_applications_running_out ON apartment_applications (valid_until) WHERE state = 'approved';
      CREATE INDEX apartment_applications_in_waiting_order ON apartment_applications
        (venue_id, coalesce(tier, 'none'), (- points), complete_at, id) WHERE state = 'approved';

      CREATE TABLE application_conditions (
        id uuid PRIMARY KEY,
        application_id uuid NOT NULL
          CONSTRAINT application_conditions_of_application REFERENCES apartment_applications (id),
        kind text NOT NULL,
        state text NOT NULL,
        source text,
        checked_at timestamptz,
        checked_by uuid CONSTRAINT application_conditions_checked_by_staff REFERENCES staff (id),
        valid_until date,
        reason text,
        reason_en text,
        CONSTRAINT application_conditions_one_per_kind UNIQUE (application_id, kind),
        CONSTRAINT application_conditions_known_kind CHECK (kind IN
          ('tier_certificate', 'employer_contract', 'social_insurance', 'no_home_in_zone', 'household')),
        CONSTRAINT application_conditions_known_state CHECK (state IN ('missing', 'given', 'accepted', 'returned')),
        CONSTRAINT application_conditions_given_with_source CHECK ((state = 'missing') = (source IS NULL)),
        CONSTRAINT application_conditions_checked_by_somebody CHECK (
          num_nulls(checked_at, checked_by) IN (0, 2) AND (state IN ('accepted', 'returned')) = (checked_at IS NOT NULL)),
        CONSTRAINT application_conditions_returned_with_reason CHECK (
          num_nulls(reason, reason_en) IN (0, 2) AND (state = 'returned') = (reason IS NOT NULL))
      );

      CREATE TABLE application_documents (
        id uuid PRIMARY KEY,
        condition_id uuid NOT NULL
          CONSTRAINT application_documents_of_condition REFERENCES application_conditions (id) ON DELETE CASCADE,
        name text NOT NULL,
        media_type text NOT NULL,
        bytes_count integer NOT NULL,
        sha256 text NOT NULL,
        sealed bytea NOT NULL,
        uploaded_at timestamptz NOT NULL,
        CONSTRAINT application_documents_known_type CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
        CONSTRAINT application_documents_size_within_limit CHECK (bytes_count BETWEEN 1 AND 5242880),
        CONSTRAINT application_documents_hash_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
      );
      CREATE INDEX application_documents_by_condition ON application_documents (condition_id);
      -- Sealed bytes do not compress.
      ALTER TABLE application_documents ALTER COLUMN sealed SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE application_documents;
      DROP TABLE application_conditions;
      DROP TABLE apartment_applications;
    `);
  }
}
