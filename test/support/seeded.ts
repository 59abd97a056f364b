export { seeded } from '../../bench/figures/seeded.js';

/** The seeds of a suite: more of them with RUSH_ROUNDS, the same again with RUSH_SEED. */
export function seeds(rounds: number): number[] {
  const first = Number(process.env.RUSH_SEED ?? 1);
  return Array.from({ length: Number(process.env.RUSH_ROUNDS ?? rounds) }, (_, round) => first + round);
}

/** Lets the event loop turn this often. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
