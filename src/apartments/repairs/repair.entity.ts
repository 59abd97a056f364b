import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Fen } from '../../kernel/money.js';
import type { Instant, Span } from '../../kernel/time.js';
import { Resident } from '../../people/index.js';
import {
  FenColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  SpanColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';
import { SealedPhoto } from '../photos/sealed-photo.entity.js';
import type { RepairState } from './repair.lifecycle.js';
import type { RepairCategory, RepairPayer, Urgency } from './repair.rules.js';
import { Unit } from '../inventory/unit.entity.js';

/** Something in a unit that is to be mended. */
@Entity('repairs')
@Unique('repairs_one_per_reference', ['reference'])
@Index('repairs_by_unit', ['unitId'])
@Index('repairs_by_lease', ['leaseId'], { where: `lease_id IS NOT NULL` })
@Index('repairs_by_resident', ['residentId'], { where: `resident_id IS NOT NULL` })
@Index('repairs_open_by_due', ['dueAt'], { where: `state IN ('reported', 'planned', 'reopened')` })
@Check('repairs_known_category', `category IN ('water', 'electricity', 'appliance', 'lock', 'furniture', 'other')`)
@Check('repairs_known_urgency', `urgency IN ('low', 'normal', 'urgent')`)
@Check('repairs_known_state', `state IN ('reported', 'planned', 'done', 'rated', 'reopened', 'refused', 'withdrawn')`)
@Check('repairs_known_payer', `payer IN ('house', 'tenant')`)
@Check('repairs_for_resident_of_lease', `num_nulls(lease_id, resident_id) IN (0, 2)`)
@Check(
  'repairs_appointment_bounded',
  `NOT isempty(appointment) AND NOT lower_inf(appointment) AND NOT upper_inf(appointment)`,
)
@Check(
  'repairs_planned_with_appointment',
  `num_nulls(appointment, assigned_to) IN (0, 2) AND (state <> 'planned' OR appointment IS NOT NULL)`,
)
@Check('repairs_cost_not_negative', `cost_fen >= 0`)
@Check(
  'repairs_done_with_cost',
  `num_nulls(cost_fen, payer) IN (0, 2) AND (done_at IS NULL OR cost_fen IS NOT NULL)
   AND (state IN ('done', 'rated')) = (done_at IS NOT NULL)`,
)
@Check('repairs_tenant_pays_under_lease', `payer <> 'tenant' OR lease_id IS NOT NULL`)
@Check('repairs_rating_one_to_five', `rating BETWEEN 1 AND 5`)
@Check(
  'repairs_rated_with_rating',
  `(state = 'rated') = (rating IS NOT NULL) AND (rating_words IS NULL OR rating IS NOT NULL)`,
)
@Check(
  'repairs_refused_with_reason',
  `num_nulls(refusal_reason, refusal_reason_en) IN (0, 2) AND (state = 'refused') = (refusal_reason IS NOT NULL)`,
)
@Check(
  'repairs_reopened_with_words',
  `num_nulls(reopen_words, reopened_at) IN (0, 2) AND (state <> 'reopened' OR reopened_at IS NOT NULL)`,
)
@Check('repairs_due_after_report', `due_at > created_at`)
export class Repair {
  @IdColumn()
  id: string;

  @TextColumn()
  reference: string;

  @UuidColumn()
  @ForeignKey(() => Unit, { name: 'repairs_of_unit' })
  unitId: string;

  /** Whose keys they were when it was reported; null, as is the resident, where the unit stood empty. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Lease, { name: 'repairs_during_lease' })
  leaseId: string | null;

  /** Who reported it, or the tenant for whom staff did; is told what becomes of it. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => Resident, { name: 'repairs_for_resident' })
  residentId: string | null;

  @TextColumn()
  category: RepairCategory;

  @TextColumn()
  urgency: Urgency;

  @TextColumn()
  description: string;

  @TextColumn()
  state: RepairState;

  @SpanColumn({ nullable: true })
  appointment: Span | null;

  @TextColumn({ nullable: true })
  assignedTo: string | null;

  /** Of the whole repair, also where it was done over. */
  @FenColumn({ nullable: true })
  costFen: Fen | null;

  @TextColumn({ nullable: true })
  payer: RepairPayer | null;

  @IntColumn({ nullable: true })
  rating: number | null;

  @TextColumn({ nullable: true })
  ratingWords: string | null;

  @TextColumn({ nullable: true })
  refusalReason: string | null;

  @TextColumn({ nullable: true })
  refusalReasonEn: string | null;

  @TextColumn({ nullable: true })
  reopenWords: string | null;

  @InstantColumn({ nullable: true })
  reopenedAt: Instant | null;

  @InstantColumn()
  createdAt: Instant;

  /** When it is to be done; reckoned anew when it is reopened. */
  @InstantColumn()
  dueAt: Instant;

  @InstantColumn({ nullable: true })
  doneAt: Instant | null;
}

/** What is broken, as its tenant saw it. */
@Entity('repair_photos')
@Index('repair_photos_by_repair', ['repairId'])
@Check('repair_photos_known_type', `media_type IN ('image/jpeg', 'image/png', 'image/webp')`)
@Check('repair_photos_size_within_limit', `bytes_count BETWEEN 1 AND 5242880`)
@Check('repair_photos_hash_is_sha256', `sha256 ~ '^[0-9a-f]{64}$'`)
export class RepairPhoto extends SealedPhoto {
  @UuidColumn()
  @ForeignKey(() => Repair, { name: 'repair_photos_of_repair' })
  repairId: string;
}
