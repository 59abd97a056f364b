import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApartmentUnits1790000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE buildings (
        id uuid CONSTRAINT buildings_pkey PRIMARY KEY,
        venue_id uuid NOT NULL CONSTRAINT buildings_at_venue REFERENCES venues (id),
        name text NOT NULL,
        name_en text NOT NULL,
        CONSTRAINT buildings_one_per_name_and_venue UNIQUE (venue_id, name)
      );

      CREATE TABLE units (
        id uuid CONSTRAINT units_pkey PRIMARY KEY,
        building_id uuid NOT NULL CONSTRAINT units_in_building REFERENCES buildings (id),
        number text NOT NULL,
        floor integer NOT NULL,
        layout text NOT NULL,
        rooms integer NOT NULL,
        area_m2 numeric(7, 2) NOT NULL,
        -- Fen for each square metre and month.
        market_fen_per_m2 integer NOT NULL,
        orientation text NOT NULL,
        equipment text[] NOT NULL,
        CONSTRAINT units_one_per_number_and_building UNIQUE (building_id, number),
        CONSTRAINT units_floor_sensible CHECK (floor BETWEEN 1 AND 200),
        CONSTRAINT units_rooms_sensible CHECK (rooms BETWEEN 1 AND 20),
        CONSTRAINT units_area_sensible CHECK (area_m2 > 0 AND area_m2 <= 10000),
        CONSTRAINT units_market_rent_sensible CHECK (market_fen_per_m2 BETWEEN 1 AND 100000)
      );

      -- Days on which a unit cannot be let, the first included and the end not; without an end as long as none is known.
      CREATE TABLE unit_outages (
        id uuid CONSTRAINT unit_outages_pkey PRIMARY KEY,
        unit_id uuid NOT NULL CONSTRAINT unit_outages_of_unit REFERENCES units (id),
        during daterange NOT NULL,
        kind text NOT NULL,
        reason text NOT NULL,
        CONSTRAINT unit_outages_known_kind CHECK (kind IN ('repair', 'reserved')),
        CONSTRAINT unit_outages_begin_before_they_end CHECK (NOT isempty(during) AND NOT lower_inf(during)),
        CONSTRAINT unit_outages_one_at_a_time EXCLUDE USING gist (unit_id WITH =, during WITH &&)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE unit_outages;
      DROP TABLE units;
      DROP TABLE buildings;
    `);
  }
}
