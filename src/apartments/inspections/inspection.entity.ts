import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Instant, Span } from '../../kernel/time.js';
import {
  DecimalColumn,
  IdColumn,
  InstantColumn,
  IntColumn,
  SpanColumn,
  TextColumn,
  UuidColumn,
} from '../../platform/database/columns.js';
import { Lease } from '../leases/lease.entity.js';
import { SealedPhoto } from '../photos/sealed-photo.entity.js';
import type { InspectionState } from './inspection.lifecycle.js';
import type { Condition, InspectionKind } from './inspection.rules.js';

/** In what state a unit is when the keys go out, or when they come back. */
@Entity('lease_inspections')
@Unique('lease_inspections_one_per_kind', ['leaseId', 'kind'])
@Check('lease_inspections_known_kind', `kind IN ('check_in', 'check_out')`)
@Check('lease_inspections_known_state', `state IN ('draft', 'presented', 'confirmed', 'disputed')`)
@Check(
  'lease_inspections_appointment_bounded',
  `NOT isempty(appointment) AND NOT lower_inf(appointment) AND NOT upper_inf(appointment)`,
)
@Check('lease_inspections_appointment_made', `num_nulls(appointment, appointed_at) IN (0, 2)`)
@Check('lease_inspections_readings_not_negative', `electricity_kwh >= 0 AND water_m3 >= 0 AND gas_m3 >= 0`)
@Check('lease_inspections_presented_with_time', `(state <> 'draft') = (presented_at IS NOT NULL)`)
@Check('lease_inspections_answered_with_time', `(state IN ('confirmed', 'disputed')) = (answered_at IS NOT NULL)`)
@Check('lease_inspections_disputed_with_words', `state <> 'disputed' OR answer_words IS NOT NULL`)
export class LeaseInspection {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Lease, { name: 'lease_inspections_of_lease' })
  leaseId: string;

  @TextColumn()
  kind: InspectionKind;

  @TextColumn()
  state: InspectionState;

  @SpanColumn({ nullable: true })
  appointment: Span | null;

  @InstantColumn({ nullable: true })
  appointedAt: Instant | null;

  @DecimalColumn(9, 2, { nullable: true })
  electricityKwh: number | null;

  @DecimalColumn(10, 3, { nullable: true, name: 'water_m3' })
  waterM3: number | null;

  @DecimalColumn(10, 3, { nullable: true, name: 'gas_m3' })
  gasM3: number | null;

  @InstantColumn({ nullable: true })
  presentedAt: Instant | null;

  @InstantColumn({ nullable: true })
  answeredAt: Instant | null;

  @TextColumn({ nullable: true })
  answerWords: string | null;

  @InstantColumn()
  createdAt: Instant;
}

@Entity('lease_inspection_items')
@Unique('lease_inspection_items_one_per_name', ['inspectionId', 'name'])
@Check('lease_inspection_items_known_condition', `condition IN ('good', 'worn', 'damaged', 'missing')`)
export class LeaseInspectionItem {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => LeaseInspection, { name: 'lease_inspection_items_of_inspection' })
  inspectionId: string;

  @IntColumn()
  position: number;

  /** The same at check-in and check-out: by it the two are compared. */
  @TextColumn()
  name: string;

  @TextColumn()
  nameEn: string;

  /** Null until somebody has looked. */
  @TextColumn({ nullable: true })
  condition: Condition | null;

  @TextColumn({ nullable: true })
  remark: string | null;
}

@Entity('lease_inspection_photos')
@Index('lease_inspection_photos_by_inspection', ['inspectionId'])
@Index('lease_inspection_photos_by_item', ['itemId'], { where: `item_id IS NOT NULL` })
@Check('lease_inspection_photos_known_type', `media_type IN ('image/jpeg', 'image/png', 'image/webp')`)
@Check('lease_inspection_photos_size_within_limit', `bytes_count BETWEEN 1 AND 5242880`)
@Check('lease_inspection_photos_hash_is_sha256', `sha256 ~ '^[0-9a-f]{64}$'`)
export class LeaseInspectionPhoto extends SealedPhoto {
  @UuidColumn()
  @ForeignKey(() => LeaseInspection, { name: 'lease_inspection_photos_of_inspection' })
  inspectionId: string;

  /** Null where it shows the unit as a whole. */
  @UuidColumn({ nullable: true })
  @ForeignKey(() => LeaseInspectionItem, { name: 'lease_inspection_photos_of_item' })
  itemId: string | null;
}
