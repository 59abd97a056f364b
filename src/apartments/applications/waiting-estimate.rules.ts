import { isDayBefore } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';

/** When a unit can be chosen: settled, or at the end of the lease of somebody who may still renew. */
export interface ComingFree {
  readonly on: PlainDate;
  readonly isSettled: boolean;
}

/** Of leases that came to their end, how many were renewed and how many were not. */
export interface Ended {
  readonly renewed: number;
  readonly notRenewed: number;
}

/**
 * The first day by which as many units are likely to have come free as people choose up to this place. A lease that may
 * still be renewed counts for the share of those that ended of late without. Where none has ended, it counts for nothing.
 */
export function likelyTurn(place: number, units: readonly ComingFree[], ended: Ended): PlainDate | null {
  // In whole numbers, each unit times all leases that ended.
  const all = Math.max(ended.renewed + ended.notRenewed, 1);
  let free = 0;
  for (const { on, isSettled } of units.toSorted((a, b) => (isDayBefore(a.on, b.on) ? -1 : 1))) {
    free += isSettled ? all : ended.notRenewed;
    if (free >= place * all) return on;
  }
  return null;
}
