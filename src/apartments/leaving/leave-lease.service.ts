import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { newId, newReference } from '../../kernel/ids.js';
import type { Fen } from '../../kernel/money.js';
import { isDayBefore, laterDay, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Charges } from '../../payments/charges.js';
import { Audit, system } from '../../people/index.js';
import type { Actor, ResidentActor, StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Bars } from '../bars/bars.js';
import { assertIdleBreach } from '../idle/record-idle.service.js';
import { daysToLeave, leaveAfterJob, leavingRules, priceOfLeaving } from './leave-lease.rules.js';
import type { LeavingWhy } from './leave-lease.rules.js';
import type { LeaseWords } from '../leases/lease.messages.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { LeaseNotice } from './lease-notice.entity.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { lastDay } from '../leases/lease.rules.js';
import { venueOfUnit } from '../inventory/lock-units.js';
import { Lease } from '../leases/lease.entity.js';
import type { Notice, NoticeView, Termination } from './leaving.contract.js';
import { leavesEarly, staysAfterAll } from './leaving.messages.js';
import { leavingRefusals } from './leaving.errors.js';
import { Leaving } from './leaving.queries.js';
import { ApartmentPolicy } from '../policy/policy.entity.js';
import { Successors } from './successors.js';

interface Wish {
  readonly why: LeavingWhy;
  readonly reason: string;
  readonly happenedOn: PlainDate | null;
  readonly leaveOn: PlainDate;
  readonly employerId?: string;
}

interface Cause {
  readonly why: Termination['why'];
  readonly reason: string;
  readonly happenedOn: PlainDate;
  readonly leaveOn?: PlainDate;
  readonly employerId?: string;
}

/** A lease ends before its time: the tenant says so, or the house does after the end of a job or a death. */
@Injectable()
export class LeaveLease {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly transactions: Transactions,
    private readonly moves: LeaseMoves,
    private readonly bars: Bars,
    private readonly successors: Successors,
    private readonly charges: Charges,
    private readonly leaving: Leaving,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  giveNotice(actor: ResidentActor, id: string, given: Notice, once?: OnceRequest): Promise<NoticeView> {
    return this.idempotency.once(once, async (tx) => {
      const lease = await this.inForce(tx, actor, id);
      const leaveOn = Temporal.PlainDate.from(given.leaveOn);
      this.assertWithin(lease, leaveOn, leavingRules.noticeDays);
      return this.leave(tx, actor, lease, { why: 'notice', reason: given.reason, happenedOn: null, leaveOn });
    });
  }

  terminate(actor: StaffActor, id: string, given: Termination, once?: OnceRequest): Promise<NoticeView> {
    return this.idempotency.once(once, async (tx) => {
      const accounts = given.why === 'false_data' ? await this.lockTenant(tx, id) : [];
      const lease = await this.inForce(tx, actor, id);
      const { why, reason, leaveOn } = given;
      const wished = leaveOn === undefined ? {} : { leaveOn: Temporal.PlainDate.from(leaveOn) };
      const happenedOn =
        given.why === 'left_idle' ? await assertIdleBreach(tx, id) : Temporal.PlainDate.from(given.happenedOn);
      if (given.why === 'false_data') await this.bar(tx, actor, lease, given, accounts);
      return this.endAfter(tx, actor, lease, { why, reason, happenedOn, ...wished });
    });
  }

  /** Nobody continues the lease of a tenant who died; one that ends early already stays so. */
  async endAfterDeath(tx: Tx, actor: Actor, lease: Lease, wish: Omit<Wish, 'why'>): Promise<void> {
    if (await this.noticeInForce(tx, lease.id)) return;
    await this.leave(tx, actor, lease, { why: 'death', ...wish });
  }

  /** The employer says that its tenant left; the caller knows that it is the employer of this lease. */
  async jobEnded(
    tx: Tx,
    actor: ResidentActor,
    id: string,
    { happenedOn, employer }: { happenedOn: PlainDate; employer: { id: string; name: string } },
  ): Promise<NoticeView> {
    const lease = await this.inForce(tx, system, id);
    const said = { why: 'job_ended', reason: employer.name, happenedOn, employerId: employer.id } as const;
    return this.endAfter(tx, actor, lease, said);
  }

