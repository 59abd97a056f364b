import { Client } from 'pg';
import type { Linli } from './linli.js';
import { until } from './until.js';

/** Does this in PL/pgSQL to every booking that is inserted while the work goes on; `times` is a sequence from 1. */
export async function meddlingWithBookings<Result>(
  linli: Linli,
  plpgsql: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await linli.database.query(
    `CREATE SEQUENCE times;
     CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${plpgsql} RETURN NEW; END $$;
     CREATE TRIGGER meddle BEFORE INSERT ON bookings FOR EACH ROW EXECUTE FUNCTION meddle()`,
  );
  try {
    return await work();
  } finally {
    await linli.database.query(`DROP TRIGGER meddle ON bookings; DROP FUNCTION meddle; DROP SEQUENCE times`);
  }
}

/** Somebody else's connection to the same database, with a transaction open. */
export class Stranger {
  private constructor(private readonly client: Client) {}

  static async comes(linli: Linli): Promise<Stranger> {
    const client = new Client({ connectionString: linli.databaseUrl, application_name: 'stranger' });
    await client.connect();
    await client.query('BEGIN');
    // Where a deadlock is to be ended, somebody else ends it.
    await client.query(`SET LOCAL deadlock_timeout = '1h'`);
    return new Stranger(client);
  }

  async lock(table: 'pools' | 'residents', id: string): Promise<void> {
    await this.client.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
  }

  async goes(): Promise<void> {
    await this.client.query('COMMIT');
    await this.client.end();
  }
}

/** Waits until a connection of that name is kept waiting by a lock. */
export function untilKeptWaiting(linli: Linli, name: 'linli' | 'stranger'): Promise<void> {
  return until(async () => {
    const waiting: unknown[] = await linli.database.query(
      `SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock'`,
      [name],
    );
    return waiting.length > 0;
  });
}
