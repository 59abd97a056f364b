import type { House, Site } from '../house/house.js';
import { makePeople } from '../house/people.js';
import type { PlayedClass } from '../house/term.js';
import type { LoopResult } from '../load/orders.js';

const mostPeople = 150_000;

/** People who have not booked yet, made as they are needed. */
export class Crowds {
  soFar = 0;

  constructor(
    private readonly house: House,
    private readonly site: Site,
  ) {}

  async next(count: number) {
    const first = this.soFar;
    this.soFar += count;
    return makePeople(this.site.sql, this.house, { secret: this.house.secret, first, count });
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
  return house.load.play({ kind: 'closed-loop', ports, clients, seconds, what });
}
