import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTickets1790000026000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One person's way in. The number of the document is sealed; its keyed hash keeps one ticket per document and day.
      CREATE TABLE tickets (
        id uuid CONSTRAINT tickets_pkey PRIMARY KEY,
        booking_id uuid CONSTRAINT tickets_of_booking REFERENCES bookings (id),
        slot_id uuid NOT NULL CONSTRAINT tickets_for_slot REFERENCES slots (id),
        kind text NOT NULL,
        day date NOT NULL,
        number integer NOT NULL,
        issue integer NOT NULL,
        state text NOT NULL,
        holder_name text,
        document_type text,
        document_masked text,
        document_sealed bytea,
        document_hash text,
        price_class text NOT NULL,
        fee_fen bigint NOT NULL,
        seat text,
        zone text,
        walk_in boolean NOT NULL DEFAULT false,
        entered_at timestamptz,
        CONSTRAINT tickets_known_kind CHECK (kind IN ('visit', 'showing')),
        CONSTRAINT tickets_known_state CHECK (state IN ('waiting', 'held', 'valid', 'revoked', 'released')),
        CONSTRAINT tickets_walk_in_without_booking CHECK (walk_in = (booking_id IS NULL)),
        CONSTRAINT tickets_issue_positive CHECK (issue BETWEEN 1 AND 65535),
        CONSTRAINT tickets_document_whole CHECK
          (num_nonnulls(document_type, document_masked, document_sealed, document_hash) IN (0, 4))
      );
      CREATE INDEX tickets_by_booking ON tickets (booking_id, number);
      CREATE INDEX tickets_by_slot ON tickets (slot_id);
      CREATE UNIQUE INDEX tickets_one_visit_per_document_and_day ON tickets (document_hash, day)
        WHERE kind = 'visit' AND state IN ('waiting', 'held', 'valid');
      CREATE UNIQUE INDEX tickets_one_per_document_and_showing ON tickets (slot_id, document_hash)
        WHERE kind = 'showing' AND state IN ('waiting', 'held', 'valid');
      CREATE UNIQUE INDEX tickets_one_per_seat ON tickets (slot_id, seat) WHERE state IN ('waiting', 'held', 'valid');

      -- One key signs at a time; the private ones are sealed.
      CREATE TABLE ticket_keys (
        number integer CONSTRAINT ticket_keys_pkey PRIMARY KEY,
        state text NOT NULL,
        public_key bytea NOT NULL,
        private_sealed bytea NOT NULL,
        made_at timestamptz NOT NULL,
        revoked_at timestamptz,
        reason text,
        CONSTRAINT ticket_keys_known_state CHECK (state IN ('current', 'retired', 'revoked')),
        CONSTRAINT ticket_keys_number_is_a_byte CHECK (number BETWEEN 1 AND 255),
        CONSTRAINT ticket_keys_revoked_has_reason CHECK
          ((state = 'revoked') = (revoked_at IS NOT NULL AND reason IS NOT NULL))
      );
      CREATE UNIQUE INDEX ticket_keys_one_current ON ticket_keys (state) WHERE state = 'current';
      CREATE TRIGGER ticket_keys_tell AFTER INSERT OR UPDATE ON ticket_keys EXECUTE FUNCTION tell_change('ticket-keys');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE ticket_keys;
      DROP TABLE tickets;
    `);
  }
}
