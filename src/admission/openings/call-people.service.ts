import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Log } from '../../platform/logging/log.js';
import { AdmissionEngine } from '../admission-engine.js';
import { Calling } from './calling.js';
import { nextRate } from './opening.rules.js';

/** How often: while people wait, and while nobody does but turns are still to end. */
const everyMs = { waiting: 900, idle: 30_000 } as const;

/**
 * Once a second writes down how far the numbers of each waiting room are called up, and fits the pace to what the engine
 * can take. Every process may do so: the first one in a second does it.
 */
@Injectable()
export class CallPeople implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly source: DataSource,
    private readonly transactions: Transactions,
    private readonly calling: Calling,
    private readonly engine: AdmissionEngine,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.run().catch((error: unknown) => this.log.fault(error, { act: 'calling people up' }));
    }, 1_000);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    const due: { id: string }[] = await this.source.query(
      `SELECT id FROM openings
        WHERE per_second IS NOT NULL AND paused_at IS NULL
          AND (called < issued AND called_at <= $1 OR lapsed < issued AND called_at <= $2) ORDER BY id`,
      [
        now.subtract({ milliseconds: everyMs.waiting }).toString(),
        now.subtract({ milliseconds: everyMs.idle }).toString(),
      ],
    );
    for (const { id } of due) await this.transactions.run((tx) => this.call(tx, id));
  }

  private async call(tx: Tx, id: string): Promise<void> {
    const opening = await this.calling.lock(tx, id);
    const mostRecent = this.clock.now().subtract({ milliseconds: everyMs.waiting }).epochMilliseconds;
    if (!opening || opening.calledAt.epochMilliseconds > mostRecent) return;
    await this.calling.bringUpToNow(tx, opening, { rate: nextRate(opening, this.engine.queueSeconds) });
  }
}
