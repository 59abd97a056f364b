import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RecheckBeforeRenewal1790000034000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lease_rechecks (
        lease_id uuid CONSTRAINT lease_rechecks_one_per_lease PRIMARY KEY
          CONSTRAINT lease_rechecks_of_lease REFERENCES leases (id),
        application_id uuid CONSTRAINT lease_rechecks_of_application REFERENCES apartment_applications (id),
        state text NOT NULL,
        next_starts_on date NOT NULL,
        answer_by date NOT NULL,
        tier text,
        degree text,
        employer_id uuid CONSTRAINT lease_rechecks_of_employer REFERENCES employers (id),
        employer_name text,
        opened_at timestamptz NOT NULL,
        decided_at timestamptz,
        CONSTRAINT lease_rechecks_known_state CHECK (state IN ('asked', 'given', 'fit', 'not_fit')),
        CONSTRAINT lease_rechecks_known_tier CHECK (tier IN ('A', 'B', 'C', 'D', 'E', 'F')),
        CONSTRAINT lease_rechecks_known_degree CHECK (degree IN ('phd', 'master', 'bachelor')),
        CONSTRAINT lease_rechecks_employer_named CHECK (employer_id IS NULL OR employer_name IS NOT NULL),
        CONSTRAINT lease_rechecks_answered_before_the_end CHECK (answer_by < next_starts_on),
        CONSTRAINT lease_rechecks_decided_at_a_moment CHECK ((state IN ('fit', 'not_fit')) = (decided_at IS NOT NULL))
      );
      CREATE INDEX lease_rechecks_by_application ON lease_rechecks (application_id) WHERE application_id IS NOT NULL;
      CREATE INDEX lease_rechecks_by_employer ON lease_rechecks (employer_id) WHERE employer_id IS NOT NULL;
      CREATE INDEX lease_rechecks_unanswered ON lease_rechecks (answer_by) WHERE state = 'asked';

      CREATE TABLE lease_recheck_items (
        lease_id uuid NOT NULL CONSTRAINT lease_recheck_items_of_recheck REFERENCES lease_rechecks (lease_id),
        kind text NOT NULL,
        why text NOT NULL,
        state text NOT NULL,
        source text,
        valid_until date,
        reason text,
        reason_en text,
        CONSTRAINT lease_recheck_items_one_per_kind PRIMARY KEY (lease_id, kind),
        CONSTRAINT lease_recheck_items_known_kind CHECK
          (kind IN ('tier_certificate', 'employer_contract', 'social_insurance', 'no_home_in_zone', 'household')),
        CONSTRAINT lease_recheck_items_known_why CHECK
          (why IN ('out_of_date', 'not_accepted', 'not_insured', 'household_changed', 'asked_by_house')),
        CONSTRAINT lease_recheck_items_known_state CHECK
          (state IN ('asked', 'given', 'accepted', 'returned', 'rejected', 'dropped')),
        CONSTRAINT lease_recheck_items_given_with_source CHECK (state NOT IN ('given', 'accepted') OR source IS NOT NULL),
        CONSTRAINT lease_recheck_items_returned_with_reason CHECK
          (num_nulls(reason, reason_en) IN (0, 2) AND (state IN ('returned', 'rejected')) = (reason IS NOT NULL)),
        CONSTRAINT lease_recheck_items_only_a_tier_is_dropped CHECK (state <> 'dropped' OR kind = 'tier_certificate')
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE lease_recheck_items;
      DROP TABLE lease_rechecks;
    `);
  }
}
