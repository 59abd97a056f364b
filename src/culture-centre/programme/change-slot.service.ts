import { Injectable } from '@nestjs/common';
import { Pools } from '../../admission/index.js';
import { atWallClock, isBefore, momentInWords, Temporal, timeOfDay } from '../../kernel/time.js';
import type { Instant, Span } from '../../kernel/time.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { SlotAbsences } from '../orders/slot-absences.js';
import { TicketDays } from '../tickets/ticket-days.js';
import { CancelSlots } from './cancel-slots.js';
import { ProgrammeItem } from './programme-item.entity.js';
import type { SlotChange, StaffSlot } from './programme.contract.js';
import { programmeRefusals } from './programme.errors.js';
import { Programme } from './programme.js';
import { SlotNotices } from './slot-notices.js';
import { SlotsQueries } from './slots.queries.js';
import { bookingWindow } from './slot-plan.rules.js';
import { Slot } from './slot.entity.js';

const movedByHouse = '时间由场馆调整 The house moved it';

/** Changes one slot: its places, its day and hours, or takes it back. Who booked keeps the booking, and is told. */
@Injectable()
export class ChangeSlot {
  constructor(
    private readonly transactions: Transactions,
    private readonly programme: Programme,
    private readonly cancelSlots: CancelSlots,
    private readonly pools: Pools,
    private readonly notices: SlotNotices,
    private readonly absences: SlotAbsences,
    private readonly ticketDays: TicketDays,
    private readonly queries: SlotsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string, change: SlotChange): Promise<StaffSlot> {
    return this.transactions.run(async (tx) => {
      const { slot, item } = await this.coming(tx, actor, id);
      const { places, reason = null, ...when } = change;
      if (places !== undefined && item.entry === 'numbered') {
        throw programmeRefusals.places_are_seats({ places, seats: item.places });
      }
      // People before pools: whoever does not come to another hour is not absent.
      if (Object.keys(when).length > 0) await this.absences.excuse(tx, actor, id, reason ?? movedByHouse);
      if (places !== undefined) await this.pools.change(tx, slot.poolId, { capacity: places });
      if (Object.keys(when).length > 0) await this.move(tx, item, slot, when, reason);
      await this.audit.record(tx, actor, { action: 'slot.changed', subjectId: id, facts: { ...change } });
      return this.queries.one(actor, id, tx);
    });
  }

  cancel(actor: Actor, id: string, reason: string): Promise<StaffSlot> {
    return this.transactions.run(async (tx) => {
      const { slot } = await this.coming(tx, actor, id);
      await this.cancelSlots.run(tx, actor, [slot], reason);
      return this.queries.one(actor, id, tx);
    });
  }

  /** What did not take place as it should, also when it is over: nobody's absence from it counts. */
  excuse(actor: Actor, id: string, reason: string): Promise<StaffSlot> {
    return this.transactions.run(async (tx) => {
      const slot = await tx.findOneBy(Slot, { id });
      if (!slot) throw requestRefusals.not_found();
      const { venueId } = await tx.findOneByOrFail(ProgrammeItem, { id: slot.itemId });
      assertMayAt(actor, 'programme.edit', venueId);
      await this.absences.excuse(tx, actor, id, reason);
      return this.queries.one(actor, id, tx);
    });
  }

  private async move(
    tx: Tx,
    item: ProgrammeItem,
    slot: Slot,
    when: { day?: string | undefined; from?: string | undefined; until?: string | undefined },
    reason: string | null,
  ): Promise<void> {
    const { zone } = this.clock;
    const [starts, ends] = [slot.during.startsAt, slot.during.endsAt].map((at) => at.toZonedDateTimeISO(zone));
    const day = when.day === undefined ? slot.day : Temporal.PlainDate.from(when.day);
    const time = (given: string | undefined, at: typeof starts) => given ?? (at ? timeOfDay(at.toPlainTime()) : '');
    const startsAt = atWallClock(day, time(when.from, starts), zone);
    const endsAt = atWallClock(day, time(when.until, ends), zone);
    if (!isBefore(startsAt, endsAt)) throw programmeRefusals.hours_out_of_order();
    this.assertToCome(slot.during, { startsAt, endsAt });
    const moved = { day, during: { startsAt, endsAt } };
    // The pool before its slot, as whoever books does: no ticket of the old day is written from here on.
    await this.pools.lock(tx, [slot.poolId]);
    await tx.update(Slot, { id: slot.id }, moved);
    await this.ticketDays.follow(tx, { id: slot.id, day });
    const at = momentInWords(startsAt.toZonedDateTimeISO(zone));
    const named = { title: `${item.title} ${at.zh}`, titleEn: `${item.titleEn}, ${at.en}` };
    await this.pools.change(tx, slot.poolId, {
      ...named,
      ...{ startsAt, ageOn: day, ...bookingWindow(moved, item.rules, zone) },
    });
    await this.notices.moved(tx, slot.id, slot.during, reason);
  }

  /** What is on already may run longer or shorter, but not end or begin in the past. */
  private assertToCome(was: Span, { startsAt, endsAt }: Span): void {
    const isToCome = (at: Instant) => isBefore(this.clock.now(), at);
    if (!isToCome(endsAt)) throw programmeRefusals.not_to_come();
    if (!startsAt.equals(was.startsAt) && !isToCome(startsAt)) throw programmeRefusals.not_to_come();
  }

  private async coming(tx: Tx, actor: Actor, id: string): Promise<{ slot: Slot; item: ProgrammeItem }> {
    const found = await tx.findOneBy(Slot, { id });
    if (!found) throw requestRefusals.not_found();
    const item = await this.programme.locked(tx, actor, found.itemId);
    const slot = await tx.findOneByOrFail(Slot, { id });
    if (slot.cancelledAt !== null) throw programmeRefusals.cancelled();
    if (!isBefore(this.clock.now(), slot.during.endsAt)) throw programmeRefusals.slot_over();
    return { slot, item };
  }
}
