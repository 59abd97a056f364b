import { Injectable } from '@nestjs/common';
import { isBefore } from '../kernel/time.js';
import { system } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { placesFor } from './admit.rules.js';
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

  /**
   * Holds free places for the next in line; they count as taken from now on. A party that is too large for what is free
   * keeps its turn, and those behind it theirs; one that would come with fewer is offered what is free. The pool must be locked.
   */
  async offerFreePlaces(tx: Tx, pool: Pool): Promise<void> {
    const now = this.clock.now();
    const free = pool.capacity - pool.taken;
    if (free <= 0 || pool.waiting === 0 || pool.endedAt || !isBefore(now, offersEnd(pool))) return;
    const line = await tx.find(Booking, {
      where: { poolId: pool.id, state: 'waiting' },
      order: { arrival: 'ASC' },
      take: free,
    });
    const holdsUntil = offerHeldUntil(now, pool.startsAt, this.clock.zone);
    await this.bookings.move(tx, pool, thoseWhoFit(line, free), { to: 'offered', holdsUntil, by: system });
  }
}

function thoseWhoFit(line: readonly Booking[], free: number): Booking[] {
  const fit: Booking[] = [];
  let left = free;
  for (const booking of line) {
    const { places, fewest } = booking;
    const given = placesFor({ places, ...(fewest === null ? {} : { fewest }) }, left);
    if (given === 0) break;
    left -= given;
    fit.push({ ...booking, places: given });
  }
  return fit;
}
