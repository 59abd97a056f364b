import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepLeaseContracts1790000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The contract of a lease as it came into force: numbered year by year without gaps, never changed afterwards.
      CREATE TABLE lease_contracts (
        lease_id uuid CONSTRAINT lease_contracts_one_per_lease PRIMARY KEY
          CONSTRAINT lease_contracts_of_lease REFERENCES leases (id),
        number text NOT NULL CONSTRAINT lease_contracts_one_per_number UNIQUE,
        sha256 text NOT NULL,
        bytes bytea NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT lease_contracts_number_of_a_year CHECK (number ~ '^[0-9]{4}-[0-9]{4,}$'),
        CONSTRAINT lease_contracts_bytes_as_hashed CHECK (sha256 = encode(sha256(bytes), 'hex'))
      );
      CREATE TRIGGER lease_contracts_append_only BEFORE UPDATE OR DELETE ON lease_contracts
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lease_contracts`);
  }
}
