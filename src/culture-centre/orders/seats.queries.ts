import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isBefore } from '../../kernel/time.js';
import { Clock } from '../../platform/clock/clock.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { SeatMap } from '../halls/seat-map.contract.js';
import { seatsOf } from '../halls/seat-map.rules.js';
import type { Seat } from '../halls/seat-map.rules.js';
import { drawSeatMap } from '../halls/seat-map.svg.js';
import type { SeatState } from '../halls/seat-map.svg.js';
import { SeatMaps } from '../halls/seat-maps.js';
import { priceOf } from '../programme/prices.rules.js';
import { ProgrammeItem } from '../programme/programme-item.entity.js';
import { Slot } from '../programme/slot.entity.js';
import { orderRefusals } from './order.errors.js';
import type { SeatsView } from './seats.contract.js';

interface Showing {
  readonly slot: Slot;
  readonly item: ProgrammeItem;
  readonly map: SeatMap;
  readonly stateOf: (seat: Seat) => SeatState;
}

/** The seats of a showing as anybody may see them: which are free, at what price. */
@Injectable()
export class SeatsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly seatMaps: SeatMaps,
    private readonly clock: Clock,
  ) {}

  async list(slotId: string): Promise<SeatsView> {
    const { item, map, stateOf } = await this.showing(slotId);
    const seats = seatsOf(map).map((seat) => {
      const priceFen = priceOf(item, { zone: seat.zone, priceClass: 'adult' });
      const { key, row, number, zone, kind, x, y } = seat;
      return { key, row, number, zone, kind, x, y, state: stateOf(seat), priceFen };
    });
    const free = seats.filter(({ state }) => state === 'free').length;
    return { slotId, free, stage: map.stage, zones: map.zones, seats };
  }

  async drawing(slotId: string): Promise<string> {
    const { item, map, stateOf } = await this.showing(slotId);
    return drawSeatMap(map, stateOf, ({ zone }) => priceOf(item, { zone, priceClass: 'adult' }));
  }

  private async showing(slotId: string): Promise<Showing> {
    const { manager } = this.source;
    const slot = await manager.findOneBy(Slot, { id: slotId });
    if (!slot) throw requestRefusals.not_found();
    if (slot.seatMapVersion === null) throw orderRefusals.seats_have_no_numbers();
    const item = await manager.findOneByOrFail(ProgrammeItem, { id: slot.itemId });
    const map = await this.seatMaps.version(slot.hallId, slot.seatMapVersion);
    const taken: { seat: string; state: 'held' | 'valid' }[] = await manager.query(
      `SELECT seat, state FROM tickets WHERE slot_id = $1 AND seat IS NOT NULL AND state IN ('waiting', 'held', 'valid')`,
      [slotId],
    );
    const states = new Map(taken.map(({ seat, state }) => [seat, state]));
    return { slot, item, map, stateOf: (seat) => this.stateOf(seat, states.get(seat.key), slot, item) };
  }

  private stateOf(
    { kind }: Seat,
    ticket: 'held' | 'valid' | undefined,
    slot: Slot,
    { rules }: ProgrammeItem,
  ): SeatState {
    if (ticket) return ticket === 'valid' ? 'taken' : 'held';
    const isReleased = (hours: number) => !isBefore(this.clock.now(), slot.during.startsAt.subtract({ hours }));
    if (kind === 'house') return isReleased(rules.houseReleaseHours) ? 'free' : 'house';
    if (kind === 'ordinary') return 'free';
    return isReleased(rules.accessibleReleaseHours) ? 'free' : 'accessible';
  }
}
