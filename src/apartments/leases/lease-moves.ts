import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { assertMayAt, Residents } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Spouses } from '../household/spouses.js';
import { venueOfUnit } from '../inventory/lock-units.js';
import { Lease } from './lease.entity.js';
import { leaseLifecycle } from './lease.lifecycle.js';
import type { LeaseState } from './lease.lifecycle.js';
import { leaseRefusals } from './lease.errors.js';

/** Leases locked and moved. Whoever locks several things does so in this order: people, charges, leases by id. */
@Injectable()
export class LeaseMoves {
  constructor(
    private readonly residents: Residents,
    private readonly spouses: Spouses,
  ) {}

  /** A tenant's own lease, or one of a house where staff may manage leases; others are not found. */
  async lock(tx: Tx, actor: Actor, id: string): Promise<Lease> {
    const owner = actor.kind === 'resident' ? { residentId: actor.id } : {};
    const lease = await tx.findOne(Lease, { where: { id, ...owner }, lock: { mode: 'for_no_key_update' } });
    if (!lease) throw requestRefusals.not_found();
    if (actor.kind !== 'resident') assertMayAt(actor, 'leases.manage', await venueOfUnit(tx, lease.unitId));
    return lease;
  }

  /** The same, with tenant and spouse locked before it. */
  async lockWithPeople(tx: Tx, actor: Actor, id: string): Promise<Lease> {
    const seen = await tx.findOneBy(Lease, { id });
    if (!seen) throw requestRefusals.not_found();
    const spouseId = await this.spouses.of(tx, seen);
    await this.residents.lock(tx, [...peopleOf(seen), ...(spouseId === null ? [] : [spouseId])]);
    return this.lock(tx, actor, id);
  }

  /** Refuses a move that the lifecycle does not know, and one that somebody else made first. */
  async move(tx: Tx, lease: Lease, to: LeaseState, change: Partial<Lease> = {}): Promise<void> {
    const { state: from } = lease;
    if (!leaseLifecycle.mayMove(from, to)) throw leaseRefusals.not_in_this_state({ state: from });
    const heldUntil = to === 'signed' ? lease.heldUntil : null;
    const moved = await tx.update(Lease, { id: lease.id, state: from }, { heldUntil, ...change, state: to });
    if (moved.affected !== 1) throw leaseRefusals.not_in_this_state({ state: from });
    Object.assign(lease, { heldUntil, ...change, state: to });
  }
}

/** Whom a lease or an application is about: the person, and their spouse where they have one. */
export function peopleOf({ residentId, spouseId }: Pick<Lease, 'residentId' | 'spouseId'>): string[] {
  return spouseId === null ? [residentId] : [residentId, spouseId];
}
