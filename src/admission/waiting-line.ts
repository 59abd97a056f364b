import { Injectable } from '@nestjs/common';
import { isBefore } from '../kernel/time.js';
import { system } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { Booking } from './booking.entity.js';
import { Bookings } from './bookings.js';
import { offerHeldUntil, offersEnd } from './offer.rules.js';
import { Pool } from './pool.entity.js';

/** Gives freed places to those who wait, in the order in which they came. */
@Injectable()
export class WaitingLine {
  constructor(
    private readonly bookings: Bookings,
    private readonly clock: Clock,
  ) {}

  /** Gives back places that bookings held, and offers what is free. The pool must be locked. */
  async release(tx: Tx, pool: Pool, places: number): Promise<void> {
    if (places > 0) {
      pool.taken -= places;
      await tx.update(Pool, { id: pool.id }, { taken: pool.taken });
    }
    await this.offerFreePlaces(tx, pool);
  }

  /** Holds each free place for the next in line. The place counts as taken from now on. */
  async offerFreePlaces(tx: Tx, pool: Pool): Promise<void> {
    const now = this.clock.now();
    const free = pool.capacity - pool.taken;
    if (free <= 0 || pool.endedAt || !isBefore(now, offersEnd(pool))) return;
    const next = await tx.find(Booking, {
      where: { poolId: pool.id, state: 'waiting' },
      order: { arrival: 'ASC' },
      take: free,
    });
    const holdsUntil = offerHeldUntil(now, pool.startsAt, this.clock.zone);
    const offered = await this.bookings.move(tx, pool, next, { to: 'offered', holdsUntil, by: system });
    pool.taken += offered.length;
    await tx.update(Pool, { id: pool.id }, { taken: pool.taken });
  }
}
