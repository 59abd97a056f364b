import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafe(8192);
let used = pool.length;

/** Random bytes of cryptographic quality, fetched by the page: asking the system for a few at a time is slow. */
export function randomBytes(count: number): Uint8Array {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Uint8Array.from(pool.subarray(used, used + count));
  // What was handed out is not kept.
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
}

/** A whole number from 0 to below `limit` (at most 256), each as likely as the others. */
export function randomBelow(limit: number): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const [byte = 0] = randomBytes(1);
    if (byte < fair) return byte % limit;
  }
}
