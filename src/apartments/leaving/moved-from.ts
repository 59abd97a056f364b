import { Injectable } from '@nestjs/common';
import type { Actor } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Lease } from '../leases/lease.entity.js';
import { RentBills } from '../rents/rent-bills.js';
import { leavingRefusals } from './leaving.errors.js';

/** The lease that a transfer takes the place of. */
@Injectable()
export class MovedFrom {
  constructor(private readonly bills: RentBills) {}

  /** Its bills and then itself, before the transfer: charges come before leases, and leases are locked in order. */
  async lock(tx: Tx, transferId: string): Promise<void> {
    const transfer = await tx.findOneBy(Lease, { id: transferId, isTransfer: true });
    if (!transfer?.previousId) return;
    await this.bills.lock(tx, transfer.previousId);
    await tx.findOne(Lease, { where: { id: transfer.previousId }, lock: { mode: 'for_no_key_update' } });
  }

  /** It ends where the one that is being signed begins; nobody pays for two units at once. */
  async cut(tx: Tx, actor: Actor, { previousId, period }: Lease): Promise<void> {
    const asBilled = await tx.findOneByOrFail(Lease, { id: previousId ?? '' });
    const [, cut]: [unknown, number] = await tx.query(
      `UPDATE leases SET period = daterange(lower(period), $2::date)
        WHERE id = $1 AND state = 'let' AND lower(period) < $2::date AND upper(period) = $3::date`,
      [previousId, period.from.toString(), period.until.toString()],
    );
    if (cut !== 1) throw leavingRefusals.moved_from_changed();
    await this.bills.settleUpTo(tx, asBilled, period.from.subtract({ days: 1 }), actor);
    await tx.query(`DELETE FROM lease_objections WHERE lease_id = $1`, [previousId]);
  }
}
