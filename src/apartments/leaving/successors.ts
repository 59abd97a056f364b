import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { PlainDate } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { Lease } from '../leases/lease.entity.js';
import { binding } from '../leases/lease.lifecycle.js';
import { leavingRefusals } from './leaving.errors.js';
import { Renewals } from '../renewals/renewals.js';

/** A lease that ends early, or from which its tenant moves to another unit, is not renewed. */
export async function assertGoesOn(tx: Tx, { id }: Lease): Promise<void> {
  const [row]: { leaving: boolean; moving: boolean; died: boolean }[] = await tx.query(
    `SELECT EXISTS (SELECT FROM lease_notices WHERE lease_id = $1 AND taken_back_at IS NULL) AS leaving,
            EXISTS (SELECT FROM lease_deaths WHERE lease_id = $1) AS died,
            EXISTS (SELECT FROM leases WHERE previous_id = $1 AND is_transfer AND state = ANY($2)) AS moving`,
    [id, binding],
  );
  if (row?.died) throw leavingRefusals.tenant_died();
  if (row?.leaving) throw leavingRefusals.leaving_already();
  if (row?.moving) throw leavingRefusals.moving_already();
}

/** Whether another lease has the unit from the end of this one on, up to a day; null: at all. */
export async function isTakenAfter(tx: Tx, { id, unitId, period }: Lease, until: PlainDate | null): Promise<boolean> {
  const taken: unknown[] = await tx.query(
    `SELECT 1 FROM leases WHERE unit_id = $1 AND id <> $2 AND state = ANY($3) AND period && daterange($4, $5) LIMIT 1`,
    [unitId, id, binding, period.until.toString(), until?.toString() ?? null],
  );
  return taken.length > 0;
}

/** What comes after a lease: the next one of its tenant, or somebody else in the unit. */
@Injectable()
export class Successors {
  constructor(
    private readonly moves: LeaseMoves,
    private readonly renewals: Renewals,
    private readonly audit: Audit,
  ) {}

  /** The next lease, offered, signed or held for a transfer, is not to be: the one before it ends early. */
  async fallThrough(tx: Tx, actor: Actor, { id }: Lease): Promise<void> {
    const next = await tx.findOne(Lease, {
      where: { previousId: id, state: In(binding) },
      lock: { mode: 'for_no_key_update' },
    });
    if (!next) return;
    const isHold = next.state === 'held' || next.state === 'signed';
    await this.moves.move(tx, next, isHold ? 'lapsed' : 'withdrawn', { endReason: 'the lease before ends early' });
    await this.renewals.lapsed(tx, next);
    await this.audit.record(tx, actor, { action: `lease.${isHold ? 'lapsed' : 'withdrawn'}`, subjectId: next.id });
  }

  /** The guard of the database answers where two meet; this says it with better words. */
  async assertFreeAfter(tx: Tx, lease: Lease, until: PlainDate): Promise<void> {
    if (await isTakenAfter(tx, lease, until)) throw leavingRefusals.let_to_another();
  }
}
