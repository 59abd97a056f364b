import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { IdColumn, InstantColumn, IntColumn, TextColumn, UuidColumn } from '../../platform/database/columns.js';
import type { PhotoMediaType } from '../photos/photo-file.rules.js';
import { Unit } from './unit.entity.js';

export const photosPerUnit = 12;

/** What a unit looks like, for whoever may see it; so it is not sealed. */
@Entity('unit_photos')
@Unique('unit_photos_one_per_position', ['unitId', 'position'], { deferrable: 'INITIALLY IMMEDIATE' })
@Unique('unit_photos_each_once', ['unitId', 'sha256'])
@Check('unit_photos_twelve_at_most', `position BETWEEN 0 AND 11`)
@Check('unit_photos_known_type', `media_type IN ('image/jpeg', 'image/png', 'image/webp')`)
@Check('unit_photos_size_within_limit', `bytes_count BETWEEN 1 AND 5242880`)
@Check('unit_photos_hash_is_sha256', `sha256 ~ '^[0-9a-f]{64}$'`)
export class UnitPhoto {
  @IdColumn()
  id: string;

  @UuidColumn()
  @ForeignKey(() => Unit, { name: 'unit_photos_of_unit' })
  unitId: string;

  /** From 0, without gaps; the first is the one that lists show. */
  @IntColumn()
  position: number;

  @TextColumn()
  mediaType: PhotoMediaType;

  @IntColumn()
  bytesCount: number;

  /** In hex. */
  @TextColumn()
  sha256: string;

  @Column({ type: 'bytea', select: false })
  bytes: Buffer;

  @InstantColumn()
  uploadedAt: Instant;
}
