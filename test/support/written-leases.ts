import { newId, newReference } from '../../src/kernel/ids.js';
import type { LeaseState } from '../../src/apartments/leases/lease.lifecycle.js';
import type { Linli } from './linli.js';

/** A lease as it is written, past every service; what is left out is as it would be in that state. */
export interface WrittenLease {
  readonly id: string;
  readonly unitId: string;
  readonly residentId: string;
  readonly state: LeaseState;
  readonly from: string;
  readonly until: string;
  readonly previousId?: string | null;
  readonly keysGivenOn?: string | null;
  readonly keysBackOn?: string | null;
  readonly endReason?: string | null;
}

export interface WrittenRenewal {
  readonly leaseId: string;
  readonly state: string;
  readonly reason: string | null;
  readonly nextLeaseId: string | null;
}

/** Leases by the hundred or the ten thousand, in one statement; the guards of the database hold for them too. */
export async function writeLeases(
  linli: Linli,
  by: { policyId: string; staffId: string },
  leases: readonly WrittenLease[],
): Promise<void> {
  const now = linli.clock.now();
  const rows = leases.map((lease) => {
    const isSigned = ['signed', 'let', 'ended'].includes(lease.state);
    const isInForce = ['let', 'ended'].includes(lease.state);
    return {
      ...{ id: lease.id, reference: newReference(), unit_id: lease.unitId, resident_id: lease.residentId },
      ...{ policy_id: by.policyId, previous_id: lease.previousId ?? null, state: lease.state, kind: 'full_term' },
      ...{ period: `[${lease.from},${lease.until})`, term_number: 1, household: {}, schedule: [] },
      held_until: ['held', 'signed'].includes(lease.state) ? now.add({ hours: 24 }).toString() : null,
      ...{ deposit_fen: 0, deposit_payer: 'person', is_transfer: false, created_at: now.toString() },
      ...{ signed_at: isSigned ? now.toString() : null, signature_hash: isSigned ? 'hash' : null },
      ...{ countersigned_at: isInForce ? now.toString() : null, countersigned_by: isInForce ? by.staffId : null },
      ...{ keys_given_on: lease.keysGivenOn ?? null, keys_back_on: lease.keysBackOn ?? null },
      end_reason: lease.endReason ?? null,
    };
  });
  await linli.database.query(`INSERT INTO leases SELECT * FROM json_populate_recordset(NULL::leases, $1)`, [
    JSON.stringify(rows),
  ]);
}

export async function writeRenewals(linli: Linli, renewals: readonly WrittenRenewal[]): Promise<void> {
  const rows = renewals.map(({ leaseId, state, reason, nextLeaseId }) => {
    return { lease_id: leaseId, state, reason, next_lease_id: nextLeaseId, awaits_own_home: false };
  });
  await linli.database.query(`INSERT INTO renewals SELECT * FROM json_populate_recordset(NULL::renewals, $1)`, [
    JSON.stringify(rows),
  ]);
}

/** Days on which units cannot be let; without an end where `until` is null. */
export async function writeOutages(
  linli: Linli,
  outages: readonly { unitId: string; from: string; until: string | null }[],
): Promise<void> {
  const rows = outages.map(({ unitId, from, until }) => {
    return { id: newId(), unit_id: unitId, during: `[${from},${until ?? ''})`, kind: 'repair', reason: '漏水' };
  });
  await linli.database.query(`INSERT INTO unit_outages SELECT * FROM json_populate_recordset(NULL::unit_outages, $1)`, [
    JSON.stringify(rows),
  ]);
}

/** As if no lease had ever been: past the guard that refuses to empty what tenants have confirmed. */
export async function withoutLeases(linli: Linli, alsoEmpty: readonly string[] = []): Promise<void> {
  await linli.database.transaction(async (tx) => {
    await tx.query(`SET LOCAL session_replication_role = replica`);
    await tx.query(`TRUNCATE ${['leases', ...alsoEmpty].join(', ')} CASCADE`);
  });
}
