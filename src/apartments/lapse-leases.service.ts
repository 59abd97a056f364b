import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { isBefore } from '../kernel/time.js';
import { Charges } from '../payments/charges.js';
import { Audit, system } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { defineJob } from '../platform/queues/job.js';
import { JobHandlers } from '../platform/queues/job-handlers.js';
import { Lease } from './lease.entity.js';
import { LeaseMoves } from './lease-moves.js';
import { Renewals } from './renewals.js';

export const lapseLeases = defineJob({
  queue: 'admission',
  name: 'admission.lapse-leases',
  payload: z.strictObject({}),
  everySeconds: 60,
});

const leasesAtOnce = 500;

/** Units that nobody signed for, or whose deposit did not come, are free again. */
@Injectable()
export class LapseLeases implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly moves: LeaseMoves,
    private readonly renewals: Renewals,
    private readonly charges: Charges,
    private readonly audit: Audit,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(lapseLeases, () => this.run());
  }

  async run(): Promise<void> {
    const late: { id: string }[] = await this.source.query(
      `SELECT id FROM leases WHERE held_until <= $1 ORDER BY id LIMIT $2`,
      [this.clock.now().toString(), leasesAtOnce],
    );
    for (const { id } of late) await this.transactions.run((tx) => this.lapse(tx, id));
  }

  /** A payment locks the charge first and then the lease, so this does too: one of the two finds the other done. */
  private async lapse(tx: Tx, id: string): Promise<void> {
    await this.charges.lock(tx, [{ kind: 'lease_deposit', id }]);
    const lease = await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!lease?.heldUntil || isBefore(this.clock.now(), lease.heldUntil)) return;
    await this.moves.move(tx, lease, 'lapsed', { endReason: 'time ran out' });
    await this.charges.reduceWholly(tx, { kind: 'lease_deposit', id }, 'not paid in time');
    await this.renewals.lapsed(tx, lease);
    await this.audit.record(tx, system, { action: 'lease.lapsed', subjectId: id });
  }
}
