import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePlatform1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      CREATE TABLE idempotency_keys (
        caller text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        outcome jsonb,
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotency_keys_one_answer_per_key PRIMARY KEY (caller, key)
      );
      CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

      CREATE TABLE outbox_letters (
        id uuid CONSTRAINT outbox_letters_pkey PRIMARY KEY,
        channel text NOT NULL,
        recipient text NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        sent_at timestamptz NOT NULL,
        CONSTRAINT outbox_letters_known_channel CHECK (channel IN ('sms', 'mail'))
      );
      CREATE INDEX outbox_letters_by_time ON outbox_letters (sent_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE outbox_letters;
      DROP TABLE idempotency_keys;
    `);
  }
}
