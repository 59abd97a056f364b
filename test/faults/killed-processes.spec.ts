import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkMessages } from '../support/check-messages.js';
import { redisIsInstalled } from '../support/redis-server.js';
import { strikes } from '../support/rush-faults.js';
import { RushHouse } from '../support/rush-house.js';
import { playRound } from '../support/rush-round.js';
import { seeds } from '../support/seeded.js';

const faults = [
  'the worker is killed',
  'the API is killed',
  'PostgreSQL stops',
  'the API is killed as it commits',
  'the API and PostgreSQL go',
] as const;

describe('a rush in which processes are killed and started again', () => {
  let house: RushHouse;
  beforeAll(async () => {
    house = await RushHouse.start({ withNetwork: true });
  }, 60_000);
  afterAll(() => house.stop());

  // Without Redis all the rounds are played here.
  const rounds = seeds(redisIsInstalled ? 12 : 20).map((seed) => ({ seed, fault: faults[seed % faults.length]! }));
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
});
