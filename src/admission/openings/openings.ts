import { Injectable } from '@nestjs/common';
import type { Instant } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Calling } from './calling.js';
import { Opening } from './opening.entity.js';

export interface OpeningPlan {
  readonly id: string;
  readonly venueId: string;
  readonly title: string;
  readonly titleEn: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}

/** What features do with openings: plan one, and change the plan. */
@Injectable()
export class Openings {
  constructor(
    private readonly calling: Calling,
    private readonly clock: Clock,
  ) {}

  /** A new one has no waiting room; of one that there is, people keep their numbers. */
  async plan(tx: Tx, { id, ...plan }: OpeningPlan): Promise<void> {
    const opening = await this.calling.lock(tx, id);
    if (opening) await this.calling.bringUpToNow(tx, opening, plan);
    else await tx.insert(Opening, { id, ...plan, calledAt: this.clock.now() });
  }
}
