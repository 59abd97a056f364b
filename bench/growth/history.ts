import type pg from 'pg';

const pools = 200;
const bookingsPerPerson = 20;

/**
 * Fills the bookings up to `count` with those of earlier terms: confirmed, in closed classes, of people who come back
 * each term, one booking per person and class. Indexes are laid anew afterwards, which is faster and leaves them as full
 * as years of inserting would at best.
 */
export async function makeHistory(sql: pg.Client, count: number): Promise<void> {
  const people = Math.max(pools, Math.ceil(count / bookingsPerPerson));
  await sql.query(
    `SET session_replication_role = replica; SET maintenance_work_mem = '256MB'; SET synchronous_commit = off`,
  );
  await sql.query(
    `INSERT INTO residents (id, phone, name, birth_on, language, lives_in_zone, works_in_zone, created_at)
     SELECT ${oldPerson('n')}, '+86' || (17000000000 + n), '老学员' || n, '1980-05-01', 'zh-CN', true, true, now()
       FROM generate_series(0, $1::int - 1) AS n ON CONFLICT DO NOTHING`,
    [people],
  );
  await sql.query(
    `INSERT INTO pools (id, kind, title, title_en, capacity, taken, opens_at, closes_at, starts_at, occupies, age_on,
                        audience, waiting_list, fee_fen, payment_hours)
     SELECT ${oldPool('n')}, 'class', '往期' || n, 'Earlier ' || n, 10000000, 0, now() - interval '400 days',
            now() - interval '390 days', now() - interval '380 days', '{}', current_date, 'everyone', true, 0, 48
       FROM generate_series(0, ${pools - 1}) AS n ON CONFLICT DO NOTHING`,
  );
  await sql.query('TRUNCATE bookings CASCADE');
  const indexes = await dropIndexes(sql);
  await sql.query(
    `INSERT INTO bookings (id, reference, pool_id, resident_id, state, booked_at, confirmed_at)
     SELECT ${oldBooking('n')}, 'OLD-' || lpad(n::text, 8, '0'), ${oldPool(`(n / ${people} * 10 + n % 10)`)}, ${oldPerson(`(n % ${people})`)},
            'confirmed', now() - interval '395 days', now() - interval '395 days'
       FROM generate_series(0, $1::int - 1) AS n`,
    [count],
  );
  for (const definition of indexes) await sql.query(definition);
  await sql.query(`UPDATE pools p SET taken = b.count
                     FROM (SELECT pool_id, count(*) FROM bookings GROUP BY pool_id) b WHERE p.id = b.pool_id`);
  await sql.query(`RESET session_replication_role; RESET maintenance_work_mem; RESET synchronous_commit`);
  await sql.query('VACUUM ANALYZE bookings, residents, pools');
  await sql.query('CHECKPOINT');
}

/** Drops the table's plain indexes and returns what makes them again; those of constraints stay. */
async function dropIndexes(sql: pg.Client): Promise<string[]> {
  const { rows } = await sql.query<{ indexname: string; indexdef: string }>(
    `SELECT i.indexname, i.indexdef FROM pg_indexes i
      WHERE i.tablename = 'bookings' AND i.schemaname = 'public'
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`,
  );
  for (const { indexname } of rows) await sql.query(`DROP INDEX ${indexname}`);
  return rows.map(({ indexdef }) => indexdef);
}

const oldBooking = (n: string) => `('00000000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const oldPerson = (n: string) => `('00000000-0000-7000-9000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const oldPool = (n: string) => `('00000000-0000-7000-a000-' || lpad(to_hex((${n}) % ${pools}), 12, '0'))::uuid`;
