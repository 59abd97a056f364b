import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ChargeLateFees1790000033000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- No lease that is there was signed with a late fee, so the versions of until now have none.
      ALTER TABLE apartment_policies DISABLE TRIGGER apartment_policies_published_for_good;
      UPDATE apartment_policies SET "values" = "values" || '{"late": null}';
      ALTER TABLE apartment_policies ENABLE TRIGGER apartment_policies_published_for_good;

      -- What is owed for the days on which a rent bill was unpaid. What became of it is in the entries of its charge.
      CREATE TABLE late_fees (
        id uuid CONSTRAINT late_fees_pkey PRIMARY KEY,
        bill_id uuid NOT NULL CONSTRAINT late_fees_of_bill REFERENCES rent_bills (id),
        days daterange NOT NULL,
        -- How it was reckoned, by stretches of days with the same sum unpaid.
        lines jsonb NOT NULL,
        amount_fen bigint NOT NULL,
        due_on date NOT NULL,
        charge_id uuid NOT NULL CONSTRAINT late_fees_become_charge REFERENCES charges (id),
        created_at timestamptz NOT NULL,
        CONSTRAINT late_fees_one_per_charge UNIQUE (charge_id),
        CONSTRAINT late_fees_no_day_twice EXCLUDE USING gist (bill_id WITH =, days WITH &&),
        CONSTRAINT late_fees_days_bounded CHECK (NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)),
        CONSTRAINT late_fees_amount_positive CHECK (amount_fen > 0)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE late_fees;
      ALTER TABLE apartment_policies DISABLE TRIGGER apartment_policies_published_for_good;
      UPDATE apartment_policies SET "values" = "values" - 'late';
      ALTER TABLE apartment_policies ENABLE TRIGGER apartment_policies_published_for_good;
    `);
  }
}
