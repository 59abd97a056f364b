import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Fen } from '../kernel/money.js';
import type { Instant } from '../kernel/time.js';
import { Resident } from '../people/index.js';
import { IdColumn, InstantColumn, IntColumn, TextColumn, UuidColumn } from '../platform/database/columns.js';
import type { BookingState } from './booking.lifecycle.js';
import { Pool } from './pool.entity.js';

/** A person's place in a pool, or in its line. */
@Entity('bookings')
@Unique('bookings_one_per_reference', ['reference'])
@Index('bookings_one_active_per_person_and_pool', ['poolId', 'residentId'], {
  unique: true,
  where: `state IN ('confirmed', 'awaiting_payment', 'held', 'waiting', 'offered')`,
})
@Index('bookings_in_line', ['poolId', 'arrival'], { where: `state = 'waiting'` })
@Index('bookings_by_pool', ['poolId'])
@Index('bookings_by_resident', ['residentId'])
@Index('bookings_one_moved_to', ['movedTo'], { unique: true, where: 'moved_to IS NOT NULL' })
@Index('bookings_held', ['holdsUntil'], { where: 'holds_until IS NOT NULL' })
@Check('bookings_places_positive', `places > 0`)
@Check('bookings_fewest_positive', `fewest > 0`)
@Check(
  'bookings_known_state',
  `state IN ('confirmed', 'awaiting_payment', 'held', 'waiting', 'offered', 'withdrawn', 'declined', 'lapsed', 'cancelled')`,
)
@Check(
  'bookings_held_until_some_time',
  `(state IN ('awaiting_payment', 'held', 'offered')) = (holds_until IS NOT NULL)`,
)
@Check(
  'bookings_ended_has_time',
  `(state IN ('withdrawn', 'declined', 'lapsed', 'cancelled')) = (ended_at IS NOT NULL)`,
)
export class Booking {
  @IdColumn()
  id: string;

  @TextColumn()
  reference: string;

  @UuidColumn()
  @ForeignKey(() => Pool, { name: 'bookings_of_pool' })
  poolId: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'bookings_of_resident' })
  residentId: string;

  @TextColumn()
  state: BookingState;

  /** How many places it takes: the size of the party. */
  @IntColumn({ default: 1 })
  places: number;

  /** With how many places the party would come as well, where fewer than it asked for are free; null: all or none. */
  @IntColumn({ nullable: true })
  fewest: number | null;

  /** What each of its places costs, in the party's order; null: what the pool costs, once for all. */
  @Column({ type: 'integer', array: true, nullable: true })
  feesFen: Fen[] | null;

  /** Order of arrival, given by the database while the pool is locked. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' })
  arrival: string;

  /** Until when a place that is offered, held or unpaid is kept. */
  @InstantColumn({ nullable: true })
  holdsUntil: Instant | null;

  @InstantColumn()
  bookedAt: Instant;

  @InstantColumn({ nullable: true })
  confirmedAt: Instant | null;

  @InstantColumn({ nullable: true })
  endedAt: Instant | null;

  @TextColumn({ nullable: true })
  endReason: string | null;

  /** The booking in another pool that it was changed for. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Booking, { name: 'bookings_moved_to_booking' })
  movedTo: string | null;
}