  private async endAfter(tx: Tx, actor: Actor, lease: Lease, cause: Cause): Promise<NoticeView> {
    const { why, happenedOn } = cause;
    if (isDayBefore(this.clock.today(), happenedOn)) throw leavingRefusals.happens_later({ happenedOn });
    const limit = why === 'job_ended' ? await this.limitAfterJob(tx, lease, happenedOn) : undefined;
    const isTooLate = cause.leaveOn === undefined && limit && !isDayBefore(limit, lease.period.until);
    if (isTooLate) throw leavingRefusals.ends_before({ endsOn: lastDay(lease.period) });
    const leaveOn = cause.leaveOn ?? limit ?? this.clock.today();
    this.assertWithin(lease, leaveOn, 0, limit);
    return this.leave(tx, actor, lease, { ...cause, leaveOn });
  }

  /** The lease is whole again, where nobody else has the unit by then; what leaving would have cost is not owed. */
  takeBack(actor: Actor, id: string): Promise<NoticeView> {
    return this.transactions.run(async (tx) => {
      const seen = await this.noticeInForce(tx, id);
      if (seen) await this.charges.lock(tx, [{ kind: 'lease_termination', id: seen.id }]);
      const lease = await this.moves.lock(tx, actor, id);
      const notice = await this.noticeInForce(tx, id);
      if (!notice || notice.id !== seen?.id || lease.state !== 'let') throw leavingRefusals.nothing_to_take_back();
      if (actor.kind === 'resident' && notice.why !== 'notice') throw leavingRefusals.given_by_house();
      const { leaveOn, agreedUntil } = notice;
      if (!isDayBefore(this.clock.today(), leaveOn)) throw leavingRefusals.too_late_to_take_back({ leaveOn });
      await this.successors.assertFreeAfter(tx, lease, agreedUntil);
      await tx.update(LeaseNotice, { id: notice.id }, { takenBackAt: this.clock.now() });
      await tx.update(Lease, { id }, { period: { from: lease.period.from, until: agreedUntil } });
      await forgetObjection(tx, id);
      await this.charges.reduceWholly(tx, { kind: 'lease_termination', id: notice.id }, 'notice taken back');
      const endsOn = agreedUntil.subtract({ days: 1 });
      const told = { kind: 'lease.notice_taken_back', occurrence: notice.id };
      await this.notices.tell(tx, lease, { ...told, words: (about) => staysAfterAll(about, { endsOn }) });
      const facts = { endsOn: endsOn.toString() };
      await this.audit.record(tx, actor, { action: 'lease.notice_taken_back', subjectId: id, facts });
      return this.leaving.noticeById(tx, notice.id);
    });
  }

  private async lockTenant(tx: Tx, id: string): Promise<string[]> {
    const seen = await tx.findOneBy(Lease, { id });
    if (!seen) throw requestRefusals.not_found();
    return this.bars.lockAccounts(tx, seen.residentId);
  }

