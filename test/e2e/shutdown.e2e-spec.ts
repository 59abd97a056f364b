import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { cloneDatabase } from '../support/database.js';
import { HttpClient } from '../support/http-client.js';
import { freePort, RunningProcess } from '../support/process.js';
import { until } from '../support/until.js';

const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

describe('the process that answers HTTP', () => {
  let database: { url: string; drop: () => Promise<void> };
  let client: Client;
  beforeAll(async () => {
    database = await cloneDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const run = async (env: Record<string, string> = {}) => {
    const port = await freePort();
    const started = new RunningProcess(main, {
      env: {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: database.url,
        DATA_KEY: randomBytes(32).toString('base64'),
        HASH_KEY: randomBytes(32).toString('base64'),
        PORT: String(port),
        ...env,
      },
    });
    const http = new HttpClient(`http://127.0.0.1:${port}`);
    const lives = () =>
      http.get('/health/live').then(
        ({ status }) => status === 200,
        () => false,
      );
    return { started, http, lives };
  };

  it('finishes the request it has accepted, takes no other, and ends with 0', async () => {
    const { started, http, lives } = await run();
    await until(lives);
    await client.query('BEGIN; LOCK TABLE sign_in_codes IN ACCESS EXCLUSIVE MODE');
    const answer = http.post('/sign-in/codes', { phone: '13800138777' });
    await until(async () => {
      const { rows } = await client.query('SELECT 1 FROM pg_locks WHERE NOT granted');
      return rows.length > 0;
    });
    started.child.kill('SIGTERM');
    await until(async () => !(await lives()));
    await client.query('COMMIT');
    expect((await answer).status).toBeLessThan(300);
    expect(await started.ended).toBe(0);
    expect((await client.query(`SELECT 1 FROM outbox_letters WHERE recipient = '+8613800138777'`)).rowCount).toBe(1);
  }, 60_000);

  it('writes one line a request, without the phone number that was in it', async () => {
    const { started, http, lives } = await run();
    await until(lives);
    await http.with({ authorization: 'Bearer secret-token' }).post('/sign-in/codes', { phone: '13800138778' });
    await until(() => started.output.includes('/sign-in/codes'));
    started.child.kill('SIGTERM');
    await started.ended;
    const line = started.output.split('\n').find((each) => each.includes('/sign-in/codes')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ msg: 'request', method: 'POST', route: '/sign-in/codes' });
    for (const secret of ['13800138778', 'secret-token']) expect(started.output).not.toContain(secret);
  }, 60_000);

  it('does not start with a wrong setting, and names it', async () => {
    const { started } = await run({ LOG_LEVEL: 'loud' });
    expect(await started.ended).toBe(1);
    expect(started.output).toMatch(/^LOG_LEVEL: .*\n$/);
  });

  it('does not start in production without a way to send codes', async () => {
    const { started } = await run({ NODE_ENV: 'production' });
    expect(await started.ended).toBe(1);
    expect(started.output.trim()).toBe('SMS_URL is not set: without an SMS gateway nobody can sign in.');
  });
});
