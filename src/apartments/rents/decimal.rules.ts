/*
 * Percents and square metres are numbers with at most two decimals. Nothing is reckoned with them as they are: they
 * become whole hundredths first (of a percent: basis points; of a square metre: square decimetres), and one division
 * at the end rounds once.
 */

export function hasTwoDecimals(value: number): boolean {
  return Number.isFinite(value) && Math.round(value * 100) / 100 === value;
}

/** `12.85` → `1285`. */
export function hundredths(value: number): number {
  if (!hasTwoDecimals(value)) throw new RangeError(`${value} has more than two decimals.`);
  return Math.round(value * 100);
}

/** The product of whole numbers ÷ a whole number, rounded half up; exact however large the product grows. */
export function dividedHalfUp(factors: readonly number[], divisor: number): number {
  if (divisor <= 0 || factors.some((factor) => factor < 0)) throw new RangeError('Nothing here may be below zero.');
  const product = factors.reduce((so, factor) => so * BigInt(factor), 1n);
  return Number((2n * product + BigInt(divisor)) / (2n * BigInt(divisor)));
}
