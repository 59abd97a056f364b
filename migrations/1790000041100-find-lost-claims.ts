import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FindLostClaims1790000041100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- An index of all that are claimed would be read for each letter, where they were counted while none was.
      DROP INDEX messages_claimed;
      UPDATE messages SET claimed_at = CASE WHEN state = 'claimed' THEN now() END
       WHERE (state = 'claimed') <> (claimed_at IS NOT NULL);
      ALTER TABLE messages ADD CONSTRAINT messages_claimed_has_time CHECK ((state = 'claimed') = (claimed_at IS NOT NULL));
      CREATE INDEX messages_claimed ON messages (claimed_at) WHERE claimed_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX messages_claimed;
      CREATE INDEX messages_claimed ON messages (claimed_at) WHERE state = 'claimed';
      ALTER TABLE messages DROP CONSTRAINT messages_claimed_has_time;
    `);
  }
}
