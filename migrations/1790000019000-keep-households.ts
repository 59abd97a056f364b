import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepHouseholds1790000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who lives with a tenant: somebody with an account, or a name with a sealed document, or both.
      CREATE TABLE co_residents (
        id uuid CONSTRAINT co_residents_pkey PRIMARY KEY,
        lease_id uuid NOT NULL CONSTRAINT co_residents_of_lease REFERENCES leases (id),
        -- The same person over renewals and moves; the document is sealed for it.
        person_id uuid NOT NULL,
        resident_id uuid CONSTRAINT co_residents_with_account REFERENCES residents (id),
        name text NOT NULL,
        document_type text,
        document_masked text,
        document_sealed bytea,
        document_hash text,
        relation text NOT NULL,
        starts_on date NOT NULL,
        -- The day after the last one; null is as long as the lease.
        until_on date,
        state text NOT NULL,
        reason text,
        asked_at timestamptz NOT NULL,
        decided_at timestamptz,
        CONSTRAINT co_residents_known_relation CHECK (relation IN ('spouse', 'child', 'parent', 'colleague', 'other')),
        CONSTRAINT co_residents_known_state CHECK (state IN ('asked', 'approved', 'declined', 'withdrawn')),
        CONSTRAINT co_residents_document_whole CHECK (
          num_nonnulls(document_type, document_masked, document_sealed, document_hash) IN (0, 4)),
        CONSTRAINT co_residents_is_somebody CHECK (resident_id IS NOT NULL OR document_hash IS NOT NULL),
        CONSTRAINT co_residents_days_in_order CHECK (until_on IS NULL OR starts_on < until_on),
        CONSTRAINT co_residents_declined_has_reason CHECK (state <> 'declined' OR reason IS NOT NULL)
      );
      CREATE INDEX co_residents_by_lease ON co_residents (lease_id);
      CREATE INDEX co_residents_by_account ON co_residents (resident_id) WHERE resident_id IS NOT NULL;

      -- Everybody who has a home here and when, tenants and co-residents: written by triggers alone.
      CREATE TABLE lease_people (
        lease_id uuid NOT NULL CONSTRAINT lease_people_of_lease REFERENCES leases (id),
        -- Of the tenant or the co-resident.
        person_id uuid NOT NULL,
        resident_id uuid CONSTRAINT lease_people_with_account REFERENCES residents (id),
        document_hash text,
        days daterange NOT NULL,
        CONSTRAINT lease_people_once_per_lease PRIMARY KEY (lease_id, person_id),
        CONSTRAINT lease_people_one_home EXCLUDE USING gist (resident_id WITH =, days WITH &&),
        CONSTRAINT lease_people_one_home_per_document EXCLUDE USING gist (document_hash WITH =, days WITH &&)
      );

      CREATE FUNCTION keep_lease_people() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        lease uuid;
      BEGIN
        IF TG_TABLE_NAME = 'leases' THEN lease := NEW.id; ELSE lease := NEW.lease_id; END IF;
        DELETE FROM lease_people WHERE lease_id = lease;
        INSERT INTO lease_people (lease_id, person_id, resident_id, document_hash, days)
        SELECT l.id, p.person_id, p.resident_id, p.document_hash, p.days
          FROM leases l CROSS JOIN LATERAL (
               SELECT l.resident_id AS person_id, l.resident_id, r.document_hash, l.period AS days
                 FROM residents r WHERE r.id = l.resident_id
                UNION ALL
               SELECT c.id, c.resident_id, c.document_hash, l.period * daterange(c.starts_on, c.until_on)
                 FROM co_residents c WHERE c.lease_id = l.id AND c.state = 'approved') p
         WHERE l.id = lease AND NOT isempty(p.days)
           AND l.state IN ('held', 'signed', 'let', 'ended') AND NOT (l.is_transfer AND l.state = 'held');
        RETURN NULL;
      END $$;
      CREATE TRIGGER leases_keep_people AFTER INSERT OR UPDATE OF state, period, resident_id ON leases
        FOR EACH ROW EXECUTE FUNCTION keep_lease_people();
      CREATE TRIGGER co_residents_keep_people AFTER INSERT OR UPDATE ON co_residents
        FOR EACH ROW EXECUTE FUNCTION keep_lease_people();

      CREATE FUNCTION keep_lease_people_documents() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE lease_people SET document_hash = NEW.document_hash WHERE resident_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER residents_keep_lease_people AFTER UPDATE OF document_hash ON residents
        FOR EACH ROW EXECUTE FUNCTION keep_lease_people_documents();

      ALTER TABLE residents ADD COLUMN died_on date;

      -- That the tenant of a lease has died, and what becomes of it.
      CREATE TABLE lease_deaths (
        lease_id uuid CONSTRAINT lease_deaths_one_per_lease PRIMARY KEY
          CONSTRAINT lease_deaths_of_lease REFERENCES leases (id),
        died_on date NOT NULL,
        proof text NOT NULL,
        ask_by date NOT NULL,
        keys_by date NOT NULL,
        asked_by uuid CONSTRAINT lease_deaths_asked_by_resident REFERENCES residents (id),
        asked_at timestamptz,
        outcome text,
        reason text,
        decided_at timestamptz,
        next_lease_id uuid CONSTRAINT lease_deaths_continue_in_lease REFERENCES leases (id),
        recorded_at timestamptz NOT NULL,
        CONSTRAINT lease_deaths_one_continuation UNIQUE (next_lease_id),
        CONSTRAINT lease_deaths_known_outcome CHECK (outcome IN ('continued', 'ended')),
        CONSTRAINT lease_deaths_asked_whole CHECK ((asked_by IS NULL) = (asked_at IS NULL)),
        CONSTRAINT lease_deaths_decided_whole CHECK ((outcome IS NULL) = (decided_at IS NULL)),
        CONSTRAINT lease_deaths_continued_with_lease CHECK (
          (outcome IS NOT DISTINCT FROM 'continued') = (next_lease_id IS NOT NULL))
      );
      CREATE INDEX lease_deaths_open ON lease_deaths (ask_by) WHERE outcome IS NULL;
      CREATE INDEX lease_deaths_by_asker ON lease_deaths (asked_by) WHERE asked_by IS NOT NULL;

      -- That two people are married; and the same from the side of each, so that nobody has two spouses on one day.
      CREATE TABLE marriages (
        id uuid CONSTRAINT marriages_pkey PRIMARY KEY,
        married_on date NOT NULL,
        proof text NOT NULL,
        end_one_by date,
        ended_on date,
        end_reason text,
        end_proof text,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT marriages_known_end CHECK (end_reason IN ('divorce', 'death')),
        CONSTRAINT marriages_ended_whole CHECK ((ended_on IS NULL) = (end_reason IS NULL))
      );
      CREATE TABLE spouses (
        marriage_id uuid NOT NULL CONSTRAINT spouses_of_marriage REFERENCES marriages (id),
        resident_id uuid NOT NULL CONSTRAINT spouses_are_residents REFERENCES residents (id),
        spouse_id uuid NOT NULL CONSTRAINT spouses_have_spouse REFERENCES residents (id),
        days daterange NOT NULL,
        CONSTRAINT spouses_once_per_marriage PRIMARY KEY (marriage_id, resident_id),
        CONSTRAINT spouses_are_two CHECK (resident_id <> spouse_id),
        CONSTRAINT spouses_one_at_a_time EXCLUDE USING gist (resident_id WITH =, days WITH &&)
      );
      CREATE INDEX spouses_by_spouse ON spouses (spouse_id);

      INSERT INTO lease_people (lease_id, person_id, resident_id, document_hash, days)
      SELECT l.id, l.resident_id, l.resident_id, r.document_hash, l.period
        FROM leases l JOIN residents r ON r.id = l.resident_id
       WHERE l.state IN ('held', 'signed', 'let', 'ended') AND NOT (l.is_transfer AND l.state = 'held');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE spouses;
      DROP TABLE marriages;
      DROP TABLE lease_deaths;
      ALTER TABLE residents DROP COLUMN died_on;
      DROP TRIGGER residents_keep_lease_people ON residents;
      DROP TRIGGER leases_keep_people ON leases;
      DROP TABLE lease_people;
      DROP TABLE co_residents;
      DROP FUNCTION keep_lease_people_documents();
      DROP FUNCTION keep_lease_people();
    `);
  }
}
