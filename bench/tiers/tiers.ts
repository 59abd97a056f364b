import { check, note } from '../figures/line.js';
import type { Line } from '../figures/line.js';
import { percentile, spread, whole } from '../figures/percentiles.js';
import type { House } from '../house/house.js';
import { openTerm } from '../house/term.js';
import type { Options, Tier } from '../options.js';
import * as checks from './checks.js';
import type { Checked, Story } from './checks.js';
import { playTier } from './play.js';
import { sizeOf, waitingRoomOfC } from './plan.js';

/** What must hold in every tier, and what each adds. */
const inAll = [
  checks.notOversold,
  checks.noneLost,
  checks.positionsWhole,
  checks.noFaults,
  checks.refusalsDue,
  checks.repeatedClicksAgree,
];
const inTier: Record<Tier, ((story: Story) => Checked)[]> = {
  A: [(story) => checks.decidedWithin(story, 500)],
  B: [checks.hottestExact],
  C: [(story) => checks.filledWithin(story, 6_000), (story) => checks.letInByTurns(story, waitingRoomOfC.perSecond)],
};

/** Plays the tiers, each on a fresh database with the whole term, API and worker as processes of their own. */
export async function playTiers(house: House, options: Options, say: (line: string) => void): Promise<Line[]> {
  const lines: Line[] = [];
  for (const tier of options.tiers) {
    const size = sizeOf(tier, options.quick);
    say(`${tier}, ${whole(size.people)} people within ${size.seconds} s`);
    const site = await house.site(`tier_${tier.toLowerCase()}`, { worker: true });
    const classes = await openTerm(house, site);
    const story = await playTier(house, site, classes, size);
    for (const { name, holds, figure, detail } of checksOf(tier, story)) {
      lines.push(check('tiers', `${tier}: ${name}`, holds, figure, detail));
    }
    lines.push(...latencies(tier, story));
    await house.endSites();
  }
  return lines;
}

/** Everything that must hold in this tier. */
export function checksOf(tier: Tier, story: Story): Checked[] {
  return [...inTier[tier], ...inAll].map((checkOf) => checkOf(story));
}

function latencies(tier: Tier, { result }: Story): Line[] {
  const { tries, reads, waits, generatorBusy } = result;
  const decided = tries.map(({ clickedAt, toldAt }) => toldAt - clickedAt);
  const lastAt = Math.max(...tries.map(({ toldAt }) => toldAt));
  const detail = `slowest ${(percentile(decided, 1) / 1000).toFixed(1)} s; last answer after ${(lastAt / 1000).toFixed(1)} s`;
  const pages = `${whole(reads.latencies.length)} pages, ${whole(reads.notModified)} not modified; load generator busy ${Math.round(generatorBusy * 100)} %`;
  return [
    note('tiers', `${tier}: click to decision`, spread(decided), detail),
    note('tiers', `${tier}: catalogue page`, spread(reads.latencies), pages),
    ...(waits
      ? [note('tiers', `${tier}: ticket or turn`, spread(waits.latencies), `${whole(waits.latencies.length)} asked`)]
      : []),
  ];
}
