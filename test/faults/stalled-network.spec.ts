import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RushHouse } from '../support/rush-house.js';
import { playRound } from '../support/rush-round.js';
import { seeds } from '../support/seeded.js';
import { StallingProxy } from '../support/stalling-proxy.js';

const stallMs = 10_000;
/** Half of the callers give up and ask again while the house still waits. */
const patienceMs = 3_000;

describe('a rush in which the network between the API and PostgreSQL stalls', () => {
  let house: RushHouse;
  let network: StallingProxy;
  beforeAll(async () => {
    const reach = async (port: number) => {
      network = await StallingProxy.start(port);
      return network.port;
    };
    house = await RushHouse.start({ reach });
  }, 60_000);
  afterAll(async () => {
    await house.stop();
    await network.stop();
  });

  // One in twenty of the other rounds, since each takes its ten seconds.
  it.each(seeds(20).filter((_, round) => round % 20 === 0))(
    'keeps every promise (seed %i)',
    async (seed) => {
      const untilTheyAskAgain = () => house.lives();
      expect(await playRound(house, seed, () => network.stall(stallMs), { patienceMs, untilTheyAskAgain })).toEqual([]);
    },
    60_000,
  );
});
