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
     SELECT "openingId", second, what, sum(count)
       FROM json_to_recordset($1) AS c ("openingId" uuid, second timestamptz, what text, count int)
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
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
  private seen: (Seen & { readonly what: Happening })[] = [];
  /** Where the counts of this second are, by opening and by what happened. */
  private current = { second: 0, counts: new Map<string, Map<Happening, Seen>>() };
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  add(openingId: string | null, what: Happening, count = 1): void {
    if (openingId === null || count === 0) return;
    const second = secondOf(this.clock.nowMs());
    if (second !== this.current.second) this.current = { second, counts: new Map() };
    const { counts } = this.current;
    const ofOpening = counts.get(openingId) ?? new Map<Happening, Seen>();
    const known = ofOpening.get(what);
    if (known) {
      known.count += count;
      return;
    }
    const one = { openingId, second, what, count };
    this.seen.push(one);
    counts.set(openingId, ofOpening.set(what, one));
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
    if (this.seen.length === 0) return;
    const { seen } = this;
    this.seen = [];
    this.current = { second: 0, counts: new Map() };
    try {
      await addCounts(this.source.manager, seen);
    } catch (error) {
      // Into this second, so that what piles up while the database is away stays small.
      for (const { openingId, what, count } of seen) this.add(openingId, what, count);
      throw error;
    }
  }
}
