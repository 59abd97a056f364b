import type { Seat } from './seat-map.rules.js';

/** A free seat alone between two that are taken, or between one and an aisle or wall. */
export interface Stranded {
  readonly key: string;
}

/** What the party of seats next to each other is measured by: `best` is the smallest. */
function distance(seats: readonly Seat[], centre: { readonly x: number; readonly y: number }): number {
  // A row further from the ideal line weighs as much as two seats further from the middle.
  return seats.reduce((sum, { x, y }) => sum + Math.abs(x - centre.x) + 2 * Math.abs(y - centre.y), 0);
}

/** The middle of the hall, a little nearer to the stage than to the back wall. */
export function bestPoint(stretches: readonly (readonly Seat[])[]): { x: number; y: number } {
  const seats = stretches.flat();
  const xs = seats.map(({ x }) => x);
  const ys = seats.map(({ y }) => y);
  const [left, right, front, back] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: (left + right) / 2, y: front + (back - front) * 0.4 };
}

export interface Wish {
  readonly seats: number;
  /** null: any zone; the seats are of one zone anyway, since zones have their prices. */
  readonly zone: string | null;
  readonly noSingles: boolean;
}

/**
 * The best seats next to each other in one row, no aisle between them; undefined where nowhere so many are free together.
 * Where it can be helped no single seat is left over.
 */
export function bestTogether(
  stretches: readonly (readonly Seat[])[],
  isFree: (seat: Seat) => boolean,
  wish: Wish,
): readonly Seat[] | undefined {
  const centre = bestPoint(stretches);
  let best: { seats: readonly Seat[]; isStranding: boolean; score: number } | undefined;
  for (const stretch of stretches) {
    for (let from = 0; from + wish.seats <= stretch.length; from++) {
      const seats = stretch.slice(from, from + wish.seats);
      const zone = wish.zone ?? seats[0]?.zone;
      if (!seats.every((seat) => seat.kind === 'ordinary' && seat.zone === zone && isFree(seat))) continue;
      const isStranding =
        wish.noSingles && strandedBy(stretch, isFree, new Set(seats.map(({ key }) => key))).length > 0;
      const score = distance(seats, centre);
      const isBetter =
        !best || (best.isStranding && !isStranding) || (best.isStranding === isStranding && score < best.score);
      if (isBetter) best = { seats, isStranding, score };
    }
  }
  return best?.seats;
}

/** The most seats that are free next to each other in one row and zone. */
export function mostTogether(
  stretches: readonly (readonly Seat[])[],
  isFree: (seat: Seat) => boolean,
  zone: string | null,
): number {
  let most = 0;
  for (const stretch of stretches) {
    let run = 0;
    stretch.forEach((seat, index) => {
      const goesOn = seat.kind === 'ordinary' && isFree(seat) && (zone === null || seat.zone === zone);
      run = !goesOn ? 0 : stretch[index - 1]?.zone === seat.zone ? run + 1 : 1;
      most = Math.max(most, run);
    });
  }
  return most;
}

/**
 * The single seats that a choice would leave in a stretch and that were none before. Nothing is stranded where the same
 * number of seats could be had in the same gap in no other way: whoever takes two of three must leave one.
 */
export function strandedBy(
  stretch: readonly Seat[],
  isFree: (seat: Seat) => boolean,
  chosen: ReadonlySet<string>,
): Seat[] {
  const free = (seat: Seat | undefined) => seat !== undefined && isFree(seat);
  const after = (seat: Seat | undefined) => free(seat) && !chosen.has(seat?.key ?? '');
  return gapsIn(stretch, free).flatMap((gap) => {
    const taken = gap.filter(({ key }) => chosen.has(key)).length;
    const singles = gapsIn(gap, after)
      .filter(({ length }) => length === 1)
      .flat();
    if (taken === 0 || singles.length === 0 || !canLeaveNoSingle(gap.length, taken)) return [];
    return singles;
  });
}

/** Whether so many seats can be taken out of a gap side by side with no single seat left over. */
function canLeaveNoSingle(gap: number, taken: number): boolean {
  return gap - taken !== 1;
}

/** Stretches of seats next to each other that are free. */
function gapsIn(seats: readonly Seat[], isFree: (seat: Seat | undefined) => boolean): Seat[][] {
  const gaps: Seat[][] = [];
  let open: Seat[] | undefined;
  for (const seat of seats) {
    if (!isFree(seat)) open = undefined;
    else if (open) open.push(seat);
    else gaps.push((open = [seat]));
  }
  return gaps;
}
