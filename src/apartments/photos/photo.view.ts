import { isoIn } from '../../kernel/time.js';
import { instantOf } from '../../platform/database/sql-values.js';
import type { PhotoMediaType } from './photo-file.rules.js';
import type { PhotoFacts } from './photos.contract.js';
import type { SealedPhoto } from './sealed-photo.entity.js';

/** A photo as the queries read it, and the columns that they read. */
export interface PhotoRecord {
  id: string;
  media_type: PhotoMediaType;
  bytes_count: number;
  sha256: string;
  uploaded_at: Date;
}
export const photoColumns = 'id, media_type, bytes_count, sha256, uploaded_at';

export function toPhotoView(row: PhotoRecord, zone: string): PhotoFacts {
  const { id, media_type: mediaType, bytes_count: bytes, sha256, uploaded_at } = row;
  return { id, mediaType, bytes, sha256, uploadedAt: isoIn(zone, instantOf(uploaded_at)) };
}

/** One that was just taken. */
export function newPhotoView(photo: Omit<SealedPhoto, 'sealed'>, zone: string): PhotoFacts {
  const { id, mediaType, bytesCount: bytes, sha256, uploadedAt } = photo;
  return { id, mediaType, bytes, sha256, uploadedAt: isoIn(zone, uploadedAt) };
}
