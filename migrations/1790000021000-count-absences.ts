import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountAbsences1790000021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How absences bar, by kind of pool and version by version; all three null: they do not bar at all.
      CREATE TABLE absence_policies (
        id uuid CONSTRAINT absence_policies_pkey PRIMARY KEY,
        scope text NOT NULL,
        version integer NOT NULL,
        state text NOT NULL,
        absences integer,
        within_days integer,
        barred_days integer,
        valid_from date,
        published_at timestamptz,
        published_by uuid CONSTRAINT absence_policies_published_by_staff REFERENCES staff (id),
        created_at timestamptz NOT NULL,
        note text,
        CONSTRAINT absence_policies_one_per_version UNIQUE (scope, version),
        CONSTRAINT absence_policies_version_positive CHECK (version > 0),
        CONSTRAINT absence_policies_known_state CHECK (state IN ('draft', 'published')),
        CONSTRAINT absence_policies_rule_whole CHECK (num_nulls(absences, within_days, barred_days) IN (0, 3)),
        CONSTRAINT absence_policies_rule_possible CHECK (absences BETWEEN 1 AND within_days),
        CONSTRAINT absence_policies_days_within_two_years CHECK (
          within_days BETWEEN 1 AND 730 AND barred_days BETWEEN 1 AND 730),
        CONSTRAINT absence_policies_published_whole CHECK (
          (state = 'published') = (valid_from IS NOT NULL) AND (state = 'published') = (published_at IS NOT NULL)),
        CONSTRAINT absence_policies_published_by_whom CHECK (state = 'published' OR published_by IS NULL)
      );
      CREATE UNIQUE INDEX absence_policies_one_draft ON absence_policies (scope) WHERE state = 'draft';
      CREATE UNIQUE INDEX absence_policies_one_from_a_day ON absence_policies (scope, valid_from)
        WHERE state = 'published';
      -- Whoever was barred was barred by a version that can be read.
      CREATE TRIGGER absence_policies_published_for_good BEFORE UPDATE OR DELETE ON absence_policies
        FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER absence_policies_never_emptied BEFORE TRUNCATE ON absence_policies
        EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER absence_policies_tell AFTER INSERT OR UPDATE OR DELETE ON absence_policies
        EXECUTE FUNCTION tell_change('absence-policies');

      -- Of several absences on one day one counts; the others stand by for the case that it is lifted.
      CREATE TABLE absence_marks (
        id uuid CONSTRAINT absence_marks_pkey PRIMARY KEY,
        resident_id uuid NOT NULL CONSTRAINT absence_marks_of_resident REFERENCES residents (id),
        day date NOT NULL,
        scope text NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid NOT NULL,
        reason text NOT NULL,
        reason_en text NOT NULL,
        state text NOT NULL,
        given_at timestamptz NOT NULL,
        lift text,
        lift_reason text,
        lifted_at timestamptz,
        lifted_by uuid CONSTRAINT absence_marks_lifted_by_staff REFERENCES staff (id),
        CONSTRAINT absence_marks_known_state CHECK (state IN ('counted', 'same_day', 'lifted')),
        CONSTRAINT absence_marks_known_lift CHECK (lift IN ('corrected', 'house', 'staff', 'appeal')),
        CONSTRAINT absence_marks_lifted_whole CHECK (
          num_nulls(lift, lift_reason, lifted_at) IN (0, 3) AND (state = 'lifted') = (lift IS NOT NULL)
          AND (lift IS NOT NULL OR lifted_by IS NULL))
      );
      CREATE UNIQUE INDEX absence_marks_one_per_day ON absence_marks (resident_id, day) WHERE state = 'counted';
      CREATE UNIQUE INDEX absence_marks_one_per_subject ON absence_marks (resident_id, subject_kind, subject_id)
        WHERE state <> 'lifted';
      CREATE INDEX absence_marks_by_resident ON absence_marks (resident_id, day);
      CREATE INDEX absence_marks_by_subject ON absence_marks (subject_kind, subject_id);

      -- What did not take place as promised, through the fault of the house: nobody was absent from it.
      CREATE TABLE absence_excusals (
        subject_kind text NOT NULL,
        subject_id uuid NOT NULL,
        reason text NOT NULL,
        excused_at timestamptz NOT NULL,
        excused_by uuid CONSTRAINT absence_excusals_by_staff REFERENCES staff (id),
        CONSTRAINT absence_excusals_one_per_subject PRIMARY KEY (subject_kind, subject_id)
      );

      CREATE TABLE absence_appeals (
        id uuid CONSTRAINT absence_appeals_pkey PRIMARY KEY,
        mark_id uuid NOT NULL CONSTRAINT absence_appeals_of_mark REFERENCES absence_marks (id),
        words text NOT NULL,
        made_at timestamptz NOT NULL,
        state text NOT NULL,
        reason text,
        decided_at timestamptz,
        decided_by uuid CONSTRAINT absence_appeals_decided_by_staff REFERENCES staff (id),
        CONSTRAINT absence_appeals_one_per_mark UNIQUE (mark_id),
        -- Settled: the mark was lifted for another reason before the appeal was decided.
        CONSTRAINT absence_appeals_known_state CHECK (state IN ('open', 'granted', 'declined', 'settled')),
        CONSTRAINT absence_appeals_decided_whole CHECK (
          num_nulls(reason, decided_at) IN (0, 2) AND (state = 'open') = (decided_at IS NULL)
          AND (state <> 'open' OR decided_by IS NULL))
      );
      CREATE INDEX absence_appeals_open ON absence_appeals (made_at) WHERE state = 'open';
      CREATE INDEX absence_appeals_by_time ON absence_appeals (made_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE absence_appeals;
      DROP TABLE absence_excusals;
      DROP TABLE absence_marks;
      DROP TABLE absence_policies;
    `);
  }
}
