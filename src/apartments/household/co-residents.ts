import { newId } from '../../kernel/ids.js';
import { Resident } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Lease } from '../leases/lease.entity.js';
import { CoResident } from './co-resident.entity.js';

/** Who lived with the tenant to the end of a lease goes on with the one after it: a renewal, a move, a continuation. */
export async function carryCoResidents(
  tx: Tx,
  leaseId: string,
  next: Pick<Lease, 'id' | 'residentId' | 'period'>,
): Promise<void> {
  const { from } = next.period;
  const tenant = await tx.findOneByOrFail(Resident, { id: next.residentId });
  const approved = await tx.findBy(CoResident, { leaseId, state: 'approved' });
  const going = approved.filter(({ residentId, documentHash, startsOn, untilOn }) => {
    const staysOn = untilOn === null || untilOn.since(from).sign > 0;
    const isTenant = residentId === tenant.id || (documentHash !== null && documentHash === tenant.documentHash);
    return !isTenant && staysOn && startsOn.until(from).sign >= 0;
  });
  await tx.insert(
    CoResident,
    going.map((one) => ({ ...one, id: newId(), leaseId: next.id, startsOn: from })),
  );
}
