import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafe(8192);
let used = pool.length;

/** Random bytes of cryptographic quality, fetched by the page: asking the system for a few at a time is slow. */
export function randomBytes(count: number): Uint8Array {
  const from = take(count);
  const bytes = Uint8Array.from(pool.subarray(from, used));
  // What was handed out is not kept.
  pool.fill(0, from, used);
  return bytes;
}

/** A whole number from 0 to below `limit` (at most 256), each as likely as the others. */
export function randomBelow(limit: number): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const at = take(1);
    const byte = pool.readUInt8(at);
    pool.writeUInt8(0, at);
    if (byte < fair) return byte % limit;
  }
}

/** Where in the pool so many fresh bytes begin. */
function take(count: number): number {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return used - count;
}
