import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Charges } from '../payments/charges.js';
import { system } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { defineJob } from '../platform/queues/job.js';
import { eachAlone } from '../platform/queues/each-alone.js';
import { JobHandlers } from '../platform/queues/job-handlers.js';
import { Bookings } from './bookings.js';
import { WaitingLine } from './waiting-line.js';

export const lapseBookings = defineJob({
  queue: 'admission',
  name: 'admission.lapse',
  payload: z.strictObject({}),
  everySeconds: 30,
});

const poolsAtOnce = 500;

/** Offers that nobody answered and places that nobody paid go to the next in line. */
@Injectable()
export class LapseBookings implements OnModuleInit {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly bookings: Bookings,
    private readonly line: WaitingLine,
    private readonly charges: Charges,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.handlers.handle(lapseBookings, () => this.run());
  }

  async run(): Promise<void> {
    const pools: { pool_id: string }[] = await this.source.query(
      `SELECT DISTINCT pool_id FROM bookings WHERE holds_until <= $1 ORDER BY pool_id LIMIT $2`,
      [this.clock.now().toString(), poolsAtOnce],
    );
    await eachAlone(pools, 'pools', ({ pool_id: poolId }) => this.transactions.run((tx) => this.lapse(tx, poolId)));
  }

  private async lapse(tx: Tx, poolId: string): Promise<void> {
    const pool = await this.bookings.lockPool(tx, poolId);
    const late: { id: string }[] = await tx.query(`SELECT id FROM bookings WHERE pool_id = $1 AND holds_until <= $2`, [
      poolId,
      this.clock.now().toString(),
    ]);
    await this.charges.lock(
      tx,
      late.map(({ id }) => ({ kind: 'booking', id })),
    );
    const bookings = await this.bookings.byIds(
      tx,
      late.map(({ id }) => id),
    );
    const held = bookings.filter(({ holdsUntil }) => holdsUntil !== null);
    const lapsed = await this.bookings.move(tx, pool, held, { to: 'lapsed', by: system, reason: 'time ran out' });
    for (const { id } of lapsed) await this.charges.reduceWholly(tx, { kind: 'booking', id }, 'not paid in time');
    await this.line.offerFreePlaces(tx, pool);
  }
}
