import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGates1790000027000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE gates (
        id uuid CONSTRAINT gates_pkey PRIMARY KEY,
        venue_id uuid NOT NULL CONSTRAINT gates_at_venue REFERENCES venues (id),
        hall_id uuid CONSTRAINT gates_of_hall REFERENCES halls (id),
        name text NOT NULL,
        name_en text NOT NULL,
        CONSTRAINT gates_one_per_name UNIQUE (venue_id, name)
      );
      CREATE INDEX gates_by_hall ON gates (hall_id);

      -- What the devices at the gates saw. They make the ids: a scan that is sent twice is one.
      CREATE TABLE gate_scans (
        id uuid CONSTRAINT gate_scans_pkey PRIMARY KEY,
        gate_id uuid NOT NULL CONSTRAINT gate_scans_at_gate REFERENCES gates (id),
        device text NOT NULL,
        ticket_id uuid NOT NULL CONSTRAINT gate_scans_of_ticket REFERENCES tickets (id),
        issue integer NOT NULL,
        direction text NOT NULL,
        decision text NOT NULL,
        reason text,
        at timestamptz NOT NULL,
        offline boolean NOT NULL,
        staff_id uuid NOT NULL CONSTRAINT gate_scans_by_staff REFERENCES staff (id),
        received_at timestamptz NOT NULL,
        CONSTRAINT gate_scans_known_direction CHECK (direction IN ('in', 'out')),
        CONSTRAINT gate_scans_known_decision CHECK (decision IN ('admitted', 'refused')),
        CONSTRAINT gate_scans_refused_has_reason CHECK ((decision = 'refused') = (reason IS NOT NULL))
      );
      CREATE INDEX gate_scans_by_ticket ON gate_scans (ticket_id, at);
      CREATE INDEX gate_scans_by_gate ON gate_scans (gate_id, at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE gate_scans;
      DROP TABLE gates;
    `);
  }
}
