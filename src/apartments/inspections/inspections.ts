import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import type { Actor } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import type { Lease } from '../leases/lease.entity.js';
import type { LeaseWords, Words } from '../leases/lease.messages.js';
import { LeaseInspection } from './inspection.entity.js';
import { inspectionRefusals } from './inspection.errors.js';
import { inspectionLifecycle, openInspectionStates } from './inspection.lifecycle.js';
import type { InspectionState } from './inspection.lifecycle.js';

/** Deposits that were settled by an inspection of this lease: of the lease itself, or of one that went on in the unit. */
const settledByStay = `
  WITH RECURSIVE stay AS (
    SELECT id, unit_id FROM leases WHERE id = $1
    UNION ALL SELECT l.id, l.unit_id FROM stay s JOIN leases l ON l.previous_id = s.id AND l.unit_id = s.unit_id)
  SELECT 1 FROM stay JOIN deposit_settlements d ON d.lease_id = stay.id`;

export interface Locked {
  readonly inspection: LeaseInspection;
  readonly lease: Lease;
}

/** How every use case takes hold of an inspection, moves it, and tells its tenant. */
@Injectable()
export class Inspections {
  constructor(
    private readonly moves: LeaseMoves,
    private readonly notices: LeaseNotices,
  ) {}

  /**
   * With its lease, and with its unit, behind which the inspections of all leases in it wait for each other: a check-in
   * and the check-out it is compared with may be of two leases.
   */
  async lock(tx: Tx, actor: Actor, id: string): Promise<Locked> {
    const seen = await tx.findOneBy(LeaseInspection, { id });
    if (!seen) throw requestRefusals.not_found();
    const lease = await this.moves.lock(tx, actor, seen.leaseId);
    await this.lockUnit(tx, lease.unitId);
    return { inspection: await tx.findOneByOrFail(LeaseInspection, { id }), lease };
  }

  async lockUnit(tx: Tx, unitId: string): Promise<void> {
    await tx.query(`SELECT 1 FROM units WHERE id = $1 FOR NO KEY UPDATE`, [unitId]);
  }

  /** One whose contents may be changed: nothing that the tenant is to answer or has confirmed, or that was settled by. */
  async lockOpen(tx: Tx, actor: Actor, id: string): Promise<Locked> {
    const locked = await this.lock(tx, actor, id);
    await this.assertUnsettled(tx, locked.lease);
    const { state } = locked.inspection;
    if (!openInspectionStates.includes(state)) throw inspectionRefusals.not_in_this_state({ state });
    return locked;
  }

  async assertUnsettled(tx: Tx, { id }: Lease): Promise<void> {
    const settled: unknown[] = await tx.query(settledByStay, [id]);
    if (settled.length > 0) throw inspectionRefusals.deposit_settled();
  }

  /** Refuses a move that the lifecycle does not know, and one that somebody else made first. */
  async move(
    tx: Tx,
    { id, state }: LeaseInspection,
    to: InspectionState,
    change: Partial<LeaseInspection>,
  ): Promise<void> {
    if (!inspectionLifecycle.mayMove(state, to)) throw inspectionRefusals.not_in_this_state({ state });
    const moved = await tx.update(LeaseInspection, { id, state }, { ...change, state: to });
    if (moved.affected !== 1) throw inspectionRefusals.not_in_this_state({ state });
  }

  /** A time may be moved many times, and each move happens once. */
  async tell(tx: Tx, lease: Lease, kind: string, words: (about: LeaseWords) => Words): Promise<void> {
    await this.notices.tell(tx, lease, { kind: `lease.inspection_${kind}`, occurrence: newId(), words });
  }
}
