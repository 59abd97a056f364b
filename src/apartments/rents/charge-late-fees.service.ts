import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { ChargeListeners } from '../../payments/charge-listeners.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { defineJob } from '../../platform/queues/job.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { LateFees } from './late-fees.js';
import { lateFeeDue } from './late-fees.rules.js';
import { LateFeesQueries } from './late-fees.queries.js';

export const chargeLateFees = defineJob({
  queue: 'admission',
  name: 'admission.charge-late-fees',
  payload: z.strictObject({}),
  everySeconds: 3_600,
});

const billsAtOnce = 200;

/** A late fee is charged with the payment that settles a late bill, and each hour for what is left of months that are over. */
@Injectable()
export class ChargeLateFees implements OnModuleInit {
  constructor(
    private readonly queries: LateFeesQueries,
    private readonly fees: LateFees,
    private readonly transactions: Transactions,
    private readonly listeners: ChargeListeners,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.listeners.whenSettled('rent_bill', (tx, { subjectId }) => this.fees.charge(tx, subjectId));
    this.handlers.handle(chargeLateFees, () => this.run());
  }

  async run(): Promise<void> {
    const due: string[] = [];
    for (let after: string | null | undefined = null; after !== undefined;) {
      const bills = await this.queries.perhapsDue(after, billsAtOnce);
      due.push(...bills.filter((bill) => lateFeeDue(bill.terms, bill, this.clock.today())).map(({ id }) => id));
      after = bills.length < billsAtOnce ? undefined : bills.at(-1)?.id;
    }
    await eachAlone(due, 'late bills', (id) => this.transactions.run((tx) => this.fees.charge(tx, id)));
  }
}
