import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { z } from 'zod';
import { Audit, system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import { ApplicationNotices } from './application-notices.js';
import { expired } from './application.messages.js';
import { Applications } from './applications.js';

export const expireApplications = defineJob({
  queue: 'housekeeping',
  name: 'housekeeping.expire_applications',
  payload: z.strictObject({}),
  everySeconds: 3600,
});

const mostAtOnce = 500;

/** Approvals whose last day is over leave the waiting list, and their people are told. */
@Injectable()
export class ExpireApplications implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly applications: Applications,
    private readonly notices: ApplicationNotices,
    private readonly handlers: JobHandlers,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(expireApplications, () => this.run());
  }

  async run(): Promise<void> {
    const over: { id: string }[] = await this.source.query(
      `SELECT id FROM apartment_applications WHERE state = 'approved' AND valid_until < $1::date ORDER BY id LIMIT $2`,
      [this.clock.today().toString(), mostAtOnce],
    );
    await eachAlone(over, 'applications', ({ id }) => this.transactions.run((tx) => this.expire(tx, id)));
  }

  /** Whoever comes second finds it expired. */
  private async expire(tx: Tx, id: string): Promise<void> {
    const today = this.clock.today();
    const where = { id, state: 'approved' as const, validUntil: LessThan(today) };
    const application = await tx.findOne(ApartmentApplication, { where, lock: { mode: 'pessimistic_write' } });
    if (!application) return;
    await this.applications.move(tx, id, { from: ['approved'], to: 'expired' });
    await this.notices.tell(tx, 'expired', application, (about) => expired(about, application.validUntil ?? today));
    await this.audit.record(tx, system, { action: 'apartment_application.expired', subjectId: id });
  }
}
