import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { newId } from '../kernel/ids.js';
import { Charges } from '../payments/charges.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { insertAll } from '../platform/database/insert-all.js';
import type { Tx } from '../platform/database/transactions.js';
import { admissionRefusals } from './admission.errors.js';
import { Booking } from './booking.entity.js';
import { active } from './booking.lifecycle.js';
import { Bookings } from './bookings.js';
import { Pool } from './pool.entity.js';
import { WaitingLine } from './waiting-line.js';

type Given = Omit<Pool, 'id' | 'taken' | 'waiting' | 'endedAt'>;
type Optional = 'largestParty' | 'releaseHours' | 'openingId';
/** A party is one person, nothing is released and it opens by itself, where that is not said. */
export type NewPool = Omit<Given, Optional> & Partial<Pick<Given, Optional>>;
export type PoolChange = Partial<Given>;

/** What features do with pools: open, change and close them. */
@Injectable()
export class Pools {
  constructor(
    private readonly bookings: Bookings,
    private readonly line: WaitingLine,
    private readonly charges: Charges,
    private readonly clock: Clock,
  ) {}

  async open(tx: Tx, given: NewPool): Promise<Pool> {
    const [pool] = await this.openAll(tx, [given]);
    return pool as Pool;
  }

  /** Opens many at once; answers them in their order. */
  async openAll(tx: Tx, given: readonly NewPool[]): Promise<Pool[]> {
    const pools = given.map((one) =>
      tx.create(Pool, {
        ...{ largestParty: 1, releaseHours: null, openingId: null, ...one },
        ...{ id: newId(), taken: 0, waiting: 0, endedAt: null },
      }),
    );
    await insertAll(tx, Pool, pools);
    return pools;
  }

  /** Whoever changes several pools locks them together first, in the one order. */
  async lock(tx: Tx, poolIds: readonly string[]): Promise<void> {
    await this.bookings.lockPools(tx, poolIds);
  }

  /** Places added are offered to the line at once; places that are taken cannot be removed. */
  async change(tx: Tx, poolId: string, change: PoolChange): Promise<void> {
    const pool = await this.bookings.lockPool(tx, poolId);
    if (change.capacity !== undefined && change.capacity < pool.taken) {
      throw admissionRefusals.capacity_below_taken({ capacity: change.capacity, taken: pool.taken });
    }
    Object.assign(pool, change);
    if (Object.keys(change).length > 0) await tx.update(Pool, { id: poolId }, change);
    await this.line.offerFreePlaces(tx, pool);
  }

  /**
   * Takes places that nobody has for people who come without a booking; answers how many are left, or below zero how many
   * are missing, and then takes none.
   */
  async takeAtDoor(tx: Tx, poolId: string, places: number): Promise<number> {
    const pool = await this.bookings.lockPool(tx, poolId);
    const left = pool.capacity - pool.taken - places;
    if (left >= 0) await tx.update(Pool, { id: poolId }, { taken: pool.taken + places });
    return left;
  }

  /** Ends the pool: everybody in it is cancelled, and owes nothing for it any more. */
  async close(tx: Tx, poolId: string, by: Actor, reason: string): Promise<void> {
    const pool = await this.bookings.lockPool(tx, poolId);
    const where = { poolId, state: In([...active]) };
    const ids = (await tx.find(Booking, { select: { id: true }, where })).map(({ id }) => id);
    await this.charges.lock(
      tx,
      ids.map((id) => ({ kind: 'booking', id })),
    );
    const everybody = await tx.find(Booking, { where, order: { arrival: 'ASC' } });
    const cancelled = await this.bookings.move(tx, pool, everybody, { to: 'cancelled', by, reason });
    for (const { id } of cancelled) await this.charges.reduceWholly(tx, { kind: 'booking', id }, reason);
    await tx.update(Pool, { id: poolId }, { endedAt: this.clock.now() });
  }
}
