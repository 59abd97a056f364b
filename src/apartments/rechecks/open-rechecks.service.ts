import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { newId } from '../../kernel/ids.js';
import { Audit, system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { Lease } from '../leases/lease.entity.js';
import { LeaseRecheck } from './lease-recheck.entity.js';
import { recheckNotPassed } from './recheck.messages.js';
import { isOpenItem } from './recheck.rules.js';
import { itemsOf, Rechecks } from './rechecks.js';
import { stillToRenew } from './rechecks.queries.js';

export const recheckLeases = defineJob({
  queue: 'housekeeping',
  name: 'housekeeping.recheck_leases',
  payload: z.strictObject({}),
  everySeconds: 3600,
});

const leasesAtOnce = 500;

/** $1 is today. Nobody is asked who has let the day to ask for renewal pass. */
const due = `
  SELECT l.id FROM leases l JOIN apartment_policies p ON p.id = l.policy_id
   WHERE ${stillToRenew} AND upper(l.period) > $1::date
     AND upper(l.period) - 1 - (p."values" #>> '{renewal,recheckDaysBefore}')::int <= $1::date
     AND (upper(l.period) - 1 - (p."values" #>> '{renewal,askedByDaysBefore}')::int >= $1::date
          OR EXISTS (SELECT FROM renewals r WHERE r.lease_id = l.id AND r.state = 'asked'))
     AND NOT EXISTS (SELECT FROM lease_rechecks k WHERE k.lease_id = l.id)`;

const unanswered = `
  SELECT l.id FROM lease_rechecks k JOIN leases l ON l.id = k.lease_id
   WHERE k.state = 'asked' AND k.answer_by < $1::date AND ${stillToRenew}`;

/** Opens the re-check of each lease when its day comes, and closes those that nobody answered. */
@Injectable()
export class OpenRechecks implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly rechecks: Rechecks,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(recheckLeases, () => this.run());
  }

  async run(): Promise<void> {
    const leases = [
      ...(await this.found(due)).map((id) => ({ id, which: due, act: this.open })),
      ...(await this.found(unanswered)).map((id) => ({ id, which: unanswered, act: this.close })),
    ];
    await eachAlone(leases, 'leases', ({ id, which, act }) =>
      this.transactions.run(async (tx) => {
        // Behind the lock of the lease it is asked once more: whoever comes second finds it done.
        const lease = await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
        const still: unknown[] = await tx.query(`${which} AND l.id = $2`, [this.clock.today().toString(), id]);
        if (lease && still.length > 0) await act(tx, lease);
      }),
    );
  }

  private readonly open = async (tx: Tx, lease: Lease): Promise<void> => {
    await this.rechecks.open(tx, lease);
  };

  private readonly close = async (tx: Tx, lease: Lease): Promise<void> => {
    const { id: leaseId } = lease;
    await tx.update(LeaseRecheck, { leaseId }, { state: 'not_fit', decidedAt: this.clock.now() });
    const items = await itemsOf(tx, leaseId);
    const told = { kind: 'lease.recheck_not_passed', occurrence: newId() };
    await this.notices.tell(tx, lease, { ...told, words: (about) => recheckNotPassed(about, items) });
    const facts = { missing: items.filter(isOpenItem).map(({ kind }) => kind) };
    await this.audit.record(tx, system, { action: 'lease.recheck_not_passed', subjectId: leaseId, facts });
  };

  private async found(which: string): Promise<string[]> {
    const rows: { id: string }[] = await this.source.query(`${which} ORDER BY l.id LIMIT ${leasesAtOnce}`, [
      this.clock.today().toString(),
    ]);
    return rows.map(({ id }) => id);
  }
}
