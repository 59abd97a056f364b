import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkMessages } from '../support/check-messages.js';
import { redisIsInstalled } from '../support/redis-server.js';
import { strikes } from '../support/rush-faults.js';
import { RushHouse } from '../support/rush-house.js';
import { playRound } from '../support/rush-round.js';
import { seeds } from '../support/seeded.js';

const faults = ['Redis is killed', 'PostgreSQL stops', 'Redis is killed', 'the worker is killed'] as const;
const name = 'a rush with the queues in Redis';

(redisIsInstalled ? describe : describe.skip)(
  redisIsInstalled ? name : `${name} (skipped: there is no redis-server on PATH)`,
  () => {
    let house: RushHouse;
    beforeAll(async () => {
      house = await RushHouse.start({ withRedis: true });
    }, 60_000);
    afterAll(() => house.stop());

    const rounds = seeds(8).map((seed) => ({ seed, fault: faults[seed % faults.length]! }));
    it.each(rounds)(
      'keeps every promise when $fault (seed $seed)',
      async ({ seed, fault }) => {
        expect(await playRound(house, seed, strikes[fault])).toEqual([]);
      },
      60_000,
    );

    it('says to everybody what came of it, once', async () => {
      expect(await checkMessages(house)).toEqual([]);
    }, 90_000);
  },
);
