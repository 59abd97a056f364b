import { performance } from 'node:perf_hooks';
import { unanswered } from './answer.js';
import type { Answer } from './answer.js';
import { Connection } from './connection.js';

/**
 * The connections that a reverse proxy would keep open to the house: as many as are busy at once, up to a limit; beyond
 * it requests queue here. Whoever measures starts the clock before `ask`, so that the queue counts.
 */
export class ConnectionPool {
  private readonly idle: Connection[] = [];
  private readonly queue: ((connection: Connection) => void)[] = [];
  private readonly openedAt = performance.now();
  private opened = 0;

  constructor(
    private readonly port: number,
    private readonly most: number,
    /** After so many milliseconds nothing is sent any more: people have gone home. */
    private readonly lastsMs: number,
  ) {}

  async ask(request: string): Promise<Answer> {
    const connection = await this.take();
    try {
      if (performance.now() - this.openedAt > this.lastsMs) return unanswered('gave up waiting');
      return await connection.ask(request);
    } finally {
      this.giveBack(connection);
    }
  }

  close(): void {
    for (const connection of this.idle) connection.close();
  }

  private take(): Promise<Connection> | Connection {
    const free = this.idle.pop();
    if (free) return free;
    if (this.opened < this.most) {
      this.opened++;
      return new Connection(this.port);
    }
    return new Promise((resolve) => this.queue.push(resolve));
  }

  private giveBack(connection: Connection): void {
    const next = this.queue.shift();
    if (next) next(connection);
    else this.idle.push(connection);
  }
}
