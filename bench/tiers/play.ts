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

interface Doors {
  /** The opening, where people take turns. */
  readonly openingId: string | undefined;
  /** When it opens, in milliseconds since 1970. */
  readonly opensAt: number;
}

/** Opens the doors as this tier wants it: at once, or after people have come to the waiting room. */
async function setDoors(site: Site, classes: readonly PlayedClass[], { waitingRoom }: TierSize): Promise<Doors> {
  const [first] = classes;
  if (!first || !waitingRoom) {
    return { openingId: first?.hasWaitingRoom ? first.openingId : undefined, opensAt: Date.now() };
  }
  const { openingId } = first;
  const { perSecond, lobbySeconds } = waitingRoom;
  const staff = new Caller(site.address, site.staffToken);
  const opensAt = Date.now() + lobbySeconds * 1000;
  await staff.patch(`/openings/${openingId}`, { perSecond });
  await staff.patch(`/terms/${openingId}`, { enrolmentOpensAt: new Date(opensAt).toISOString() });
  return { openingId, opensAt };
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
  const { openingId, opensAt } = await setDoors(site, classes, size);
  const result = await house.load.play({
    kind: 'rush',
    port: site.api.port,
    connections,
    secret: house.secret,
    classIds: classes.map(({ id }) => id),
    visits,
    openingId,
    refreshSeconds,
    seconds: size.seconds + (size.waitingRoom?.lobbySeconds ?? 0) + patienceSeconds,
  });
  const opensAtMs = opensAt - result.beganAt;
  return { classes, visits, opensAtMs, result, after: await readAfterwards(site, classes) };
}
