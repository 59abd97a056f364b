import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { isBefore } from '../../kernel/time.js';
import { Charges } from '../../payments/charges.js';
import { Audit, system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { HandOver } from './hand-over.service.js';
import { Lease } from './lease.entity.js';
import { LeaseNotices } from './lease-notices.js';
import { lapsed } from './lease.messages.js';
import { LeaseMoves } from './lease-moves.js';
import { Renewals } from '../renewals/renewals.js';

export const lapseLeases = defineJob({
  queue: 'admission',
  name: 'admission.lapse-leases',
  payload: z.strictObject({}),
  everySeconds: 60,
});

const leasesAtOnce = 500;

/** Units that nobody signed for, or whose deposit did not come, are free again; keys go on with a renewal that begins. */
@Injectable()
export class LapseLeases implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly moves: LeaseMoves,
    private readonly renewals: Renewals,
    private readonly handOver: HandOver,
    private readonly notices: LeaseNotices,
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
    const lapses = late.map(
      ({ id }) =>
        () =>
          this.transactions.run((tx) => this.lapse(tx, id)),
    );
    const handOvers = (await this.begunWithoutKeys()).map(
      ({ id }) =>
        () =>
          this.handOver.passOnByItself(id),
    );
    await eachAlone([...lapses, ...handOvers], 'leases', (work) => work());
  }

  /** Renewals of the same unit that have begun while the keys are still those of the lease before. */
  private begunWithoutKeys(): Promise<{ id: string }[]> {
    return this.source.query(
      `SELECT n.id FROM leases l JOIN leases n ON n.previous_id = l.id AND n.unit_id = l.unit_id
        WHERE l.state = 'let' AND upper(l.period) <= $1::date AND l.keys_given_on IS NOT NULL
          AND n.state = 'let' AND n.keys_given_on IS NULL AND lower(n.period) <= $1::date ORDER BY n.id LIMIT $2`,
      [this.clock.today().toString(), leasesAtOnce],
    );
  }

  /** A payment locks the charge first and then the lease, so this does too: one of the two finds the other done. */
  private async lapse(tx: Tx, id: string): Promise<void> {
    await this.charges.lock(tx, [{ kind: 'lease_deposit', id }]);
    const lease = await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!lease?.heldUntil || isBefore(this.clock.now(), lease.heldUntil)) return;
    const wasSigned = lease.state === 'signed';
    await this.moves.move(tx, lease, 'lapsed', { endReason: 'time ran out' });
    await this.charges.reduceWholly(tx, { kind: 'lease_deposit', id }, 'not paid in time');
    await this.renewals.lapsed(tx, lease);
    const follows = lease.previousId === null ? null : lease.isTransfer ? 'transfer' : 'renewal';
    const told = { kind: 'lease.lapsed', occurrence: 'lapsed' };
    await this.notices.tell(tx, lease, { ...told, words: (about) => lapsed(about, { wasSigned, follows }) });
    await this.audit.record(tx, system, { action: 'lease.lapsed', subjectId: id });
  }
}
