import { Check, Entity, Exclusion, ForeignKey, Index, Unique } from 'typeorm';
import { Booking, Pool } from '../../admission/index.js';
import type { Instant, Span } from '../../kernel/time.js';
import { Resident } from '../../people/index.js';
import { IdColumn, InstantColumn, SpanColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import { Building } from '../inventory/building.entity.js';
import { Unit } from '../inventory/unit.entity.js';
import type { ViewingState } from './viewing.lifecycle.js';

/** When a unit, or one of a layout, is shown to so many parties; the places are those of its pool. */
@Entity('viewing_times')
@Unique('viewing_times_one_per_pool', ['poolId'])
@Index('viewing_times_by_building', ['buildingId'])
@Index('viewing_times_by_unit', ['unitId'], { where: `unit_id IS NOT NULL` })
@Index('viewing_times_to_come', { synchronize: false })
@Check('viewing_times_unit_or_layout', `num_nonnulls(unit_id, layout) = 1`)
@Check('viewing_times_bounded', `NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)`)
@Check('viewing_times_cancelled_with_reason', `num_nulls(cancelled_at, cancel_reason, cancel_reason_en) IN (0, 3)`)
@Exclusion(
  'viewing_times_one_per_unit_at_a_time',
  `USING gist (unit_id WITH =, during WITH &&) WHERE (cancelled_at IS NULL)`,
)
export class ViewingTime {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Building, { name: 'viewing_times_in_building' })
  buildingId: string;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Unit, { name: 'viewing_times_of_unit' })
  unitId: string | null;

  /** Any unit of it that is free by then. */
  @TextColumn({ nullable: true })
  layout: string | null;

  @SpanColumn()
  during: Span;

  @TextColumn()
  meetingPlace: string;

  @TextColumn()
  meetingPlaceEn: string;

  @UuidColumn()
  @ForeignKey(() => Pool, { name: 'viewing_times_with_pool' })
  poolId: string;

  @InstantColumn({ nullable: true })
  cancelledAt: Instant | null;

  @TextColumn({ nullable: true })
  cancelReason: string | null;

  @TextColumn({ nullable: true })
  cancelReasonEn: string | null;

  @InstantColumn()
  createdAt: Instant;
}

/** An applicant's appointment at one of these times. */
@Entity('viewings')
@Unique('viewings_one_per_booking', ['bookingId'])
@Index('viewings_one_open_per_unit_and_person', ['residentId', 'subject'], {
  unique: true,
  where: `state = 'booked'`,
})
@Index('viewings_by_time', ['timeId'])
@Index('viewings_by_resident', ['residentId'])
@Index('viewings_of_application', ['applicationId'])
@Check('viewings_known_state', `state IN ('booked', 'came', 'absent', 'unmarked', 'withdrawn', 'cancelled')`)
@Check('viewings_open_or_ended', `(state = 'booked') = (ended_at IS NULL)`)
export class Viewing {
  @IdColumn()
  id: string;

  /** Another one when it is moved; the viewing stays the same. */
  @UuidColumn()
  @ForeignKey(() => Booking, { name: 'viewings_with_booking' })
  bookingId: string;

  @UuidColumn()
  @ForeignKey(() => ViewingTime, { name: 'viewings_at_time' })
  timeId: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'viewings_of_resident' })
  residentId: string;

  /** That gives the right to it. */
  @UuidColumn()
  @ForeignKey(() => ApartmentApplication, { name: 'viewings_by_application' })
  applicationId: string;

  /** What is viewed, as its time has it: the id of the unit, or the id of the building and the layout. */
  @TextColumn()
  subject: string;

  @TextColumn()
  state: ViewingState;

  /** Of the time that it has now. */
  @InstantColumn()
  bookedAt: Instant;

  @InstantColumn({ nullable: true })
  endedAt: Instant | null;
}
