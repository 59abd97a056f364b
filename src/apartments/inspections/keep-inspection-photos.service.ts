import { Injectable } from '@nestjs/common';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { seenBy, seer } from '../leaving/leaving.queries.js';
import { takenPhotoType } from '../photos/photo-file.rules.js';
import { newPhotoView } from '../photos/photo.view.js';
import { SealedPhotos } from '../photos/sealed-photos.js';
import type { OpenedPhoto, SealedRow } from '../photos/sealed-photos.js';
import { LeaseInspectionItem, LeaseInspectionPhoto } from './inspection.entity.js';
import { inspectionRefusals } from './inspection.errors.js';
import { inspectionLimits } from './inspection.rules.js';
import { Inspections } from './inspections.js';
import type { InspectionView, PhotoView } from './inspections.contract.js';
import { InspectionsQueries } from './inspections.queries.js';

/** Photos of what staff saw, of one item or of the unit as a whole. */
@Injectable()
export class KeepInspectionPhotos {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly sealed: SealedPhotos,
    private readonly inspections: Inspections,
    private readonly queries: InspectionsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  upload(
    actor: Actor,
    { id: inspectionId, itemId = null }: { readonly id: string; readonly itemId?: string | null | undefined },
    bytes: Buffer,
    once: OnceRequest | undefined,
  ): Promise<PhotoView> {
    const mediaType = takenPhotoType(bytes, inspectionRefusals);
    return this.idempotency.once(once, async (tx) => {
      await this.inspections.lockOpen(tx, actor, inspectionId);
      const isThere = itemId === null || (await tx.existsBy(LeaseInspectionItem, { id: itemId, inspectionId }));
      if (!isThere) throw requestRefusals.not_found();
      const limit = inspectionLimits.photos;
      if ((await tx.countBy(LeaseInspectionPhoto, { inspectionId })) >= limit) {
        throw inspectionRefusals.too_many_photos({ limit });
      }
      const photo = this.sealed.seal(bytes, mediaType);
      await tx.insert(LeaseInspectionPhoto, { ...photo, inspectionId, itemId });
      await this.record(tx, actor, 'uploaded', photo.id, { inspectionId, itemId });
      return { ...newPhotoView(photo, this.clock.zone), itemId };
    });
  }

  remove(actor: Actor, inspectionId: string, photoId: string): Promise<InspectionView> {
    return this.transactions.run(async (tx) => {
      await this.inspections.lockOpen(tx, actor, inspectionId);
      const photo = await tx.findOneBy(LeaseInspectionPhoto, { id: photoId, inspectionId });
      if (!photo) throw requestRefusals.not_found();
      await tx.delete(LeaseInspectionPhoto, { id: photoId });
      const { itemId, sha256 } = photo;
      await this.record(tx, actor, 'removed', photoId, { inspectionId, itemId, sha256 });
      return this.queries.one(tx, inspectionId);
    });
  }

  /** For tenants, their spouses, and staff who may see the lease. */
  open(actor: Actor, inspectionId: string, photoId: string): Promise<OpenedPhoto> {
    return this.transactions.run(async (tx) => {
      const [row]: (SealedRow & { reference: string })[] = await tx.query(
        `SELECT p.id, l.reference, p.media_type, p.sealed FROM lease_inspection_photos p
           JOIN lease_inspections i ON i.id = p.inspection_id JOIN leases l ON l.id = i.lease_id
           JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
          WHERE p.id = $1 AND ${seenBy} AND i.id = $4`,
        [photoId, ...seer(actor), inspectionId],
      );
      const look = { action: 'lease_inspection_photo.viewed', facts: { inspectionId } } as const;
      return this.sealed.open(tx, actor, row, { ...look, name: row?.reference ?? '' });
    });
  }

  private record(
    tx: Parameters<Audit['record']>[0],
    actor: Actor,
    deed: 'uploaded' | 'removed',
    subjectId: string,
    facts: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record(tx, actor, { action: `lease_inspection_photo.${deed}`, subjectId, facts });
  }
}
