import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { Resident, Staff } from '../../people/index.js';
import {
  DateColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { ApartmentApplication } from './apartment-application.entity.js';
import type { ConditionKind, ConditionState } from './application-conditions.rules.js';
import type { DocumentMediaType } from './document-file.rules.js';

/** One thing that an application must prove, where the proof comes from, and what staff found. */
@Entity('application_conditions')
@Unique('application_conditions_one_per_kind', ['applicationId', 'kind'])
@Check(
  'application_conditions_known_kind',
  `kind IN ('tier_certificate', 'employer_contract', 'social_insurance', 'no_home_in_zone', 'household')`,
)
@Check('application_conditions_known_state', `state IN ('missing', 'given', 'accepted', 'returned')`)
@Check('application_conditions_given_with_source', `(state = 'missing') = (source IS NULL)`)
@Check(
  'application_conditions_checked_by_somebody',
  `num_nonnulls(checked_by, confirmed_by) = (CASE WHEN state IN ('accepted', 'returned') THEN 1 ELSE 0 END)
   AND (state IN ('accepted', 'returned')) = (checked_at IS NOT NULL)`,
)
@Check('application_conditions_confirmed_is_accepted', `confirmed_by IS NULL OR state = 'accepted'`)
@Check(
  'application_conditions_hired_on_of_insurance',
  `hired_on IS NULL OR (kind = 'social_insurance' AND state <> 'missing')`,
)
@Check(
  'application_conditions_returned_with_reason',
  `num_nulls(reason, reason_en) IN (0, 2) AND (state = 'returned') = (reason IS NOT NULL)`,
)
export class ApplicationCondition {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => ApartmentApplication, { name: 'application_conditions_of_application' })
  applicationId: string;

  @TextColumn()
  kind: ConditionKind;

  @TextColumn()
  state: ConditionState;

  /** Who attests it: an office, an employer, a register. */
  @TextColumn({ nullable: true })
  source: string | null;

  @InstantColumn({ nullable: true })
  checkedAt: Instant | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'application_conditions_checked_by_staff' })
  checkedBy: string | null;

  /** The representative through whom the employer attested it; it then needs no paper. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'application_conditions_confirmed_by_resident' })
  confirmedBy: string | null;

  /** The last day on which it holds; null: no end is known. */
  @DateColumn({ nullable: true })
  validUntil: PlainDate | null;

  /** Of social insurance: not insured yet, since hired on this day. */
  @DateColumn({ nullable: true })
  hiredOn: PlainDate | null;

  /** Why it was returned. */
  @TextColumn({ nullable: true })
  reason: string | null;

  @TextColumn({ nullable: true })
  reasonEn: string | null;
}

/** A file that proves a condition. The file is sealed and is opened for one reader at a time, each of them logged. */
@Entity('application_documents')
@Index('application_documents_by_condition', ['conditionId'])
@Check('application_documents_known_type', `media_type IN ('application/pdf', 'image/jpeg', 'image/png')`)
@Check('application_documents_size_within_limit', `bytes_count BETWEEN 1 AND 5242880`)
@Check('application_documents_hash_is_sha256', `sha256 ~ '^[0-9a-f]{64}$'`)
export class ApplicationDocument {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => ApplicationCondition, { name: 'application_documents_of_condition', onDelete: 'CASCADE' })
  conditionId: string;

  @TextColumn()
  name: string;

  @TextColumn()
  mediaType: DocumentMediaType;

  @IntColumn()
  bytesCount: number;

  /** Of the file as it was uploaded, in hex. */
  @TextColumn()
  sha256: string;

  @Column({ type: 'bytea', select: false })
  sealed: Buffer;

  @InstantColumn()
  uploadedAt: Instant;
}
