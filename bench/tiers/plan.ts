import { seeded } from '../figures/seeded.js';
import type { Visit } from '../load/orders.js';
import type { Tier } from '../options.js';

export interface TierSize {
  readonly people: number;
  /** Over how many seconds they come. */
  readonly seconds: number;
  /** How many of them try the hottest class first, and within how many seconds. */
  readonly hottest: { readonly tries: number; readonly withinSeconds: number };
  /** Where there is a waiting room: how many it lets in each second, and for how long people come before it opens. */
  readonly waitingRoom: { readonly perSecond: number; readonly lobbySeconds: number } | undefined;
}

export const waitingRoomOfC = { perSecond: 600, lobbySeconds: 15 } as const;

/** The tiers for a term of about 400 places (domain: evening school, load tiers). */
const sizes: Record<Tier, TierSize> = {
  A: { people: 1_500, seconds: 10, hottest: { tries: 200, withinSeconds: 5 }, waitingRoom: undefined },
  B: { people: 13_600, seconds: 60, hottest: { tries: 3_000, withinSeconds: 10 }, waitingRoom: undefined },
  C: { people: 28_400, seconds: 60, hottest: { tries: 5_700, withinSeconds: 60 }, waitingRoom: waitingRoomOfC },
};

const tooYoungEvery = 50;
const twiceEvery = 40;

/** The size of a tier; `quick` plays a fifth of it at the same rate. */
export function sizeOf(tier: Tier, quick: boolean): TierSize {
  const { people, seconds, hottest, waitingRoom } = sizes[tier];
  const part = quick ? 0.2 : 1;
  return {
    people: people * part,
    seconds: seconds * part,
    hottest: { tries: hottest.tries * part, withinSeconds: hottest.withinSeconds * part },
    waitingRoom: waitingRoom && { ...waitingRoom, lobbySeconds: waitingRoom.lobbySeconds * part },
  };
}

/**
 * Who comes when and wants what: the same for the same size and number of classes, so that two runs can be compared.
 * The first class is the hottest; a quarter of the people have a second wish, some a third, which the term does not
 * allow; some are too young, and some click twice.
 */
export function planVisits(size: TierSize, classes: number): Visit[] {
  const random = seeded(20_260_901);
  const visits = Array.from({ length: size.people }, (_, index) => {
    const isHot = index < size.hottest.tries;
    const at = random() * 1000 * (isHot ? size.hottest.withinSeconds : size.seconds);
    const first = isHot ? 0 : chosen(random, classes);
    return { at, wishes: wishesFrom(first, random, classes), tooYoung: !isHot && index % tooYoungEvery === 0 };
  });
  visits.sort((a, b) => a.at - b.at);
  return visits.map(({ at, wishes, tooYoung }, person) => ({
    person,
    looksAt: size.waitingRoom === undefined ? at : random() * size.waitingRoom.lobbySeconds * 1000,
    clicksAt: at + 500,
    wishes,
    thinks: 500 + random() * 1000,
    clicksTwice: person % twiceEvery === 1,
    tooYoung,
  }));
}

function wishesFrom(first: number, random: () => number, classes: number): number[] {
  const luck = random();
  const wanted = Math.min(classes, luck < 0.03 ? 3 : luck < 0.25 ? 2 : 1);
  const wishes = [first];
  while (wishes.length < wanted) {
    const next = chosen(random, classes);
    if (!wishes.includes(next)) wishes.push(next);
  }
  return wishes;
}

/** Any class but the hottest, the earlier ones more often; the hottest where there is no other. */
function chosen(random: () => number, classes: number): number {
  return classes === 1 ? 0 : 1 + Math.floor(random() ** 1.6 * (classes - 1));
}
