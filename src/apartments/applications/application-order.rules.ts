import { Temporal } from '../../kernel/time.js';
import type { Instant } from '../../kernel/time.js';
import type { Tier } from '../policy/policy.contract.js';

/** What decides the place of an approved application in the waiting list of its house. */
export interface InWaitingList {
  readonly tier: Tier | null;
  readonly points: number;
  readonly completeAt: Instant;
  readonly id: string;
}

/** Stands for no tier; sorts after A to F. */
const withoutTier = 'none';

/** Who is before whom: the higher tier, then more points, then the earlier complete application, then the id. */
export function compareInWaitingList(a: InWaitingList, b: InWaitingList): number {
  return (
    compareText(a.tier ?? withoutTier, b.tier ?? withoutTier) ||
    b.points - a.points ||
    Temporal.Instant.compare(a.completeAt, b.completeAt) ||
    compareText(a.id, b.id)
  );
}

/**
 * The same order in SQL: what to order rows of `apartment_applications` by, and what to compare two of them by. The
 * index `apartment_applications_in_waiting_order` is over these very expressions.
 */
export function waitingListKey(alias: string): string {
  return `coalesce(${alias}.tier, '${withoutTier}'), (- ${alias}.points), ${alias}.complete_at, ${alias}.id`;
}

/** In SQL: that the application of this alias is approved, and its person has and holds no unit. */
export function waitsInSql(alias: string): string {
  return `${alias}.state = 'approved' AND NOT EXISTS (SELECT FROM leases l
    WHERE l.resident_id = ${alias}.resident_id AND l.state IN ('held', 'signed', 'let'))`;
}

/** How many wait before the application of this alias; `among` narrows those before it, called `w`. */
export function aheadInSql(alias: string, among = 'true'): string {
  return `(SELECT count(*)::int FROM apartment_applications w
    WHERE w.venue_id = ${alias}.venue_id AND ${waitsInSql('w')}
      AND (${waitingListKey('w')}) < (${waitingListKey(alias)}) AND ${among})`;
}

/** Place in the list of the house, 1 is next, for the application of this alias; who does not wait has none. */
export function positionInSql(alias: string): string {
  return `CASE WHEN ${waitsInSql(alias)} THEN ${aheadInSql(alias)} + 1 END`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
