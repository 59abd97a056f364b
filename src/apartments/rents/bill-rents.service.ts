import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { Lease } from '../leases/lease.entity.js';
import { readPeriod } from '../../platform/database/columns.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import { RentBills } from './rent-bills.js';
import { billsDue } from './rent-bills.rules.js';
import type { ScheduledRent } from './rent.rules.js';

export const billRents = defineJob({
  queue: 'admission',
  name: 'admission.bill-rents',
  payload: z.strictObject({}),
  everySeconds: 3_600,
});

const leasesAtOnce = 200;
const nobody = '00000000-0000-0000-0000-000000000000';

interface Row {
  id: string;
  period: string;
  schedule: ScheduledRent[];
  billed_from: string | null;
  split: PolicyValues['split'];
  billed: string[];
}

/**
 * Leases with a month that has no bill though one may be due. Months that cost nothing never have one, so the rules
 * decide. A lease that ended a year ago has had its bills.
 */
const perhapsDue = `
  SELECT l.id, l.period::text AS period, l.schedule, l.billed_from::text, p.values->'split' AS split,
         ARRAY(SELECT DISTINCT b.month::text FROM rent_bills b WHERE b.lease_id = l.id) AS billed
    FROM leases l JOIN apartment_policies p ON p.id = l.policy_id
   WHERE l.id > $1 AND (l.state = 'let' OR l.state = 'ended' AND upper(l.period) > $2::date - 366)
     AND EXISTS (
         SELECT FROM generate_series(date_trunc('month', greatest(lower(l.period), l.billed_from)::timestamp),
                least(upper(l.period) - 1, greatest(lower(l.period), $2::date + 12))::timestamp, '1 month') AS one(first_day)
          WHERE NOT EXISTS (SELECT FROM rent_bills b WHERE b.lease_id = l.id AND b.month = one.first_day::date))
   ORDER BY l.id LIMIT $3`;

/** Each hour: the bills that are due and not made. Whoever comes second to a lease finds it billed. */
@Injectable()
export class BillRents implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly bills: RentBills,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(billRents, () => this.run());
  }

  async run(): Promise<void> {
    const failures: unknown[] = [];
    const today = this.clock.today();
    for (let after: string | undefined = nobody; after !== undefined;) {
      const rows: Row[] = await this.source.query(perhapsDue, [after, today.toString(), leasesAtOnce]);
      for (const row of rows) {
        await this.billIfDue(row, today).catch((error: unknown) => failures.push(error));
      }
      after = rows.length < leasesAtOnce ? undefined : rows.at(-1)?.id;
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} leases could not be billed.`);
  }

  private async billIfDue({ id, period, schedule, billed_from, split, billed }: Row, today: PlainDate): Promise<void> {
    const billedFrom = billed_from === null ? null : Temporal.PlainDate.from(billed_from);
    const due = billsDue({ period: readPeriod(period), schedule, billedFrom, split }, today);
    if (due.every(({ month }) => billed.includes(month.toString()))) return;
    await this.transactions.run((tx) => this.bill(tx, id));
  }

  private async bill(tx: Tx, id: string): Promise<void> {
    const lease = await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (lease?.state !== 'let' && lease?.state !== 'ended') return;
    await this.bills.make(tx, lease);
  }
}
