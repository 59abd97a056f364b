import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateApartmentPolicies1790000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What an apartment house lets by, version by version. A published one holds from its first day until the next.
      CREATE TABLE apartment_policies (
        id uuid CONSTRAINT apartment_policies_pkey PRIMARY KEY,
        venue_id uuid NOT NULL CONSTRAINT apartment_policies_at_venue REFERENCES venues (id),
        version integer NOT NULL,
        state text NOT NULL,
        "values" jsonb NOT NULL,
        valid_from date,
        published_at timestamptz,
        published_by uuid CONSTRAINT apartment_policies_published_by_staff REFERENCES staff (id),
        created_at timestamptz NOT NULL,
        note text,
        CONSTRAINT apartment_policies_one_per_version UNIQUE (venue_id, version),
        CONSTRAINT apartment_policies_version_positive CHECK (version > 0),
        CONSTRAINT apartment_policies_known_state CHECK (state IN ('draft', 'published')),
        CONSTRAINT apartment_policies_values_keyed CHECK (jsonb_typeof("values") = 'object'),
        CONSTRAINT apartment_policies_published_whole CHECK (
          (state = 'published') = (valid_from IS NOT NULL) AND (state = 'published') = (published_at IS NOT NULL)),
        CONSTRAINT apartment_policies_published_by_whom CHECK (state = 'published' OR published_by IS NULL)
      );
      CREATE UNIQUE INDEX apartment_policies_one_draft ON apartment_policies (venue_id) WHERE state = 'draft';
      CREATE UNIQUE INDEX apartment_policies_one_from_a_day ON apartment_policies (venue_id, valid_from)
        WHERE state = 'published';

      -- Leases are kept by the version they were signed under.
      CREATE TRIGGER apartment_policies_published_for_good BEFORE UPDATE OR DELETE ON apartment_policies
        FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER apartment_policies_never_emptied BEFORE TRUNCATE ON apartment_policies
        EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE apartment_policies;`);
  }
}
