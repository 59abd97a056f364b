import { Check, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Days, Instant, PlainDate } from '../../kernel/time.js';
import { DocumentWhole, Resident, SealedDocument } from '../../people/index.js';
import {
  DateColumn,
  DaysColumn,
  IdColumn,
  InstantColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';
import type { CoResidentState, Relation } from './household.rules.js';

/** Somebody who lives with a tenant: known by their account, or by a name with a sealed document. */
@Entity('co_residents')
@Index('co_residents_by_lease', ['leaseId'])
@Index('co_residents_by_account', ['residentId'], { where: 'resident_id IS NOT NULL' })
@Check('co_residents_known_relation', `relation IN ('spouse', 'child', 'parent', 'colleague', 'other')`)
@Check('co_residents_known_state', `state IN ('asked', 'approved', 'declined', 'withdrawn')`)
@DocumentWhole('co_residents')
@Check('co_residents_is_somebody', `resident_id IS NOT NULL OR document_hash IS NOT NULL`)
@Check('co_residents_days_in_order', `until_on IS NULL OR starts_on < until_on`)
@Check('co_residents_declined_has_reason', `state <> 'declined' OR reason IS NOT NULL`)
export class CoResident extends SealedDocument {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Lease, { name: 'co_residents_of_lease' })
  leaseId: string;

  /** The same over renewals and moves; the document is sealed for it. */
  @UuidColumn()
  personId: string;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'co_residents_with_account' })
  residentId: string | null;

  @TextColumn()
  name: string;

  @TextColumn()
  relation: Relation;

  @DateColumn()
  startsOn: PlainDate;

  /** The day after the last one; null is as long as the lease. */
  @DateColumn({ nullable: true })
  untilOn: PlainDate | null;

  @TextColumn()
  state: CoResidentState;

  @TextColumn({ nullable: true })
  reason: string | null;

  @InstantColumn()
  askedAt: Instant;

  @InstantColumn({ nullable: true })
  decidedAt: Instant | null;
}

/** Who has a home here and when, tenants and co-residents. Triggers alone write it, so that nobody lives twice. */
@Entity('lease_people')
@Exclusion('lease_people_one_home', `USING gist (resident_id WITH =, days WITH &&)`)
@Exclusion('lease_people_one_home_per_document', `USING gist (document_hash WITH =, days WITH &&)`)
export class LeasePerson {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_people_once_per_lease' })
  @ForeignKey(() => Lease, { name: 'lease_people_of_lease' })
  leaseId: string;

  /** Of the tenant or the co-resident. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'lease_people_once_per_lease' })
  personId: string;

  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'lease_people_with_account' })
  residentId: string | null;

  @TextColumn({ nullable: true })
  documentHash: string | null;

  @DaysColumn()
  days: Days;
}
