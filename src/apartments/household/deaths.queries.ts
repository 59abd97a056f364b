import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { instantOf } from '../../platform/database/sql-values.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { seenBy, seer } from '../leaving/leaving.queries.js';
import type { Continuations, DeathView } from './deaths.contract.js';

interface Row {
  lease_id: string;
  died_on: string;
  proof: string;
  ask_by: string;
  keys_by: string;
  asked_by: string | null;
  asked_at: Date | null;
  asker: string | null;
  outcome: DeathView['outcome'];
  reason: string | null;
  next_lease_id: string | null;
}

const rows = `
  SELECT d.lease_id, d.died_on::text, d.proof, d.ask_by::text, d.keys_by::text, d.asked_by, d.asked_at, r.name AS asker,
         d.outcome, d.reason, d.next_lease_id
    FROM lease_deaths d JOIN leases l ON l.id = d.lease_id
    JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
    LEFT JOIN residents r ON r.id = d.asked_by`;

/** Who lived with a tenant on the day of the death, by account or by the document of one; `me` is a row of residents. */
const livedThere = `(l.spouse_id = me.id OR EXISTS (
  SELECT FROM co_residents c WHERE c.lease_id = l.id AND c.state = 'approved'
     AND (c.resident_id = me.id OR c.document_hash = me.document_hash)
     AND d.died_on >= c.starts_on AND (c.until_on IS NULL OR d.died_on < c.until_on)))`;

/** Deaths of tenants, and who may go on with their leases. */
@Injectable()
export class Deaths {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  ofLease(actor: Actor, leaseId: string): Promise<DeathView> {
    return this.view(this.source.manager, `d.lease_id = $1 AND ${seenBy}`, [leaseId, ...seer(actor)]);
  }

  one(manager: EntityManager, leaseId: string): Promise<DeathView> {
    return this.view(manager, `d.lease_id = $1`, [leaseId]);
  }

  /** The accounts of those who may continue a lease. */
  async heirs(manager: EntityManager, leaseId: string): Promise<string[]> {
    const found: { id: string }[] = await manager.query(
      `SELECT DISTINCT me.id FROM lease_deaths d JOIN leases l ON l.id = d.lease_id
         JOIN residents me ON me.id <> l.resident_id AND me.died_on IS NULL
          AND (me.id = l.spouse_id OR me.id IN (SELECT resident_id FROM co_residents WHERE lease_id = l.id)
               OR me.document_hash IN (SELECT document_hash FROM co_residents WHERE lease_id = l.id))
        WHERE d.lease_id = $1 AND ${livedThere} ORDER BY me.id`,
      [leaseId],
    );
    return found.map(({ id }) => id);
  }

  /** Whether anybody lived there, also without an account. */
  async isAnyoneLeft(manager: EntityManager, leaseId: string): Promise<boolean> {
    const found: unknown[] = await manager.query(
      `SELECT 1 FROM lease_deaths d JOIN leases l ON l.id = d.lease_id
        WHERE d.lease_id = $1 AND (l.spouse_id IS NOT NULL OR EXISTS (
              SELECT FROM co_residents c WHERE c.lease_id = l.id AND c.state = 'approved'
                 AND d.died_on >= c.starts_on AND (c.until_on IS NULL OR d.died_on < c.until_on)))`,
      [leaseId],
    );
    return found.length > 0;
  }

  /** Leases that I may continue, or have asked to. */
  async forMe(residentId: string): Promise<Continuations> {
    interface Mine extends Pick<Row, 'lease_id' | 'ask_by' | 'keys_by' | 'outcome' | 'next_lease_id' | 'asked_at'> {
      reference: string;
      unit: string;
      ends_on: string;
    }
    const found: Mine[] = await this.source.query(
      `SELECT d.lease_id, l.reference, b.name || ' ' || u.number AS unit, (upper(l.period) - 1)::text AS ends_on,
              d.ask_by::text, d.keys_by::text, d.outcome, d.next_lease_id,
              CASE WHEN d.asked_by = me.id THEN d.asked_at END AS asked_at
         FROM residents me JOIN leases l ON l.spouse_id = me.id
           OR l.id IN (SELECT lease_id FROM co_residents WHERE resident_id = me.id OR document_hash = me.document_hash)
         JOIN lease_deaths d ON d.lease_id = l.id JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
        WHERE me.id = $1 AND ${livedThere} ORDER BY d.ask_by, d.lease_id`,
      [residentId],
    );
    const items = found.map(({ reference, unit, ...row }) => ({
      ...{ leaseId: row.lease_id, reference, unit, endsOn: row.ends_on, askBy: row.ask_by, keysBy: row.keys_by },
      askedAt: row.asked_at && this.iso(row.asked_at),
      ...{ outcome: row.outcome, nextLeaseId: row.next_lease_id },
    }));
    return { items };
  }

  private async view(manager: EntityManager, where: string, values: unknown[]): Promise<DeathView> {
    const [row]: Row[] = await manager.query(`${rows} WHERE ${where}`, values);
    if (!row) throw requestRefusals.not_found();
    const { asked_by: residentId, asked_at: at } = row;
    return {
      ...{ leaseId: row.lease_id, diedOn: row.died_on, proof: row.proof, askBy: row.ask_by, keysBy: row.keys_by },
      asked: residentId === null || at === null ? null : { residentId, name: row.asker ?? '', at: this.iso(at) },
      ...{ outcome: row.outcome, reason: row.reason, nextLeaseId: row.next_lease_id },
    };
  }

  private iso(date: Date): string {
    return isoIn(this.clock.zone, instantOf(date));
  }
}
