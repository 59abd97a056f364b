import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock/clock.js';
import { Log } from '../../platform/logging/log.js';

/** What processes see happen in an opening; `asked`: requests to enrol. */
export type Happening = 'ticket' | 'asked' | 'placed' | 'waiting' | 'repeated' | `refused ${string}`;

interface Seen {
  readonly openingId: string;
  /** Milliseconds since 1970, a whole second. */
  readonly second: number;
  readonly what: Happening | 'called';
  count: number;
}

const everyMs = 1_000;

/** Adds to what is known of these seconds. */
export async function addCounts(manager: EntityManager, counts: readonly Seen[]): Promise<void> {
  const rows = counts.map((one) => ({ ...one, second: new Date(one.second).toISOString() }));
  await manager.query(
    `INSERT INTO opening_counts (opening_id, second, what, count)
     SELECT "openingId", second, what, count
       FROM json_to_recordset($1) AS c ("openingId" uuid, second timestamptz, what text, count int)
      ORDER BY 1, 2, 3
     ON CONFLICT ON CONSTRAINT opening_counts_one_per_second DO UPDATE SET count = opening_counts.count + excluded.count`,
    [JSON.stringify(rows)],
  );
}

/** The whole second of a moment. */
export function secondOf(ms: number): number {
  return ms - (ms % 1000);
}

/** Counts what happens in each second of an opening, and adds it once a second to what the other processes saw. */
@Injectable()
export class OpeningCounts implements OnApplicationBootstrap, OnApplicationShutdown {
  private seen = new Map<string, Seen & { readonly what: Happening }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  add(openingId: string | null, what: Happening, count = 1): void {
    if (openingId === null || count === 0) return;
    const second = secondOf(this.clock.nowMs());
    const key = `${openingId} ${second} ${what}`;
    const known = this.seen.get(key);
    if (known) known.count += count;
    else this.seen.set(key, { openingId, second, what, count });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.flush().catch((error: unknown) => this.log.fault(error, { act: 'counting an opening' }));
    }, everyMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush().catch(() => undefined);
  }

  /** What cannot be written now is written with the next. */
  async flush(): Promise<void> {
    if (this.seen.size === 0) return;
    const { seen } = this;
    this.seen = new Map();
    try {
      await addCounts(this.source.manager, [...seen.values()]);
    } catch (error) {
      // Into this second, so that what piles up while the database is away stays small.
      for (const { openingId, what, count } of seen.values()) this.add(openingId, what, count);
      throw error;
    }
  }
}
