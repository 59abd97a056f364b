import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LeaveApartments1790000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Why a lease ends before its time. The lease itself is cut to the day; here is what it was cut from.
      CREATE TABLE lease_notices (
        id uuid CONSTRAINT lease_notices_pkey PRIMARY KEY,
        lease_id uuid NOT NULL CONSTRAINT lease_notices_of_lease REFERENCES leases (id),
        why text NOT NULL,
        reason text NOT NULL,
        -- When the job ended, or the tenant died.
        happened_on date,
        -- The first day on which the unit is no longer theirs, and the one that it would have been.
        leave_on date NOT NULL,
        agreed_until date NOT NULL,
        price_fen bigint NOT NULL,
        given_at timestamptz NOT NULL,
        taken_back_at timestamptz,
        CONSTRAINT lease_notices_known_why CHECK (why IN ('notice', 'job_ended', 'death')),
        CONSTRAINT lease_notices_event_has_day CHECK ((why = 'notice') = (happened_on IS NULL)),
        CONSTRAINT lease_notices_before_the_end CHECK (leave_on < agreed_until),
        CONSTRAINT lease_notices_price_not_negative CHECK (price_fen >= 0)
      );
      CREATE UNIQUE INDEX lease_notices_one_at_a_time ON lease_notices (lease_id) WHERE taken_back_at IS NULL;
      CREATE INDEX lease_notices_by_lease ON lease_notices (lease_id, given_at);

      -- What is owed for the days between the last day of a lease and the keys, as it was reckoned when they came back.
      CREATE TABLE lease_overstays (
        lease_id uuid CONSTRAINT lease_overstays_one_per_lease PRIMARY KEY
          CONSTRAINT lease_overstays_of_lease REFERENCES leases (id),
        charge_id uuid CONSTRAINT lease_overstays_owed_as_charge REFERENCES charges (id),
        days daterange NOT NULL,
        lines jsonb NOT NULL,
        amount_fen bigint NOT NULL,
        CONSTRAINT lease_overstays_owed_once UNIQUE (charge_id),
        CONSTRAINT lease_overstays_days_bounded CHECK (NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)),
        CONSTRAINT lease_overstays_charged_when_owed CHECK ((amount_fen > 0) = (charge_id IS NOT NULL))
      );

      CREATE TABLE deposit_settlements (
        lease_id uuid CONSTRAINT deposit_settlements_one_per_lease PRIMARY KEY
          CONSTRAINT deposit_settlements_of_lease REFERENCES leases (id),
        -- Of the first lease of a household, where later ones need no deposit of their own.
        charge_id uuid NOT NULL CONSTRAINT deposit_settlements_of_charge REFERENCES charges (id),
        deposit_fen bigint NOT NULL,
        deductions jsonb NOT NULL,
        deducted_fen bigint NOT NULL,
        settled_at timestamptz NOT NULL,
        CONSTRAINT deposit_settlements_one_per_deposit UNIQUE (charge_id),
        CONSTRAINT deposit_settlements_within_deposit CHECK (deducted_fen BETWEEN 0 AND deposit_fen)
      );

      -- The objection to a stay after the last day; the message is the proof that it was delivered.
      CREATE TABLE lease_objections (
        lease_id uuid CONSTRAINT lease_objections_one_per_lease PRIMARY KEY
          CONSTRAINT lease_objections_of_lease REFERENCES leases (id),
        message_id uuid NOT NULL CONSTRAINT lease_objections_said_in_message REFERENCES messages (id),
        last_day date NOT NULL,
        said_at timestamptz NOT NULL,
        CONSTRAINT lease_objections_one_per_message UNIQUE (message_id)
      );

      -- Until a transfer is signed the old lease is whole and the new one only holds its unit, so that the two overlap.
      ALTER TABLE leases ADD COLUMN is_transfer boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT leases_transfer_from_lease CHECK (NOT is_transfer OR previous_id IS NOT NULL),
        DROP CONSTRAINT leases_one_per_person,
        ADD CONSTRAINT leases_one_per_person EXCLUDE USING gist (resident_id WITH =, period WITH &&)
          WHERE (state IN ('held', 'signed', 'let', 'ended') AND NOT (is_transfer AND state = 'held'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE leases DROP CONSTRAINT leases_one_per_person,
        ADD CONSTRAINT leases_one_per_person EXCLUDE USING gist (resident_id WITH =, period WITH &&)
          WHERE (state IN ('held', 'signed', 'let', 'ended')),
        DROP CONSTRAINT leases_transfer_from_lease,
        DROP COLUMN is_transfer;
      DROP TABLE lease_objections;
      DROP TABLE deposit_settlements;
      DROP TABLE lease_overstays;
      DROP TABLE lease_notices;
    `);
  }
}
