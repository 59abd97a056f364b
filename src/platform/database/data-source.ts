import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { MigrationInterface } from 'typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { SnakeCaseColumns } from './naming.js';

type MigrationClass = new () => MigrationInterface;

/**
 * A connection that is cut says so more than once, also when nobody uses it any more. Whoever uses it hears of it by the
 * failure of their query; unheard, the rest would end the process.
 */
class CalmClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** A connection pool with the given entities; nothing is synchronised, the schema is what the migrations made. */
export function makeDataSource(
  url: string,
  entities: EntityTarget<ObjectLiteral>[],
  migrations: MigrationClass[] = [],
  connections = 10,
  statementMs = 60_000,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never[],
    migrations,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeCaseColumns(),
    applicationName: 'linli',
    poolSize: connections,
    connectTimeoutMS: 10_000,
    extra: {
      statement_timeout: statementMs,
      idle_in_transaction_session_timeout: 60_000,
      Client: CalmClient,
      // Statements that are sent together do not wait for each other's answers.
      pipeline: true,
      // A connection is kept, with what it has prepared, through the quiet hours before an opening.
      idleTimeoutMillis: 0,
      keepAlive: true,
      keepAliveInitialDelayMillis: 60_000,
    },
  });
}

/** Opens all connections, so that the first second of an opening finds them open. Rejects when the server has not so many. */
export async function openConnections(source: DataSource): Promise<void> {
  const runners = Array.from({ length: source.options.poolSize ?? 1 }, () => source.createQueryRunner());
  const connected = await Promise.allSettled(runners.map((runner) => runner.connect()));
  await Promise.all(runners.map((runner) => runner.release()));
  for (const one of connected) if (one.status === 'rejected') throw one.reason;
}

/** Every migration in `migrations/`, oldest first. */
export async function allMigrations(): Promise<MigrationClass[]> {
  const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../migrations');
  const files = readdirSync(folder).filter((file) => /^\d+-.*\.(js|ts)$/.test(file) && !file.endsWith('.d.ts'));
  const modules = await Promise.all(
    files.sort().map((file) => import(path.join(folder, file)) as Promise<Record<string, MigrationClass>>),
  );
  return modules.flatMap((module) => Object.values(module));
}

/** Brings the schema up to date; two processes that start together wait for each other. */
export async function migrate(url: string): Promise<readonly string[]> {
  const source = await makeDataSource(url, [], await allMigrations(), 2, 0).initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('linli.migrations'))`);
    return (await source.runMigrations()).map((migration) => migration.name);
  } finally {
    await lock.query(`SELECT pg_advisory_unlock(hashtext('linli.migrations'))`);
    await lock.release();
    await source.destroy();
  }
}
