import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createPostgresBackend } from 'bullmq';
import pg from 'pg';
import { buildIfStale } from '../../scripts/build.mjs';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';

const template = 'linli_test_template';

/** Starts one PostgreSQL server for the run and makes the template that every suite's database is cloned from. */
export default async function globalSetup() {
  await buildIfStale();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-test-'));
  fs.chmodSync(folder, 0o755);
  const server = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    password: randomBytes(12).toString('hex'),
    // Test data need not survive a power cut.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' },
  });
  Object.assign(globalThis, { linliTestServer: { server, folder } });
  process.env.LINLI_TEST_SERVER = server.url('');

  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${template}`);
  await client.end();
  const built = '../../dist/src/platform/database/data-source.js';
  /** @type {typeof import('../../src/platform/database/data-source.js')} */
  const { migrate } = await import(built);
  await migrate(server.url(template));
  await prepareQueues(server.url(template));
}

/** The queues keep their own tables; having them in the template saves every suite the work. @param {string} url */
async function prepareQueues(url) {
  const backend = createPostgresBackend('housekeeping', { connection: { connectionString: url, migrate: true } }, {});
  await backend.waitUntilReady();
  await backend.close();
}
