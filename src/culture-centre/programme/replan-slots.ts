import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Pools } from '../../admission/index.js';
import type { TermsOfPool } from '../../admission/index.js';
import { isBefore } from '../../kernel/time.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { CancelSlots } from './cancel-slots.js';
import type { ProgrammeItem } from './programme-item.entity.js';
import { Programme } from './programme.js';
import { Slot } from './slot.entity.js';
import { bookingWindow } from './slot-plan.rules.js';
import type { PlannedSlot } from './slot-plan.rules.js';

/** Makes the slots of a published item agree with its days, hours and rules again; what is over stays as it was. */
@Injectable()
export class ReplanSlots {
  constructor(
    private readonly programme: Programme,
    private readonly cancelSlots: CancelSlots,
    private readonly pools: Pools,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, actor: Actor, before: ProgrammeItem, item: ProgrammeItem): Promise<void> {
    const coming = (slot: PlannedSlot) => isBefore(this.clock.now(), slot.during.startsAt);
    const planned = new Map(
      this.programme
        .slotsOf(item)
        .filter(coming)
        .map((slot) => [keyOf(slot), slot]),
    );
    const stood = new Set(this.programme.slotsOf(before).map(keyOf));
    const open = (await tx.findBy(Slot, { itemId: item.id, cancelledAt: IsNull() })).filter(coming);
    await this.pools.lock(
      tx,
      open.map(({ poolId }) => poolId),
    );
    // A slot that staff moved to another hour by hand is in neither plan, and stays.
    const gone = open.filter((slot) => stood.has(keyOf(slot)) && !planned.has(keyOf(slot)));
    await this.cancelSlots.run(tx, actor, gone, '日期或时间有调整 The days or hours were changed');
    // What was cancelled is not there: where it is planned anew, it opens anew.
    const known = new Set(open.map(keyOf));
    const added = [...planned.values()].filter((slot) => !known.has(keyOf(slot)) && !stood.has(keyOf(slot)));
    const [anySlot] = await tx.find(Slot, { where: { itemId: item.id }, take: 1 });
    await this.programme.openSlots(tx, item, added, anySlot?.seatMapVersion ?? null);
    const closed = new Set(gone);
    const kept = open.filter((slot) => !closed.has(slot));
    await this.pools.changeTerms(
      tx,
      kept.flatMap((slot) => this.newTerms(before, item, slot) ?? []),
    );
  }

  /** Only what the change is about: a slot's own number of places outlives a change of something else. */
  private newTerms(before: ProgrammeItem, item: ProgrammeItem, slot: Slot): TermsOfPool | undefined {
    const [was, is] = [termsOf(before, slot, this.clock.zone), termsOf(item, slot, this.clock.zone)];
    const capacity = item.places === before.places ? {} : { capacity: item.places };
    const isSame = JSON.stringify(was) === JSON.stringify(is) && item.places === before.places;
    return isSame ? undefined : { poolId: slot.poolId, ...is, ...capacity };
  }
}

function termsOf({ rules }: ProgrammeItem, slot: Slot, zone: string) {
  const { waitingList, releaseHours, largestParty, paymentHours } = rules;
  return { ...bookingWindow(slot, rules, zone), waitingList, releaseHours, largestParty, paymentHours };
}

function keyOf({ during }: Pick<Slot, 'during'>): string {
  return `${during.startsAt.epochMilliseconds}-${during.endsAt.epochMilliseconds}`;
}
