import type { DataSource } from 'typeorm';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { photoName } from '../photos/photo-file.rules.js';
import type { PhotoMediaType } from '../photos/photo-file.rules.js';

export interface UnitPhotoFile {
  readonly name: string;
  readonly mediaType: PhotoMediaType;
  readonly bytes: Buffer;
}

/** A photo of a unit at these venues, null: at all. */
export async function findUnitPhoto(
  source: DataSource,
  { unitId, photoId, venues }: { unitId: string; photoId: string; venues: readonly string[] | null },
): Promise<UnitPhotoFile> {
  const [row]: { number: string; media_type: PhotoMediaType; bytes: Buffer }[] = await source.query(
    `SELECT u.number, p.media_type, p.bytes FROM unit_photos p JOIN units u ON u.id = p.unit_id
       JOIN buildings b ON b.id = u.building_id
      WHERE p.id = $1 AND u.id = $2 AND ($3::uuid[] IS NULL OR b.venue_id = ANY($3))`,
    [photoId, unitId, venues],
  );
  if (!row) throw requestRefusals.not_found();
  return { name: photoName(row.number, row.media_type), mediaType: row.media_type, bytes: row.bytes };
}
