import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ShowUnits1790000032000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unit_photos (
        id uuid CONSTRAINT unit_photos_pkey PRIMARY KEY,
        unit_id uuid NOT NULL CONSTRAINT unit_photos_of_unit REFERENCES units (id),
        -- The first is the one that lists show.
        position integer NOT NULL,
        media_type text NOT NULL,
        bytes_count integer NOT NULL,
        sha256 text NOT NULL,
        bytes bytea NOT NULL,
        uploaded_at timestamptz NOT NULL,
        -- Deferrable, so that one statement can change the order of all.
        CONSTRAINT unit_photos_one_per_position UNIQUE (unit_id, position) DEFERRABLE INITIALLY IMMEDIATE,
        CONSTRAINT unit_photos_each_once UNIQUE (unit_id, sha256),
        CONSTRAINT unit_photos_twelve_at_most CHECK (position BETWEEN 0 AND 11),
        CONSTRAINT unit_photos_known_type CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
        CONSTRAINT unit_photos_size_within_limit CHECK (bytes_count BETWEEN 1 AND 5242880),
        CONSTRAINT unit_photos_hash_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
      );
      -- Photos do not compress.
      ALTER TABLE unit_photos ALTER COLUMN bytes SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE unit_photos;`);
  }
}
