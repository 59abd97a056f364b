import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export const templateName = 'linli_test_template';

/** A database of the suite's own, cloned from the template that the real migrations made. */
export async function cloneDatabase(
  template: string | null = templateName,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `linli_test_${randomBytes(6).toString('hex')}`;
  const clause = template === null ? 'TEMPLATE template0' : `TEMPLATE ${template} STRATEGY FILE_COPY`;
  await onServer(`CREATE DATABASE ${name} ${clause}`);
  return { url: testServer() + name, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

function testServer(): string {
  const server = process.env.LINLI_TEST_SERVER;
  if (!server) throw new Error('The test server is not running: start the tests with npm test.');
  return server;
}

async function onServer(sql: string): Promise<void> {
  if (!/linli_test_/.test(sql)) throw new Error('Tests touch only databases whose name begins with linli_test_.');
  const client = new Client({ connectionString: `${testServer()}postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
