/** How many of the positions 1..n, n being how many there are, were told to nobody; each gap is a double elsewhere. */
export function gaps(positions: ArrayLike<number>): number {
  const told = new Set(Array.from(positions));
  let missing = 0;
  for (let position = 1; position <= positions.length; position++) if (!told.has(position)) missing++;
  return missing;
}

/** Outcomes that should not have come, such as `12 × 500 fault, 3 × ECONNRESET`; empty when there are none. */
export function othersThan(outcomes: Readonly<Record<string, number>>, expected: readonly string[]): string {
  return Object.entries(outcomes)
    .filter(([outcome]) => !expected.includes(outcome))
    .map(([outcome, count]) => `${count} × ${outcome}`)
    .join(', ');
}
