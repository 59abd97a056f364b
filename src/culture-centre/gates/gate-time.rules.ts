import { isBefore } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';

const tolerance = { minutes: 2 };
const longBefore = { hours: 24 };

export interface KeptTime {
  readonly at: Instant;
  /** The clock of the device is wrong by more than is let pass. */
  readonly isOff: boolean;
}

/**
 * When a scan happened. With a network the house's clock says so; without one the device's, where that can be true: not
 * later than now, and nobody came in a day before the doors opened.
 */
export function keptTime(
  scan: { readonly at: Instant; readonly offline: boolean; readonly isAdmitted: boolean },
  { opensAt, now }: { readonly opensAt: Instant; readonly now: Instant },
): KeptTime {
  const { at, offline, isAdmitted } = scan;
  const isAhead = isBefore(now.add(tolerance), at);
  if (!offline) return { at: now, isOff: isAhead || isBefore(at, now.subtract(tolerance)) };
  if (isBefore(now, at)) return { at: now, isOff: isAhead };
  if (!isAdmitted || !isBefore(at, opensAt.subtract(longBefore))) return { at, isOff: false };
  return { at: isBefore(now, opensAt) ? now : opensAt, isOff: true };
}
