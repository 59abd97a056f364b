import type { Client } from 'pg';

export type State =
  'confirmed' | 'awaiting_payment' | 'held' | 'waiting' | 'offered' | 'withdrawn' | 'declined' | 'lapsed' | 'cancelled';

/** What a person was answered; a refusal has a code, everything else a booking. */
export interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly bookingId: string | null;
  readonly state: State | null;
  readonly position: number | null;
}

/** One try of one person. Tries with the same key are the same request, sent again. Times are milliseconds. */
export interface Told {
  readonly person: string;
  readonly pool: string;
  readonly act: 'book' | 'withdraw' | 'accept' | 'decline';
  readonly key: string | null;
  /** The booking that it is about; null for a new one. */
  readonly about: string | null;
  readonly sentAt: number;
  readonly answeredAt: number | null;
  /** null: nobody answered. */
  readonly answer: Answer | null;
}

export interface PoolHeld {
  readonly id: string;
  readonly name: string;
  readonly capacity: number;
  readonly taken: number;
  readonly waiting: number;
  /** Freed places go to the line: it has not ended, and neither its start nor its release has come. */
  readonly offersAreMade: boolean;
  readonly limitGroup: string | null;
  readonly limit: number | null;
  readonly spans: readonly { readonly from: number; readonly until: number }[];
}

export interface BookingHeld {
  readonly id: string;
  readonly pool: string;
  readonly person: string;
  readonly state: State;
  readonly places: number;
  readonly arrival: number;
  /** It began in the line. */
  readonly waited: boolean;
  /** When it left the line, by the clock of whoever moved it; null for one that waits or never did. */
  readonly leftLineAt: number | null;
}

/** What every client was told, and what the database holds afterwards. */
export interface History {
  readonly told: readonly Told[];
  readonly pools: readonly PoolHeld[];
  readonly bookings: readonly BookingHeld[];
}

/** What the database holds of these pools now. */
export async function readHeld(client: Client, poolIds: readonly string[]): Promise<Omit<History, 'told'>> {
  const pools = await client.query<PoolHeld>(
    `SELECT id, title_en AS name, capacity, taken, waiting, limit_group AS "limitGroup", limit_per_person AS "limit",
            ended_at IS NULL AND now() < least(greatest(starts_at, closes_at),
              starts_at - make_interval(hours => release_hours)) AS "offersAreMade",
            coalesce((SELECT json_agg(json_build_object('from', extract(epoch FROM lower(s)) * 1000,
                                                        'until', extract(epoch FROM upper(s)) * 1000))
                        FROM unnest(occupies) AS s), '[]') AS spans
       FROM pools WHERE id = ANY($1) ORDER BY title_en`,
    [poolIds],
  );
  const bookings = await client.query<BookingHeld>(
    `SELECT b.id, b.pool_id AS pool, b.resident_id AS person, b.state, b.places, b.arrival::int,
            bool_or(a.action = 'enrolment.waiting') IS TRUE AS waited,
            min(extract(epoch FROM a.at) * 1000) FILTER (WHERE a.facts->>'from' = 'waiting')::float8 AS "leftLineAt"
       FROM bookings b
       LEFT JOIN audit_entries a ON a.subject_kind = 'enrolment' AND a.subject_id = b.id::text
      WHERE b.pool_id = ANY($1) GROUP BY b.id ORDER BY b.arrival`,
    [poolIds],
  );
  return { pools: pools.rows, bookings: bookings.rows };
}
