import { Injectable } from '@nestjs/common';
import type { PlainDate } from '../../kernel/time.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { ApartmentApplication } from '../applications/apartment-application.entity.js';
import { deposit } from '../rents/charges.rules.js';
import type { Lease } from './lease.entity.js';
import { peopleOf } from './lease-moves.js';
import { binding } from './lease.lifecycle.js';
import { periodOf } from './lease.rules.js';
import { employerOf, standingAfter, tierOf } from './lease-standing.js';
import type { BilledEmployer, Rechecked } from './lease-standing.js';
import { hasEmployer, leaseUnder, pastOf } from './next-lease.rules.js';
import type { Past } from './next-lease.rules.js';
import { Proofs } from '../applications/proofs.js';
import { Policies } from '../policy/policies.js';
import { ApartmentPolicy } from '../policy/policy.entity.js';
import { refusalOf } from '../policy/policy.errors.js';
import type { PolicyValues } from '../policy/policy.contract.js';
import { tenureMonths } from '../renewals/renewal.rules.js';
import type { NextTerm, TenureSoFar } from '../renewals/renewal.rules.js';
import { rentSchedule } from '../rents/rent.rules.js';
import type { RentQuestion, ScheduledRent } from '../rents/rent.rules.js';
import type { UnitToLet } from './units-to-let.js';
import { readPeriod } from '../../platform/database/columns.js';

type Terms = Pick<
  Lease,
  'policyId' | 'kind' | 'period' | 'termNumber' | 'household' | 'schedule' | 'depositFen' | 'depositPayer'
> &
  BilledEmployer;

/** What is known of a tenant who goes on. `rechecked`: as they were found at the re-check, where it was due. */
interface NextFacts {
  readonly awaitsOwnHome: boolean;
  readonly spouseId: string | null;
  readonly rechecked: Rechecked | undefined;
}

type Household = Pick<Lease, 'residentId' | 'spouseId'>;

/** What a lease is made under: how long it may be, what is owed month by month, the deposit. Frozen with it. */
@Injectable()
export class LeaseTerms {
  constructor(
    private readonly policies: Policies,
    private readonly proofs: Proofs,
  ) {}

  async forFirst(tx: Tx, application: ApartmentApplication, unit: UnitToLet, startsOn: PlainDate): Promise<Terms> {
    const { tier, degree, spouseId } = application;
    const household = { tier, degree, spouseTier: await tierOf(tx, spouseId) };
    const terms = await this.make(tx, application, household, unit, startsOn, {
      awaitsOwnHome: false,
      isInsured: await this.proofs.isInsured(tx, application.id),
      hasEmployer: application.employer !== null,
    });
    return { ...terms, employerId: application.employerId, employerName: application.employer };
  }

  /** The lease after this one, as its tenant was found at the re-check where there was one, by the policy that is in force then and with the spouse of then. The deposit stays as it is. */
  async forNext(
    tx: Tx,
    lease: Lease,
    unit: UnitToLet,
    { awaitsOwnHome, spouseId, rechecked }: NextFacts,
  ): Promise<Terms & Pick<Lease, 'applicationId'>> {
    const { household: own, applicationId, hasEmployer, ...kept } = await standingAfter(tx, lease, rechecked);
    const facts = { awaitsOwnHome, isInsured: await this.proofs.isInsured(tx, applicationId), hasEmployer };
    const household = spouseId === lease.spouseId ? own : { ...own, spouseTier: await tierOf(tx, spouseId) };
    const people = { residentId: lease.residentId, spouseId };
    const terms = await this.make(tx, people, household, unit, lease.period.until, facts);
    return { ...terms, ...kept, applicationId, depositFen: 0 };
  }

  /** The rest of this lease in another unit: by its own policy, in the same term, with the months counted on. */
  async forTransfer(tx: Tx, lease: Lease, unit: UnitToLet, startsOn: PlainDate): Promise<Terms> {
    const { policyId, kind, termNumber, household, depositPayer } = lease;
    const { values: policy } = await tx.findOneByOrFail(ApartmentPolicy, { id: policyId });
    const period = { from: startsOn, until: lease.period.until };
    const begun = tenureMonths([{ from: lease.period.from, until: startsOn }]).months;
    const monthOfTenure = (lease.schedule[0]?.monthOfTenure ?? 1) + begun;
    const question = { policy, unit, household, termNumber, monthOfTenure, hasEmployer: hasEmployer(lease) };
    const { months, days } = tenureMonths([period]);
    const schedule = this.scheduleOf(question, months + (days > 0 ? 1 : 0));
    const deposit = { depositFen: 0, depositPayer };
    return { policyId, kind, period, termNumber, household, schedule, ...deposit, ...employerOf(lease) };
  }

  /** How long a lease under this policy is held. */
  async timersOf(tx: Tx, { policyId }: Pick<Lease, 'policyId'>): Promise<PolicyValues['timers']> {
    return (await tx.findOneByOrFail(ApartmentPolicy, { id: policyId })).values.timers;
  }

  private scheduleOf(question: RentQuestion, months: number): readonly ScheduledRent[] {
    const schedule = rentSchedule(question, months);
    for (const { rent } of schedule) if ('refused' in rent) throw refusalOf(rent.refused);
    return schedule;
  }

  private async make(
    tx: Tx,
    people: Household,
    household: RentQuestion['household'],
    unit: UnitToLet,
    startsOn: PlainDate,
    { hasEmployer, ...asked }: { awaitsOwnHome: boolean; isInsured: boolean; hasEmployer: boolean },
  ): Promise<Omit<Terms, keyof BilledEmployer>> {
    const { id: policyId, values: policy } = await this.policies.inForce(tx, unit.venueId, startsOn);
    const past = await this.past(tx, people, startsOn, asked);
    const lease = leaseUnder(policy, past, { unit, household, hasEmployer });
    if ('refused' in lease) throw refusalOf(lease.refused);
    const { next, termNumber, schedule } = lease;
    const [first] = schedule;
    const rent = first && !('refused' in first.rent) ? first.rent.totalFen : 0;
    const { amountFen: depositFen, payer: depositPayer } = deposit(policy, rent);
    const period = periodOf(startsOn, next.months);
    return {
      policyId,
      kind: next.kind,
      period,
      termNumber,
      household,
      schedule,
      depositFen,
      depositPayer,
    };
  }

  /** What person and spouse have had before this day, over all units. */
  private async past(
    tx: Tx,
    people: Household,
    before: PlainDate,
    asked: Pick<TenureSoFar, 'isInsured' | 'awaitsOwnHome'>,
  ): Promise<Past> {
    const rows: { period: string; kind: NextTerm['kind']; is_transfer: boolean }[] = await tx.query(
      `SELECT (period * daterange(NULL, $2))::text AS period, kind, is_transfer FROM leases
        WHERE (resident_id = ANY($1) OR spouse_id = ANY($1)) AND state = ANY($3) AND lower(period) < $2::date`,
      [peopleOf(people), before.toString(), binding],
    );
    const leases = rows.map(({ period, kind, is_transfer: isTransfer }) => {
      return { period: readPeriod(period), kind, isTransfer };
    });
    return pastOf(leases, asked);
  }
}
