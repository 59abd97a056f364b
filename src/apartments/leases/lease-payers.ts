import type { NewCharge, OtherPayer } from '../../payments/charges.js';
import type { Payer } from '../policy/policy.contract.js';
import type { Lease } from './lease.entity.js';

/** Who owes what this payer is billed: undefined is the tenant, who also stands in for an employer without a name. */
export function payerOf(
  { employerId, employerName }: Pick<Lease, 'employerId' | 'employerName'>,
  payer: Payer,
): OtherPayer | undefined {
  if (payer === 'zone') return { party: 'zone', id: null, name: '园区' };
  if (payer === 'person' || employerName === null) return undefined;
  return { party: 'employer', id: employerId, name: employerName };
}

/** The deposit of a lease, as it is owed. */
export function depositCharge(lease: Lease, venueId: string): NewCharge {
  const { id, reference, residentId, depositFen: amountFen, depositPayer } = lease;
  const title = { zh: `租约 ${reference} 押金`, en: `Deposit of lease ${reference}` };
  const payer = payerOf(lease, depositPayer);
  return { reference, residentId, payer, venueId, subject: { kind: 'lease_deposit', id }, title, amountFen };
}
