import { Caller } from '../house/caller.js';
import type { House, Site } from '../house/house.js';
import { child, grownUp, makePeople } from '../house/people.js';
import type { PlayedClass } from '../house/term.js';
import { readAfterwards } from './afterwards.js';
import type { Story } from './checks.js';
import { planVisits } from './plan.js';
import type { TierSize } from './plan.js';

/** Open connections, as a reverse proxy in front of the house would keep them for all the browsers behind it. */
const connections = 1_024;
/** How often a page that waits asks for the catalogue anew. */
const refreshSeconds = 20;
/** So many seconds after the last arrival, whoever was not told gives up and counts as unanswered. */
const patienceSeconds = 30;

export interface Dates {
  readonly grownUp: string;
  readonly child: string;
}

/** The opening, where people take turns: as this tier wants it, or as the term has it. */
async function waitingRoomOf(
  site: Site,
  classes: readonly PlayedClass[],
  { perSecond }: TierSize,
): Promise<string | undefined> {
  const [first] = classes;
  if (!first) return undefined;
  if (perSecond === undefined) return first.hasWaitingRoom ? first.openingId : undefined;
  await new Caller(site.address, site.staffToken).patch(`/openings/${first.openingId}`, { perSecond });
  return first.openingId;
}

/** Plays a tier on a site whose classes are open, and reads what the house says afterwards. */
export async function playTier(
  house: House,
  site: Site,
  classes: readonly PlayedClass[],
  size: TierSize,
  { born = { grownUp, child }, justBefore }: { born?: Dates; justBefore?: () => Promise<void> } = {},
): Promise<Story> {
  const visits = planVisits(size, classes.length);
  await makePeople(site.sql, house, { secret: house.secret, first: 0, count: visits.length }, (person) =>
    visits[person]?.tooYoung ? born.child : born.grownUp,
  );
  await justBefore?.();
  const result = await house.load.play({
    kind: 'rush',
    port: site.api.port,
    connections,
    secret: house.secret,
    classIds: classes.map(({ id }) => id),
    visits,
    openingId: await waitingRoomOf(site, classes, size),
    refreshSeconds,
    seconds: size.seconds + patienceSeconds,
  });
  return { classes, visits, result, after: await readAfterwards(site, classes) };
}
