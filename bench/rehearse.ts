import { whole } from './figures/percentiles.js';
import { House } from './house/house.js';
import { playedClasses } from './house/term.js';
import type { Ground } from './main.js';
import type { RehearsalOptions } from './options.js';
import { accountOf } from './rehearsal/account.js';
import { NothingToRehearse, openDoors, writeTerm } from './rehearsal/copy-term.js';
import type { TermCopy } from './rehearsal/copy-term.js';
import { checksOf } from './tiers/tiers.js';
import { sizeOf } from './tiers/plan.js';
import { playTier } from './tiers/play.js';

export { readRehearsalOptions, WrongFlag } from './options.js';
export { readTerm } from './rehearsal/copy-term.js';

/** Plays a tier against the copy of a term on a throw-away house, and tells what would happen. The term itself is not touched. */
export async function rehearse(ground: Ground, copy: TermCopy, options: RehearsalOptions): Promise<void> {
  const house = new House(ground.project, ground.folder, ground.server);
  ground.undo(() => house.close());
  await house.prepare();
  const site = await house.site('rehearsal', { worker: true, filled: (sql) => writeTerm(sql, copy) });
  const classes = await playedClasses(site, options.hottest);
  if (options.hottest !== undefined && classes[0]?.name !== options.hottest) {
    throw new NothingToRehearse(`The term "${copy.name}" has no published class "${options.hottest}".`);
  }
  const size = sizeOf(options.tier, options.quick);
  ground.tell(
    `\n  ${copy.name}: ${classes.length} classes, tier ${options.tier}: ${whole(size.people)} people within ${size.seconds} s, ` +
      `${whole(size.hottest.tries)} of them for ${classes[0]?.name} first\n`,
  );
  const born = bornFor(copy, new Date().getUTCFullYear());
  const story = await playTier(house, site, classes, size, { born, justBefore: () => openDoors(site.sql) });
  await house.close();
  ground.tell(accountOf(story, checksOf(options.tier, story)));
}

/** Birth dates in the middle of the term's ages, and below them. */
function bornFor({ minAge, maxAge }: TermCopy, year: number) {
  const [least, most] = [minAge ?? 0, maxAge ?? 90];
  const date = (age: number) => `${year - age}-01-01`;
  return {
    grownUp: date(Math.floor((least + most) / 2)),
    child: date(least === 0 ? Math.floor(most / 2) : Math.max(0, least - 3)),
  };
}
