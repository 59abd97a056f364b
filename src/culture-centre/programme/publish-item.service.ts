import { Injectable } from '@nestjs/common';
import { isBefore } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { SeatMaps } from '../halls/seat-maps.js';
import { ProgrammeItem } from './programme-item.entity.js';
import type { ItemView } from './programme.contract.js';
import { programmeRefusals } from './programme.errors.js';
import { Programme } from './programme.js';
import { ProgrammeQueries } from './programme.queries.js';

/** Shows an exhibition or performance to residents and opens its slots. Publishing twice changes nothing. */
@Injectable()
export class PublishItem {
  constructor(
    private readonly transactions: Transactions,
    private readonly programme: Programme,
    private readonly seatMaps: SeatMaps,
    private readonly queries: ProgrammeQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string): Promise<ItemView> {
    return this.transactions.run(async (tx) => {
      const item = await this.programme.locked(tx, actor, id);
      if (item.state === 'cancelled') throw programmeRefusals.cancelled();
      if (item.state === 'draft') await this.publish(tx, actor, item);
      return this.queries.one(actor, id, tx);
    });
  }

  private async publish(tx: Tx, actor: Actor, item: ProgrammeItem): Promise<void> {
    const now = this.clock.now();
    const planned = this.programme.slotsOf(item).filter(({ during }) => isBefore(now, during.endsAt));
    if (planned.length === 0) throw programmeRefusals.no_slots();
    const seatMapVersion = item.entry === 'numbered' ? await this.seatMapFor(tx, item) : null;
    const slots = await this.programme.openSlots(tx, item, planned, seatMapVersion);
    await tx.update(ProgrammeItem, { id: item.id }, { state: 'published', publishedAt: now });
    const facts = { slots: slots.length };
    await this.audit.record(tx, actor, { action: 'programme_item.published', subjectId: item.id, facts });
  }

  /** Each seat of the map is a place, no more and no fewer. */
  private async seatMapFor(tx: Tx, { hallId, places }: ProgrammeItem): Promise<number> {
    const inForce = await this.seatMaps.inForce(tx, hallId);
    if (!inForce) throw programmeRefusals.no_seat_map({ hall: await this.seatMaps.hallName(tx, hallId) });
    if (inForce.seats !== places) throw programmeRefusals.places_are_seats({ places, seats: inForce.seats });
    return inForce.version;
  }
}
