import { Column } from 'typeorm';
import type { Instant } from '../../kernel/time.js';
import { IdColumn, InstantColumn, IntColumn, TextColumn } from '../../platform/database/columns.js';
import type { PhotoMediaType } from './photo-file.rules.js';

/** The inside of a home: sealed, and opened for one reader at a time, each of them logged. */
export abstract class SealedPhoto {
  @IdColumn()
  id: string;

  @TextColumn()
  mediaType: PhotoMediaType;

  @IntColumn()
  bytesCount: number;

  /** Of the photo as it was uploaded, in hex. */
  @TextColumn()
  sha256: string;

  @Column({ type: 'bytea', select: false })
  sealed: Buffer;

  @InstantColumn()
  uploadedAt: Instant;
}
