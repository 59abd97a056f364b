import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePeople1790000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE venues (
        id uuid CONSTRAINT venues_pkey PRIMARY KEY,
        name text NOT NULL,
        name_en text NOT NULL,
        address text NOT NULL,
        CONSTRAINT venues_one_per_name UNIQUE (name)
      );

      CREATE TABLE residents (
        id uuid CONSTRAINT residents_pkey PRIMARY KEY,
        phone text NOT NULL,
        name text,
        birth_on date,
        email text,
        language text NOT NULL,
        document_type text,
        document_masked text,
        document_sealed bytea,
        document_hash text,
        lives_in_zone boolean NOT NULL,
        works_in_zone boolean NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT residents_one_per_phone UNIQUE (phone),
        CONSTRAINT residents_one_per_document UNIQUE (document_hash),
        CONSTRAINT residents_phone_is_e164 CHECK (phone ~ '^\\+[1-9][0-9]{6,14}$'),
        CONSTRAINT residents_known_language CHECK (language IN ('zh-CN', 'en')),
        CONSTRAINT residents_document_whole CHECK (
          num_nonnulls(document_type, document_masked, document_sealed, document_hash) IN (0, 4))
      );
      CREATE INDEX residents_by_name ON residents (name);

      CREATE TABLE sign_in_codes (
        phone_hash text CONSTRAINT sign_in_codes_one_per_phone PRIMARY KEY,
        code_hash text NOT NULL,
        sent_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        tries_left integer NOT NULL,
        day_began_at timestamptz NOT NULL,
        sent_that_day integer NOT NULL,
        CONSTRAINT sign_in_codes_tries_not_negative CHECK (tries_left >= 0)
      );

      CREATE TABLE staff (
        id uuid CONSTRAINT staff_pkey PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        language text NOT NULL,
        password_hash text NOT NULL,
        totp_sealed bytea NOT NULL,
        totp_last_step bigint,
        failed_tries integer NOT NULL,
        locked_until timestamptz,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT staff_one_per_email UNIQUE (email),
        CONSTRAINT staff_email_lower_case CHECK (email = lower(email)),
        CONSTRAINT staff_known_language CHECK (language IN ('zh-CN', 'en'))
      );

      CREATE TABLE staff_grants (
        id uuid CONSTRAINT staff_grants_pkey PRIMARY KEY,
        staff_id uuid NOT NULL CONSTRAINT staff_grants_of_staff REFERENCES staff (id) ON DELETE CASCADE,
        role text NOT NULL,
        venue_id uuid CONSTRAINT staff_grants_at_venue REFERENCES venues (id),
        CONSTRAINT staff_grants_known_role CHECK (role IN ('administrator', 'school', 'apartments', 'culture', 'desk'))
      );
      CREATE UNIQUE INDEX staff_grants_each_once ON staff_grants
        (staff_id, role, coalesce(venue_id, '00000000-0000-0000-0000-000000000000'));

      CREATE TABLE sign_ins (
        id uuid CONSTRAINT sign_ins_pkey PRIMARY KEY,
        token_hash text NOT NULL,
        resident_id uuid CONSTRAINT sign_ins_of_resident REFERENCES residents (id) ON DELETE CASCADE,
        staff_id uuid CONSTRAINT sign_ins_of_staff REFERENCES staff (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT sign_ins_one_per_token UNIQUE (token_hash),
        CONSTRAINT sign_ins_of_one_person CHECK (num_nonnulls(resident_id, staff_id) = 1)
      );
      CREATE INDEX sign_ins_by_resident ON sign_ins (resident_id) WHERE resident_id IS NOT NULL;
      CREATE INDEX sign_ins_by_staff ON sign_ins (staff_id) WHERE staff_id IS NOT NULL;

      CREATE TABLE audit_entries (
        id uuid CONSTRAINT audit_entries_pkey PRIMARY KEY,
        at timestamptz NOT NULL,
        actor_kind text NOT NULL,
        actor_id uuid,
        action text NOT NULL,
        subject_kind text NOT NULL,
        subject_id text NOT NULL,
        facts jsonb NOT NULL,
        CONSTRAINT audit_entries_known_actor CHECK (actor_kind IN ('resident', 'staff', 'system')),
        CONSTRAINT audit_entries_actor_named CHECK ((actor_kind = 'system') = (actor_id IS NULL))
      );
      CREATE INDEX audit_entries_by_time ON audit_entries (at);
      CREATE INDEX audit_entries_by_subject ON audit_entries (subject_kind, subject_id, at);
      CREATE INDEX audit_entries_by_actor ON audit_entries (actor_id, at);

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
      END $$;
      CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_entries;
      DROP FUNCTION refuse_change();
      DROP TABLE sign_ins;
      DROP TABLE staff_grants;
      DROP TABLE staff;
      DROP TABLE sign_in_codes;
      DROP TABLE residents;
      DROP TABLE venues;
    `);
  }
}
