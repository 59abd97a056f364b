import { Check, Entity, Exclusion, ForeignKey, Index } from 'typeorm';
import type { Instant, Period } from '../../kernel/time.js';
import { Resident, Staff, Venue } from '../../people/index.js';
import { DaysColumn, IdColumn, InstantColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import type { missingItems } from '../applications/application-conditions.rules.js';
import { Lease } from '../leases/lease.entity.js';

export type BarItem = (typeof missingItems)[number];

/** Somebody gave false data, and until a day has no part in the apartments: not in applying, choosing, or renewing. */
@Entity('apartment_bars')
@Exclusion('apartment_bars_one_at_a_time', `USING gist (resident_id WITH =, period WITH &&) WHERE (lifted_at IS NULL)`)
@Index('apartment_bars_by_resident', ['residentId'])
@Index('apartment_bars_by_document', { synchronize: false })
@Index('apartment_bars_by_venue', ['venueId', 'recordedAt'])
@Index('apartment_bars_by_application', ['applicationId'], { where: `application_id IS NOT NULL` })
@Index('apartment_bars_by_lease', ['leaseId'], { where: `lease_id IS NOT NULL` })
@Check(
  'apartment_bars_known_item',
  `item IN ('name', 'identity_document', 'tier_certificate', 'employer_contract', 'social_insurance',
            'no_home_in_zone', 'household')`,
)
@Check('apartment_bars_period_bounded', `NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)`)
@Check('apartment_bars_found_in_one_thing', `num_nonnulls(application_id, lease_id) = 1`)
@Check('apartment_bars_appealed_with_words', `num_nulls(appeal_words, appealed_at) IN (0, 2)`)
@Check('apartment_bars_lifted_with_reason', `num_nulls(lifted_at, lifted_by, lift_reason) IN (0, 3)`)
export class ApartmentBar {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'apartment_bars_of_resident' })
  residentId: string;

  /** Keyed hashes of the identity documents that the person is known by: another account does not get round it. */
  @TextColumn({ array: true })
  documentHashes: string[];

  /** The house that recorded it. It holds at all houses. */
  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'apartment_bars_at_venue' })
  venueId: string;

  /** What was false. */
  @TextColumn()
  item: BarItem;

  @TextColumn()
  reason: string;

  @TextColumn()
  reasonEn: string;

  @DaysColumn()
  period: Period;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => ApartmentApplication, { name: 'apartment_bars_found_in_application' })
  applicationId: string | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Lease, { name: 'apartment_bars_found_in_lease' })
  leaseId: string | null;

  @InstantColumn()
  recordedAt: Instant;

  @UuidColumn()
  @ForeignKey(() => Staff, { name: 'apartment_bars_recorded_by_staff' })
  recordedBy: string;

  @TextColumn({ nullable: true })
  appealWords: string | null;

  @InstantColumn({ nullable: true })
  appealedAt: Instant | null;

  @InstantColumn({ nullable: true })
  liftedAt: Instant | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'apartment_bars_lifted_by_staff' })
  liftedBy: string | null;

  @TextColumn({ nullable: true })
  liftReason: string | null;
}
