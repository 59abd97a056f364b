import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config/config.js';
import { Log } from '../logging/log.js';

/** Hears what has changed: the word of a topic, and what follows it; `undefined` where everything may have. */
type Listener = (what: string | undefined) => void;

const reconnectMs = 1_000;
const pulse = { everyMs: 5_000, patienceMs: 2_000 } as const;

/**
 * What the database tells of its changes (NOTIFY linli), whichever process made them. While nothing can be heard,
 * `isListening` is false and nobody may answer from memory.
 */
@Injectable()
export class Changes implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listeners = new Map<string, Listener[]>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  get isListening(): boolean {
    return this.client !== undefined;
  }

  on(topic: string, listener: Listener): void {
    this.listeners.set(topic, [...(this.listeners.get(topic) ?? []), listener]);
  }

  /** Resolves when this process has heard of everything that was committed before. */
  async heard(): Promise<void> {
    await this.client?.query('SELECT 1').catch(() => undefined);
  }

  onApplicationBootstrap(): Promise<void> {
    return this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    const { client } = this;
    this.client = undefined;
    await client?.end();
  }

  private async listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.env.DATABASE_URL,
      application_name: 'linli-changes',
      connectionTimeoutMillis: 10_000,
      query_timeout: pulse.patienceMs,
    });
    client.on('notification', ({ payload = '' }) => this.hear(payload));
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('LISTEN linli');
    } catch (error) {
      this.log.fault(error, { act: 'hearing of changes' });
      void client.end().catch(() => undefined);
      this.lose();
      return;
    }
    if (this.isClosed) return void (await client.end());
    client.once('end', () => this.lose());
    this.client = client;
    this.beat(client);
    // Nobody knows what was missed.
    for (const listener of [...this.listeners.values()].flat()) listener(undefined);
  }

  /** A connection that does not answer has nothing to tell either, though nobody has closed it. */
  private beat(client: pg.Client): void {
    const timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.client === client && this.beat(client),
        () => this.client === client && this.drop(client),
      );
    }, pulse.everyMs);
    timer.unref();
  }

  private drop(client: pg.Client): void {
    client.removeAllListeners('end');
    void client.end().catch(() => undefined);
    this.lose();
  }

  private hear(payload: string): void {
    const space = payload.indexOf(' ');
    const topic = space < 0 ? payload : payload.slice(0, space);
    for (const listener of this.listeners.get(topic) ?? []) listener(space < 0 ? undefined : payload.slice(space + 1));
  }

  private lose(): void {
    this.client = undefined;
    if (this.isClosed) return;
    this.timer = setTimeout(() => void this.listen(), reconnectMs);
    this.timer.unref();
  }
}
