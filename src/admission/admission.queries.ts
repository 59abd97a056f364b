import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BookingState } from './booking.lifecycle.js';

/** How full a pool is. */
export interface Places {
  readonly poolId: string;
  readonly capacity: number;
  readonly taken: number;
  readonly left: number;
  readonly waiting: number;
}

/** Somebody in a pool, for rosters and lists. */
export interface InPool {
  readonly bookingId: string;
  readonly reference: string;
  readonly residentId: string;
  readonly state: BookingState;
  readonly position: number | null;
}

@Injectable()
export class AdmissionQueries {
  async places(manager: EntityManager, poolIds: readonly string[]): Promise<Map<string, Places>> {
    const rows: { id: string; capacity: number; taken: number; waiting: string }[] = await manager.query(
      `SELECT p.id, p.capacity, p.taken,
              (SELECT count(*) FROM bookings b WHERE b.pool_id = p.id AND b.state = 'waiting') AS waiting
         FROM pools p WHERE p.id = ANY($1)`,
      [poolIds],
    );
    return new Map(
      rows.map(({ id, capacity, taken, waiting }) => [
        id,
        { poolId: id, capacity, taken, left: capacity - taken, waiting: Number(waiting) },
      ]),
    );
  }

  /** Everybody who has a place or waits, in order of arrival. */
  async inPool(manager: EntityManager, poolId: string): Promise<InPool[]> {
    const rows: { id: string; reference: string; resident_id: string; state: BookingState; position: string | null }[] =
      await manager.query(
        `SELECT id, reference, resident_id, state,
                CASE WHEN state = 'waiting' THEN row_number() OVER (PARTITION BY state ORDER BY arrival) END AS position
           FROM bookings WHERE pool_id = $1 AND state IN ('confirmed', 'awaiting_payment', 'offered', 'waiting')
          ORDER BY arrival`,
        [poolId],
      );
    return rows.map(({ id, reference, resident_id, state, position }) => {
      return {
        bookingId: id,
        reference,
        residentId: resident_id,
        state,
        position: position === null ? null : Number(position),
      };
    });
  }
}
