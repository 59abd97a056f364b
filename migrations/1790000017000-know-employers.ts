import type { MigrationInterface, QueryRunner } from 'typeorm';

/** balance = owed − reduced − paid + refunded − written_off, where what was taken back was never paid. */
const balances = (counted: string, back: string) => `
  CREATE OR REPLACE VIEW charge_balances AS
    SELECT charge_id,
           coalesce(sum(amount_fen) FILTER (WHERE kind = 'owed'), 0)::bigint AS owed_fen,
           coalesce(sum(amount_fen) FILTER (WHERE kind = 'reduced'), 0)::bigint AS reduced_fen,
           ${counted}::bigint AS paid_fen,
           coalesce(sum(amount_fen) FILTER (WHERE kind = 'refunded'), 0)::bigint AS refunded_fen,
           coalesce(sum(amount_fen) FILTER (WHERE kind = 'written_off'), 0)::bigint AS written_off_fen,
           sum(CASE WHEN kind IN (${back}) THEN amount_fen ELSE -amount_fen END)::bigint AS balance_fen
      FROM charge_entries GROUP BY charge_id;`;

const keepInBalance = (back: string, receipts: string) => `
  CREATE OR REPLACE FUNCTION keep_charge_in_balance() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    balance bigint;
    still_owed bigint;
  BEGIN
    PERFORM 1 FROM charges WHERE id = NEW.charge_id FOR UPDATE;
    SELECT coalesce(sum(CASE WHEN kind IN (${back}) THEN amount_fen ELSE -amount_fen END), 0),
           coalesce(sum(CASE kind WHEN 'owed' THEN amount_fen WHEN 'reduced' THEN -amount_fen
                                  WHEN 'written_off' THEN -amount_fen ELSE 0 END), 0)
      INTO balance, still_owed FROM charge_entries WHERE charge_id = NEW.charge_id;
    IF NEW.kind IN ('paid', 'written_off') AND NEW.amount_fen > balance THEN
      RAISE EXCEPTION 'more than is owed' USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_entries_never_above_what_is_owed';
    ELSIF NEW.kind = 'reduced' AND NEW.amount_fen > still_owed THEN
      RAISE EXCEPTION 'reduced below nothing' USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_entries_never_reduced_below_nothing';
    ELSIF NEW.kind = 'refunded' AND NEW.amount_fen > -balance THEN
      RAISE EXCEPTION 'more than the house owes' USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_entries_never_refunded_above_what_is_due';
    END IF;${receipts}
    RETURN NEW;
  END $$;`;

const paidLessReversed = `coalesce(sum(CASE kind WHEN 'paid' THEN amount_fen WHEN 'reversed' THEN -amount_fen END), 0)`;

/** A receipt that was recorded wrongly can be recorded again once that payment was taken back, and not before. */
const receiptsAgain = `
    IF NEW.kind = 'reversed' AND NOT EXISTS (
       SELECT FROM charge_entries p WHERE p.id = NEW.reverses_id AND p.charge_id = NEW.charge_id AND p.kind = 'paid'
          AND p.amount_fen = NEW.amount_fen AND p.method = NEW.method AND p.receipt_number = NEW.receipt_number) THEN
      RAISE EXCEPTION 'another payment' USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_entries_reverse_a_payment_whole';
    END IF;
    NEW.receipt_use := 1 + (SELECT count(*) FROM charge_entries r
                             WHERE r.kind = 'reversed' AND r.receipt_number = NEW.receipt_number);`;

