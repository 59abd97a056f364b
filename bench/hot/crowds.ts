import type { House, Site } from '../house/house.js';
import { makePeople } from '../house/people.js';
import type { PlayedClass } from '../house/term.js';
import type { LoopResult } from '../load/orders.js';
import type { Crowd } from '../load/requests.js';

const mostPeople = 150_000;

/** People who have not booked yet, made beforehand or as they are needed. */
export class Crowds {
  /** How many there are, whether they have booked or not. */
  soFar = 0;
  private taken = 0;

  constructor(
    private readonly house: House,
    private readonly site: Site,
  ) {}

  /** There are so many then who have not booked. */
  async make(count: number): Promise<void> {
    const missing = this.taken + count - this.soFar;
    if (missing <= 0) return;
    const first = this.soFar;
    this.soFar += missing;
    await makePeople(this.site.sql, this.house, { secret: this.house.secret, first, count: missing });
  }

  async next(count: number): Promise<Crowd> {
    await this.make(count);
    const first = this.taken;
    this.taken += count;
    return { secret: this.house.secret, first, count };
  }

  /** So many of those who came last were not needed. */
  giveBack(count: number): void {
    this.taken -= count;
  }
}

/** A closed loop in which each request is another person's; `rate` guesses how many people it will take. */
export async function enrolAll(
  house: House,
  crowds: Crowds,
  ports: readonly number[],
  clients: number,
  seconds: number,
  target: PlayedClass | undefined,
  rate: number,
): Promise<LoopResult> {
  const crowd = await crowds.next(Math.min(mostPeople, Math.ceil(rate * seconds * 1.7) + 2 * clients));
  const what = { kind: 'enrol', classId: target?.id ?? '', ...crowd } as const;
  const run = await house.load.play({ kind: 'closed-loop', ports, clients, seconds, what });
  const asked = Object.values(run.outcomes).reduce((sum, count) => sum + count, 0);
  crowds.giveBack(Math.max(0, crowd.count - asked));
  return run;
}
