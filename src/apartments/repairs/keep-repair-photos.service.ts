import { Injectable } from '@nestjs/common';
import { Audit, venuesWith } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { takenPhotoType } from '../photos/photo-file.rules.js';
import { newPhotoView } from '../photos/photo.view.js';
import { SealedPhotos } from '../photos/sealed-photos.js';
import type { OpenedPhoto, SealedRow } from '../photos/sealed-photos.js';
import { RepairPhoto } from './repair.entity.js';
import { repairRefusals } from './repair.errors.js';
import { openRepairStates } from './repair.lifecycle.js';
import { repairLimits } from './repair.rules.js';
import { Repairs } from './repairs.js';
import type { PhotoView } from './repairs.contract.js';
import { repairIsOf } from './repairs.queries.js';

/** Photos of what is broken. */
@Injectable()
export class KeepRepairPhotos {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly sealed: SealedPhotos,
    private readonly repairs: Repairs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  upload(me: ResidentActor, repairId: string, bytes: Buffer, once: OnceRequest | undefined): Promise<PhotoView> {
    const mediaType = takenPhotoType(bytes, repairRefusals);
    return this.idempotency.once(once, async (tx) => {
      const { state } = await this.repairs.lockOwn(tx, me.id, repairId);
      if (!openRepairStates.includes(state)) throw repairRefusals.not_in_this_state({ state });
      const limit = repairLimits.photos;
      if ((await tx.countBy(RepairPhoto, { repairId })) >= limit) throw repairRefusals.too_many_photos({ limit });
      const photo = this.sealed.seal(bytes, mediaType);
      await tx.insert(RepairPhoto, { ...photo, repairId });
      await this.audit.record(tx, me, { action: 'repair_photo.uploaded', subjectId: photo.id, facts: { repairId } });
      return newPhotoView(photo, this.clock.zone);
    });
  }

  openAsTenant(me: ResidentActor, repairId: string, photoId: string): Promise<OpenedPhoto> {
    return this.open(me, repairId, photoId, repairIsOf('$3'), me.id);
  }

  openAsStaff(actor: Actor, repairId: string, photoId: string): Promise<OpenedPhoto> {
    const venues = venuesWith(actor, 'repairs.read');
    return this.open(actor, repairId, photoId, `($3::uuid[] IS NULL OR b.venue_id = ANY($3))`, venues);
  }

  private open(actor: Actor, repairId: string, id: string, theirs: string, whose: unknown): Promise<OpenedPhoto> {
    return this.transactions.run(async (tx) => {
      const [row]: (SealedRow & { reference: string })[] = await tx.query(
        `SELECT p.id, r.reference, p.media_type, p.sealed FROM repair_photos p JOIN repairs r ON r.id = p.repair_id
           JOIN units u ON u.id = r.unit_id JOIN buildings b ON b.id = u.building_id
           LEFT JOIN leases l ON l.id = r.lease_id
          WHERE p.id = $1 AND r.id = $2 AND ${theirs}`,
        [id, repairId, whose],
      );
      const name = row?.reference ?? '';
      return this.sealed.open(tx, actor, row, { action: 'repair_photo.viewed', facts: { repairId }, name });
    });
  }
}
