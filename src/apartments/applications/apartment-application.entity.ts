import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Resident, Venue } from '../../people/index.js';
import { Employer } from '../employers/employer.entity.js';
import {
  DateColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import type { ApplicationState } from './application.lifecycle.js';
import type { Degree, Tier } from '../policy/policy.contract.js';

/** A person's wish to live in an apartment house, what it rests on, and what became of it. */
@Entity('apartment_applications')
@Unique('apartment_applications_one_per_reference', ['reference'])
@Index('apartment_applications_one_live_per_person_and_house', ['residentId', 'venueId'], {
  unique: true,
  where: `state IN ('draft', 'submitted', 'returned', 'approved', 'appealed')`,
})
@Index('apartment_applications_by_resident', ['residentId'])
@Index('apartment_applications_by_spouse', ['spouseId'], { where: 'spouse_id IS NOT NULL' })
@Index('apartment_applications_by_document', ['documentHash'], { where: 'document_hash IS NOT NULL' })
@Index('apartment_applications_by_employer', ['employerId'], { where: 'employer_id IS NOT NULL' })
@Index('apartment_applications_by_venue', ['venueId', 'state'])
@Index('apartment_applications_running_out', ['validUntil'], { where: `state = 'approved'` })
@Index('apartment_applications_in_waiting_order', { synchronize: false })
@Check(
  'apartment_applications_known_state',
  `state IN ('draft', 'submitted', 'returned', 'approved', 'rejected', 'appealed', 'withdrawn', 'expired')`,
)
@Check('apartment_applications_known_tier', `tier IN ('A', 'B', 'C', 'D', 'E', 'F')`)
@Check('apartment_applications_known_degree', `degree IN ('phd', 'master', 'bachelor')`)
@Check('apartment_applications_points_not_negative', `points >= 0`)
@Check('apartment_applications_spouse_is_another', `spouse_id <> resident_id`)
@Check(
  'apartment_applications_complete_once_submitted',
  `state = 'withdrawn' OR (state IN ('draft', 'returned')) = (complete_at IS NULL)`,
)
@Check(
  'apartment_applications_rejected_with_reason',
  `num_nulls(rejection_reason, rejection_reason_en) IN (0, 2)
   AND (state NOT IN ('rejected', 'appealed') OR rejection_reason IS NOT NULL)`,
)
@Check(
  'apartment_applications_appealed_with_words',
  `num_nulls(appeal_words, appealed_at) IN (0, 2) AND (state <> 'appealed' OR appealed_at IS NOT NULL)`,
)
@Check(
  'apartment_applications_appeal_decided_with_reason',
  `num_nulls(appeal_reason, appeal_reason_en) IN (0, 2) AND (appeal_reason IS NULL OR appealed_at IS NOT NULL)`,
)
export class ApartmentApplication {
  @IdColumn()
  id: string;

  @TextColumn()
  reference: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'apartment_applications_of_resident' })
  residentId: string;

  /** The apartment house. */
  @UuidColumn()
  @ForeignKey(() => Venue, { name: 'apartment_applications_at_venue' })
  venueId: string;

  @TextColumn()
  state: ApplicationState;

  @TextColumn({ nullable: true })
  tier: Tier | null;

  @TextColumn({ nullable: true })
  degree: Degree | null;

  @IntColumn({ default: 0 })
  points: number;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'apartment_applications_with_spouse' })
  spouseId: string | null;

  @TextColumn({ array: true })
  wantedLayouts: string[];

  @TextColumn({ nullable: true })
  employer: string | null;

  /** Keyed hash of the identity document that it was submitted with. */
  @TextColumn({ nullable: true })
  documentHash: string | null;
  /** Where the employer is one that the house knows and that nominated the applicant. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Employer, { name: 'apartment_applications_from_employer' })
  employerId: string | null;

  /** The first time. */
  @InstantColumn({ nullable: true })
  submittedAt: Instant | null;

  /** The last time it was submitted, while it has not been returned since. */
  @InstantColumn({ nullable: true })
  completeAt: Instant | null;

  @InstantColumn({ nullable: true })
  decidedAt: Instant | null;

  /** The last day of an approval. */
  @DateColumn({ nullable: true })
  validUntil: PlainDate | null;

  @TextColumn({ nullable: true })
  rejectionReason: string | null;

  @TextColumn({ nullable: true })
  rejectionReasonEn: string | null;

  @TextColumn({ nullable: true })
  appealWords: string | null;

  @InstantColumn({ nullable: true })
  appealedAt: Instant | null;

  @TextColumn({ nullable: true })
  appealReason: string | null;

  @TextColumn({ nullable: true })
  appealReasonEn: string | null;

  @InstantColumn()
  createdAt: Instant;
}
