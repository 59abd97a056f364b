import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { z } from 'zod';
import { Audit, system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
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
    const today = this.clock.today();
    await this.transactions.run(async (tx) => {
      const over = await tx.find(ApartmentApplication, {
        where: { state: 'approved', validUntil: LessThan(today) },
        order: { id: 'ASC' },
        take: mostAtOnce,
        lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      });
      for (const application of over) {
        const { id, validUntil } = application;
        await this.applications.move(tx, id, { from: ['approved'], to: 'expired' });
        await this.notices.tell(tx, 'expired', application, (about) => expired(about, validUntil ?? today));
        await this.audit.record(tx, system, { action: 'apartment_application.expired', subjectId: id });
      }
    });
  }
}
