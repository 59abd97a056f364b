import type pg from 'pg';

/**
 * The tables of the yardsticks, beside the house's own in the same database, with what such a table cannot do without:
 * its key, who booked what, one booking per person and pool.
 */
export async function makeYard(sql: pg.Client): Promise<void> {
  await sql.query(`
    CREATE TABLE yard_pools (
      id uuid PRIMARY KEY, capacity integer NOT NULL, taken integer NOT NULL DEFAULT 0, waiting integer NOT NULL DEFAULT 0,
      CHECK (taken <= capacity));
    CREATE TABLE yard_bookings (
      id uuid PRIMARY KEY, pool_id uuid NOT NULL REFERENCES yard_pools (id), person_id uuid NOT NULL,
      state text NOT NULL, position integer, arrival bigint GENERATED ALWAYS AS IDENTITY, booked_at timestamptz NOT NULL);
    CREATE UNIQUE INDEX yard_bookings_once ON yard_bookings (pool_id, person_id);
    CREATE INDEX yard_bookings_by_pool ON yard_bookings (pool_id, state);
  `);
}

/** A pool of 20 places. */
export async function makeYardPool(sql: pg.Client): Promise<string> {
  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO yard_pools (id, capacity) VALUES (gen_random_uuid(), 20) RETURNING id`,
  );
  return rows[0]?.id ?? '';
}

/**
 * One hot-row update and one insert as a single statement: the least that a booking per transaction can be. It checks
 * no rule and knows no person.
 */
export function hotRowStatement(poolId: string): string {
  return (
    `WITH place AS (UPDATE yard_pools SET waiting = waiting + 1 WHERE id = '${poolId}' RETURNING id, waiting) ` +
    `INSERT INTO yard_bookings (id, pool_id, person_id, state, position, booked_at) ` +
    `SELECT gen_random_uuid(), id, gen_random_uuid(), 'waiting', waiting, now() FROM place`
  );
}
