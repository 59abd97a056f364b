import { Caller } from '../house/caller.js';
import type { Site } from '../house/house.js';
import { personOf } from '../house/people.js';
import type { PlayedClass } from '../house/term.js';

/** Somebody in a class, as its roster shows them. */
export interface OnRoster {
  readonly person: number;
  readonly state: string;
  readonly position: number | null;
}

/** What the house says of a class after the rush: by its routes, and by its rows. */
export interface ClassAfterwards {
  readonly classId: string;
  readonly roster: readonly OnRoster[];
  /** As the catalogue says. */
  readonly placesLeft: number;
  readonly waiting: number;
  /** As the rows say: the counter, bookings that hold a place, that wait, and people who are in it more than once. */
  readonly rows: { taken: number; capacity: number; held: number; waiting: number; twice: number };
}

/** Reads every class by the routes that residents and staff read, and by its rows. */
export async function readAfterwards(site: Site, classes: readonly PlayedClass[]): Promise<ClassAfterwards[]> {
  const staff = new Caller(site.address, site.staffToken);
  const cards = await staff.all<{ id: string; placesLeft: number; waiting: number }>('/classes');
  const after: ClassAfterwards[] = [];
  for (const { id } of classes) {
    type Learner = { residentId: string; state: string; position: number | null };
    const { learners } = await staff.get<{ learners: Learner[] }>(`/classes/${id}/roster`);
    const card = cards.find((one) => one.id === id);
    after.push({
      classId: id,
      roster: learners.map(({ residentId, state, position }) => ({ person: personOf(residentId), state, position })),
      placesLeft: card?.placesLeft ?? NaN,
      waiting: card?.waiting ?? NaN,
      rows: await rowsOf(site, id),
    });
  }
  return after;
}

async function rowsOf({ sql }: Site, classId: string): Promise<ClassAfterwards['rows']> {
  const { rows } = await sql.query<ClassAfterwards['rows']>(
    `WITH booked AS (SELECT b.* FROM classes c JOIN bookings b ON b.pool_id = c.pool_id WHERE c.id = $1)
     SELECT p.taken, p.capacity,
            (SELECT count(*)::int FROM booked WHERE state IN ('confirmed', 'awaiting_payment', 'offered')) AS held,
            (SELECT count(*)::int FROM booked WHERE state = 'waiting') AS waiting,
            (SELECT count(*)::int FROM (SELECT FROM booked GROUP BY resident_id HAVING count(*) > 1) AS double) AS twice
       FROM classes c JOIN pools p ON p.id = c.pool_id WHERE c.id = $1`,
    [classId],
  );
  return rows[0] ?? { taken: NaN, capacity: NaN, held: NaN, waiting: NaN, twice: NaN };
}
