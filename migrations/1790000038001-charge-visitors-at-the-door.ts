import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ChargeVisitorsAtTheDoor1790000038001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who walks in and pays at the door has no account, and what was taken is in the takings of the day all the same.
      ALTER TABLE charges ALTER COLUMN resident_id DROP NOT NULL;
      ALTER TABLE charges DROP CONSTRAINT charges_known_payer;
      ALTER TABLE charges ADD CONSTRAINT charges_known_payer
        CHECK (payer_party IN ('resident', 'employer', 'zone', 'visitor'));
      ALTER TABLE charges ADD CONSTRAINT charges_visitor_without_account
        CHECK ((payer_party = 'visitor') = (resident_id IS NULL));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Where a visitor has paid already this fails: nobody else owes such a charge, and it is not to be lost.
      ALTER TABLE charges DROP CONSTRAINT charges_visitor_without_account;
      ALTER TABLE charges DROP CONSTRAINT charges_known_payer;
      ALTER TABLE charges ADD CONSTRAINT charges_known_payer CHECK (payer_party IN ('resident', 'employer', 'zone'));
      ALTER TABLE charges ALTER COLUMN resident_id SET NOT NULL;
    `);
  }
}
