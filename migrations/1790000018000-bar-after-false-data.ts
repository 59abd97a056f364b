import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BarAfterFalseData1790000018000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- By which document somebody applied: it stays known when the account forgets it or has another one.
      ALTER TABLE apartment_applications ADD COLUMN document_hash text;
      UPDATE apartment_applications a SET document_hash = r.document_hash
        FROM residents r WHERE r.id = a.resident_id AND a.submitted_at IS NOT NULL;
      CREATE INDEX apartment_applications_by_document ON apartment_applications (document_hash)
        WHERE document_hash IS NOT NULL;

      CREATE TABLE apartment_bars (
        id uuid CONSTRAINT apartment_bars_pkey PRIMARY KEY,
        resident_id uuid NOT NULL CONSTRAINT apartment_bars_of_resident REFERENCES residents (id),
        document_hashes text[] NOT NULL,
        venue_id uuid NOT NULL CONSTRAINT apartment_bars_at_venue REFERENCES venues (id),
        item text NOT NULL,
        reason text NOT NULL,
        reason_en text NOT NULL,
        period daterange NOT NULL,
        application_id uuid CONSTRAINT apartment_bars_found_in_application REFERENCES apartment_applications (id),
        lease_id uuid CONSTRAINT apartment_bars_found_in_lease REFERENCES leases (id),
        recorded_at timestamptz NOT NULL,
        recorded_by uuid NOT NULL CONSTRAINT apartment_bars_recorded_by_staff REFERENCES staff (id),
        appeal_words text,
        appealed_at timestamptz,
        lifted_at timestamptz,
        lifted_by uuid CONSTRAINT apartment_bars_lifted_by_staff REFERENCES staff (id),
        lift_reason text,
        CONSTRAINT apartment_bars_one_at_a_time EXCLUDE USING gist
          (resident_id WITH =, period WITH &&) WHERE (lifted_at IS NULL),
        CONSTRAINT apartment_bars_known_item CHECK (item IN ('name', 'identity_document', 'tier_certificate',
          'employer_contract', 'social_insurance', 'no_home_in_zone', 'household')),
        CONSTRAINT apartment_bars_period_bounded CHECK
          (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)),
        CONSTRAINT apartment_bars_found_in_one_thing CHECK (num_nonnulls(application_id, lease_id) = 1),
        CONSTRAINT apartment_bars_appealed_with_words CHECK (num_nulls(appeal_words, appealed_at) IN (0, 2)),
        CONSTRAINT apartment_bars_lifted_with_reason CHECK (num_nulls(lifted_at, lifted_by, lift_reason) IN (0, 3))
      );
      CREATE INDEX apartment_bars_by_resident ON apartment_bars (resident_id);
      CREATE INDEX apartment_bars_by_document ON apartment_bars USING gin (document_hashes);
      CREATE INDEX apartment_bars_by_venue ON apartment_bars (venue_id, recorded_at);
      CREATE INDEX apartment_bars_by_application ON apartment_bars (application_id) WHERE application_id IS NOT NULL;
      CREATE INDEX apartment_bars_by_lease ON apartment_bars (lease_id) WHERE lease_id IS NOT NULL;

      ALTER TABLE lease_notices DROP CONSTRAINT lease_notices_known_why, ADD CONSTRAINT lease_notices_known_why
        CHECK (why IN ('notice', 'job_ended', 'death', 'false_data'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE lease_notices DROP CONSTRAINT lease_notices_known_why, ADD CONSTRAINT lease_notices_known_why
        CHECK (why IN ('notice', 'job_ended', 'death'));
      DROP TABLE apartment_bars;
      ALTER TABLE apartment_applications DROP COLUMN document_hash;
    `);
  }
}
