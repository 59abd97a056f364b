import { randomBytes } from 'node:crypto';
import { mock } from 'node:test';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { makeDataSource, openConnections } from '../../src/platform/database/data-source.js';
import { cloneDatabase } from '../support/database.js';
import { poolOf } from '../support/pool-of.js';

const day = 86_400_000;

describe('connections to PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof cloneDatabase>>;
  let source: DataSource;
  beforeAll(async () => {
    database = await cloneDatabase();
    source = await makeDataSource(database.url, []).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('are all open before anybody comes', async () => {
    await openConnections(source);
    const { totalCount, idleCount } = poolOf(source);
    expect([totalCount, idleCount]).toEqual([10, 10]);
  });

  it('say at the start that the server has not so many', async () => {
    const role = `few_${randomBytes(6).toString('hex')}`;
    await source.query(`CREATE ROLE ${role} LOGIN PASSWORD '${role}' CONNECTION LIMIT 3`);
    const url = Object.assign(new URL(database.url), { username: role, password: role });
    const few = await makeDataSource(url.href, []).initialize();
    try {
      await expect(openConnections(few)).rejects.toThrow(/too many connections/);
    } finally {
      await few.destroy();
      await source.query(`DROP ROLE ${role}`);
    }
  });

  it('are kept through the quiet, so that the first second of an opening does not wait for new ones', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await openConnections(source);
      mock.timers.tick(day);
      expect(poolOf(source).totalCount).toBe(10);
    } finally {
      mock.timers.reset();
    }
  });
});
