import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Admission, ChangeBooking } from '../../admission/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Building } from '../inventory/building.entity.js';
import { viewingPool } from './viewing-listener.js';
import type { ViewingDetails } from './viewing-listener.js';
import { Viewing, ViewingTime } from './viewing.entity.js';
import { viewingRefusals } from './viewing.errors.js';
import { hasBegun } from './viewing.rules.js';
import type { MyViewing } from './viewings.contract.js';
import { ViewingsQueries } from './viewings.queries.js';

/** What an applicant does: book a time, change it for another, cancel. Admission decides who of many gets a place. */
@Injectable()
export class BookViewing {
  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly admission: Admission,
    private readonly changeBooking: ChangeBooking,
    private readonly queries: ViewingsQueries,
    private readonly clock: Clock,
  ) {}

  async book(me: ResidentActor, timeId: string, once: OnceRequest | undefined): Promise<MyViewing> {
    const { poolId } = await this.time(this.source.manager, timeId);
    const details: ViewingDetails = { movedFrom: null };
    return this.admission.enter<MyViewing>({ poolId, kind: viewingPool, residentId: me.id, by: me, once, details });
  }

  /** In one step: where the other time has no place, this one stays. */
  move(me: ResidentActor, id: string, timeId: string): Promise<MyViewing> {
    return this.transactions.run(async (tx) => {
      const { viewing, time } = await this.open(tx, me, id);
      const next = await this.time(tx, timeId);
      if ((await this.houseOf(tx, next)) !== (await this.houseOf(tx, time))) throw viewingRefusals.another_house();
      const { bookingId } = viewing;
      const details: ViewingDetails = { movedFrom: bookingId };
      return this.changeBooking.moveTo<MyViewing>(tx, {
        ...{ bookingId, residentId: me.id, by: me, poolId: next.poolId, details },
      });
    });
  }

  withdraw(me: ResidentActor, id: string): Promise<MyViewing> {
    return this.transactions.run(async (tx) => {
      const { bookingId } = (await this.open(tx, me, id)).viewing;
      await this.admission.withdraw(tx, { bookingId, residentId: me.id, by: me, reason: '本人取消 by the applicant' });
      return this.queries.own(tx, me.id, id);
    });
  }

  /** Admission looks once more under its locks, so of two who change one viewing at once one does. */
  private async open(tx: Tx, me: ResidentActor, id: string): Promise<{ viewing: Viewing; time: ViewingTime }> {
    const viewing = await tx.findOneBy(Viewing, { id, residentId: me.id });
    if (!viewing) throw requestRefusals.not_found();
    if (viewing.state !== 'booked') throw viewingRefusals.not_in_this_state({ state: viewing.state });
    const time = await tx.findOneByOrFail(ViewingTime, { id: viewing.timeId });
    if (hasBegun(time.during, this.clock.now())) throw viewingRefusals.begun();
    return { viewing, time };
  }

  private async time(manager: EntityManager, id: string): Promise<ViewingTime> {
    const time = await manager.findOneBy(ViewingTime, { id });
    if (!time) throw requestRefusals.not_found();
    return time;
  }

  private async houseOf(tx: Tx, { buildingId }: ViewingTime): Promise<string> {
    return (await tx.findOneByOrFail(Building, { id: buildingId })).venueId;
  }
}
