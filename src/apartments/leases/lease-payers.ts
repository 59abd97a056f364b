import type { OtherPayer } from '../../payments/charges.js';
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
