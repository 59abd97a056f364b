/** The seeds of a suite: more of them with RUSH_ROUNDS, the same again with RUSH_SEED. */
export function seeds(rounds: number): number[] {
  const first = Number(process.env.RUSH_SEED ?? 1);
  return Array.from({ length: Number(process.env.RUSH_ROUNDS ?? rounds) }, (_, round) => first + round);
}

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Lets the event loop turn this often. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
