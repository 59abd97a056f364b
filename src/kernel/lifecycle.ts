/** The states a thing can be in and, for each, the states it may move to. Written as a table, checked when it is made. */
export interface Lifecycle<State extends string> {
  readonly states: readonly State[];
  readonly isFinal: (state: State) => boolean;
  readonly mayMove: (from: State, to: State) => boolean;
  /** Every state from which this one can be reached in one move. */
  readonly before: (to: State) => readonly State[];
}

/** Throws at start-up when a move leads to an unknown state or a state can never be reached from the first. */
export function lifecycle<State extends string>(
  first: State,
  moves: Readonly<Record<State, readonly State[]>>,
): Lifecycle<State> {
  const states = Object.keys(moves) as State[];
  const reached = new Set<State>([first]);
  for (const state of reached) {
    for (const next of moves[state] ?? []) {
      if (!states.includes(next)) throw new Error(`The lifecycle moves from ${state} to the unknown state ${next}.`);
      reached.add(next);
    }
  }
  const unreachable = states.filter((state) => !reached.has(state));
  if (unreachable.length > 0) throw new Error(`The lifecycle never reaches ${unreachable.join(', ')}.`);
  return {
    states,
    isFinal: (state) => moves[state].length === 0,
    mayMove: (from, to) => moves[from].includes(to),
    before: (to) => states.filter((state) => moves[state].includes(to)),
  };
}
