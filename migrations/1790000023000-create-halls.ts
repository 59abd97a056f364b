import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateHalls1790000023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE halls (
        id uuid CONSTRAINT halls_pkey PRIMARY KEY,
        venue_id uuid NOT NULL CONSTRAINT halls_at_venue REFERENCES venues (id),
        name text NOT NULL,
        name_en text NOT NULL,
        kind text NOT NULL,
        CONSTRAINT halls_one_per_name UNIQUE (venue_id, name),
        CONSTRAINT halls_known_kind CHECK (kind IN ('exhibition', 'theatre'))
      );

      -- A version is never changed: what was sold by it keeps its seats.
      CREATE TABLE seat_maps (
        hall_id uuid NOT NULL CONSTRAINT seat_maps_of_hall REFERENCES halls (id),
        version integer NOT NULL,
        map jsonb NOT NULL,
        seats integer NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT seat_maps_pkey PRIMARY KEY (hall_id, version),
        CONSTRAINT seat_maps_seats_positive CHECK (seats > 0)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE seat_maps;
      DROP TABLE halls;
    `);
  }
}
