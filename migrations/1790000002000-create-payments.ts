import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePayments1790000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE charges (
        id uuid CONSTRAINT charges_pkey PRIMARY KEY,
        reference text NOT NULL,
        resident_id uuid NOT NULL CONSTRAINT charges_owed_by_resident REFERENCES residents (id),
        venue_id uuid CONSTRAINT charges_at_venue REFERENCES venues (id),
        subject_kind text NOT NULL,
        subject_id uuid NOT NULL,
        title text NOT NULL,
        title_en text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT charges_one_per_reference UNIQUE (reference),
        CONSTRAINT charges_one_per_subject UNIQUE (subject_kind, subject_id)
      );
      CREATE INDEX charges_by_resident ON charges (resident_id, created_at);
      CREATE INDEX charges_by_time ON charges (created_at);

      -- What is owed and what was done about it, one line each, never changed. Amounts are positive; the kind says
      -- which way they count: balance = owed - reduced - paid + refunded - written_off.
      CREATE TABLE charge_entries (
        id uuid CONSTRAINT charge_entries_pkey PRIMARY KEY,
        charge_id uuid NOT NULL CONSTRAINT charge_entries_of_charge REFERENCES charges (id),
        kind text NOT NULL,
        amount_fen bigint NOT NULL,
        method text,
        receipt_number text,
        reason text,
        recorded_by uuid CONSTRAINT charge_entries_recorded_by_staff REFERENCES staff (id),
        recorded_at timestamptz NOT NULL,
        CONSTRAINT charge_entries_known_kind CHECK (kind IN ('owed', 'reduced', 'paid', 'refunded', 'written_off')),
        CONSTRAINT charge_entries_amount_positive CHECK (amount_fen > 0),
        CONSTRAINT charge_entries_money_has_method CHECK (
          (kind IN ('paid', 'refunded')) = (method IS NOT NULL) AND (kind IN ('paid', 'refunded')) = (receipt_number IS NOT NULL)),
        CONSTRAINT charge_entries_known_method CHECK (method IN ('cash', 'transfer', 'card')),
        CONSTRAINT charge_entries_one_per_receipt UNIQUE (kind, receipt_number)
      );
      CREATE INDEX charge_entries_by_charge ON charge_entries (charge_id, recorded_at);
      CREATE TRIGGER charge_entries_append_only BEFORE UPDATE OR DELETE ON charge_entries
        FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE VIEW charge_balances AS
        SELECT charge_id,
               coalesce(sum(amount_fen) FILTER (WHERE kind = 'owed'), 0)::bigint AS owed_fen,
               coalesce(sum(amount_fen) FILTER (WHERE kind = 'reduced'), 0)::bigint AS reduced_fen,
               coalesce(sum(amount_fen) FILTER (WHERE kind = 'paid'), 0)::bigint AS paid_fen,
               coalesce(sum(amount_fen) FILTER (WHERE kind = 'refunded'), 0)::bigint AS refunded_fen,
               coalesce(sum(amount_fen) FILTER (WHERE kind = 'written_off'), 0)::bigint AS written_off_fen,
               sum(CASE WHEN kind IN ('owed', 'refunded') THEN amount_fen ELSE -amount_fen END)::bigint AS balance_fen
          FROM charge_entries GROUP BY charge_id;

      -- Nobody pays more than is owed, gets back more than the house owes, or is let off more than is left. The charge
      -- is locked first, so that two desks cannot both take the last yuan.
      CREATE FUNCTION keep_charge_in_balance() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        balance bigint;
        still_owed bigint;
      BEGIN
        PERFORM 1 FROM charges WHERE id = NEW.charge_id FOR UPDATE;
        SELECT coalesce(sum(CASE WHEN kind IN ('owed', 'refunded') THEN amount_fen ELSE -amount_fen END), 0),
               coalesce(sum(CASE kind WHEN 'owed' THEN amount_fen WHEN 'reduced' THEN -amount_fen
                                      WHEN 'written_off' THEN -amount_fen ELSE 0 END), 0)
          INTO balance, still_owed FROM charge_entries WHERE charge_id = NEW.charge_id;
        IF NEW.kind IN ('paid', 'written_off') AND NEW.amount_fen > balance THEN
          RAISE EXCEPTION 'more than is owed' USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_entries_never_above_what_is_owed';
        ELSIF NEW.kind = 'reduced' AND NEW.amount_fen > still_owed THEN
          RAISE EXCEPTION 'reduced below nothing' USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_entries_never_reduced_below_nothing';
        ELSIF NEW.kind = 'refunded' AND NEW.amount_fen > -balance THEN
          RAISE EXCEPTION 'more than the house owes' USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_entries_never_refunded_above_what_is_due';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER charge_entries_keep_balance BEFORE INSERT ON charge_entries
        FOR EACH ROW EXECUTE FUNCTION keep_charge_in_balance();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW charge_balances;
      DROP TABLE charge_entries;
      DROP FUNCTION keep_charge_in_balance();
      DROP TABLE charges;
    `);
  }
}