  /** For the months of the policy that the lease was signed under. */
  private async bar(
    tx: Tx,
    actor: StaffActor,
    { id: leaseId, residentId, unitId, policyId }: Lease,
    { item, reason: zh, reasonEn: en }: Termination & { why: 'false_data' },
    accounts: readonly string[],
  ): Promise<void> {
    const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: policyId });
    const venueId = await venueOfUnit(tx, unitId);
    const months = values.barredMonthsAfterFalseData;
    const found = { residentId, venueId, item, reason: { zh, en }, months, foundIn: { leaseId } };
    await this.bars.record(tx, actor, found, accounts);
  }

  private async inForce(tx: Tx, actor: Actor, id: string): Promise<Lease> {
    const lease = await this.moves.lock(tx, actor, id);
    if (lease.state !== 'let') throw leavingRefusals.not_in_force({ state: lease.state });
    if (await this.noticeInForce(tx, id)) throw leavingRefusals.leaving_already();
    return lease;
  }

  private noticeInForce(tx: Tx, leaseId: string): Promise<LeaseNotice | null> {
    return tx.findOneBy(LeaseNotice, { leaseId, takenBackAt: IsNull() });
  }

  /** Not after what the policy allows; where that is over already, today. */
  private async limitAfterJob(tx: Tx, { policyId }: Lease, jobEndedOn: PlainDate): Promise<PlainDate> {
    const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: policyId });
    return laterDay(leaveAfterJob(values, jobEndedOn), this.clock.today());
  }

  private assertWithin({ period }: Lease, day: PlainDate, noticeDays: number, limit?: PlainDate): void {
    const days = daysToLeave(period, this.clock.today(), noticeDays);
    const { earliest } = days;
    const latest = limit && isDayBefore(limit, days.latest) ? laterDay(limit, earliest) : days.latest;
    if (isDayBefore(latest, earliest)) throw leavingRefusals.ends_before({ endsOn: lastDay(period) });
    if (isDayBefore(day, earliest) || isDayBefore(latest, day))
      throw leavingRefusals.not_possible_on({ earliest, latest });
  }

  private async leave(tx: Tx, actor: Actor, lease: Lease, wish: Wish): Promise<NoticeView> {
    const { id } = lease;
    const { why, leaveOn } = wish;
    await this.successors.fallThrough(tx, actor, lease);
    const priceFen = priceOfLeaving(why, lease, leaveOn);
    const noticeId = await this.cut(tx, lease, wish, priceFen);
    await forgetObjection(tx, id);
    if (priceFen > 0) await this.owePrice(tx, lease, noticeId, priceFen);
    // After a death there is nobody to be told but the spouse.
    const reader = why === 'death' ? lease.spouseId : lease.residentId;
    if (reader !== null) {
      const told = { kind: 'lease.ends_early', occurrence: noticeId };
      const words = (about: LeaseWords) => leavesEarly(about, { why, leaveOn, priceFen });
      await this.notices.tell(tx, { id, residentId: reader }, { ...told, words });
    }
    const facts = { why, leaveOn: leaveOn.toString(), reason: wish.reason, priceFen };
    await this.audit.record(tx, actor, { action: 'lease.notice_given', subjectId: id, facts });
    return this.leaving.noticeById(tx, noticeId);
  }

  /** The days after are free in the same statement in which it is written down why. */
  private async cut(tx: Tx, lease: Lease, wish: Wish, priceFen: Fen): Promise<string> {
    const noticeId = newId();
    const days = [wish.leaveOn.toString(), lease.period.until.toString(), wish.happenedOn?.toString() ?? null];
    const cut: unknown[] = await tx.query(
      `WITH cut AS (UPDATE leases SET period = daterange(lower(period), $3::date)
                     WHERE id = $2 AND state = 'let' AND upper(period) = $4::date RETURNING id)
       INSERT INTO lease_notices (id, lease_id, why, reason, happened_on, leave_on, agreed_until, price_fen, given_at,
                                  employer_id)
       SELECT $1, id, $6, $7, $5::date, $3::date, $4::date, $8, $9, $10 FROM cut RETURNING id`,
      [
        noticeId,
        lease.id,
        ...days,
        wish.why,
        wish.reason,
        priceFen,
        this.clock.now().toString(),
        wish.employerId ?? null,
      ],
    );
    if (cut.length !== 1) throw leavingRefusals.not_in_force({ state: lease.state });
    return noticeId;
  }

  private async owePrice(tx: Tx, lease: Lease, noticeId: string, amountFen: Fen): Promise<void> {
    const title = { zh: `租约 ${lease.reference} 提前退租`, en: `Leaving early, lease ${lease.reference}` };
    const venueId = await venueOfUnit(tx, lease.unitId);
    const subject = { kind: 'lease_termination', id: noticeId };
    const { residentId } = lease;
    await this.charges.open(tx, [{ reference: newReference(), residentId, venueId, subject, title, amountFen }]);
  }
}

/** An objection names the last day; where that is another one, it is said anew when its time comes. */
async function forgetObjection(tx: Tx, leaseId: string): Promise<void> {
  await tx.query(`DELETE FROM lease_objections WHERE lease_id = $1`, [leaseId]);
}
