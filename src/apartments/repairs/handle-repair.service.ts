import { Injectable } from '@nestjs/common';
import { isoIn, Temporal } from '../../kernel/time.js';
import type { Span } from '../../kernel/time.js';
import { Charges } from '../../payments/charges.js';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Lease } from '../leases/lease.entity.js';
import type { Repair } from './repair.entity.js';
import { repairRefusals } from './repair.errors.js';
import { done, moved, planned, refused } from './repair.messages.js';
import { chargeStep, faultOfAppointment } from './repair.rules.js';
import { Repairs } from './repairs.js';
import type { DoneInput, PlanInput, RepairRefusal, RepairView } from './repairs.contract.js';
import { RepairsQueries } from './repairs.queries.js';

/** What the office does about a repair: when somebody comes, what it cost and who pays, or why it is not made. */
@Injectable()
export class HandleRepair {
  constructor(
    private readonly transactions: Transactions,
    private readonly charges: Charges,
    private readonly repairs: Repairs,
    private readonly queries: RepairsQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  plan(actor: Actor, id: string, { startsAt, endsAt, assignedTo }: PlanInput): Promise<RepairView> {
    const appointment = { startsAt: Temporal.Instant.from(startsAt), endsAt: Temporal.Instant.from(endsAt) };
    const fault = faultOfAppointment(appointment, this.clock.now());
    if (fault) throw repairRefusals[fault]();
    return this.transactions.run(async (tx) => {
      const repair = await this.repairs.lockForStaff(tx, actor, id);
      await this.repairs.move(tx, repair, 'planned', { appointment, assignedTo });
      const deed = repair.state === 'planned' ? 'moved' : 'planned';
      const { zone } = this.clock;
      const facts = {
        startsAt: isoIn(zone, appointment.startsAt),
        endsAt: isoIn(zone, appointment.endsAt),
        assignedTo,
      };
      await this.audit.record(tx, actor, { action: `repair.${deed}`, subjectId: id, facts });
      const visit = { ...appointment, zone, assignedTo };
      if (deed === 'planned') await this.repairs.tell(tx, deed, repair, (about) => planned(about, visit));
      else if (isAnother(repair, appointment, assignedTo)) {
        await this.repairs.tell(tx, deed, repair, (about) => moved(about, visit));
      }
      return this.queries.one(actor, id, tx);
    });
  }

  done(actor: Actor, id: string, { costFen, payer }: DoneInput): Promise<RepairView> {
    return this.transactions.run(async (tx) => {
      await this.charges.lock(tx, [{ kind: 'repair', id }]);
      const repair = await this.repairs.lockForStaff(tx, actor, id);
      if (payer === 'tenant' && repair.leaseId === null) throw repairRefusals.nobody_to_charge();
      await this.repairs.move(tx, repair, 'done', { costFen, payer, doneAt: this.clock.now() });
      const tenantFen = payer === 'tenant' ? costFen : 0;
      await this.charge(tx, repair, tenantFen);
      await this.audit.record(tx, actor, { action: 'repair.done', subjectId: id, facts: { costFen, payer } });
      await this.repairs.tell(tx, 'done', repair, (about) => done(about, tenantFen));
      return this.queries.one(actor, id, tx);
    });
  }

  refuse(actor: Actor, id: string, { reason, reasonEn }: RepairRefusal): Promise<RepairView> {
    return this.transactions.run(async (tx) => {
      const repair = await this.repairs.lockForStaff(tx, actor, id);
      const reasons = { refusalReason: reason, refusalReasonEn: reasonEn };
      await this.repairs.move(tx, repair, 'refused', reasons);
      await this.audit.record(tx, actor, { action: 'repair.refused', subjectId: id, facts: { reason, reasonEn } });
      await this.repairs.tell(tx, 'refused', repair, (about) => refused(about, { zh: reason, en: reasonEn }));
      return this.queries.one(actor, id, tx);
    });
  }

  /** Whoever has the lease owes it, also where their spouse reported it. There is one charge of a repair. */
  private async charge(tx: Tx, repair: Repair & { venueId: string }, tenantFen: number): Promise<void> {
    const { id, reference, venueId, leaseId } = repair;
    const subject = { kind: 'repair', id };
    const step = chargeStep(await this.charges.balanceOf(tx, subject), tenantFen);
    if ('chargedFen' in step) throw repairRefusals.more_than_charged(step);
    if ('reduceFen' in step) return this.charges.reduce(tx, subject, step.reduceFen, 'repair done over');
    if (step.openFen === 0 || leaseId === null) return;
    const { residentId } = await tx.findOneByOrFail(Lease, { id: leaseId });
    const title = { zh: `维修 ${reference}`, en: `Repair ${reference}` };
    await this.charges.open(tx, [{ reference, residentId, venueId, subject, title, amountFen: step.openFen }]);
  }
}

/** Somebody else, or another time. */
function isAnother({ appointment, assignedTo }: Repair, { startsAt, endsAt }: Span, newlyAssignedTo: string): boolean {
  const isSameTime = appointment?.startsAt.equals(startsAt) && appointment.endsAt.equals(endsAt);
  return !isSameTime || assignedTo !== newlyAssignedTo;
}
