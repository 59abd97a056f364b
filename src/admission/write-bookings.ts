import { Injectable } from '@nestjs/common';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { send } from '../platform/database/send.js';
import type { Tx } from '../platform/database/transactions.js';
import type { Granted } from './admit.rules.js';
import type { PlaceRequest } from './place-request.js';
import type { Pool } from './pool.entity.js';

/** A request that was granted, as it is written down and told. */
export interface NewBooking {
  readonly id: string;
  readonly reference: string;
  readonly request: PlaceRequest;
  readonly granted: Granted;
  readonly pool: Pool;
}

/** Writes down what a batch of requests was granted. */
@Injectable()
export class WriteBookings {
  constructor(private readonly clock: Clock) {}

  /**
   * All bookings and the counts of all their pools in one statement, in the order given: `arrival` follows it. People and
   * pools must be locked. A booking that leaves the line keeps its row, and takes as many places as were asked for now.
   * Its state is compared in a way that hides the index of those who wait: where PostgreSQL counted them when nobody
   * did, it would look through all of them for each batch instead of finding a few by their ids.
   */
  async run(tx: Tx, bookings: readonly NewBooking[]): Promise<void> {
    if (bookings.length === 0) return;
    await send(
      tx,
      `WITH granted AS (
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::timestamptz[],
                              $8::boolean[], $10::int[], $11::text[])
           WITH ORDINALITY AS g (id, reference, pool_id, resident_id, places, state, holds_until, from_line, fewest, fees,
                                 ord)),
       counted AS (
         UPDATE pools p SET taken = p.taken + g.taken, waiting = p.waiting + g.waiting
           FROM (SELECT pool_id, coalesce(sum(places) FILTER (WHERE state <> 'waiting'), 0) AS taken,
                        count(*) FILTER (WHERE state = 'waiting') - count(*) FILTER (WHERE from_line) AS waiting
                   FROM granted GROUP BY pool_id) g
          WHERE p.id = g.pool_id),
       promoted AS (
         UPDATE bookings b SET state = g.state, places = g.places, fees_fen = g.fees::int[], holds_until = g.holds_until,
                confirmed_at = CASE WHEN g.state = 'confirmed' THEN $9::timestamptz END
           FROM granted g
          WHERE g.from_line AND b.id = g.id AND b.state = CASE WHEN g.from_line THEN 'waiting' END)
       INSERT INTO bookings (id, reference, pool_id, resident_id, places, fewest, fees_fen, state, holds_until, booked_at,
                             confirmed_at)
       SELECT id, reference, pool_id, resident_id, places, fewest, fees::int[], state, holds_until, $9::timestamptz,
              CASE WHEN state = 'confirmed' THEN $9::timestamptz END
         FROM granted WHERE NOT from_line ORDER BY ord`,
      [
        bookings.map(({ id }) => id),
        bookings.map(({ reference }) => reference),
        bookings.map(({ request }) => request.poolId),
        bookings.map(({ request }) => request.residentId),
        bookings.map(({ granted }) => granted.places),
        bookings.map(({ granted }) => granted.state),
        bookings.map(({ granted }) => iso(granted.holdsUntil)),
        bookings.map(({ granted }) => granted.fromLine !== null),
        this.clock.now().toString(),
        bookings.map(({ request }) => request.fewest ?? null),
        bookings.map(({ request: { feesFen } }) => feesFen && `{${feesFen.join(',')}}`),
      ],
    );
  }
}

function iso(instant: Instant | null): string | null {
  return instant?.toString() ?? null;
}
