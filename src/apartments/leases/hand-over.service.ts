import { Injectable } from '@nestjs/common';
import { earlierDay, isDayBefore, laterDay, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit, system } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { leaseRefusals } from './lease.errors.js';
import { Lease } from './lease.entity.js';
import { LeaseMoves } from './lease-moves.js';
import type { LeaseView } from './leases.contract.js';
import { Leases } from './leases.queries.js';
import { lastDay } from './lease.rules.js';
import { Overstays } from '../leaving/overstays.js';
import { RentBills } from '../rents/rent-bills.js';

/** Keys: out when a lease begins, back when it ends. A unit whose keys are out can be handed to nobody else. */
@Injectable()
export class HandOver {
  constructor(
    private readonly transactions: Transactions,
    private readonly moves: LeaseMoves,
    private readonly leases: Leases,
    private readonly overstays: Overstays,
    private readonly bills: RentBills,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  give(actor: StaffActor, id: string, on: string | undefined): Promise<LeaseView> {
    return this.transactions.run(async (tx) => {
      const lease = await this.moves.lock(tx, actor, id);
      if (lease.state !== 'let') throw leaseRefusals.not_in_this_state({ state: lease.state });
      if (lease.keysGivenOn) throw leaseRefusals.keys_given_already({ on: lease.keysGivenOn });
      const keysGivenOn = this.dayWithin(on, lease.period.from, this.clock.today());
      // Who stays on in the same unit has the keys already: those of the lease before are back the same day.
      if (lease.previousId !== null) await this.passOn(tx, lease, keysGivenOn);
      await tx.update(Lease, { id }, { keysGivenOn });
      await this.audit.record(tx, actor, {
        action: 'lease.keys_given',
        subjectId: id,
        facts: { on: keysGivenOn.toString() },
      });
      return this.leases.one(tx, id);
    });
  }

  /**
   * With the keys back the lease is over: on its last day, or earlier where it was ended before. Where nobody ever fetched
   * them it is over when its last day has passed.
   */
  takeBack(actor: StaffActor, id: string, on: string | undefined, reason: string): Promise<LeaseView> {
    return this.transactions.run(async (tx) => {
      await this.bills.lock(tx, id);
      const lease = await this.moves.lock(tx, actor, id);
      if (lease.state !== 'let') throw leaseRefusals.not_in_this_state({ state: lease.state });
      const keysBackOn = lease.keysGivenOn && this.dayWithin(on, lease.keysGivenOn, this.clock.today());
      if (!keysBackOn) this.assertOver(lease);
      const asBilled = { id, period: lease.period, schedule: lease.schedule };
      await this.end(tx, lease, keysBackOn, reason);
      await this.bills.settleUpTo(tx, asBilled, lastDay(lease.period), actor);
      if (keysBackOn) await this.overstays.owe(tx, actor, lease, keysBackOn);
      const facts = { on: (keysBackOn ?? lastDay(lease.period)).toString(), reason };
      await this.audit.record(tx, actor, { action: 'lease.ended', subjectId: id, facts });
      return this.leases.one(tx, id);
    });
  }

  /** The next lease has begun and nobody handed keys over: whoever lives there has them. */
  passOnByItself(id: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      await tx.query(
        `SELECT 1 FROM leases WHERE id IN (SELECT previous_id FROM leases WHERE id = $1) FOR NO KEY UPDATE`,
        [id],
      );
      const next = await tx.findOne(Lease, { where: { id }, lock: { mode: 'for_no_key_update' } });
      const previous = next?.previousId ? await tx.findOneBy(Lease, { id: next.previousId }) : null;
      if (next?.state !== 'let' || next.keysGivenOn || !previous?.keysGivenOn || previous.state !== 'let') return;
      const { from } = next.period;
      const keysGivenOn = laterDay(previous.keysGivenOn, from);
      await this.passOn(tx, next, keysGivenOn);
      await tx.update(Lease, { id }, { keysGivenOn });
      const facts = { on: keysGivenOn.toString() };
      await this.audit.record(tx, system, { action: 'lease.keys_given', subjectId: id, facts });
    });
  }

  private async passOn(tx: Tx, { previousId, unitId }: Lease, on: PlainDate): Promise<void> {
    const previous = await tx.findOneBy(Lease, { id: previousId ?? '' });
    if (!previous || previous.unitId !== unitId || previous.state !== 'let' || !previous.keysGivenOn) return;
    await this.end(tx, previous, on, 'renewed');
  }

  /** The days after the keys are back belong to the house again; a day of overstay stays with the lease's bills. */
  private async end(tx: Tx, lease: Lease, keysBackOn: PlainDate | null, endReason: string): Promise<void> {
    const { from, until } = lease.period;
    const period = { from, until: laterDay(earlierDay(keysBackOn ?? until, until), from.add({ days: 1 })) };
    await this.moves.move(tx, lease, 'ended', { keysBackOn, period, endReason });
  }

  private assertOver({ period }: Lease): void {
    if (isDayBefore(this.clock.today(), period.until))
      throw leaseRefusals.keys_with_nobody({ endsOn: lastDay(period) });
  }

  private dayWithin(on: string | undefined, from: PlainDate, until: PlainDate): PlainDate {
    const day = on === undefined ? until : Temporal.PlainDate.from(on);
    if (isDayBefore(day, from) || isDayBefore(until, day)) throw leaseRefusals.date_not_possible({ from, until });
    return day;
  }
}
