import { setTimeout as pause } from 'node:timers/promises';
import { checkRush } from './check-rush.js';
import { givenRushClasses } from './given-rush-classes.js';
import { readHeld } from './rush-history.js';
import type { RushHouse } from './rush-house.js';
import type { Strike } from './rush-faults.js';
import { Rush } from './rush.js';
import { seeded } from './seeded.js';

/** Many enough for two lines, few enough for many rounds. */
const size = 48;
/** About what one batch takes. */
const batchMs = 40;

/** A rush for two classes in which something strikes at a moment that the seed says; what is wrong when all is over. */
export async function playRound(
  house: RushHouse,
  seed: number,
  strike: Strike,
  { patienceMs = 5_000, untilTheyAskAgain }: { patienceMs?: number; untilTheyAskAgain?: () => Promise<void> } = {},
): Promise<string[]> {
  const random = seeded(seed);
  await house.isUp();
  const schools = await givenRushClasses(house);
  const wishes = (await house.givenPeople(size)).map((person) => ({
    person,
    school: schools[Math.floor(random() * schools.length)]!,
    leaves: random() < 0.3,
    takesOffer: random() < 0.7,
    patienceMs: random() < 0.5 ? patienceMs : 4 * patienceMs,
  }));
  const fault = async (rush: Rush) => {
    await pause(random() * batchMs);
    await strike(house, rush);
  };
  const atTry = 2 + Math.floor(random() * size);
  const rush = new Rush(house, { atTry, strike: fault }, untilTheyAskAgain);
  await rush.play(wishes);
  await house.ready();
  const poolIds = schools.map(({ poolId }) => poolId);
  const held = await house.postgres.with((client) => readHeld(client, poolIds));
  return checkRush({ told: rush.told, ...held }, size);
}
