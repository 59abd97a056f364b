import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../../kernel/ids.js';
import { earlierDay, isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Charges } from '../../payments/charges.js';
import { Audit } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { insertAll } from '../../platform/database/insert-all.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { KnownUnit } from '../inventory/known-units.js';
import { identityOf } from '../inventory/unit-list.rules.js';
import { Lease } from '../leases/lease.entity.js';
import { depositCharge } from '../leases/lease-payers.js';
import { hashOf } from '../leases/sign-lease.service.js';
import { Policies } from '../policy/policies.js';
import type { PolicyInForce } from '../policy/policies.js';
import { Renewal } from '../renewals/renewal.entity.js';
import { tenureMonths } from '../renewals/renewal.rules.js';
import { splitByPayer } from '../rents/rent.rules.js';
import type { MonthlyRent, ScheduledRent } from '../rents/rent.rules.js';
import type { Earlier } from './earlier-leases.js';
import type { ListedLease } from './lease-list.rules.js';

interface TakenOver {
  readonly venueId: string;
  readonly leases: readonly ListedLease[];
  readonly units: ReadonlyMap<string, KnownUnit>;
  /** By phone. */
  readonly residents: ReadonlyMap<string, string>;
  readonly billedFrom: PlainDate;
  readonly earlier: Earlier;
}

/** Terms that a tenant had before, and months of them. */
interface Past {
  terms: number;
  months: number;
}

interface Written {
  readonly lease: Lease;
  readonly receiptNumber: string | null;
}

/** Writes the leases of a list with their renewals and deposits, under the policy that is in force today. */
@Injectable()
export class WriteTakenOver {
  constructor(
    private readonly policies: Policies,
    private readonly charges: Charges,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, actor: StaffActor, about: TakenOver): Promise<void> {
    const policy = await this.policies.inForce(tx, about.venueId, this.clock.today());
    const written = this.leasesOf(tx, actor, about, policy);
    const leases = written.map(({ lease }) => lease);
    const ended = await this.endPrevious(tx, about);
    await insertAll(tx, Lease, leases);
    const renewals = leases.flatMap(({ id, previousId }) => (previousId ? [renewed(previousId, id)] : []));
    await insertAll(tx, Renewal, renewals);
    await this.keepDeposits(tx, actor, about.venueId, written);
    const deeds = leases.map(({ id, unitId, earlierNumber, period }) => {
      const facts = { unitId, earlierNumber, from: period.from.toString(), until: period.until.toString() };
      return { action: 'lease.taken_over', subjectId: id, facts } as const;
    });
    const facts = { leases: leases.length, billedFrom: about.billedFrom.toString() };
    await this.audit.record(
      tx,
      actor,
      { action: 'lease_list.imported', subjectId: about.venueId, facts },
      ...deeds,
      ...ended,
    );
  }

  /** Leases of an earlier list that one of this goes on from: the tenant kept the keys, as within one list. */
  private async endPrevious(tx: Tx, { leases, earlier }: TakenOver) {
    const known = leases.flatMap(({ row, keysGivenOn }) => {
      const previous = earlier.previous.get(row);
      return previous ? [{ ...previous, on: keysGivenOn?.toString() ?? null }] : [];
    });
    await tx.query(`UPDATE leases SET end_reason = 'renewed' WHERE id = ANY($1) AND end_reason = 'taken over'`, [
      known.map(({ id }) => id),
    ]);
    const kept = known.filter(({ hasKeys, on }) => hasKeys && on !== null);
    await tx.query(
      `UPDATE leases l SET state = 'ended', keys_back_on = p.day, end_reason = 'renewed'
         FROM unnest($1::uuid[], $2::date[]) AS p (id, day) WHERE l.id = p.id AND l.state = 'let'`,
      [kept.map(({ id }) => id), kept.map(({ on }) => on)],
    );
    return kept.map(({ id, on }) => {
      return { action: 'lease.ended', subjectId: id, facts: { on, reason: 'renewed' } } as const;
    });
  }

