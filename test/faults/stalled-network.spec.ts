import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strikes } from '../support/rush-faults.js';
import { RushHouse } from '../support/rush-house.js';
import { playRound } from '../support/rush-round.js';
import { seeds } from '../support/seeded.js';

/** Half of the callers give up and ask again while the house still waits. */
const patienceMs = 3_000;

describe('a rush in which the network between the API and PostgreSQL stalls for ten seconds', () => {
  let house: RushHouse;
  beforeAll(async () => {
    house = await RushHouse.start({ withNetwork: true });
  }, 60_000);
  afterAll(() => house.stop());

  // One in twenty of the other rounds, since each takes its ten seconds.
  it.each(seeds(20).filter((_, round) => round % 20 === 0))(
    'keeps every promise (seed %i)',
    async (seed) => {
      const untilTheyAskAgain = () => house.lives();
      expect(await playRound(house, seed, strikes['the network stalls'], { patienceMs, untilTheyAskAgain })).toEqual(
        [],
      );
    },
    60_000,
  );
});
