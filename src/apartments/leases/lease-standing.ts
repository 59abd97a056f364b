import type { Tx } from '../../platform/database/transactions.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import type { Tier } from '../policy/policy.contract.js';
import type { RentQuestion } from '../rents/rent.rules.js';
import type { Lease } from './lease.entity.js';
import { hasEmployer } from './next-lease.rules.js';

/** Who is billed for the employer of the tenant. */
export type BilledEmployer = Pick<Lease, 'employerId' | 'employerName'>;

/** What the next lease of a tenant rests on. */
export interface Standing extends BilledEmployer, Pick<Lease, 'applicationId' | 'depositPayer'> {
  readonly household: RentQuestion['household'];
  readonly hasEmployer: boolean;
}

/** What a re-check found of a tenant. */
export type Rechecked = BilledEmployer &
  Pick<Lease, 'applicationId'> &
  Pick<RentQuestion['household'], 'tier' | 'degree'>;

/** What the next lease rests on: what this one does, and where the tenant was re-checked, what was found then. */
export async function standingAfter(tx: Tx, lease: Lease, rechecked?: Rechecked): Promise<Standing> {
  const known = await knownStanding(tx, lease);
  if (!rechecked) return known;
  const { tier, degree, applicationId } = rechecked;
  const isBilledWithoutName = known.hasEmployer && known.employerName === null;
  return {
    ...{ ...known, ...employerOf(rechecked), household: { ...known.household, tier, degree } },
    applicationId: applicationId ?? known.applicationId,
    hasEmployer: rechecked.employerName !== null || isBilledWithoutName,
  };
}

/**
 * A tenant goes on with what their lease rests on. Who continued the lease of a tenant who died had it on the terms of
 * that tenant until its end; what comes after rests on what was last granted to themselves, or on nothing.
 */
async function knownStanding(tx: Tx, lease: Lease): Promise<Standing> {
  const { household, applicationId, depositPayer } = lease;
  if (!(await isContinuation(tx, lease.id)))
    return { household, applicationId, depositPayer, ...employerOf(lease), hasEmployer: hasEmployer(lease) };
  const own = await lastGranted(tx, lease.residentId);
  const employer = { employerId: own?.employerId ?? null, employerName: own?.employer ?? null };
  return {
    household: { tier: own?.tier ?? null, spouseTier: null, degree: own?.degree ?? null },
    ...{ applicationId: own?.id ?? null, ...employer, hasEmployer: employer.employerName !== null },
    depositPayer: employer.employerName === null ? 'person' : depositPayer,
  };
}

/** Whether the tenant goes on with the term of one who died, in the same unit or after a move. */
export async function isContinuation(tx: Tx, leaseId: string): Promise<boolean> {
  const found: unknown[] = await tx.query(
    `WITH RECURSIVE term AS (
       SELECT id, previous_id, is_transfer FROM leases WHERE id = $1
       UNION ALL
       SELECT p.id, p.previous_id, p.is_transfer FROM term t JOIN leases p ON t.is_transfer AND p.id = t.previous_id)
     SELECT 1 FROM term t JOIN lease_deaths d ON d.next_lease_id = t.id LIMIT 1`,
    [leaseId],
  );
  return found.length > 0;
}

/** What was granted to this person last and still holds. */
export function lastGranted(tx: Tx, residentId: string): Promise<ApartmentApplication | null> {
  return tx.findOne(ApartmentApplication, {
    where: { residentId, state: 'approved' },
    order: { decidedAt: 'DESC', id: 'DESC' },
  });
}

/**
 * The tier of a person, in SQL: as it was granted last, and for who never applied here since their lease was taken over,
 * as that lease says. The lease that somebody continued says the tier of who died.
 */
export function tierInSql(resident: string): string {
  return `(SELECT t.tier FROM (
    (SELECT a.tier, 1 AS place FROM apartment_applications a WHERE a.resident_id = ${resident} AND a.state = 'approved'
      ORDER BY a.decided_at DESC, a.id DESC LIMIT 1)
    UNION ALL
    (SELECT o.household ->> 'tier', 2 FROM leases o
      WHERE o.resident_id = ${resident} AND o.state IN ('let', 'ended') AND o.application_id IS NULL
        AND NOT EXISTS (SELECT FROM lease_deaths d JOIN leases c ON c.id = d.next_lease_id WHERE c.resident_id = o.resident_id)
      ORDER BY lower(o.period) DESC LIMIT 1)) t ORDER BY t.place LIMIT 1)`;
}

export async function tierOf(tx: Tx, residentId: string | null): Promise<Tier | null> {
  if (residentId === null) return null;
  const [found]: { tier: Tier | null }[] = await tx.query(`SELECT ${tierInSql('$1::uuid')} AS tier`, [residentId]);
  return found?.tier ?? null;
}

export function employerOf({ employerId, employerName }: BilledEmployer): BilledEmployer {
  return { employerId, employerName };
}
