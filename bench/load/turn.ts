/**
 * When a waiting page may enrol. This is the one place that decides it: a waiting room of the house would be a second
 * implementation, which fetches a ticket for a visit, asks for its position, and lets the visit in when the house does.
 */
export interface Turns {
  /** Milliseconds from the opening to this visit's turn. */
  of(visitIndex: number): number;
  /** Milliseconds until a page that waits asks for the catalogue again. */
  readonly refreshMs: number;
}

/** Without a waiting room in the house, the bench keeps the rate itself: so many people a second, in order of arrival. */
export class FixedRate implements Turns {
  readonly refreshMs: number;

  constructor(
    private readonly perSecond: number,
    refreshSeconds: number,
  ) {
    this.refreshMs = refreshSeconds * 1000;
  }

  of(visitIndex: number): number {
    return (visitIndex * 1000) / this.perSecond;
  }
}
