import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** The connections of a data source; TypeORM does not name them in its types. */
export function poolOf({ driver }: DataSource): pg.Pool {
  return (driver as unknown as { master: pg.Pool }).master;
}
