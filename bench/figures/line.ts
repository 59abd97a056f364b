export const parts = ['hot', 'tiers', 'growth', 'catalogue', 'gate'] as const;
export type Part = (typeof parts)[number];

/** One figure of the table: what was measured, what it should be, and whether it is. */
export interface Line {
  readonly part: Part;
  readonly name: string;
  /** The figure as it is printed, such as `8.4` or `412 ms`. */
  readonly figure: string;
  /** The figure as a number, where it is one. */
  readonly value: number | null;
  /** `≥ 5`, or empty where nothing is promised. */
  readonly goal: string;
  /** null where nothing is promised. */
  readonly holds: boolean | null;
  /** What the figure is made of. */
  readonly detail: string;
}

/** A ratio of two figures of the same run. `least` and `most` are its goals. */
export function ratio(
  part: Part,
  name: string,
  value: number,
  goal: { least?: number; most?: number },
  detail: string,
): Line {
  const { least, most } = goal;
  const promised = least !== undefined || most !== undefined;
  const holds = promised ? value >= (least ?? -Infinity) && value <= (most ?? Infinity) : null;
  const words = [least === undefined ? '' : `≥ ${least}`, most === undefined ? '' : `≤ ${most}`].filter(Boolean);
  const figure = Number.isFinite(value) ? value.toFixed(2) : '–';
  return { part, name, figure, value: Number.isFinite(value) ? value : null, goal: words.join(', '), holds, detail };
}

/** Something that must hold, with the figure that shows it. */
export function check(part: Part, name: string, holds: boolean, figure: string, detail = ''): Line {
  return { part, name, figure, value: null, goal: 'holds', holds, detail };
}

/** A figure that promises nothing. */
export function note(part: Part, name: string, figure: string, detail = ''): Line {
  return { part, name, figure, value: null, goal: '', holds: null, detail };
}
