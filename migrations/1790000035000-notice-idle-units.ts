import type { MigrationInterface, QueryRunner } from 'typeorm';

const knownWhy = (whys: string) => `
  ALTER TABLE lease_notices DROP CONSTRAINT lease_notices_known_why,
    ADD CONSTRAINT lease_notices_known_why CHECK (why IN (${whys}));`;

export class NoticeIdleUnits1790000035000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idle_spells (
        id uuid CONSTRAINT idle_spells_pkey PRIMARY KEY,
        lease_id uuid NOT NULL CONSTRAINT idle_spells_of_lease REFERENCES leases (id),
        found_on date NOT NULL,
        how text NOT NULL,
        remark text NOT NULL,
        recorded_at timestamptz NOT NULL,
        warned_on date,
        breached_on date,
        lived_in_from date,
        end_remark text,
        CONSTRAINT idle_spells_one_at_a_time EXCLUDE USING gist
          (lease_id WITH =, daterange(found_on, lived_in_from) WITH &&),
        CONSTRAINT idle_spells_known_how CHECK (how IN ('meter_unchanged', 'visit', 'neighbours')),
        CONSTRAINT idle_spells_end_after_they_begin CHECK (lived_in_from >= found_on),
        CONSTRAINT idle_spells_ended_with_remark CHECK (num_nulls(lived_in_from, end_remark) IN (0, 2)),
        CONSTRAINT idle_spells_warned_before_the_breach CHECK (breached_on IS NULL OR warned_on < breached_on)
      );
      CREATE INDEX idle_spells_open ON idle_spells (found_on) WHERE lived_in_from IS NULL;
      ${knownWhy(`'notice', 'job_ended', 'death', 'false_data', 'left_idle'`)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${knownWhy(`'notice', 'job_ended', 'death', 'false_data'`)}
      DROP TABLE idle_spells;
    `);
  }
}