export class KnowEmployers1790000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE charges
        ADD COLUMN payer_party text NOT NULL DEFAULT 'resident',
        ADD COLUMN payer_id uuid,
        ADD COLUMN payer_name text,
        ADD CONSTRAINT charges_known_payer CHECK (payer_party IN ('resident', 'employer', 'zone')),
        ADD CONSTRAINT charges_other_payer_named CHECK ((payer_party = 'resident') = (payer_name IS NULL)),
        ADD CONSTRAINT charges_payer_of_a_party CHECK (payer_id IS NULL OR payer_party = 'employer');
      CREATE INDEX charges_by_payer ON charges (payer_id, created_at) WHERE payer_id IS NOT NULL;

      ALTER TABLE charge_entries
        ADD COLUMN reverses_id uuid CONSTRAINT charge_entries_reverse_entry REFERENCES charge_entries (id),
        ADD COLUMN receipt_use integer NOT NULL DEFAULT 1,
        ADD CONSTRAINT charge_entries_reversed_once UNIQUE (reverses_id),
        ADD CONSTRAINT charge_entries_reverse_with_reason CHECK (
          (kind = 'reversed') = (reverses_id IS NOT NULL) AND (kind <> 'reversed' OR reason IS NOT NULL)),
        DROP CONSTRAINT charge_entries_known_kind,
        DROP CONSTRAINT charge_entries_money_has_method,
        DROP CONSTRAINT charge_entries_one_per_receipt,
        ADD CONSTRAINT charge_entries_known_kind
          CHECK (kind IN ('owed', 'reduced', 'paid', 'refunded', 'written_off', 'reversed')),
        ADD CONSTRAINT charge_entries_money_has_method CHECK (
          (kind IN ('paid', 'refunded', 'reversed')) = (method IS NOT NULL)
          AND (kind IN ('paid', 'refunded', 'reversed')) = (receipt_number IS NOT NULL)),
        ADD CONSTRAINT charge_entries_one_per_receipt UNIQUE (kind, receipt_number, receipt_use);
      ${balances(paidLessReversed, `'owed', 'refunded', 'reversed'`)}
      ${keepInBalance(`'owed', 'refunded', 'reversed'`, receiptsAgain)}

      CREATE TABLE employers (
        id uuid CONSTRAINT employers_pkey PRIMARY KEY,
        name text NOT NULL,
        name_en text NOT NULL,
        credit_code text NOT NULL,
        contact text NOT NULL,
        phone text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT employers_one_per_credit_code UNIQUE (credit_code),
        CONSTRAINT employers_credit_code_has_18 CHECK (length(credit_code) = 18)
      );
      CREATE INDEX employers_by_name ON employers (name);
      CREATE TABLE employer_representatives (
        id uuid CONSTRAINT employer_representatives_pkey PRIMARY KEY,
        employer_id uuid NOT NULL CONSTRAINT employer_representatives_of_employer REFERENCES employers (id),
        resident_id uuid NOT NULL CONSTRAINT employer_representatives_are_residents REFERENCES residents (id),
        appointed_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE UNIQUE INDEX employer_representatives_appointed_once ON employer_representatives (employer_id, resident_id)
        WHERE ended_at IS NULL;
      CREATE INDEX employer_representatives_by_resident ON employer_representatives (resident_id);
      CREATE TABLE employer_nominations (
        id uuid CONSTRAINT employer_nominations_pkey PRIMARY KEY,
        employer_id uuid NOT NULL CONSTRAINT employer_nominations_of_employer REFERENCES employers (id),
        name text NOT NULL,
        phone text NOT NULL,
        nominated_at timestamptz NOT NULL,
        withdrawn_at timestamptz
      );
      CREATE UNIQUE INDEX employer_nominations_one_per_phone ON employer_nominations (employer_id, phone)
        WHERE withdrawn_at IS NULL;
      CREATE INDEX employer_nominations_by_phone ON employer_nominations (phone) WHERE withdrawn_at IS NULL;

      ALTER TABLE apartment_applications
        ADD COLUMN employer_id uuid CONSTRAINT apartment_applications_from_employer REFERENCES employers (id);
      CREATE INDEX apartment_applications_by_employer ON apartment_applications (employer_id) WHERE employer_id IS NOT NULL;
      ALTER TABLE application_conditions
        ADD COLUMN confirmed_by uuid CONSTRAINT application_conditions_confirmed_by_resident REFERENCES residents (id),
        DROP CONSTRAINT application_conditions_checked_by_somebody,
        ADD CONSTRAINT application_conditions_checked_by_somebody CHECK (
          num_nonnulls(checked_by, confirmed_by) = (CASE WHEN state IN ('accepted', 'returned') THEN 1 ELSE 0 END)
          AND (state IN ('accepted', 'returned')) = (checked_at IS NOT NULL)),
        ADD CONSTRAINT application_conditions_confirmed_is_accepted CHECK (confirmed_by IS NULL OR state = 'accepted');
      ALTER TABLE lease_notices
        ADD COLUMN employer_id uuid CONSTRAINT lease_notices_reported_by_employer REFERENCES employers (id),
        ADD CONSTRAINT lease_notices_employer_says_job_ended CHECK (employer_id IS NULL OR why = 'job_ended');
      CREATE INDEX lease_notices_by_employer ON lease_notices (employer_id, given_at) WHERE employer_id IS NOT NULL;
      ALTER TABLE leases
        ADD COLUMN employer_id uuid CONSTRAINT leases_of_employer REFERENCES employers (id),
        ADD COLUMN employer_name text,
        ADD CONSTRAINT leases_employer_named CHECK (employer_id IS NULL OR employer_name IS NOT NULL);
      CREATE INDEX leases_by_employer ON leases (employer_id) WHERE employer_id IS NOT NULL;

      -- What is billed to others than tenants was known by its title alone.
      UPDATE leases l SET employer_name = a.employer FROM apartment_applications a WHERE a.id = l.application_id;
      UPDATE charges c SET payer_party = b.payer, payer_name = CASE b.payer WHEN 'zone' THEN '园区' ELSE l.employer_name END
        FROM rent_bills b JOIN leases l ON l.id = b.lease_id
       WHERE b.charge_id = c.id AND (b.payer = 'zone' OR b.payer = 'employer' AND l.employer_name IS NOT NULL);
      UPDATE charges c SET payer_party = 'employer', payer_name = l.employer_name FROM leases l
       WHERE c.subject_kind = 'lease_deposit' AND c.subject_id = l.id AND l.deposit_payer = 'employer'
         AND l.employer_name IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE leases DROP COLUMN employer_id, DROP COLUMN employer_name;
      ALTER TABLE lease_notices DROP COLUMN employer_id;
      UPDATE application_conditions SET state = 'given', checked_at = NULL, confirmed_by = NULL WHERE confirmed_by IS NOT NULL;
      ALTER TABLE application_conditions
        DROP CONSTRAINT application_conditions_confirmed_is_accepted,
        DROP CONSTRAINT application_conditions_checked_by_somebody,
        DROP COLUMN confirmed_by,
        ADD CONSTRAINT application_conditions_checked_by_somebody CHECK (
          num_nulls(checked_at, checked_by) IN (0, 2) AND (state IN ('accepted', 'returned')) = (checked_at IS NOT NULL));
      ALTER TABLE apartment_applications DROP COLUMN employer_id;
      DROP TABLE employer_nominations;
      DROP TABLE employer_representatives;
      DROP TABLE employers;
      ${keepInBalance(`'owed', 'refunded'`, '')}
      ${balances(`coalesce(sum(amount_fen) FILTER (WHERE kind = 'paid'), 0)`, `'owed', 'refunded'`)}
      ALTER TABLE charge_entries
        DROP CONSTRAINT charge_entries_one_per_receipt,
        DROP CONSTRAINT charge_entries_money_has_method,
        DROP CONSTRAINT charge_entries_known_kind,
        DROP COLUMN reverses_id,
        DROP COLUMN receipt_use,
        ADD CONSTRAINT charge_entries_known_kind
          CHECK (kind IN ('owed', 'reduced', 'paid', 'refunded', 'written_off')),
        ADD CONSTRAINT charge_entries_money_has_method CHECK (
          (kind IN ('paid', 'refunded')) = (method IS NOT NULL) AND (kind IN ('paid', 'refunded')) = (receipt_number IS NOT NULL)),
        ADD CONSTRAINT charge_entries_one_per_receipt UNIQUE (kind, receipt_number);
      ALTER TABLE charges DROP COLUMN payer_party, DROP COLUMN payer_id, DROP COLUMN payer_name;
    `);
  }
}
