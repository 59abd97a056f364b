import { mock } from 'node:test';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { makeDataSource } from '../../src/platform/database/data-source.js';
import { cloneDatabase } from '../support/database.js';

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

  it('are kept through the quiet, so that the first second of an opening does not wait for new ones', async () => {
    const { master: pool } = source.driver as unknown as { master: { totalCount: number } };
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await Promise.all(Array.from({ length: 5 }, () => source.query('SELECT 1')));
      expect(pool.totalCount).toBe(5);
      mock.timers.tick(day);
      expect(pool.totalCount).toBe(5);
    } finally {
      mock.timers.reset();
    }
  });
});
