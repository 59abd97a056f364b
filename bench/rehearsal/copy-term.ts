import pg from 'pg';

/** What a person at the terminal can do something about. */
export class NothingToRehearse extends Error {}

/** The rows of a term without its people: table and rows, in an order in which they can be inserted. */
export interface TermCopy {
  readonly name: string;
  readonly tables: readonly { readonly table: string; readonly rows: readonly object[] }[];
  readonly minAge: number | null;
  readonly maxAge: number | null;
}

const published = `SELECT id FROM classes WHERE term_id = $1 AND state = 'published'`;

/** Each table with the query for its rows; $1 is the term. Columns are whatever the table has. */
const queries: readonly [table: string, where: string][] = [
  ['venues', `id IN (SELECT venue_id FROM rooms) OR id IN (SELECT venue_id FROM terms WHERE id = $1)`],
  ['terms', 'id = $1'],
  ['rooms', '$1::uuid IS NOT NULL'],
  ['teachers', '$1::uuid IS NOT NULL'],
  ['courses', `id IN (SELECT course_id FROM classes WHERE term_id = $1)`],
  ['openings', 'id = $1'],
  ['pools', `id IN (SELECT pool_id FROM classes WHERE id IN (${published}))`],
  ['classes', `id IN (${published})`],
  ['class_sessions', `class_id IN (${published})`],
];

/** Reads a term, by its name or the latest that has published classes. The session cannot write. */
export async function readTerm(url: string, name: string | undefined): Promise<TermCopy> {
  const sql = new pg.Client({ connectionString: url, options: '-c default_transaction_read_only=on' });
  await sql.connect();
  try {
    await sql.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const term = await findTerm(sql, name);
    const tables: TermCopy['tables'][number][] = [];
    for (const [table, where] of queries) {
      const { rows } = await sql.query<{ row: object }>(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where}`, [
        term.id,
      ]);
      tables.push({ table, rows: rows.map(({ row }) => row) });
    }
    return { name: term.name, tables, minAge: term.min_age, maxAge: term.max_age };
  } finally {
    await sql.end();
  }
}

interface TermRow {
  id: string;
  name: string;
  min_age: number | null;
  max_age: number | null;
}

async function findTerm(sql: pg.Client, name: string | undefined): Promise<TermRow> {
  const { rows: tables } = await sql.query<{ there: boolean }>(`SELECT to_regclass('terms') IS NOT NULL AS there`);
  if (!tables[0]?.there) throw new NothingToRehearse('That database holds no Linli yet: start it once with npm start.');
  const { rows } = await sql.query<TermRow>(
    `SELECT id, name, min_age, max_age FROM terms t
      WHERE ($1::text IS NULL OR name = $1 OR name_en = $1)
        AND EXISTS (SELECT FROM classes c WHERE c.term_id = t.id AND c.state = 'published')
      ORDER BY starts_on DESC, created_at DESC LIMIT 1`,
    [name ?? null],
  );
  if (rows[0]) return rows[0];
  throw new NothingToRehearse(
    name === undefined
      ? 'No term has a published class yet: import a course list and publish it first.'
      : `There is no term "${name}" with published classes.`,
  );
}

/** Writes the copy into an empty house: nobody has booked, and enrolment opens later, by `openDoors`. */
export async function writeTerm(sql: pg.Client, { tables }: TermCopy): Promise<void> {
  for (const { table, rows } of tables) {
    await sql.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(rows),
    ]);
  }
  await sql.query(
    `UPDATE pools SET taken = 0, waiting = 0, ended_at = NULL, opens_at = 'tomorrow', closes_at = now() + interval '9 days'`,
  );
  await sql.query(
    `UPDATE openings SET issued = 0, called = 0, lapsed = 0, called_at = now(), rate = coalesce(per_second, 0),
            paused_at = NULL, notice = NULL, notice_en = NULL, opens_at = 'tomorrow', closes_at = now() + interval '9 days'`,
  );
}

/** Enrolment opens now. */
export async function openDoors(sql: pg.Client): Promise<void> {
  await sql.query(`UPDATE pools SET opens_at = now()`);
  await sql.query(`UPDATE openings SET opens_at = now()`);
  await sql.query(`UPDATE terms SET enrolment_opens_at = now(), enrolment_closes_at = now() + interval '9 days'`);
}
