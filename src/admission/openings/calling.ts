import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { addCounts, secondOf } from './opening-counts.js';
import { Opening } from './opening.entity.js';
import { calledUpTo, openingRules } from './opening.rules.js';

type Change = Partial<Omit<Opening, 'id' | 'called' | 'calledAt' | 'lapsed'>>;

/** Moves the calling of an opening that is locked. Every move is counted, so that turns end when they should. */
@Injectable()
export class Calling {
  constructor(private readonly clock: Clock) {}

  /** The opening, locked until the transaction ends. */
  lock(tx: Tx, id: string): Promise<Opening | null> {
    return tx.findOne(Opening, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** Calls up to now by the pace so far, ends turns that were called long ago, and changes what else is given. */
  async bringUpToNow(tx: Tx, opening: Opening, change: Change = {}): Promise<void> {
    const now = this.clock.now();
    const { called, calledAt } = calledUpTo(opening, now);
    const recently = await this.calledSince(tx, opening.id, now.subtract({ minutes: openingRules.turnMinutes }));
    const lapsed = Math.max(opening.lapsed, Math.floor(opening.called) - recently);
    await tx.update(Opening, { id: opening.id }, { ...change, called, calledAt, lapsed });
    await this.count(tx, opening.id, Math.floor(called) - Math.floor(opening.called));
    Object.assign(opening, change, { called, calledAt, lapsed });
  }

  private async calledSince(tx: Tx, id: string, since: { toString(): string }): Promise<number> {
    const [row]: { called: string }[] = await tx.query(
      `SELECT coalesce(sum(count), 0) AS called FROM opening_counts
        WHERE opening_id = $1 AND second >= $2 AND what = 'called'`,
      [id, since.toString()],
    );
    return Number(row?.called ?? 0);
  }

  private async count(tx: Tx, openingId: string, count: number): Promise<void> {
    if (count > 0) await addCounts(tx, [{ openingId, second: secondOf(this.clock.nowMs()), what: 'called', count }]);
  }
}
