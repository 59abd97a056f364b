import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLeases1790000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A unit that a person has, will have or holds until they sign; a hold is a row under the same guards as a lease.
      CREATE TABLE leases (
        id uuid CONSTRAINT leases_pkey PRIMARY KEY,
        reference text NOT NULL CONSTRAINT leases_one_per_reference UNIQUE,
        unit_id uuid NOT NULL CONSTRAINT leases_of_unit REFERENCES units (id),
        resident_id uuid NOT NULL CONSTRAINT leases_of_tenant REFERENCES residents (id),
        spouse_id uuid CONSTRAINT leases_with_spouse REFERENCES residents (id),
        application_id uuid CONSTRAINT leases_by_application REFERENCES apartment_applications (id),
        policy_id uuid NOT NULL CONSTRAINT leases_under_policy REFERENCES apartment_policies (id),
        previous_id uuid CONSTRAINT leases_after_lease REFERENCES leases (id),
        state text NOT NULL,
        kind text NOT NULL,
        -- The days of the lease; [from, until).
        period daterange NOT NULL,
        held_until timestamptz,
        term_number integer NOT NULL,
        -- As it was when the unit was chosen, frozen: the household, and what is owed month by month with its lines.
        household jsonb NOT NULL,
        schedule jsonb NOT NULL,
        deposit_fen bigint NOT NULL,
        deposit_payer text NOT NULL,
        signed_at timestamptz,
        signature_hash text,
        countersigned_at timestamptz,
        countersigned_by uuid CONSTRAINT leases_countersigned_by_staff REFERENCES staff (id),
        keys_given_on date,
        keys_back_on date,
        end_reason text,
        created_at timestamptz NOT NULL,
        CONSTRAINT leases_known_state CHECK (state IN ('held', 'signed', 'let', 'ended', 'lapsed', 'withdrawn')),
        CONSTRAINT leases_known_kind CHECK (kind IN ('short_first', 'full_term', 'rest_of_tenure', 'home_extension')),
        CONSTRAINT leases_period_bounded CHECK (NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)),
        CONSTRAINT leases_hold_has_end CHECK ((state IN ('held', 'signed')) = (held_until IS NOT NULL)),
        CONSTRAINT leases_deposit_not_negative CHECK (deposit_fen >= 0),
        CONSTRAINT leases_signed_whole CHECK ((signed_at IS NULL) = (signature_hash IS NULL)),
        CONSTRAINT leases_countersigned_whole CHECK ((countersigned_at IS NULL) = (countersigned_by IS NULL)),
        CONSTRAINT leases_let_when_signed CHECK (
          state NOT IN ('let', 'ended') OR (signed_at IS NOT NULL AND countersigned_at IS NOT NULL)),
        CONSTRAINT leases_keys_in_order CHECK (keys_back_on IS NULL OR keys_given_on <= keys_back_on),
        CONSTRAINT leases_one_per_unit EXCLUDE USING gist (unit_id WITH =, period WITH &&)
          WHERE (state IN ('held', 'signed', 'let', 'ended')),
        CONSTRAINT leases_one_per_person EXCLUDE USING gist (resident_id WITH =, period WITH &&)
          WHERE (state IN ('held', 'signed', 'let', 'ended')),
        -- A unit is not free before its keys are back, whatever the lease says.
        CONSTRAINT leases_keys_once_per_unit EXCLUDE USING gist (unit_id WITH =, daterange(keys_given_on, keys_back_on) WITH &&)
          WHERE (keys_given_on IS NOT NULL)
      );
      CREATE UNIQUE INDEX leases_one_successor ON leases (previous_id)
        WHERE state IN ('held', 'signed', 'let', 'ended');
      CREATE INDEX leases_by_hold ON leases (held_until) WHERE held_until IS NOT NULL;
      CREATE INDEX leases_by_end ON leases (upper(period)) WHERE state = 'let';
      CREATE INDEX leases_by_tenant ON leases (resident_id);
      CREATE INDEX leases_by_spouse ON leases (spouse_id) WHERE spouse_id IS NOT NULL;

      CREATE TABLE lease_signing_codes (
        lease_id uuid CONSTRAINT lease_signing_codes_one_per_lease PRIMARY KEY
          CONSTRAINT lease_signing_codes_of_lease REFERENCES leases (id),
        code_hash text NOT NULL,
        sent_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        tries_left integer NOT NULL,
        CONSTRAINT lease_signing_codes_tries_not_negative CHECK (tries_left >= 0)
      );

      -- What a tenant and the house agree about the time after a lease.
      CREATE TABLE renewals (
        lease_id uuid CONSTRAINT renewals_one_per_lease PRIMARY KEY CONSTRAINT renewals_of_lease REFERENCES leases (id),
        state text NOT NULL,
        awaits_own_home boolean NOT NULL,
        reason text,
        asked_at timestamptz,
        decided_at timestamptz,
        next_lease_id uuid CONSTRAINT renewals_lead_to_lease REFERENCES leases (id),
        CONSTRAINT renewals_known_state CHECK (state IN ('asked', 'offered', 'agreed', 'declined', 'refused', 'lapsed')),
        CONSTRAINT renewals_offered_with_lease CHECK (state NOT IN ('offered', 'agreed') OR next_lease_id IS NOT NULL),
        CONSTRAINT renewals_no_with_reason CHECK (state NOT IN ('declined', 'refused') OR reason IS NOT NULL)
      );
      CREATE INDEX renewals_by_next_lease ON renewals (next_lease_id) WHERE next_lease_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE renewals;
      DROP TABLE lease_signing_codes;
      DROP TABLE leases;
    `);
  }
}
