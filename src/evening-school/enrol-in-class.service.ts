import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Admission } from '../admission/index.js';
import type { ResidentActor } from '../people/index.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { EnrolmentView } from './enrolments.contract.js';

interface Place {
  readonly poolId: string;
  readonly openingId: string | null;
}

/** A place in a class, or a place in its line; admission decides which and refuses with its reasons. */
@Injectable()
export class EnrolInClass {
  /** The pool of a class and its opening never change, and a class that was published stays so. */
  private readonly pools = new Map<string, Place>();

  constructor(
    private readonly source: DataSource,
    private readonly admission: Admission,
  ) {}

  /** `ticket`: the one that was shown, where the term opens with a waiting room. */
  async run(
    actor: ResidentActor,
    classId: string,
    once: OnceRequest | undefined,
    ticket?: string,
  ): Promise<EnrolmentView> {
    const { poolId, openingId } = this.pools.get(classId) ?? (await this.placeOf(classId));
    const residentId = actor.id;
    return this.admission.enter({ poolId, kind: 'class', places: 1, residentId, by: actor, openingId, ticket, once });
  }

  /** A draft is not found. */
  private async placeOf(classId: string): Promise<Place> {
    const [row]: Place[] = await this.source.query(
      `SELECT p.id AS "poolId", p.opening_id AS "openingId" FROM classes c JOIN pools p ON p.id = c.pool_id
        WHERE c.id = $1 AND c.published_at IS NOT NULL`,
      [classId],
    );
    if (!row) throw requestRefusals.not_found();
    this.pools.set(classId, row);
    return row;
  }
}
