import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { LeaseContract } from './lease-contract.entity.js';
import { drawLeaseContract } from './lease-contract.pdf.js';
import { LeaseContracts } from './lease-contracts.queries.js';
import { Leases } from './leases.queries.js';

/** Draws the contract of a lease that comes into force and keeps it, once, under the next number of the year. */
@Injectable()
export class KeepContract {
  constructor(
    private readonly leases: Leases,
    private readonly contracts: LeaseContracts,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, leaseId: string, actor: Actor): Promise<void> {
    const number = await this.nextNumber(tx);
    const facts = await this.contracts.facts(tx, await this.leases.one(tx, leaseId), number);
    const bytes = await drawLeaseContract(facts);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await tx.insert(LeaseContract, { leaseId, number, sha256, bytes, madeAt: this.clock.now() });
    await this.audit.record(tx, actor, {
      action: 'lease.contract_kept',
      subjectId: leaseId,
      facts: { number, sha256 },
    });
  }

  /** Whoever comes second waits until the first has kept theirs or has failed; so there is no gap. */
  private async nextNumber(tx: Tx): Promise<string> {
    const { year } = this.clock.today();
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('linli.lease_contracts ' || $1::text))`, [year]);
    const [row]: { taken: number }[] = await tx.query(
      `SELECT coalesce(max(split_part(number, '-', 2)::int), 0) AS taken FROM lease_contracts WHERE number LIKE $1`,
      [`${year}-%`],
    );
    return `${year}-${String((row?.taken ?? 0) + 1).padStart(4, '0')}`;
  }
}
