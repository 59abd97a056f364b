import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Pools } from '../../admission/index.js';
import { newId } from '../../kernel/ids.js';
import { dateIn, isoIn, momentInWords, Temporal } from '../../kernel/time.js';
import type { Text } from '../../kernel/text.js';
import { assertMayAt, Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Building } from '../inventory/building.entity.js';
import { Unit } from '../inventory/unit.entity.js';
import { viewingPool } from './viewing-listener.js';
import { ViewingTime } from './viewing.entity.js';
import { viewingRefusals } from './viewing.errors.js';
import { faultOfStart, hasBegun } from './viewing.rules.js';
import type { NewViewingTime, ViewingCancellation, ViewingTimeView } from './viewings.contract.js';
import { ViewingsQueries } from './viewings.queries.js';

interface Shown {
  readonly building: Building;
  readonly unit: Unit | null;
  readonly layout: string;
}

/** Staff say when a unit, or one of a layout, is shown, and take that back. */
@Injectable()
export class SetViewingTimes {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly pools: Pools,
    private readonly queries: ViewingsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  set(actor: Actor, input: NewViewingTime, once: OnceRequest | undefined): Promise<ViewingTimeView> {
    return this.idempotency.once(once, async (tx) => {
      const shown = await this.shown(tx, input);
      assertMayAt(actor, 'viewings.manage', shown.building.venueId);
      const startsAt = Temporal.Instant.from(input.startsAt);
      const fault = faultOfStart(startsAt, this.clock.now());
      if (fault) throw viewingRefusals[fault]();
      const { id: poolId } = await this.openPool(tx, shown, startsAt, input);
      const id = newId();
      await tx.insert(ViewingTime, {
        ...{ id, buildingId: shown.building.id, unitId: shown.unit?.id ?? null, poolId },
        ...{ layout: shown.unit ? null : shown.layout, createdAt: this.clock.now() },
        during: { startsAt, endsAt: startsAt.add({ minutes: input.minutes }) },
        ...{ meetingPlace: input.meetingPlace, meetingPlaceEn: input.meetingPlaceEn },
      });
      const view = await this.queries.time(actor, id, tx);
      if (!view.isShown) throw viewingRefusals.not_shown();
      const facts = { startsAt: isoIn(this.clock.zone, startsAt), unitId: shown.unit?.id, layout: shown.layout };
      await this.audit.record(tx, actor, { action: 'viewing_time.set', subjectId: id, facts });
      return view;
    });
  }

  /** Everybody who booked it is told why. */
  cancel(actor: Actor, id: string, { reason, reasonEn }: ViewingCancellation): Promise<ViewingTimeView> {
    return this.transactions.run(async (tx) => {
      const time = await tx.findOneBy(ViewingTime, { id });
      if (!time) throw requestRefusals.not_found();
      const { venueId } = await tx.findOneByOrFail(Building, { id: time.buildingId });
      assertMayAt(actor, 'viewings.manage', venueId);
      if (time.cancelledAt) throw viewingRefusals.cancelled_already();
      if (hasBegun(time.during, this.clock.now())) throw viewingRefusals.time_begun();
      if (!(await this.end(tx, actor, time, { zh: reason, en: reasonEn }))) throw viewingRefusals.cancelled_already();
      return this.queries.time(actor, id, tx);
    });
  }

  /** Answers whether it was this call that ended it. */
  async end(tx: Tx, by: Actor, { id, poolId }: Pick<ViewingTime, 'id' | 'poolId'>, reason: Text): Promise<boolean> {
    await this.pools.lock(tx, [poolId]);
    const change = { cancelledAt: this.clock.now(), cancelReason: reason.zh, cancelReasonEn: reason.en };
    const { affected } = await tx.update(ViewingTime, { id, cancelledAt: IsNull() }, change);
    if (affected !== 1) return false;
    await this.pools.close(tx, poolId, by, `${reason.zh} ${reason.en}`);
    await this.audit.record(tx, by, { action: 'viewing_time.cancelled', subjectId: id, facts: { reason: reason.zh } });
    return true;
  }

  private async shown(tx: Tx, { unitId, buildingId, layout }: NewViewingTime): Promise<Shown> {
    const unit = unitId === undefined ? null : await tx.findOneBy(Unit, { id: unitId });
    if (unitId !== undefined && !unit) throw requestRefusals.not_found();
    const building = await tx.findOneBy(Building, { id: unit?.buildingId ?? buildingId ?? '' });
    if (!building) throw requestRefusals.not_found();
    if (unit) return { building, unit, layout: unit.layout };
    const named = { buildingId: building.id, layout: layout ?? '' };
    if (!(await tx.existsBy(Unit, named))) throw viewingRefusals.no_such_layout();
    return { building, unit, layout: named.layout };
  }

  private openPool(
    tx: Tx,
    { building, unit, layout }: Shown,
    startsAt: Temporal.Instant,
    { minutes, parties }: NewViewingTime,
  ) {
    const at = momentInWords(startsAt.toZonedDateTimeISO(this.clock.zone));
    const which = unit?.number ?? layout;
    return this.pools.open(tx, {
      kind: viewingPool,
      title: `看房 ${building.name} ${which} ${at.zh}`,
      titleEn: `Viewing of ${building.nameEn} ${which}, ${at.en}`,
      ...{ venueId: building.venueId, capacity: parties, opensAt: this.clock.now(), closesAt: startsAt, startsAt },
      occupies: [{ startsAt, endsAt: startsAt.add({ minutes }) }],
      ...{ limitGroup: null, limitPerPerson: null, minAge: null, maxAge: null, audience: 'everyone' },
      ...{ ageOn: dateIn(this.clock.zone, startsAt), waitingList: false, feeFen: 0, paymentHours: 1 },
    });
  }
}
