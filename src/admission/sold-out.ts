import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isBefore } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Changes } from '../platform/database/changes.js';
import { Log } from '../platform/logging/log.js';
import { admissionRefusals } from './admission.errors.js';
import { instantOf } from '../platform/database/sql-values.js';

interface SoldOutPool {
  readonly capacity: number;
  readonly closesAt: Instant;
  /** Who has or had a booking in it: their requests are looked at in full, a repeated one among them. */
  readonly people: ReadonlySet<string>;
}

/**
 * Pools that are full and whose line is closed, so that those who still come are told so without the database being
 * asked. What is known of a pool is forgotten as soon as the database tells of a change of it.
 */
@Injectable()
export class SoldOut {
  private readonly pools = new Map<string, SoldOutPool>();
  private readonly versions = new Map<string, number>();
  private readonly asked = new Set<string>();

  constructor(
    private readonly source: DataSource,
    private readonly changes: Changes,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    changes.on('places', (poolId) => this.forget(poolId));
  }

  /** Refuses somebody who has nothing to do with the pool so far. */
  assertNotSoldOut(poolId: string, residentId: string): void {
    const pool = this.pools.get(poolId);
    if (!pool || !this.changes.isListening || pool.people.has(residentId)) return;
    if (!isBefore(this.clock.now(), pool.closesAt)) return;
    throw admissionRefusals.full_without_waiting_list({ capacity: pool.capacity });
  }

  /** Somebody was refused because the pool is full and its line closed; the next will be told from memory. */
  learn(poolId: string): void {
    if (!this.config.env.MEMORY || this.pools.has(poolId) || this.asked.has(poolId)) return;
    this.asked.add(poolId);
    this.load(poolId)
      .catch((error: unknown) => this.log.fault(error, { act: 'learning that a pool is full' }))
      .finally(() => this.asked.delete(poolId));
  }

  private async load(poolId: string): Promise<void> {
    const version = this.versionOf(poolId);
    const [row]: { capacity: number; closes_at: Date; people: string[] }[] = await this.source.query(
      `SELECT p.capacity, p.closes_at,
              ARRAY(SELECT DISTINCT b.resident_id::text FROM bookings b WHERE b.pool_id = p.id) AS people
         FROM pools p WHERE p.id = $1 AND p.taken >= p.capacity AND NOT p.waiting_list AND p.ended_at IS NULL`,
      [poolId],
    );
    if (!row || version !== this.versionOf(poolId)) return;
    const closesAt = instantOf(row.closes_at);
    this.pools.set(poolId, { capacity: row.capacity, closesAt, people: new Set(row.people) });
  }

  private versionOf(poolId: string): string {
    return `${this.versions.get('') ?? 0} ${this.versions.get(poolId) ?? 0}`;
  }

  private forget(poolId: string | undefined): void {
    const key = poolId ?? '';
    this.versions.set(key, (this.versions.get(key) ?? 0) + 1);
    if (poolId === undefined) this.pools.clear();
    else this.pools.delete(poolId);
  }
}
