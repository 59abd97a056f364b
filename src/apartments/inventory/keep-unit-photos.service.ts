import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Audit, venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { takenPhotoType } from '../photos/photo-file.rules.js';
import { lockUnit } from './lock-units.js';
import { photosPerUnit, UnitPhoto } from './unit-photo.entity.js';
import { findUnitPhoto } from './unit-photos.queries.js';
import type { UnitPhotoFile } from './unit-photos.queries.js';
import { unitsRefusals } from './units.errors.js';
import type { UnitDetails } from './units.contract.js';
import { UnitsQueries } from './units.queries.js';

/** Photos that show a unit: added at the end, put into another order, taken away. */
@Injectable()
export class KeepUnitPhotos {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly queries: UnitsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  add(actor: Actor, unitId: string, bytes: Buffer, once: OnceRequest | undefined): Promise<UnitDetails> {
    const mediaType = takenPhotoType(bytes, unitsRefusals);
    return this.idempotency.once(once, async (tx) => {
      await lockUnit(tx, actor, unitId);
      const position = await tx.countBy(UnitPhoto, { unitId });
      if (position >= photosPerUnit) throw unitsRefusals.too_many_photos({ limit: photosPerUnit });
      const id = newId();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const photo = { id, unitId, position, mediaType, bytesCount: bytes.length, sha256, uploadedAt: this.clock.now() };
      await tx.insert(UnitPhoto, { ...photo, bytes });
      await this.audit.record(tx, actor, { action: 'unit_photo.uploaded', subjectId: id, facts: { unitId, sha256 } });
      return this.queries.one(actor, unitId, undefined, tx);
    });
  }

  /** All of them, each once, in the order in which they are to be shown. */
  order(actor: Actor, unitId: string, photoIds: readonly string[]): Promise<UnitDetails> {
    return this.transactions.run(async (tx) => {
      await lockUnit(tx, actor, unitId);
      const from = (await this.inOrder(tx, unitId)).map(({ id }) => id);
      const isAll = from.length === photoIds.length && from.every((id) => photoIds.includes(id));
      if (!isAll) throw unitsRefusals.other_photos();
      await this.place(tx, unitId, photoIds);
      const facts = { from, to: photoIds };
      await this.audit.record(tx, actor, { action: 'unit.photos_ordered', subjectId: unitId, facts });
      return this.queries.one(actor, unitId, undefined, tx);
    });
  }

  remove(actor: Actor, unitId: string, photoId: string): Promise<UnitDetails> {
    return this.transactions.run(async (tx) => {
      await lockUnit(tx, actor, unitId);
      const photos = await this.inOrder(tx, unitId);
      const photo = photos.find(({ id }) => id === photoId);
      if (!photo) throw requestRefusals.not_found();
      await tx.delete(UnitPhoto, { id: photoId });
      const others = photos.filter((other) => other !== photo);
      await this.place(
        tx,
        unitId,
        others.map(({ id }) => id),
      );
      const facts = { unitId, sha256: photo.sha256 };
      await this.audit.record(tx, actor, { action: 'unit_photo.removed', subjectId: photoId, facts });
      return this.queries.one(actor, unitId, undefined, tx);
    });
  }

  open(actor: Actor, unitId: string, photoId: string): Promise<UnitPhotoFile> {
    return findUnitPhoto(this.source, { unitId, photoId, venues: venuesWith(actor, 'units.read') });
  }

  private inOrder(tx: Tx, unitId: string): Promise<UnitPhoto[]> {
    return tx.find(UnitPhoto, { where: { unitId }, order: { position: 'ASC' } });
  }

  private async place(tx: Tx, unitId: string, photoIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE unit_photos p SET position = o.n - 1 FROM unnest($2::uuid[]) WITH ORDINALITY AS o (id, n)
        WHERE p.id = o.id AND p.unit_id = $1`,
      [unitId, photoIds],
    );
  }
}
