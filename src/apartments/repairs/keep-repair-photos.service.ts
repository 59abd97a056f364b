import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { isoIn } from '../../kernel/time.js';
import { Audit, venuesWith } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { documentName } from '../applications/document-file.rules.js';
import { RepairPhoto } from './repair.entity.js';
import { repairRefusals } from './repair.errors.js';
import { openRepairStates } from './repair.lifecycle.js';
import { photoTypeOf, repairLimits } from './repair.rules.js';
import type { PhotoMediaType } from './repair.rules.js';
import { Repairs } from './repairs.js';
import type { PhotoView } from './repairs.contract.js';
import { repairIsOf } from './repairs.queries.js';

interface OpenedPhoto {
  readonly name: string;
  readonly mediaType: PhotoMediaType;
  readonly bytes: Buffer;
}

/** Photos of what is broken: sealed like documents, since they show the inside of homes. */
@Injectable()
export class KeepRepairPhotos {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly secrets: Secrets,
    private readonly repairs: Repairs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  upload(me: ResidentActor, repairId: string, bytes: Buffer, once: OnceRequest | undefined): Promise<PhotoView> {
    if (bytes.length === 0) throw repairRefusals.photo_empty();
    const mediaType = photoTypeOf(bytes);
    if (!mediaType) throw repairRefusals.photo_not_taken();
    return this.idempotency.once(once, async (tx) => {
      const { state } = await this.repairs.lockOwn(tx, me.id, repairId);
      if (!openRepairStates.includes(state)) throw repairRefusals.not_in_this_state({ state });
      const limit = repairLimits.photos;
      if ((await tx.countBy(RepairPhoto, { repairId })) >= limit) throw repairRefusals.too_many_photos({ limit });
      const id = newId();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const photo = { id, repairId, mediaType, bytesCount: bytes.length, sha256, uploadedAt: this.clock.now() };
      await tx.insert(RepairPhoto, { ...photo, sealed: this.secrets.encrypt(bytes, id) });
      await this.audit.record(tx, me, { action: 'repair_photo.uploaded', subjectId: id, facts: { repairId } });
      return { id, mediaType, bytes: bytes.length, sha256, uploadedAt: isoIn(this.clock.zone, photo.uploadedAt) };
    });
  }

  openAsTenant(me: ResidentActor, repairId: string, photoId: string): Promise<OpenedPhoto> {
    return this.open(me, repairId, photoId, repairIsOf('$3'), me.id);
  }

  openAsStaff(actor: Actor, repairId: string, photoId: string): Promise<OpenedPhoto> {
    const venues = venuesWith(actor, 'repairs.read');
    return this.open(actor, repairId, photoId, `($3::uuid[] IS NULL OR b.venue_id = ANY($3))`, venues);
  }

  /** The entry in the log is written before it is opened. */
  private open(actor: Actor, repairId: string, id: string, theirs: string, whose: unknown): Promise<OpenedPhoto> {
    return this.transactions.run(async (tx) => {
      const [row]: { reference: string; media_type: PhotoMediaType; sealed: Buffer }[] = await tx.query(
        `SELECT r.reference, p.media_type, p.sealed FROM repair_photos p JOIN repairs r ON r.id = p.repair_id
           JOIN units u ON u.id = r.unit_id JOIN buildings b ON b.id = u.building_id
           LEFT JOIN leases l ON l.id = r.lease_id
          WHERE p.id = $1 AND r.id = $2 AND ${theirs}`,
        [id, repairId, whose],
      );
      if (!row) throw requestRefusals.not_found();
      await this.audit.record(tx, actor, { action: 'repair_photo.viewed', subjectId: id, facts: { repairId } });
      const { reference, media_type: mediaType, sealed } = row;
      return { name: documentName(reference, mediaType), mediaType, bytes: this.secrets.decryptBytes(sealed, id) };
    });
  }
}
