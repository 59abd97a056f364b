import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { seenBy, seer } from '../leaving/leaving.queries.js';
import type { CoResidentList, CoResidentView } from './co-residents.contract.js';

interface Row {
  id: string;
  lease_id: string;
  resident_id: string | null;
  name: string;
  document_type: NonNullable<CoResidentView['document']>['type'] | null;
  document_masked: string | null;
  relation: CoResidentView['relation'];
  starts_on: string;
  ends_on: string | null;
  state: CoResidentView['state'];
  reason: string | null;
  asked_at: Date;
  decided_at: Date | null;
}

const rows = `
  SELECT c.id, c.lease_id, c.resident_id, c.name, c.document_type, c.document_masked, c.relation, c.starts_on::text,
         (c.until_on - 1)::text AS ends_on, c.state, c.reason, c.asked_at, c.decided_at
    FROM co_residents c JOIN leases l ON l.id = c.lease_id
    JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id`;

/** Who lives with a tenant, for those who may see the lease; numbers of documents only behind their masks. */
@Injectable()
export class CoResidentsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async ofLease(actor: Actor, leaseId: string): Promise<CoResidentList> {
    const found: Row[] = await this.source.query(`${rows} WHERE c.lease_id = $1 AND ${seenBy} ORDER BY c.id`, [
      leaseId,
      ...seer(actor),
    ]);
    return { items: found.map((row) => this.view(row)) };
  }

  async one(manager: EntityManager, id: string): Promise<CoResidentView> {
    const [row]: Row[] = await manager.query(`${rows} WHERE c.id = $1`, [id]);
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  private view(row: Row): CoResidentView {
    const iso = (date: Date) => isoIn(this.clock.zone, instantOf(date));
    const { document_type: type, document_masked: masked } = row;
    return {
      ...{ id: row.id, leaseId: row.lease_id, residentId: row.resident_id, name: row.name },
      document: type === null || masked === null ? null : { type, masked },
      ...{ relation: row.relation, startsOn: row.starts_on, endsOn: row.ends_on, state: row.state, reason: row.reason },
      ...{ askedAt: iso(row.asked_at), decidedAt: row.decided_at && iso(row.decided_at) },
    };
  }
}
