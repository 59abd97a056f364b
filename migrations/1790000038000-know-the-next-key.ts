import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KnowTheNextKey1790000038000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The key that will sign after the current one: gates know it before it signs.
      ALTER TABLE ticket_keys DROP CONSTRAINT ticket_keys_known_state;
      ALTER TABLE ticket_keys ADD CONSTRAINT ticket_keys_known_state
        CHECK (state IN ('next', 'current', 'retired', 'revoked'));
      CREATE UNIQUE INDEX ticket_keys_one_next ON ticket_keys (state) WHERE state = 'next';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- It has signed nothing yet.
      DELETE FROM ticket_keys WHERE state = 'next';
      DROP INDEX ticket_keys_one_next;
      ALTER TABLE ticket_keys DROP CONSTRAINT ticket_keys_known_state;
      ALTER TABLE ticket_keys ADD CONSTRAINT ticket_keys_known_state CHECK (state IN ('current', 'retired', 'revoked'));
    `);
  }
}
