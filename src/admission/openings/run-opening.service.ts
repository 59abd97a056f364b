import { Injectable } from '@nestjs/common';
import type { Text } from '../../kernel/text.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Calling } from './calling.js';
import type { Opening } from './opening.entity.js';
import { openingRefusals } from './opening.errors.js';

/** What staff do while people come: stop an opening for a moment, with a word to those who wait, and go on. */
@Injectable()
export class RunOpening {
  constructor(
    private readonly transactions: Transactions,
    private readonly calling: Calling,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Nobody is called up and nobody new is let in; what was asked before is decided. A second pause changes the notice. */
  pause(actor: Actor, id: string, notice: Text): Promise<void> {
    return this.transactions.run(async (tx) => {
      const opening = await this.locked(tx, actor, id);
      const pausedAt = opening.pausedAt ?? this.clock.now();
      await this.calling.bringUpToNow(tx, opening, { pausedAt, notice: notice.zh, noticeEn: notice.en });
      await this.audit.record(tx, actor, { action: 'opening.paused', subjectId: id, facts: { notice } });
    });
  }

  /** The numbers go on from where they stood. */
  resume(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      const opening = await this.locked(tx, actor, id);
      if (!opening.pausedAt) throw openingRefusals.not_paused();
      await this.calling.bringUpToNow(tx, opening, { pausedAt: null, notice: null, noticeEn: null });
      await this.audit.record(tx, actor, { action: 'opening.resumed', subjectId: id, facts: {} });
    });
  }

  /** People let in each second from now on, at most; the waiting room is switched on or off with it. */
  setPace(actor: Actor, id: string, perSecond: number | null): Promise<void> {
    return this.transactions.run(async (tx) => {
      const opening = await this.locked(tx, actor, id);
      await this.calling.bringUpToNow(tx, opening, { perSecond, rate: perSecond ?? 0 });
      await this.audit.record(tx, actor, { action: 'opening.pace_set', subjectId: id, facts: { perSecond } });
    });
  }

  private async locked(tx: Tx, actor: Actor, id: string): Promise<Opening> {
    const opening = await this.calling.lock(tx, id);
    if (!opening) throw requestRefusals.not_found();
    assertMayAt(actor, 'openings.run', opening.venueId);
    return opening;
  }
}
