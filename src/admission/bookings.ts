import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Instant } from '../kernel/time.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { AdmissionListeners } from './admission-listeners.js';
import type { BookingChange } from './admission-listeners.js';
import { Booking } from './booking.entity.js';
import { bookingLifecycle } from './booking.lifecycle.js';
import type { BookingState } from './booking.lifecycle.js';
import { Pool } from './pool.entity.js';

export interface Move {
  readonly to: BookingState;
  readonly holdsUntil?: Instant;
  readonly by: Actor;
  readonly reason?: string;
}

/** Moves bookings between states, each by compare-and-swap, and tells whoever listens. */
@Injectable()
export class Bookings {
  constructor(
    private readonly listeners: AdmissionListeners,
    private readonly clock: Clock,
  ) {}

  /** The pool, locked until the transaction ends: whoever changes places in it waits here, in order of arrival. */
  async lockPool(tx: Tx, poolId: string): Promise<Pool> {
    const pool = await tx.findOne(Pool, { where: { id: poolId }, lock: { mode: 'for_no_key_update' } });
    if (!pool) throw requestRefusals.not_found();
    return pool;
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
   * booking, one finds it gone.
   */
  async move(tx: Tx, pool: Pool, bookings: readonly Booking[], move: Move): Promise<Booking[]> {
    if (bookings.length === 0) return [];
    const now = this.clock.now().toString();
    const [moved]: [{ id: string }[]] = await tx.query(
      `UPDATE bookings SET state = $2, holds_until = $3, end_reason = $4,
              confirmed_at = CASE WHEN $2 = 'confirmed' THEN $5::timestamptz ELSE confirmed_at END,
              ended_at = CASE WHEN $6 THEN $5::timestamptz END
        WHERE id = ANY($1) AND state = ANY($7) AND state = ANY($8) RETURNING id`,
      [
        bookings.map(({ id }) => id),
        move.to,
        move.holdsUntil?.toString() ?? null,
        move.reason ?? null,
        now,
        bookingLifecycle.isFinal(move.to),
        [...bookingLifecycle.before(move.to)],
        [...new Set(bookings.map(({ state }) => state))],
      ],
    );
    const ids = new Set(moved.map(({ id }) => id));
    const changed = bookings.filter(({ id }) => ids.has(id));
    await this.listeners.tell(
      tx,
      pool.kind,
      changed.map((booking) => this.change(pool, booking, booking.state, move)),
    );
    return changed;
  }

  /** Tells of a booking that is new. */
  async tellOfNew(tx: Tx, pool: Pool, booking: Booking, position: number | null, by: Actor): Promise<void> {
    const holdsUntil = booking.holdsUntil ?? undefined;
    const move: Move = { to: booking.state, by, ...(holdsUntil ? { holdsUntil } : {}) };
    await this.listeners.tell(tx, pool.kind, [{ ...this.change(pool, booking, null, move), position }]);
  }

  /** Places in the line, 1 for the first; one query for many. */
  async positions(tx: Tx, bookingIds: readonly string[]): Promise<Map<string, number>> {
    const rows: { id: string; position: string }[] = await tx.query(
      `SELECT b.id, (SELECT count(*) FROM bookings o
                      WHERE o.pool_id = b.pool_id AND o.state = 'waiting' AND o.arrival <= b.arrival) AS position
         FROM bookings b WHERE b.id = ANY($1) AND b.state = 'waiting'`,
      [bookingIds],
    );
    return new Map(rows.map(({ id, position }) => [id, Number(position)]));
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<Booking[]> {
    return tx.find(Booking, { where: { id: In([...ids]) }, order: { arrival: 'ASC' } });
  }

  private change(pool: Pool, booking: Booking, from: BookingState | null, move: Move): BookingChange {
    return {
      bookingId: booking.id,
      reference: booking.reference,
      poolId: pool.id,
      residentId: booking.residentId,
      from,
      to: move.to,
      position: null,
      holdsUntil: move.holdsUntil ?? null,
      feeFen: pool.feeFen,
      by: move.by,
      reason: move.reason ?? null,
    };
  }
}
