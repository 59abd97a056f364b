import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Admission } from '../../admission/index.js';
import type { ResidentActor } from '../../people/index.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { ProgrammeItem } from '../programme/programme-item.entity.js';
import { Slot } from '../programme/slot.entity.js';
import type { OrderDetails, SeatWish } from './order-details.js';
import { orderRefusals } from './order.errors.js';
import type { OrderInput, OrderView, SeatsInput } from './orders.contract.js';
import { ReadVisitors } from './read-visitors.js';

/** Places in a slot for one account and those who come with it; admission decides and refuses with its reasons. */
@Injectable()
export class BookSlot {
  constructor(
    private readonly source: DataSource,
    private readonly admission: Admission,
    private readonly readVisitors: ReadVisitors,
  ) {}

  async visitors(
    me: ResidentActor,
    slotId: string,
    input: OrderInput,
    once: OnceRequest | undefined,
  ): Promise<OrderView> {
    const { slot, item } = await this.find(slotId);
    if (item.entry === 'numbered') throw orderRefusals.seats_have_numbers();
    const visitors = await this.readVisitors.run(me.id, item, slot, input.visitors);
    const details: OrderDetails = { kind: 'visitors', visitors };
    return this.admission.enter<OrderView>({
      ...{ poolId: slot.poolId, kind: slot.kind, residentId: me.id, by: me, once, details, places: visitors.length },
      ...(input.atLeast === undefined ? {} : { fewest: input.atLeast }),
      feesFen: visitors.map(({ feeFen }) => feeFen),
    });
  }

  /** Holds seats for some minutes, in which the order is completed with who sits on them. */
  async seats(me: ResidentActor, slotId: string, input: SeatsInput, once: OnceRequest | undefined): Promise<OrderView> {
    const { slot, item } = await this.find(slotId);
    if (item.entry !== 'numbered') throw orderRefusals.seats_have_no_numbers();
    const wish: SeatWish =
      input.seats === undefined
        ? { together: input.together ?? 1, zone: input.zone ?? null }
        : { keys: [...new Set(input.seats)], accessible: input.accessible };
    const details: OrderDetails = { kind: 'seats', wish };
    const places = 'keys' in wish ? wish.keys.length : wish.together;
    const { holdMinutes } = item.rules;
    return this.admission.enter<OrderView>({
      poolId: slot.poolId,
      kind: slot.kind,
      residentId: me.id,
      by: me,
      once,
      details,
      places,
      holdMinutes,
      neverWaits: true,
    });
  }

  private async find(slotId: string): Promise<{ slot: Slot; item: ProgrammeItem }> {
    const slot = await this.source.manager.findOneBy(Slot, { id: slotId });
    if (!slot) throw requestRefusals.not_found();
    return { slot, item: await this.source.manager.findOneByOrFail(ProgrammeItem, { id: slot.itemId }) };
  }
}
