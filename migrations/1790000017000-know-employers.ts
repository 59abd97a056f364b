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
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
