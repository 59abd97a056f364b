import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Admission } from '../admission/index.js';
import type { ResidentActor } from '../people/index.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { EnrolmentView } from './enrolments.contract.js';

/** A place in a class, or a place in its line; admission decides which and refuses with its reasons. */
@Injectable()
export class EnrolInClass {
  /** The pool of a class never changes, and a class that was published stays so. */
  private readonly pools = new Map<string, string>();

  constructor(
    private readonly source: DataSource,
    private readonly admission: Admission,
  ) {}

  async run(actor: ResidentActor, classId: string, once: OnceRequest | undefined): Promise<EnrolmentView> {
    const poolId = this.pools.get(classId) ?? (await this.poolOf(classId));
    return this.admission.enter<EnrolmentView>({ poolId, residentId: actor.id, by: actor, once });
  }

  /** A draft is not found. */
  private async poolOf(classId: string): Promise<string> {
    const [row]: { pool_id: string }[] = await this.source.query(
      `SELECT pool_id FROM classes WHERE id = $1 AND published_at IS NOT NULL`,
      [classId],
    );
    if (!row) throw requestRefusals.not_found();
    this.pools.set(classId, row.pool_id);
    return row.pool_id;
  }
}
