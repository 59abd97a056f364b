import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Instant, PlainDate } from '../../kernel/time.js';
import { DateColumn, InstantColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import type { ConditionKind } from '../applications/application-conditions.rules.js';
import { Employer } from '../employers/employer.entity.js';
import { Lease } from '../leases/lease.entity.js';
import type { Degree, Tier } from '../policy/policy.contract.js';
import type { RecheckItemState, RecheckState, RecheckWhy } from './recheck.rules.js';

/** Whether a tenant still is who may live here, looked at once before their lease ends, and what it found. */
@Entity('lease_rechecks')
@Index('lease_rechecks_by_application', ['applicationId'], { where: `application_id IS NOT NULL` })
@Index('lease_rechecks_by_employer', ['employerId'], { where: `employer_id IS NOT NULL` })
@Index('lease_rechecks_unanswered', ['answerBy'], { where: `state = 'asked'` })
@Check('lease_rechecks_known_state', `state IN ('asked', 'given', 'fit', 'not_fit')`)
@Check('lease_rechecks_known_tier', `tier IN ('A', 'B', 'C', 'D', 'E', 'F')`)
@Check('lease_rechecks_known_degree', `degree IN ('phd', 'master', 'bachelor')`)
@Check('lease_rechecks_employer_named', `employer_id IS NULL OR employer_name IS NOT NULL`)
@Check('lease_rechecks_answered_before_the_end', `answer_by < next_starts_on`)
@Check('lease_rechecks_decided_at_a_moment', `(state IN ('fit', 'not_fit')) = (decided_at IS NOT NULL)`)
export class LeaseRecheck {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_rechecks_one_per_lease' })
  @ForeignKey(() => Lease, { name: 'lease_rechecks_of_lease' })
  leaseId: string;

  /** Whose conditions are looked at; null where the tenant never applied, as some who go on after a death. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => ApartmentApplication, { name: 'lease_rechecks_of_application' })
  applicationId: string | null;

  @TextColumn()
  state: RecheckState;

  /** On this day every proof has to hold. */
  @DateColumn()
  nextStartsOn: PlainDate;

  /** The last day on which the tenant may give what is asked. */
  @DateColumn()
  answerBy: PlainDate;

  /** What the next lease is reckoned by. */
  @TextColumn({ nullable: true })
  tier: Tier | null;

  @TextColumn({ nullable: true })
  degree: Degree | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Employer, { name: 'lease_rechecks_of_employer' })
  employerId: string | null;

  @TextColumn({ nullable: true })
  employerName: string | null;

  @InstantColumn()
  openedAt: Instant;

  @InstantColumn({ nullable: true })
  decidedAt: Instant | null;
}

/** A condition that has to be proved anew. What is given stays here until it is accepted; then the condition holds it. */
@Entity('lease_recheck_items')
@Check(
  'lease_recheck_items_known_kind',
  `kind IN ('tier_certificate', 'employer_contract', 'social_insurance', 'no_home_in_zone', 'household')`,
)
@Check(
  'lease_recheck_items_known_why',
  `why IN ('out_of_date', 'not_accepted', 'not_insured', 'household_changed', 'asked_by_house')`,
)
@Check('lease_recheck_items_known_state', `state IN ('asked', 'given', 'accepted', 'returned', 'rejected', 'dropped')`)
@Check('lease_recheck_items_given_with_source', `state NOT IN ('given', 'accepted') OR source IS NOT NULL`)
@Check(
  'lease_recheck_items_returned_with_reason',
  `num_nulls(reason, reason_en) IN (0, 2) AND (state IN ('returned', 'rejected')) = (reason IS NOT NULL)`,
)
@Check('lease_recheck_items_only_a_tier_is_dropped', `state <> 'dropped' OR kind = 'tier_certificate'`)
export class LeaseRecheckItem {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_recheck_items_one_per_kind' })
  @ForeignKey(() => LeaseRecheck, { name: 'lease_recheck_items_of_recheck' })
  leaseId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'lease_recheck_items_one_per_kind' })
  kind: ConditionKind;

  @TextColumn()
  why: RecheckWhy;

  @TextColumn()
  state: RecheckItemState;

  /** Who attests it: an office, an employer, a register. */
  @TextColumn({ nullable: true })
  source: string | null;

  @DateColumn({ nullable: true })
  validUntil: PlainDate | null;

  /** Why it was returned or rejected. */
  @TextColumn({ nullable: true })
  reason: string | null;

  @TextColumn({ nullable: true })
  reasonEn: string | null;
}
