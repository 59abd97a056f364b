/** Money is a whole number of fen (1 yuan = 100 fen). */
export type Fen = number;

/** `50000` → `500.00`. */
export function yuan(fen: Fen): string {
  const sign = fen < 0 ? '-' : '';
  const absolute = Math.abs(fen);
  return `${sign}${Math.trunc(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`;
}

/** Reads `500`, `500.5` or `¥1,500.50` as fen; undefined when it is no amount of money. */
export function readYuan(text: string): Fen | undefined {
  const plain = text
    .trim()
    .replace(/^[¥￥]/, '')
    .replace(/,(?=\d{3}(\D|$))/g, '');
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0') || 0);
}

/**
 * Splits an amount by weights so that the parts add up to the fen: each part is rounded down, and the fen
 * left over go to the largest remainders, first come first where they are equal.
 */
export function splitByLargestRemainder(total: Fen, weights: readonly number[]): Fen[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!Number.isInteger(total) || total < 0 || sum <= 0) throw new RangeError('Nothing to split by these weights.');
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