  private leasesOf(tx: Tx, actor: StaffActor, about: TakenOver, policy: PolicyInForce): Written[] {
    const past = new Map<string, Past>();
    const ids = new Map(about.leases.map(({ row }) => [row, newId()]));
    const inOrder = about.leases.toSorted((a, b) => Temporal.PlainDate.compare(a.period.from, b.period.from));
    return inOrder.map((listed) => {
      const { row, entry, period, previousRow } = listed;
      const before = past.get(entry.phone) ?? this.pastHere(about, listed);
      const schedule = scheduleOf(listed, before, policy);
      past.set(entry.phone, { terms: before.terms + 1, months: before.months + schedule.length });
      const signedOn = earlierDay(period.from, this.clock.today());
      const signedAt = signedOn.toZonedDateTime(this.clock.zone).toInstant();
      const lease = tx.create(Lease, {
        ...{ id: ids.get(row), reference: newReference(), earlierNumber: entry.earlierNumber, state: listed.state },
        ...{
          unitId: about.units.get(identityOf(entry))?.id,
          residentId: about.residents.get(entry.phone),
          spouseId: null,
        },
        ...{ applicationId: null, policyId: policy.id, kind: 'full_term', isTransfer: false, heldUntil: null },
        previousId: ids.get(previousRow ?? 0) ?? about.earlier.previous.get(row)?.id ?? null,
        ...{ termNumber: before.terms + 1 },
        ...{ period, schedule, household: { tier: entry.tier, spouseTier: null, degree: null } },
        ...{ depositFen: entry.depositFen, depositPayer: 'person', employerId: null, employerName: null },
        ...{ signedAt, countersignedAt: signedAt, countersignedBy: actor.id, createdAt: this.clock.now() },
        ...{ keysGivenOn: listed.keysGivenOn, keysBackOn: listed.keysBackOn, endReason: listed.endReason },
        billedFrom: about.billedFrom,
      });
      lease.signatureHash = hashOf(lease);
      return { lease, receiptNumber: entry.depositReceipt };
    });
  }

  /** What a tenant had at this house before the first lease of theirs in the list. */
  private pastHere({ earlier, residents }: TakenOver, { entry, period }: ListedLease): Past {
    const terms = earlier.terms.get(residents.get(entry.phone) ?? '') ?? [];
    const before = terms.filter(({ until }) => !isDayBefore(period.from, until));
    return { terms: before.length, months: before.reduce((sum, { months }) => sum + months, 0) };
  }

  private async keepDeposits(tx: Tx, actor: StaffActor, venueId: string, written: readonly Written[]): Promise<void> {
    const there = written.filter(({ lease }) => lease.depositFen > 0);
    const ids = await this.charges.open(
      tx,
      there.map(({ lease }) => depositCharge(lease, venueId)),
    );
    const payments = there.map(({ lease, receiptNumber }, index) => {
      return { chargeId: ids[index] ?? '', amountFen: lease.depositFen, receiptNumber: receiptNumber ?? '' };
    });
    await this.charges.paidBefore(tx, actor, payments);
  }
}

/** One rent for all months, as it was agreed; by which rule, the earlier books do not say. */
function scheduleOf({ entry, period }: ListedLease, past: Past, { values }: PolicyInForce): ScheduledRent[] {
  const { months, days } = tenureMonths([period]);
  const amounts = { totalFen: entry.rentFen, netFen: entry.rentFen, split: splitByPayer(entry.rentFen, values.split) };
  const rent: MonthlyRent = { tier: entry.tier, lines: [], subsidy: null, ...amounts };
  return Array.from({ length: months + (days > 0 ? 1 : 0) }, (_, index) => ({
    ...{ leaseMonth: index + 1, termNumber: past.terms + 1, monthOfTenure: past.months + index + 1, rent },
  }));
}

function renewed(leaseId: string, nextLeaseId: string): Renewal {
  const undated = { reason: null, askedAt: null, decidedAt: null };
  return { leaseId, nextLeaseId, state: 'agreed', awaitsOwnHome: false, ...undated };
}
