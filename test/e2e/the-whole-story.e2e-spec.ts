import { describe, expect, it } from '@jest/globals';
import { playStory } from '../../demo/story.js';
import { openTheatre } from '../../demo/theatre.js';
import { cloneDatabase } from '../support/database.js';
import { redisIsInstalled, startRedis } from '../support/redis-server.js';

const parts = 14;

/** The story throws where it does not go as it should, so that playing it to the end is the test. */
async function play(redisUrl?: string): Promise<string[]> {
  const database = await cloneDatabase();
  const theatre = await openTheatre({ databaseUrl: database.url, ...(redisUrl ? { redisUrl } : {}) });
  const told: string[] = [];
  try {
    await playStory(theatre, (line) => told.push(line));
  } finally {
    await theatre.close();
    await database.drop();
  }
  return told;
}

describe('the whole story of a term, from the course list to the reminders', () => {
  it('goes as it should with the queues on PostgreSQL', async () => {
    expect(await play()).toHaveLength(parts);
  }, 60_000);
});

const withRedis = redisIsInstalled ? describe : describe.skip;
withRedis(`the whole story${redisIsInstalled ? '' : ' (skipped: there is no redis-server on PATH)'}`, () => {
  it('goes as it should with the queues on Redis', async () => {
    const redis = await startRedis();
    try {
      expect(await play(redis.url)).toHaveLength(parts);
    } finally {
      await redis.stop();
    }
  }, 60_000);
});
