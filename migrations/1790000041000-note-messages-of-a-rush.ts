import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NoteMessagesOfARush1790000041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE noted_messages (
        id uuid PRIMARY KEY,
        messages json NOT NULL
      );
      -- To compress what is deleted within seconds costs a rush more than to write it.
      ALTER TABLE noted_messages ALTER COLUMN messages SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE noted_messages`);
  }
}
