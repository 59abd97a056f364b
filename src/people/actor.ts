import type { Language } from '../kernel/text.js';
import { peopleRefusals } from './people.errors.js';
import { roleMay, wholeHouseRights } from './rights.js';
import type { Right, StaffRole } from './rights.js';

/** A resident who signed in by phone. */
export interface ResidentActor {
  readonly kind: 'resident';
  readonly id: string;
  readonly language: Language;
}

/** One role of a member of staff; null means the whole house. */
export interface Grant {
  readonly role: StaffRole;
  readonly venueId: string | null;
}

export interface StaffActor {
  readonly kind: 'staff';
  readonly id: string;
  readonly language: Language;
  readonly grants: readonly Grant[];
}

/** Linli itself: jobs, lapses, the demo. */
export interface SystemActor {
  readonly kind: 'system';
}

export const system: SystemActor = { kind: 'system' };

export type Actor = ResidentActor | StaffActor | SystemActor;

/** Whether the actor has the right anywhere at all; what concerns the whole house needs a role in the whole house. */
export function mayAnywhere(actor: Actor, right: Right): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'resident') return roleMay('resident', right);
  return actor.grants.some(
    ({ role, venueId }) => roleMay(role, right) && (venueId === null || !wholeHouseRights.has(right)),
  );
}

/** The venues at which a member of staff has the right: a list for the query, or null for the whole house. */
export function venuesWith(actor: Actor, right: Right): readonly string[] | null {
  if (actor.kind === 'system') return null;
  if (actor.kind === 'resident') return [];
  const grants = actor.grants.filter((grant) => roleMay(grant.role, right));
  if (grants.some((grant) => grant.venueId === null)) return null;
  return grants.map((grant) => grant.venueId).filter((venueId) => venueId !== null);
}

/** Refuses unless the actor has the right at this venue; null is what belongs to the whole house. */
export function assertMayAt(actor: Actor, right: Right, venueId: string | null): void {
  const venues = venuesWith(actor, right);
  if (venues === null || (venueId !== null && venues.includes(venueId))) return;
  // Elsewhere it would be refused as well: that another venue is the reason would be untrue.
  throw mayAnywhere(actor, right) ? peopleRefusals.not_at_this_venue() : peopleRefusals.not_allowed({ right });
}
