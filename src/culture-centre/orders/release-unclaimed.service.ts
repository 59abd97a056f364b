import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { z } from 'zod';
import { Admission, ChangeBooking, Pools } from '../../admission/index.js';
import { system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { defineJob } from '../../platform/queues/job.js';
import { eachAlone } from '../../platform/queues/each-alone.js';
import { JobHandlers } from '../../platform/queues/job-handlers.js';
import { Ticket } from '../tickets/ticket.entity.js';

export const releaseUnclaimed = defineJob({
  queue: 'admission',
  name: 'admission.release-unclaimed',
  payload: z.strictObject({}),
  everySeconds: 60,
});

const ordersAtOnce = 1_000;

/** Some minutes after the start, places that nobody came for are free for whoever stands at the door. */
@Injectable()
export class ReleaseUnclaimed implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly admission: Admission,
    private readonly changeBooking: ChangeBooking,
    private readonly pools: Pools,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(releaseUnclaimed, () => this.run());
  }

  async run(): Promise<void> {
    const orders: { id: string; pool_id: string }[] = await this.source.query(
      `SELECT b.id, b.pool_id FROM slots s JOIN programme_items i ON i.id = s.item_id
         JOIN bookings b ON b.pool_id = s.pool_id AND b.state = 'confirmed'
        WHERE s.cancelled_at IS NULL AND upper(s.during) > $1::timestamptz AND s.during @> $1::timestamptz
          AND (i.rules->>'unclaimedMinutes') IS NOT NULL
          AND lower(s.during) + make_interval(mins => (i.rules->>'unclaimedMinutes')::int) <= $1::timestamptz
          AND EXISTS (SELECT 1 FROM tickets t WHERE t.booking_id = b.id AND t.state = 'valid' AND t.entered_at IS NULL)
        ORDER BY b.id LIMIT $2`,
      [this.clock.now().toString(), ordersAtOnce],
    );
    await eachAlone(orders, 'orders', ({ id, pool_id: poolId }) =>
      this.transactions.run((tx) => this.release(tx, id, poolId)),
    );
  }

  /** A gate that lets somebody in meanwhile holds the ticket: it is looked at again under its lock. */
  private async release(tx: Tx, bookingId: string, poolId: string): Promise<void> {
    await this.pools.lock(tx, [poolId]);
    const lock = { mode: 'pessimistic_write' as const };
    const where = { bookingId, state: 'valid' as const };
    const tickets = await tx.find(Ticket, { where, order: { id: 'ASC' }, lock });
    const absent = tickets.filter(({ enteredAt }) => enteredAt === null).map(({ id }) => id);
    if (absent.length === 0) return;
    await tx.update(Ticket, { id: In(absent), enteredAt: IsNull() }, { state: 'released' });
    const came = tickets.length - absent.length;
    if (came > 0) return this.changeBooking.keepFewer(tx, { bookingId, places: came });
    await this.admission.lapseUnclaimed(tx, { bookingId, by: system, reason: 'nobody came in time' });
  }
}
