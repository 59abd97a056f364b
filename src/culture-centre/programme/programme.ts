import { Injectable } from '@nestjs/common';
import { Pools } from '../../admission/index.js';
import type { NewPool } from '../../admission/index.js';
import { newId } from '../../kernel/ids.js';
import { momentInWords } from '../../kernel/time.js';
import { assertMayAt } from '../../people/index.js';
import type { Actor, Right } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { insertAll } from '../../platform/database/insert-all.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { ProgrammeItem } from './programme-item.entity.js';
import { programmeRefusals } from './programme.errors.js';
import { bookingWindow, mostSlots, plannedSlots } from './slot-plan.rules.js';
import type { PlannedSlot } from './slot-plan.rules.js';
import { Slot } from './slot.entity.js';

/** What all acts on the programme share: finding an item for somebody who may, and opening its slots. */
@Injectable()
export class Programme {
  constructor(
    private readonly pools: Pools,
    private readonly clock: Clock,
  ) {}

  /** The item, locked until the transaction ends. */
  async locked(tx: Tx, actor: Actor, id: string, right: Right = 'programme.edit'): Promise<ProgrammeItem> {
    const item = await tx.findOne(ProgrammeItem, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!item) throw requestRefusals.not_found();
    assertMayAt(actor, right, item.venueId);
    return item;
  }

  /** Opens these slots for booking, each with its pool. */
  async openSlots(tx: Tx, item: ProgrammeItem, planned: readonly PlannedSlot[], seatMapVersion: number | null) {
    const pools = await this.pools.openAll(
      tx,
      planned.map((slot) => this.poolOf(item, slot)),
    );
    const kind: Slot['kind'] = item.kind === 'exhibition' ? 'visit' : 'showing';
    const slots = planned.map(({ day, during }, index) => ({
      ...{ id: newId(), itemId: item.id, hallId: item.hallId, kind: kind, day, during },
      ...{
        poolId: pools[index]?.id ?? '',
        seatMapVersion,
        absencesCountedAt: null,
        cancelledAt: null,
        cancelReason: null,
      },
    }));
    await insertAll(tx, Slot, slots);
    return slots;
  }

  /** Every slot that the item has by its days and hours. */
  slotsOf(item: ProgrammeItem): PlannedSlot[] {
    const slots = plannedSlots(item, this.clock.zone);
    if (slots.length === 0) throw programmeRefusals.no_slots();
    if (slots.length > mostSlots) throw programmeRefusals.too_many_slots();
    return slots;
  }

  /** The pool of a slot as the rules of its item have it. */
  poolOf(item: ProgrammeItem, slot: PlannedSlot): NewPool {
    const { rules } = item;
    const at = momentInWords(slot.during.startsAt.toZonedDateTimeISO(this.clock.zone));
    return {
      kind: item.kind === 'exhibition' ? 'visit' : 'showing',
      title: `${item.title} ${at.zh}`,
      titleEn: `${item.titleEn}, ${at.en}`,
      venueId: item.venueId,
      capacity: item.places,
      ...bookingWindow(slot, rules, this.clock.zone),
      startsAt: slot.during.startsAt,
      // Whoever books for a family need not be there: a slot takes no time of the account's.
      occupies: [],
      limitGroup: null,
      limitPerPerson: null,
      minAge: null,
      maxAge: null,
      ageOn: slot.day,
      audience: 'everyone',
      waitingList: rules.waitingList,
      releaseHours: rules.releaseHours,
      largestParty: rules.largestParty,
      feeFen: 0,
      paymentHours: rules.paymentHours,
    };
  }
}
