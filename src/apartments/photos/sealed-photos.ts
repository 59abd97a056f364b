import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { photoName } from './photo-file.rules.js';
import type { PhotoMediaType } from './photo-file.rules.js';
import type { SealedPhoto } from './sealed-photo.entity.js';

export interface SealedRow {
  readonly id: string;
  readonly media_type: PhotoMediaType;
  readonly sealed: Buffer;
}

export interface OpenedPhoto {
  readonly name: string;
  readonly mediaType: PhotoMediaType;
  readonly bytes: Buffer;
}

/** Photos that show the inside of homes: each is sealed to its own row, and each look at one is logged. */
@Injectable()
export class SealedPhotos {
  constructor(
    private readonly secrets: Secrets,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  seal(bytes: Buffer, mediaType: PhotoMediaType): SealedPhoto {
    const id = newId();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const sealed = this.secrets.encrypt(bytes, id);
    return { id, mediaType, bytesCount: bytes.length, sha256, sealed, uploadedAt: this.clock.now() };
  }

  /** A row that was found only where this reader may see it; the entry in the log is written before it is opened. */
  async open(
    tx: Tx,
    actor: Actor,
    row: SealedRow | undefined,
    look: { readonly action: `${string}.viewed`; readonly facts: Record<string, unknown>; readonly name: string },
  ): Promise<OpenedPhoto> {
    if (!row) throw requestRefusals.not_found();
    const { id, media_type: mediaType, sealed } = row;
    await this.audit.record(tx, actor, { action: look.action, subjectId: id, facts: look.facts });
    return { name: photoName(look.name, mediaType), mediaType, bytes: this.secrets.decryptBytes(sealed, id) };
  }
}
