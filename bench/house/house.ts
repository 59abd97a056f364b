import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { Load } from '../load/load.js';
import { makeStaff } from './people.js';
import { builtFile, freePort, Started } from './processes.js';

/** A throw-away PostgreSQL, as scripts/embedded-postgres.mjs starts it. */
export interface Server {
  readonly url: (database: string) => string;
}

/** A database of the house with the processes that run on it. */
export interface Site {
  readonly database: string;
  readonly url: string;
  /** Address of the first API process. */
  readonly address: string;
  readonly api: Started;
  readonly staffToken: string;
  readonly sql: pg.Client;
}

/** The house as it runs in production, on databases of its own: API and worker are processes, load is another. */
export class House {
  readonly hashKey = randomBytes(32).toString('base64');
  /** From it the tokens of this run are made. */
  readonly secret = randomBytes(16).toString('hex');
  readonly load = Load.start();
  private readonly dataKey = randomBytes(32).toString('base64');
  private readonly running: Started[] = [];
  private readonly clients: pg.Client[] = [];

  constructor(
    readonly project: string,
    readonly folder: string,
    private readonly server: Server,
  ) {}

  /** Makes the template: the schema by the house's own migrations, and one member of staff. */
  async prepare(): Promise<void> {
    const admin = await this.connect('postgres');
    await admin.query('CREATE DATABASE template_of_bench');
    const url = this.server.url('template_of_bench');
    await this.start('migrate', 'dist/src/migrate.js', { DATABASE_URL: url }, 0).done();
    const template = await this.connect('template_of_bench');
    await makeStaff(template, this);
    await template.end();
  }

  /** A fresh database with one API process on it; the worker where the queues are to run as well. */
  async site(
    database: string,
    options: { worker?: boolean; filled?: (sql: pg.Client) => Promise<void> } = {},
  ): Promise<Site> {
    const admin = await this.connect('postgres');
    await admin.query(`CREATE DATABASE ${database} TEMPLATE template_of_bench`);
    await admin.end();
    const url = this.server.url(database);
    const sql = await this.connect(database);
    await options.filled?.(sql);
    const api = await this.startApi(url);
    if (options.worker) this.start('worker', 'dist/src/worker.js', { DATABASE_URL: url }, 0);
    return { database, url, address: `http://127.0.0.1:${api.port}`, api, staffToken: this.staffToken, sql };
  }

  async startApi(databaseUrl: string): Promise<Started> {
    const port = await freePort();
    const api = this.start('API', 'dist/src/main.js', { DATABASE_URL: databaseUrl, PORT: String(port) }, port);
    await api.answersAt(`http://127.0.0.1:${port}/health/ready`);
    return api;
  }

  /** A process with the house's settings; the script is a path below the project. */
  start(name: string, script: string, env: NodeJS.ProcessEnv, port: number): Started {
    const settings = { NODE_ENV: 'test', LOG_LEVEL: 'warn', DATA_KEY: this.dataKey, HASH_KEY: this.hashKey, ...env };
    const file = builtFile(this.project, script.replace(/^dist\//, ''));
    const started = new Started(name, file, settings, path.join(this.folder, `${name}.log`), port);
    this.running.push(started);
    return started;
  }

  async connect(database: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.server.url(database), application_name: 'bench' });
    // The server stops before we do when somebody presses Ctrl-C.
    client.on('error', () => undefined);
    await client.connect();
    this.clients.push(client);
    return client;
  }

  serverUrl(database: string): string {
    return this.server.url(database);
  }

  get staffToken(): string {
    return `${this.secret}.staff`;
  }

  /** Stops what runs on all sites; their databases stay until the server goes. */
  async endSites(): Promise<void> {
    await Promise.all(this.running.splice(0).map((started) => started.stop()));
    await Promise.all(this.clients.splice(0).map((client) => client.end().catch(() => undefined)));
  }

  async close(): Promise<void> {
    this.load.stop();
    await this.endSites();
  }
}
