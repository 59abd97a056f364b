import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../people/index.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { leaseRefusals } from './lease.errors.js';
import { drawLeaseContract } from './lease-contract.pdf.js';
import type { ContractFacts, Party } from './lease-contract.rules.js';
import type { LeaseView } from './leases.contract.js';
import { Leases } from './leases.queries.js';
import type { PolicyValues } from '../policy/policy.contract.js';

export interface ContractFile {
  readonly name: string;
  readonly bytes: Buffer;
}

interface Row {
  house: string;
  address: string;
  floor: number;
  tenant_document: Party['document'];
  spouse: Party | null;
  policy: PolicyValues;
  countersigned_by: string | null;
}

/** The contract of a lease: as it was kept when the lease came into force, before that as a draft. */
@Injectable()
export class LeaseContracts {
  constructor(
    private readonly source: DataSource,
    private readonly leases: Leases,
  ) {}

  async ofOwn(residentId: string, id: string): Promise<ContractFile> {
    return this.file(await this.leases.ownOne(residentId, id));
  }

  async ofStaff(actor: Actor, id: string): Promise<ContractFile> {
    return this.file(await this.leases.staffOne(actor, id));
  }

  async facts(manager: EntityManager, lease: LeaseView, number: string | null): Promise<ContractFacts> {
    const [row]: Row[] = await manager.query(
      `SELECT v.name AS house, v.address, u.floor, p.values AS policy, c.name AS countersigned_by,
              CASE WHEN t.document_type IS NOT NULL
                   THEN json_build_object('type', t.document_type, 'masked', t.document_masked) END AS tenant_document,
              CASE WHEN s.id IS NOT NULL THEN json_build_object('name', coalesce(s.name, ''), 'document',
                   CASE WHEN s.document_type IS NOT NULL
                        THEN json_build_object('type', s.document_type, 'masked', s.document_masked) END) END AS spouse
         FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
         JOIN venues v ON v.id = b.venue_id JOIN apartment_policies p ON p.id = l.policy_id
         JOIN residents t ON t.id = l.resident_id LEFT JOIN residents s ON s.id = l.spouse_id
         LEFT JOIN staff c ON c.id = l.countersigned_by
        WHERE l.id = $1`,
      [lease.id],
    );
    if (!row) throw requestRefusals.not_found();
    return {
      ...{ number, lease, house: { name: row.house, address: row.address }, floor: row.floor, policy: row.policy },
      tenant: { name: lease.tenant.name, document: row.tenant_document },
      ...{ spouse: row.spouse, countersignedBy: row.countersigned_by },
    };
  }

  private async file(lease: LeaseView): Promise<ContractFile> {
    const [kept]: { number: string; bytes: Buffer }[] = await this.source.query(
      `SELECT number, bytes FROM lease_contracts WHERE lease_id = $1`,
      [lease.id],
    );
    if (kept) return { name: `租赁合同 ${kept.number}.pdf`, bytes: kept.bytes };
    if (lease.state !== 'held' && lease.state !== 'signed') throw leaseRefusals.no_contract();
    const bytes = await drawLeaseContract(await this.facts(this.source.manager, lease, null));
    return { name: `租赁合同 草稿 ${lease.reference}.pdf`, bytes };
  }
}
