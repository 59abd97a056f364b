import { readConfig } from './platform/config/config.js';
import { migrate } from './platform/database/data-source.js';

/** Brings the schema up to date, once, before the processes start. */
try {
  const done = await migrate(readConfig(process.env).env.DATABASE_URL);
  process.stdout.write(done.length === 0 ? 'The schema is up to date.\n' : `Migrated: ${done.join(', ')}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
