import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import type { Lease } from '../leases/lease.entity.js';

/** What becomes of a renewal when the lease that it leads to moves. */
@Injectable()
export class Renewals {
  async agreed(tx: Tx, { id }: Lease): Promise<void> {
    await tx.query(`UPDATE renewals SET state = 'agreed' WHERE next_lease_id = $1 AND state = 'offered'`, [id]);
  }

  async lapsed(tx: Tx, { id }: Lease): Promise<void> {
    await tx.query(`UPDATE renewals SET state = 'lapsed' WHERE next_lease_id = $1 AND state IN ('offered', 'agreed')`, [
      id,
    ]);
  }
}
