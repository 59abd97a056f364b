import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Admission } from '../../admission/index.js';
import { Refusal } from '../../kernel/refusal.js';
import { system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { defineJob } from '../../platform/queues/job.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { SetViewingTimes } from './set-viewing-times.service.js';
import { givesRight } from './viewing-right.js';
import { isShownIn } from './viewing-rows.js';

export const closeViewings = defineJob({
  queue: 'admission',
  name: 'admission.close-viewings',
  payload: z.strictObject({}),
  everySeconds: 600,
});

const atOnce = 500;
const taken = { zh: '房源已出租或停用', en: 'the unit has been let or is out of service' };

/** Cancels times of units that were let or shut since, and viewings of those whose application is over. */
@Injectable()
export class CloseViewings implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly times: SetViewingTimes,
    private readonly admission: Admission,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(closeViewings, () => this.run());
  }

  async run(): Promise<void> {
    const now = this.clock.now().toString();
    const shut: { id: string; poolId: string }[] = await this.source.query(
      `SELECT v.id, v.pool_id AS "poolId" FROM viewing_times v
        WHERE v.cancelled_at IS NULL AND lower(v.during) > $2 AND NOT ${isShownIn('$1')}
        ORDER BY lower(v.during), v.id LIMIT $3`,
      [this.clock.zone, now, atOnce],
    );
    await eachAlone(shut, 'viewing times', (time) =>
      this.transactions.run((tx) => this.times.end(tx, system, time, taken)),
    );
    const without: { booking_id: string }[] = await this.source.query(
      `SELECT m.booking_id FROM viewings m JOIN viewing_times v ON v.id = m.time_id
         JOIN apartment_applications a ON a.id = m.application_id
        WHERE m.state = 'booked' AND lower(v.during) > $2 AND NOT (${givesRight('$1')})
        ORDER BY lower(v.during), m.id LIMIT $3`,
      [this.clock.today().toString(), now, atOnce],
    );
    await eachAlone(without, 'viewings', ({ booking_id }) => this.withdraw(booking_id));
  }

  /** Its applicant may have moved or cancelled it meanwhile. */
  private async withdraw(bookingId: string): Promise<void> {
    try {
      const reason = '申请已失效 the application is over';
      await this.transactions.run((tx) => this.admission.withdraw(tx, { bookingId, by: system, reason }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
