import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isDayBefore } from '../../kernel/time.js';
import { Audit, system } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Applications } from '../applications/applications.js';
import { conditionKinds } from '../applications/application-conditions.rules.js';
import { Spouses } from '../household/spouses.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { lastGranted, standingAfter } from '../leases/lease-standing.js';
import { Lease } from '../leases/lease.entity.js';
import { binding } from '../leases/lease.lifecycle.js';
import { lastDay } from '../leases/lease.rules.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import { ApartmentPolicy } from '../policy/policy.entity.js';
import { renewalWindow } from '../renewals/renewal.rules.js';
import { LeaseRecheck, LeaseRecheckItem } from './lease-recheck.entity.js';
import { recheckRefusals } from './recheck.errors.js';
import { recheckAsked } from './recheck.messages.js';
import { answerBy, toReprove } from './recheck.rules.js';

/** The re-check of a lease, for everything that is decided by it. Whoever changes one holds its lease. */
@Injectable()
export class Rechecks {
  constructor(
    private readonly applications: Applications,
    private readonly spouses: Spouses,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** What the next lease is reckoned by; undefined before the day of the re-check. Refused where it is not passed. */
  async assertPassed(tx: Tx, lease: Lease): Promise<LeaseRecheck | undefined> {
    const known = await tx.findOneBy(LeaseRecheck, { leaseId: lease.id });
    const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: lease.policyId });
    const { recheckOn } = renewalWindow(values, lastDay(lease.period));
    if (!known && isDayBefore(this.clock.today(), recheckOn)) return undefined;
    const recheck = known ?? (await this.open(tx, lease));
    const { state } = recheck;
    if (state !== 'fit') throw recheckRefusals.not_passed({ state, items: await itemsOf(tx, lease.id) });
    return recheck;
  }

  /** Where all that the lease rests on still holds when the next one begins, it is passed at once. */
  async open(tx: Tx, lease: Lease): Promise<LeaseRecheck> {
    const { id: leaseId, period, policyId } = lease;
    const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: policyId });
    const nextStartsOn = period.until;
    const known = await standingAfter(tx, lease);
    const applicationId = known.applicationId ?? (await lastGranted(tx, lease.residentId))?.id ?? null;
    const proofs = applicationId === null ? [] : [...(await this.applications.conditions(tx, applicationId)).values()];
    const hasOtherSpouse = (await this.spouses.of(tx, lease)) !== lease.spouseId;
    const mayStayUninsured = await hasShortLeaseLeft(tx, lease, values);
    const asked = toReprove(proofs, { nextStartsOn, hasOtherSpouse, mayStayUninsured });
    const { household, employerId, employerName } = known;
    const { tier, degree } = household;
    const [now, isPassed] = [this.clock.now(), asked.length === 0];
    const recheck = tx.create(LeaseRecheck, {
      ...{ leaseId, applicationId, state: isPassed ? 'fit' : 'asked', nextStartsOn },
      ...{ answerBy: answerBy(values, lastDay(period), this.clock.today()) },
      ...{ tier, degree, employerId, employerName, openedAt: now, decidedAt: isPassed ? now : null },
    });
    await tx.insert(LeaseRecheck, recheck);
    const none = { source: null, validUntil: null, reason: null, reasonEn: null };
    const items = asked.map((item) => ({ ...none, ...item, leaseId, state: 'asked' as const }));
    await tx.insert(LeaseRecheckItem, items);
    const facts = { items: asked, nextStartsOn: nextStartsOn.toString() };
    await this.audit.record(tx, system, { action: 'lease.recheck_opened', subjectId: leaseId, facts });
    if (isPassed) return recheck;
    const told = { kind: 'lease.recheck_asked', occurrence: nextStartsOn.toString() };
    await this.notices.tell(tx, lease, { ...told, words: (about) => recheckAsked(about, { ...recheck, items }) });
    return recheck;
  }

  /** Of a lease that the caller has locked. */
  async ofLease(tx: Tx, { id, state }: Lease): Promise<{ recheck: LeaseRecheck; items: LeaseRecheckItem[] }> {
    const recheck = await tx.findOneBy(LeaseRecheck, { leaseId: id });
    if (!recheck) throw requestRefusals.not_found();
    if (state !== 'let') throw recheckRefusals.not_in_force({ state });
    return { recheck, items: await itemsOf(tx, id) };
  }
}

/** In the order in which conditions are always named. */
export async function itemsOf(manager: EntityManager, leaseId: string): Promise<LeaseRecheckItem[]> {
  const items = await manager.findBy(LeaseRecheckItem, { leaseId });
  return items.sort((a, b) => conditionKinds.indexOf(a.kind) - conditionKinds.indexOf(b.kind));
}

async function hasShortLeaseLeft(
  tx: Tx,
  { residentId }: Lease,
  { shortFirstLease }: Pick<PolicyValues, 'shortFirstLease'>,
): Promise<boolean> {
  const [had]: { short: number; others: number }[] = await tx.query(
    `SELECT count(*) FILTER (WHERE kind = 'short_first')::int AS short,
            count(*) FILTER (WHERE kind <> 'short_first')::int AS others
       FROM leases WHERE resident_id = $1 AND NOT is_transfer AND state = ANY ($2)`,
    [residentId, binding],
  );
  return shortFirstLease !== null && had?.others === 0 && had.short < shortFirstLease.times;
}
