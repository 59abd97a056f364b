import { Injectable } from '@nestjs/common';
import { send } from '../platform/database/send.js';
import type { Tx } from '../platform/database/transactions.js';
import { AbsenceStandings } from './absences/absence-standings.js';
import type { StandingWish } from './absences/absence-standings.js';
import type { Bar } from './absences/absence.rules.js';
import type { BookingState } from './booking.lifecycle.js';
import { active, placeHolding } from './booking.lifecycle.js';
import type { OwnBooking } from './booking.rules.js';
import { instantOf } from '../platform/database/sql-values.js';

/** Who asks for which pool. */
export interface Wish {
  readonly residentId: string;
  readonly poolId: string;
}

interface Row {
  ord: string;
  id: string;
  reference: string;
  state: BookingState;
  is_same: boolean;
  is_in_group: boolean;
  position: string | null;
  clash_from: Date | null;
  clash_until: Date | null;
  title: string;
  title_en: string;
}

/** What the rules ask about people who are locked, read for many requests at once. */
@Injectable()
export class RequestFacts {
  constructor(private readonly standings: AbsenceStandings) {}

  /** For each wish, in its order, until when absences bar the person; a booking that is only moved is not barred. */
  async bars(tx: Tx, wishes: readonly (StandingWish & { readonly replaces?: string })[]): Promise<(Bar | null)[]> {
    const bars = await this.standings.bars(tx, wishes);
    return wishes.map(({ replaces }, index) => (replaces === undefined ? (bars[index] ?? null) : null));
  }

  /** For each wish, in its order, the person's bookings that are still of interest. */
  async ownBookings(tx: Tx, wishes: readonly Wish[]): Promise<OwnBooking[][]> {
    const rows = await send<Row>(
      tx,
      `SELECT a.ord, b.id, b.reference, b.state, b.pool_id = a.pool_id AS is_same,
              coalesce(p.limit_group = w.limit_group, false) AS is_in_group,
              CASE WHEN b.state = 'waiting' AND b.pool_id = a.pool_id THEN
                (SELECT count(*) FROM bookings o
                  WHERE o.pool_id = b.pool_id AND o.state = 'waiting' AND o.arrival <= b.arrival) END AS position,
              lower(common.first) AS clash_from, upper(common.first) AS clash_until, p.title, p.title_en
         FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS a (resident_id, pool_id, ord)
         JOIN pools w ON w.id = a.pool_id
        CROSS JOIN LATERAL (SELECT * FROM bookings o WHERE o.resident_id = a.resident_id AND o.state = ANY($3) OFFSET 0) b
         JOIN pools p ON p.id = b.pool_id
         LEFT JOIN LATERAL (
           SELECT one AS first FROM unnest(p.occupies * w.occupies) AS one
            WHERE b.state = ANY($4) AND b.pool_id <> a.pool_id AND p.occupies && w.occupies
            ORDER BY one LIMIT 1) common ON true
        ORDER BY a.ord, b.arrival`,
      [wishes.map(({ residentId }) => residentId), wishes.map(({ poolId }) => poolId), active, placeHolding],
    );
    const own: OwnBooking[][] = wishes.map(() => []);
    for (const row of rows) own[Number(row.ord) - 1]?.push(toOwnBooking(row));
    return own;
  }
}

function toOwnBooking(row: Row): OwnBooking {
  const { clash_from: from, clash_until: until } = row;
  return {
    bookingId: row.id,
    reference: row.reference,
    state: row.state,
    isSame: row.is_same,
    isInGroup: row.is_in_group,
    position: row.position === null ? null : Number(row.position),
    clash: from && until ? { from: instantOf(from), until: instantOf(until) } : null,
    title: row.title,
    titleEn: row.title_en,
  };
}
