import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../../kernel/ids.js';
import { atWallClock, earliest, isDayBefore, momentInWords, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { daysToLeave } from './leave-lease.rules.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { carryCoResidents } from '../household/co-residents.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseTerms } from '../leases/lease-terms.js';
import { venueOfUnit } from '../inventory/lock-units.js';
import { Lease } from '../leases/lease.entity.js';
import { holdFrom, lastDay } from '../leases/lease.rules.js';
import type { LeaseView } from '../leases/leases.contract.js';
import { Leases } from '../leases/leases.queries.js';
import type { Transfer } from './leaving.contract.js';
import { transferOffered } from './leaving.messages.js';
import { leavingRefusals } from './leaving.errors.js';
import { UnitsToLet } from '../leases/units-to-let.js';

/** A transfer is never signed after its first day. */
const daysAhead = 1;

/**
 * A tenant moves to another unit for the rest of their lease. The new lease holds its unit from the day of the move; the
 * old one stays whole until the new one is signed, and is cut in the same transaction as that. So a transfer that nobody
 * signs leaves no trace, and neither unit is ever let twice.
 */
@Injectable()
export class TransferLease {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly moves: LeaseMoves,
    private readonly units: UnitsToLet,
    private readonly terms: LeaseTerms,
    private readonly leases: Leases,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: StaffActor, id: string, { unitId, on }: Transfer, once?: OnceRequest): Promise<LeaseView> {
    return this.idempotency.once(once, async (tx) => {
      const startsOn = Temporal.PlainDate.from(on);
      const lease = await this.moves.lockWithPeople(tx, actor, id);
      const { residentId, spouseId } = lease;
      this.assertMovable(lease, unitId, startsOn);
      const unit = await this.units.lock(tx, unitId, await venueOfUnit(tx, lease.unitId));
      const terms = await this.terms.forTransfer(tx, lease, unit, startsOn);
      await this.units.assertInService(tx, unitId, terms.period);
      const now = this.clock.now();
      const { signHours } = await this.terms.timersOf(tx, terms);
      const firstDayOver = atWallClock(startsOn.add({ days: 1 }), '00:00', this.clock.zone);
      const heldUntil = earliest(holdFrom(now, signHours), firstDayOver);
      const next = tx.create(Lease, {
        ...{
          id: newId(),
          reference: newReference(),
          state: 'held',
          previousId: id,
          billedFrom: lease.billedFrom,
          isTransfer: true,
        },
        ...{ applicationId: lease.applicationId, unitId, residentId, spouseId, createdAt: now },
        ...{ countersignedAt: now, countersignedBy: actor.id, heldUntil, ...terms },
      });
      await tx.insert(Lease, next);
      const signBy = momentInWords(heldUntil.toZonedDateTimeISO(this.clock.zone));
      const told = { kind: 'lease.transfer_offered', occurrence: 'offered' };
      await this.notices.tell(tx, next, { ...told, words: (about) => transferOffered(about, { startsOn, signBy }) });
      await carryCoResidents(tx, id, next);
      const facts = { nextLeaseId: next.id, unitId, on };
      await this.audit.record(tx, actor, { action: 'lease.transfer_offered', subjectId: id, facts });
      return this.leases.one(tx, next.id);
    });
  }

  private assertMovable({ state, unitId: from, period }: Lease, unitId: string, on: PlainDate): void {
    if (state !== 'let') throw leavingRefusals.cannot_move({ state });
    if (from === unitId) throw leavingRefusals.same_unit();
    const { earliest, latest } = daysToLeave(period, this.clock.today(), daysAhead);
    if (isDayBefore(latest, earliest)) throw leavingRefusals.ends_before_a_move({ endsOn: lastDay(period) });
    if (isDayBefore(on, earliest) || isDayBefore(latest, on))
      throw leavingRefusals.move_not_possible_on({ earliest, latest });
  }
}
