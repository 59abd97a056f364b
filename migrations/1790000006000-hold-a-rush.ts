import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HoldARush1790000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How many wait is kept beside how many have a place, so that a position costs the same in any line.
      ALTER TABLE pools
        ADD COLUMN waiting integer NOT NULL DEFAULT 0,
        ADD COLUMN largest_party integer NOT NULL DEFAULT 1,
        ADD COLUMN release_hours integer,
        ADD CONSTRAINT pools_waiting_not_negative CHECK (waiting >= 0),
        ADD CONSTRAINT pools_largest_party_positive CHECK (largest_party > 0),
        ADD CONSTRAINT pools_release_hours_positive CHECK (release_hours > 0);
      UPDATE pools p SET waiting = (SELECT count(*) FROM bookings b WHERE b.pool_id = p.id AND b.state = 'waiting');

      ALTER TABLE bookings
        ADD COLUMN places integer NOT NULL DEFAULT 1,
        ADD CONSTRAINT bookings_places_positive CHECK (places > 0);

      -- A person has few bookings and is asked for all of them; who is in a pool is found by the rule that keeps it.
      DROP INDEX bookings_by_resident;
      CREATE INDEX bookings_by_resident ON bookings (resident_id);
      DROP INDEX bookings_by_pool;

      CREATE TRIGGER audit_entries_never_emptied BEFORE TRUNCATE ON audit_entries EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER charge_entries_never_emptied BEFORE TRUNCATE ON charge_entries EXECUTE FUNCTION refuse_change();

      -- Whoever delivers a message takes it first; of two jobs that carry its id, one finds it taken.
      ALTER TABLE messages ADD COLUMN claim uuid;

      -- What the desk took on a day is asked for by day.
      CREATE INDEX charge_entries_by_time ON charge_entries (recorded_at) WHERE method IS NOT NULL;

      -- Answers are kept as they were written; nobody searches in them.
      ALTER TABLE idempotency_keys ALTER COLUMN outcome TYPE json;

      -- Hours before the start of a class from which freed places are whoever's asks first; null: never.
      ALTER TABLE terms ADD COLUMN release_hours integer,
        ADD CONSTRAINT terms_release_hours_positive CHECK (release_hours > 0);

      -- Processes answer from memory what many ask for. They are told here that something has changed, and what.
      CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('linli', TG_ARGV[0]);
        RETURN NULL;
      END $$;
      CREATE FUNCTION tell_pool_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('linli', 'places ' || NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER pools_tell AFTER INSERT OR UPDATE ON pools FOR EACH ROW EXECUTE FUNCTION tell_pool_changed();
      CREATE TRIGGER classes_tell AFTER INSERT OR UPDATE OR DELETE ON classes EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER class_sessions_tell AFTER INSERT OR UPDATE OR DELETE ON class_sessions
        EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER terms_tell AFTER UPDATE ON terms EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER courses_tell AFTER UPDATE ON courses EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER rooms_tell AFTER UPDATE ON rooms EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER teachers_tell AFTER UPDATE ON teachers EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER venues_tell AFTER UPDATE ON venues EXECUTE FUNCTION tell_change('places');
      CREATE TRIGGER staff_tell AFTER UPDATE ON staff EXECUTE FUNCTION tell_change('sign-ins');
      CREATE TRIGGER staff_grants_tell AFTER INSERT OR UPDATE OR DELETE ON staff_grants
        EXECUTE FUNCTION tell_change('sign-ins');

      CREATE FUNCTION tell_sign_in_ended() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('linli', 'sign-in ' || OLD.token_hash);
        RETURN NULL;
      END $$;
      CREATE TRIGGER sign_ins_tell_ended AFTER UPDATE ON sign_ins FOR EACH ROW
        WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION tell_sign_in_ended();
      CREATE TRIGGER sign_ins_tell_deleted AFTER DELETE ON sign_ins FOR EACH ROW
        WHEN (OLD.ended_at IS NULL) EXECUTE FUNCTION tell_sign_in_ended();
      CREATE TRIGGER residents_tell_language AFTER UPDATE OF language ON residents
        EXECUTE FUNCTION tell_change('sign-ins');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER residents_tell_language ON residents;
      DROP TRIGGER sign_ins_tell_deleted ON sign_ins;
      DROP TRIGGER sign_ins_tell_ended ON sign_ins;
      DROP FUNCTION tell_sign_in_ended();
      DROP TRIGGER pools_tell ON pools;
      DROP FUNCTION tell_pool_changed();
      DROP FUNCTION tell_change() CASCADE;
      ALTER TABLE terms DROP COLUMN release_hours;
      DROP TRIGGER charge_entries_never_emptied ON charge_entries;
      DROP TRIGGER audit_entries_never_emptied ON audit_entries;
      DROP INDEX charge_entries_by_time;
      ALTER TABLE messages DROP COLUMN claim;
      ALTER TABLE idempotency_keys ALTER COLUMN outcome TYPE jsonb;
      CREATE INDEX bookings_by_pool ON bookings (pool_id, state);
      DROP INDEX bookings_by_resident;
      CREATE INDEX bookings_by_resident ON bookings (resident_id, state);
      ALTER TABLE bookings DROP COLUMN places;
      ALTER TABLE pools DROP COLUMN waiting, DROP COLUMN largest_party, DROP COLUMN release_hours;
    `);
  }
}
