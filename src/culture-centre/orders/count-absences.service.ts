import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { z } from 'zod';
import { atWallClock } from '../../kernel/time.js';
import { system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { Slot } from '../programme/slot.entity.js';
import { SlotAbsences } from './slot-absences.js';

export const countAbsences = defineJob({
  queue: 'admission',
  name: 'admission.count-absences',
  payload: z.strictObject({}),
  everySeconds: 600,
});

/** Gates may be without a network for a day: who came is known so many hours after the end. */
const settledAfterHours = 24;
const slotsAtOnce = 500;

/** Notes who booked and did not come, once for each slot. */
@Injectable()
export class CountAbsences implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly absences: SlotAbsences,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(countAbsences, () => this.run());
  }

  async run(): Promise<void> {
    const settled = this.clock.now().subtract({ hours: settledAfterHours });
    const slots: { id: string }[] = await this.source.query(
      `SELECT id FROM slots
        WHERE absences_counted_at IS NULL AND cancelled_at IS NULL AND day <= $1::date AND upper(during) <= $2
        ORDER BY day, id LIMIT $3`,
      [this.clock.today().toString(), settled.toString(), slotsAtOnce],
    );
    await eachAlone(slots, 'slots', ({ id }) => this.transactions.run((tx) => this.count(tx, id)));
  }

  /** People are locked with their marks, before the slot; whoever comes second gives marks that are there already. */
  private async count(tx: Tx, id: string): Promise<void> {
    const slot = await tx.findOneBy(Slot, { id, absencesCountedAt: IsNull(), cancelledAt: IsNull() });
    if (!slot) return;
    await this.absences.count(tx, system, slot, atWallClock(slot.day, '00:00', this.clock.zone).toString());
    await tx.update(Slot, { id, absencesCountedAt: IsNull() }, { absencesCountedAt: this.clock.now() });
  }
}
