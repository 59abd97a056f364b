import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEveningSchool1790000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_years (
        year integer CONSTRAINT calendar_years_pkey PRIMARY KEY,
        published boolean NOT NULL,
        source text NOT NULL,
        changed_at timestamptz NOT NULL
      );
      CREATE TABLE calendar_days (
        day date CONSTRAINT calendar_days_pkey PRIMARY KEY,
        year integer NOT NULL CONSTRAINT calendar_days_of_year REFERENCES calendar_years (year) ON DELETE CASCADE,
        kind text NOT NULL,
        name text NOT NULL,
        name_en text NOT NULL,
        CONSTRAINT calendar_days_known_kind CHECK (kind IN ('holiday', 'make_up')),
        CONSTRAINT calendar_days_in_their_year CHECK (extract(year FROM day) = year)
      );
      CREATE INDEX calendar_days_by_year ON calendar_days (year);

      CREATE TABLE terms (
        id uuid CONSTRAINT terms_pkey PRIMARY KEY,
        name text NOT NULL,
        name_en text NOT NULL,
        venue_id uuid NOT NULL CONSTRAINT terms_at_venue REFERENCES venues (id),
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        enrolment_opens_at timestamptz NOT NULL,
        enrolment_closes_at timestamptz NOT NULL,
        classes_per_person integer NOT NULL,
        min_age integer,
        max_age integer,
        audience text NOT NULL,
        payment_hours integer NOT NULL,
        full_refund_days integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT terms_one_per_name UNIQUE (name),
        CONSTRAINT terms_dates_in_order CHECK (starts_on <= ends_on),
        CONSTRAINT terms_window_in_order CHECK (enrolment_opens_at < enrolment_closes_at),
        CONSTRAINT terms_classes_per_person_positive CHECK (classes_per_person > 0),
        CONSTRAINT terms_known_audience CHECK (audience IN ('everyone', 'zone'))
      );

      CREATE TABLE rooms (
        id uuid CONSTRAINT rooms_pkey PRIMARY KEY,
        venue_id uuid NOT NULL CONSTRAINT rooms_at_venue REFERENCES venues (id),
        name text NOT NULL,
        CONSTRAINT rooms_one_per_name_and_venue UNIQUE (venue_id, name)
      );

      CREATE TABLE teachers (
        id uuid CONSTRAINT teachers_pkey PRIMARY KEY,
        name text NOT NULL,
        CONSTRAINT teachers_one_per_name UNIQUE (name)
      );

      CREATE TABLE courses (
        id uuid CONSTRAINT courses_pkey PRIMARY KEY,
        name text NOT NULL,
        name_en text NOT NULL,
        category text NOT NULL,
        initials text NOT NULL,
        CONSTRAINT courses_one_per_name UNIQUE (name)
      );

      CREATE TABLE classes (
        id uuid CONSTRAINT classes_pkey PRIMARY KEY,
        reference text NOT NULL,
        term_id uuid NOT NULL CONSTRAINT classes_of_term REFERENCES terms (id),
        course_id uuid NOT NULL CONSTRAINT classes_of_course REFERENCES courses (id),
        teacher_id uuid NOT NULL CONSTRAINT classes_taught_by REFERENCES teachers (id),
        room_id uuid NOT NULL CONSTRAINT classes_in_room REFERENCES rooms (id),
        pool_id uuid NOT NULL CONSTRAINT classes_have_pool REFERENCES pools (id),
        weekday integer NOT NULL,
        starts_at_time time NOT NULL,
        minutes integer NOT NULL,
        session_count integer NOT NULL,
        minimum integer NOT NULL,
        meets_on_make_up_days boolean NOT NULL,
        state text NOT NULL,
        decision text,
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        CONSTRAINT classes_one_per_reference UNIQUE (reference),
        CONSTRAINT classes_one_pool_each UNIQUE (pool_id),
        CONSTRAINT classes_each_once_a_term UNIQUE (term_id, course_id, weekday, starts_at_time, teacher_id),
        CONSTRAINT classes_known_weekday CHECK (weekday BETWEEN 1 AND 7),
        CONSTRAINT classes_minutes_sensible CHECK (minutes BETWEEN 15 AND 480),
        CONSTRAINT classes_session_count_sensible CHECK (session_count BETWEEN 1 AND 100),
        CONSTRAINT classes_minimum_not_negative CHECK (minimum >= 0),
        CONSTRAINT classes_known_state CHECK (state IN ('draft', 'published', 'cancelled')),
        CONSTRAINT classes_published_at_a_time CHECK (state <> 'published' OR published_at IS NOT NULL),
        CONSTRAINT classes_known_decision CHECK (decision IN ('runs', 'does_not_run'))
      );
      CREATE INDEX classes_by_term ON classes (term_id, state);
      CREATE INDEX classes_by_course ON classes (course_id);

      CREATE TABLE class_sessions (
        id uuid CONSTRAINT class_sessions_pkey PRIMARY KEY,
        class_id uuid NOT NULL CONSTRAINT class_sessions_of_class REFERENCES classes (id),
        number integer NOT NULL,
        during tstzrange NOT NULL,
        room_id uuid NOT NULL CONSTRAINT class_sessions_in_room REFERENCES rooms (id),
        teacher_id uuid NOT NULL CONSTRAINT class_sessions_taught_by REFERENCES teachers (id),
        state text NOT NULL,
        provisional boolean NOT NULL,
        sequence integer NOT NULL,
        note text,
        changed_at timestamptz NOT NULL,
        CONSTRAINT class_sessions_one_per_number UNIQUE (class_id, number),
        CONSTRAINT class_sessions_known_state CHECK (state IN ('scheduled', 'cancelled')),
        CONSTRAINT class_sessions_during_bounded CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
        CONSTRAINT class_sessions_one_per_room_at_a_time EXCLUDE USING gist (room_id WITH =, during WITH &&)
          WHERE (state = 'scheduled'),
        CONSTRAINT class_sessions_one_per_teacher_at_a_time EXCLUDE USING gist (teacher_id WITH =, during WITH &&)
          WHERE (state = 'scheduled')
      );
      CREATE INDEX class_sessions_by_start ON class_sessions (lower(during));

      CREATE TABLE attendances (
        session_id uuid NOT NULL CONSTRAINT attendances_of_session REFERENCES class_sessions (id),
        resident_id uuid NOT NULL CONSTRAINT attendances_of_resident REFERENCES residents (id),
        state text NOT NULL,
        reason text,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT attendances_one_per_session_and_person PRIMARY KEY (session_id, resident_id),
        CONSTRAINT attendances_known_state CHECK (state IN ('leave', 'present', 'absent'))
      );
      CREATE INDEX attendances_by_resident ON attendances (resident_id);

      CREATE TABLE calendar_feeds (
        resident_id uuid CONSTRAINT calendar_feeds_one_per_resident PRIMARY KEY
          CONSTRAINT calendar_feeds_of_resident REFERENCES residents (id) ON DELETE CASCADE,
        secret_hash text NOT NULL,
        secret_sealed bytea NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT calendar_feeds_one_per_secret UNIQUE (secret_hash)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE calendar_feeds;
      DROP TABLE attendances;
      DROP TABLE class_sessions;
      DROP TABLE classes;
      DROP TABLE courses;
      DROP TABLE teachers;
      DROP TABLE rooms;
      DROP TABLE terms;
      DROP TABLE calendar_days;
      DROP TABLE calendar_years;
    `);
  }
}
