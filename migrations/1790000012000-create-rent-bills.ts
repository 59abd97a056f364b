import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRentBills1790000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The rent of one calendar month that one payer is billed for. What became of it is in the entries of its charge.
      CREATE TABLE rent_bills (
        id uuid CONSTRAINT rent_bills_pkey PRIMARY KEY,
        lease_id uuid NOT NULL CONSTRAINT rent_bills_of_lease REFERENCES leases (id),
        -- Its first day.
        month date NOT NULL,
        payer text NOT NULL,
        amount_fen bigint NOT NULL,
        due_on date NOT NULL,
        charge_id uuid CONSTRAINT rent_bills_become_charge REFERENCES charges (id),
        created_at timestamptz NOT NULL,
        CONSTRAINT rent_bills_one_per_month_and_payer UNIQUE (lease_id, month, payer),
        CONSTRAINT rent_bills_one_per_charge UNIQUE (charge_id),
        CONSTRAINT rent_bills_month_from_its_first_day CHECK (extract(day FROM month) = 1),
        CONSTRAINT rent_bills_known_payer CHECK (payer IN ('person', 'employer', 'zone')),
        CONSTRAINT rent_bills_amount_positive CHECK (amount_fen > 0)
      );
      CREATE INDEX rent_bills_by_month ON rent_bills (month, id);
      CREATE INDEX rent_bills_by_due_day ON rent_bills (due_on);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rent_bills`);
  }
}
