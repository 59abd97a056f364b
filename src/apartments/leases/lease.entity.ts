import { Check, Entity, Exclusion, ForeignKey, Index, Unique } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import type { Instant, Period, PlainDate } from '../../kernel/time.js';
import { Resident, Staff } from '../../people/index.js';
import {
  DateColumn,
  DaysColumn,
  FenColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  JsonColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import type { LeaseState } from './lease.lifecycle.js';
import { ApartmentPolicy } from '../policy/policy.entity.js';
import type { NextTerm } from '../renewals/renewal.rules.js';
import type { RentQuestion, ScheduledRent } from '../rents/rent.rules.js';
import { Employer } from '../employers/employer.entity.js';
import { Unit } from '../inventory/unit.entity.js';

const takesItsUnit = `state IN ('held', 'signed', 'let', 'ended')`;

/** A unit that a person has, will have, or holds until they sign. Nobody else can have it on any of its days. */
@Entity('leases')
@Unique('leases_one_per_reference', ['reference'])
@Index('leases_one_successor', ['previousId'], { unique: true, where: takesItsUnit })
@Index('leases_short_first_once', ['residentId', 'termNumber'], {
  unique: true,
  where: `kind = 'short_first' AND NOT is_transfer AND ${takesItsUnit}`,
})
@Index('leases_by_hold', ['heldUntil'], { where: `held_until IS NOT NULL` })
@Index('leases_by_end', { synchronize: false })
@Index('leases_by_tenant', ['residentId'])
@Index('leases_by_employer', ['employerId'], { where: `employer_id IS NOT NULL` })
@Check('leases_employer_named', `employer_id IS NULL OR employer_name IS NOT NULL`)
@Index('leases_by_spouse', ['spouseId'], { where: `spouse_id IS NOT NULL` })
@Exclusion('leases_one_per_unit', `USING gist (unit_id WITH =, period WITH &&) WHERE (${takesItsUnit})`)
@Exclusion(
  'leases_one_per_person',
  `USING gist (resident_id WITH =, period WITH &&) WHERE (${takesItsUnit} AND NOT (is_transfer AND state = 'held'))`,
)
@Exclusion(
  'leases_keys_once_per_unit',
  `USING gist (unit_id WITH =, daterange(keys_given_on, keys_back_on) WITH &&) WHERE (keys_given_on IS NOT NULL)`,
)
@Check('leases_known_state', `state IN ('held', 'signed', 'let', 'ended', 'lapsed', 'withdrawn')`)
@Check('leases_known_kind', `kind IN ('short_first', 'full_term', 'rest_of_tenure', 'home_extension')`)
@Check('leases_period_bounded', `NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)`)
@Check('leases_hold_has_end', `(state IN ('held', 'signed')) = (held_until IS NOT NULL)`)
@Check('leases_deposit_not_negative', `deposit_fen >= 0`)
@Check('leases_signed_whole', `(signed_at IS NULL) = (signature_hash IS NULL)`)
@Check('leases_countersigned_whole', `(countersigned_at IS NULL) = (countersigned_by IS NULL)`)
@Check(
  'leases_let_when_signed',
  `state NOT IN ('let', 'ended') OR (signed_at IS NOT NULL AND countersigned_at IS NOT NULL)`,
)
@Check('leases_transfer_from_lease', `NOT is_transfer OR previous_id IS NOT NULL`)
@Check('leases_billed_by_month', `date_trunc('month', billed_from::timestamp) = billed_from`)
@Check('leases_keys_in_order', `keys_back_on IS NULL OR keys_given_on <= keys_back_on`)
export class Lease {
  @IdColumn()
  id: string;

  @TextColumn()
  reference: string;

  @UuidColumn()
  @ForeignKey(() => Unit, { name: 'leases_of_unit' })
  unitId: string;

  @UuidColumn()
  @ForeignKey(() => Resident, { name: 'leases_of_tenant' })
  residentId: string;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'leases_with_spouse' })
  spouseId: string | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => ApartmentApplication, { name: 'leases_by_application' })
  applicationId: string | null;

  /** The version of the policy that it was made under, and keeps. */
  @UuidColumn()
  @ForeignKey(() => ApartmentPolicy, { name: 'leases_under_policy' })
  policyId: string;

  /** The lease that it renews, or that it moves to another unit. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Lease, { name: 'leases_after_lease' })
  previousId: string | null;

  /** For the rest of the lease before: in another unit, or by a co-resident after a death. */
  @FlagColumn({ default: false })
  isTransfer: boolean;

  @TextColumn()
  state: LeaseState;

  @TextColumn()
  kind: NextTerm['kind'];

  @DaysColumn()
  period: Period;

  /** Until when it must be signed, or the deposit be there; null for everything that is no hold. */
  @InstantColumn({ nullable: true })
  heldUntil: Instant | null;

  /** 1 for the first lease of the household. */
  @IntColumn()
  termNumber: number;

  @JsonColumn()
  household: RentQuestion['household'];

  /** What is owed month by month, with its lines, as it was shown before signing. */
  @JsonColumn()
  schedule: readonly ScheduledRent[];

  @FenColumn()
  depositFen: Fen;

  @TextColumn()
  depositPayer: 'person' | 'employer';

  /** Who is billed the employer's part and, where the policy says so, the deposit; kept as it was when it was made. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Employer, { name: 'leases_of_employer' })
  employerId: string | null;

  @TextColumn({ nullable: true })
  employerName: string | null;

  /** Its number in the books that it was taken over from. */
  @TextColumn({ nullable: true })
  earlierNumber: string | null;

  /** The first month that is billed here; what was owed before, the earlier books know. */
  @DateColumn({ nullable: true })
  billedFrom: PlainDate | null;

  @InstantColumn({ nullable: true })
  signedAt: Instant | null;

  /** SHA-256 over the terms that were signed, in hex. */
  @TextColumn({ nullable: true })
  signatureHash: string | null;

  @InstantColumn({ nullable: true })
  countersignedAt: Instant | null;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Staff, { name: 'leases_countersigned_by_staff' })
  countersignedBy: string | null;

  @DateColumn({ nullable: true })
  keysGivenOn: PlainDate | null;

  /** The unit is not free before. */
  @DateColumn({ nullable: true })
  keysBackOn: PlainDate | null;

  @TextColumn({ nullable: true })
  endReason: string | null;

  @InstantColumn()
  createdAt: Instant;
}
