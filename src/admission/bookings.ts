import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Fen } from '../kernel/money.js';
import type { Instant } from '../kernel/time.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { sendEntities } from '../platform/database/send-entities.js';
import type { Tx } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { AdmissionListeners } from './admission-listeners.js';
import type { BookingChange } from './admission-listeners.js';
import { feeOf } from './admit.rules.js';
import { Booking } from './booking.entity.js';
import { bookingLifecycle, placeHolding } from './booking.lifecycle.js';
import type { BookingState } from './booking.lifecycle.js';
import { Pool } from './pool.entity.js';

export interface Move {
  readonly to: BookingState;
  readonly holdsUntil?: Instant;
  readonly by: Actor;
  readonly reason?: string;
}

/** Moves bookings between states, each by compare-and-swap, keeps the pool's counts and tells whoever listens. */
@Injectable()
export class Bookings {
  constructor(
    private readonly listeners: AdmissionListeners,
    private readonly clock: Clock,
  ) {}

  /** The pool, locked until the transaction ends: whoever changes places in it waits here, in order of arrival. */
  async lockPool(tx: Tx, poolId: string): Promise<Pool> {
    const pool = (await this.lockPools(tx, [poolId])).get(poolId);
    if (!pool) throw requestRefusals.not_found();
    return pool;
  }

  /** Pools are locked in the order of their ids, after the people and before charges and bookings. */
  async lockPools(tx: Tx, poolIds: readonly string[]): Promise<Map<string, Pool>> {
    const pools = await sendEntities(tx, Pool, `WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [poolIds]);
    return new Map(pools.map((pool) => [pool.id, pool]));
  }

  /** The booking, if it is this resident's; undefined asks for nobody's in particular. */
  async find(tx: Tx, bookingId: string, residentId: string | undefined): Promise<Booking> {
    const owner = residentId === undefined ? {} : { residentId };
    const booking = await tx.findOneBy(Booking, { id: bookingId, ...owner });
    if (!booking) throw requestRefusals.not_found();
    return booking;
  }

  /**
   * Moves these bookings where the lifecycle allows it, and says which it moved: of two that want to move the same
   * booking, one finds it gone. The pool must be locked where places or the line change with it. A booking that waited
   * gets as many places as it says now.
   */
  move(tx: Tx, pool: Pool, bookings: readonly Booking[], move: Move): Promise<Booking[]> {
    return this.moveAll(tx, new Map([[pool.id, pool]]), bookings, move);
  }

  /** The same for bookings of several pools, by as many statements as for one. */
  async moveAll(
    tx: Tx,
    pools: ReadonlyMap<string, Pool>,
    bookings: readonly Booking[],
    move: Move,
  ): Promise<Booking[]> {
    if (bookings.length === 0) return [];
    const now = this.clock.now().toString();
    const [moved]: [{ id: string }[]] = await tx.query(
      `UPDATE bookings b SET state = $3, places = was.places, holds_until = $4, end_reason = $5,
              confirmed_at = CASE WHEN $3 = 'confirmed' THEN $6::timestamptz ELSE confirmed_at END,
              ended_at = CASE WHEN $7 THEN $6::timestamptz END
         FROM unnest($1::uuid[], $2::text[], $9::int[]) AS was (id, state, places)
        WHERE b.id = was.id AND b.state = was.state AND b.state = ANY($8) RETURNING b.id`,
      [
        bookings.map(({ id }) => id),
        bookings.map(({ state }) => state),
        move.to,
        move.holdsUntil?.toString() ?? null,
        move.reason ?? null,
        now,
        bookingLifecycle.isFinal(move.to),
        [...bookingLifecycle.before(move.to)],
        bookings.map(({ places }) => places),
      ],
    );
    const ids = new Set(moved.map(({ id }) => id));
    const changed = bookings.filter(({ id }) => ids.has(id));
    await this.count(tx, pools, changed, move.to);
    for (const kind of new Set([...pools.values()].map((pool) => pool.kind))) {
      const changes = changed.flatMap((booking) => {
        const pool = pools.get(booking.poolId);
        return pool?.kind === kind ? [changeOf(pool, booking, booking.state, move)] : [];
      });
      await this.listeners.tell(tx, kind, changes);
    }
    return changed;
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<Booking[]> {
    return tx.find(Booking, { where: { id: In([...ids]) }, order: { arrival: 'ASC' } });
  }

  /** What a move does to the places that are taken and to the length of the line. */
  private async count(tx: Tx, pools: ReadonlyMap<string, Pool>, moved: readonly Booking[], to: BookingState) {
    const held = (state: BookingState, places: number) => (placeHolding.includes(state) ? places : 0);
    const counted = new Map<string, { pool: Pool; taken: number; waiting: number }>();
    for (const { poolId, state, places } of moved) {
      const pool = pools.get(poolId);
      if (!pool) throw new Error(`The pool ${poolId} is not locked.`);
      const { taken, waiting } = counted.get(poolId) ?? { taken: 0, waiting: 0 };
      const left = state === 'waiting' ? 1 : 0;
      counted.set(poolId, { pool, taken: taken + held(to, places) - held(state, places), waiting: waiting - left });
    }
    const changed = [...counted.values()].filter(({ taken, waiting }) => taken !== 0 || waiting !== 0);
    if (changed.length === 0) return;
    await tx.query(
      `UPDATE pools p SET taken = p.taken + c.taken, waiting = p.waiting + c.waiting
         FROM unnest($1::uuid[], $2::int[], $3::int[]) AS c (id, taken, waiting) WHERE p.id = c.id`,
      [changed.map(({ pool }) => pool.id), changed.map(({ taken }) => taken), changed.map(({ waiting }) => waiting)],
    );
    for (const { pool, taken, waiting } of changed) {
      pool.taken += taken;
      pool.waiting += waiting;
    }
  }
}

export function changeOf(
  pool: Pick<Pool, 'id' | 'feeFen'>,
  booking: Pick<Booking, 'id' | 'reference' | 'residentId' | 'places'> & { feesFen?: readonly Fen[] | null },
  from: BookingState | null,
  move: Move & { position?: number | null; details?: unknown },
): BookingChange {
  return {
    bookingId: booking.id,
    reference: booking.reference,
    poolId: pool.id,
    residentId: booking.residentId,
    places: booking.places,
    details: move.details,
    from,
    to: move.to,
    position: move.position ?? null,
    holdsUntil: move.holdsUntil ?? null,
    feeFen: feeOf(pool, booking, booking.places),
    by: move.by,
    reason: move.reason ?? null,
  };
}
