import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { QueryResultRow } from 'pg';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';

type Server = Awaited<ReturnType<typeof startPostgres>>;

/** A PostgreSQL of a suite's own, with the settings of production, that may be stopped in the middle of anything. */
export class OwnPostgres {
  private constructor(
    private readonly folder: string,
    private readonly password: string,
    private server: Server,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-own-postgres-'));
    chmodSync(folder, 0o755);
    const password = randomBytes(12).toString('hex');
    const server = await startPostgres({ dataDir: path.join(folder, 'postgres'), password });
    return new OwnPostgres(folder, password, server);
  }

  /** Its address, or that of whatever stands in front of it on this port. */
  url(port = this.server.port): string {
    const url = new URL(this.server.url('postgres'));
    url.port = String(port);
    return url.href;
  }

  get port(): number {
    return this.server.port;
  }

  /** As when the machine fails: nothing is finished, and the next start has to recover. */
  stopAtOnce(): void {
    this.server.stop('immediate');
  }

  /** The same data at the same port. */
  async startAgain(): Promise<void> {
    const { dataDir, port } = this.server;
    this.server = await startPostgres({ dataDir, password: this.password, port });
  }

  /** Lends a connection, which is only good until the server is stopped. */
  async with<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = new Client({ connectionString: this.url() });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async rows<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.with(async (client) => (await client.query<Row>(sql, values)).rows);
  }

  remove(): void {
    this.stopAtOnce();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
