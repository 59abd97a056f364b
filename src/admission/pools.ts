import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { newId } from '../kernel/ids.js';
import { Charges } from '../payments/charges.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { insertAll } from '../platform/database/insert-all.js';
import type { Tx } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
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

type Terms = Pick<Given, 'opensAt' | 'closesAt' | 'waitingList' | 'releaseHours' | 'largestParty' | 'paymentHours'>;
/** On which terms a pool can be booked. */
export type TermsOfPool = Terms & { readonly poolId: string; readonly capacity?: number };

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
   * New terms for many at once, by one statement for all of them; places added are offered to the lines of those that
   * have one. A capacity that is not said stays.
   */
  async changeTerms(tx: Tx, changes: readonly TermsOfPool[]): Promise<void> {
    if (changes.length === 0) return;
    const pools = await this.bookings.lockPools(
      tx,
      changes.map(({ poolId }) => poolId),
    );
    for (const { poolId, ...terms } of changes) {
      const pool = pools.get(poolId);
      if (!pool) throw requestRefusals.not_found();
      const { capacity = pool.capacity } = terms;
      if (capacity < pool.taken) throw admissionRefusals.capacity_below_taken({ capacity, taken: pool.taken });
      Object.assign(pool, terms, { capacity });
    }
    await tx.query(
      `UPDATE pools p SET capacity = coalesce(c.capacity, p.capacity), opens_at = c."opensAt", closes_at = c."closesAt",
              waiting_list = c."waitingList", release_hours = c."releaseHours", largest_party = c."largestParty",
              payment_hours = c."paymentHours"
         FROM json_to_recordset($1) AS c ("poolId" uuid, capacity int, "opensAt" timestamptz, "closesAt" timestamptz,
              "waitingList" boolean, "releaseHours" int, "largestParty" int, "paymentHours" int)
        WHERE p.id = c."poolId"`,
      [JSON.stringify(changes)],
    );
    for (const pool of pools.values()) await this.line.offerFreePlaces(tx, pool);
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
    await this.bookings.lockPool(tx, poolId);
    await this.closeAll(tx, [poolId], by, reason);
  }

  /** Ends many at once, by as many statements as one: pools first, then charges, then bookings, each by their ids. */
  async closeAll(tx: Tx, poolIds: readonly string[], by: Actor, reason: string): Promise<void> {
    const pools = await this.bookings.lockPools(tx, poolIds);
    const where = { poolId: In([...poolIds]), state: In([...active]) };
    const found = await tx.find(Booking, { select: { id: true }, where });
    await this.charges.lock(
      tx,
      found.map(({ id }) => ({ kind: 'booking', id })),
    );
    const everybody = await tx.find(Booking, { where, order: { arrival: 'ASC' } });
    const cancelled = await this.bookings.moveAll(tx, pools, everybody, { to: 'cancelled', by, reason });
    await this.charges.reduceAllWholly(
      tx,
      cancelled.map(({ id }) => ({ kind: 'booking', id })),
      reason,
    );
    await tx.update(Pool, { id: In([...poolIds]) }, { endedAt: this.clock.now() });
  }
}
