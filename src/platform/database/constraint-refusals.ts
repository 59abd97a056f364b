import type { Refusal } from '../../kernel/refusal.js';
import { brokenConstraint } from './failed-queries.js';

const table = new Map<string, () => Refusal>();

/**
 * Says which refusal a constraint keeps: `constraintKeeps('bookings_one_active_per_person_and_pool', ...)`. Rules look
 * first and refuse with more facts; the constraint answers when two tries meet.
 */
export function constraintKeeps(constraint: string, refusal: () => Refusal): void {
  if (table.has(constraint)) throw new Error(`The constraint ${constraint} has two refusals.`);
  table.set(constraint, refusal);
}

export function refusalForConstraint(error: unknown): Refusal | undefined {
  const constraint = brokenConstraint(error);
  return constraint === undefined ? undefined : table.get(constraint)?.();
}

/** Constraint names with a refusal, for the test that they all exist in the schema. */
export function constraintsWithRefusals(): readonly string[] {
  return [...table.keys()];
}
