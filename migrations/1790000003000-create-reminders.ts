import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReminders1790000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What people are told: the outbox of acts and the plan of reminders in one table. The rows are the truth,
      -- the queue only carries their ids.
      CREATE TABLE messages (
        id uuid CONSTRAINT messages_pkey PRIMARY KEY,
        kind text NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid NOT NULL,
        resident_id uuid NOT NULL CONSTRAINT messages_to_resident REFERENCES residents (id),
        occurrence text NOT NULL,
        source text,
        title text NOT NULL,
        body text NOT NULL,
        due_at timestamptz NOT NULL,
        state text NOT NULL,
        tries integer NOT NULL,
        claimed_at timestamptz,
        sent_at timestamptz,
        channel text,
        problem text,
        created_at timestamptz NOT NULL,
        CONSTRAINT messages_said_once UNIQUE (kind, subject_id, resident_id, occurrence),
        CONSTRAINT messages_known_state CHECK (state IN ('due', 'claimed', 'sent', 'withdrawn', 'failed')),
        CONSTRAINT messages_sent_has_time CHECK ((state = 'sent') = (sent_at IS NOT NULL))
      );
      CREATE INDEX messages_to_send ON messages (due_at) WHERE state = 'due';
      CREATE INDEX messages_claimed ON messages (claimed_at) WHERE state = 'claimed';
      CREATE INDEX messages_planned ON messages (source, due_at) WHERE source IS NOT NULL;
      CREATE INDEX messages_by_resident ON messages (resident_id, due_at);
      CREATE INDEX messages_by_time ON messages (due_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE messages;`);
  }
}
