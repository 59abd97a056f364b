import type { House, Site } from '../house/house.js';
import { freePort } from '../house/processes.js';
import type { Started } from '../house/processes.js';
import type { LoopResult } from '../load/orders.js';
import { makeYardPool } from './yard.js';

/** The classic server on the site's database, for people who are signed in there. */
export class ClassicWay {
  private constructor(
    private readonly house: House,
    private readonly site: Site,
    private readonly server: Started,
  ) {}

  static async start(house: House, site: Site): Promise<ClassicWay> {
    const port = await freePort();
    const settings = { DATABASE_URL: site.url, PORT: String(port) };
    const server = house.start('classic', 'bench/hot/classic-server.js', settings, port);
    await server.answersAt(`http://127.0.0.1:${port}/`);
    return new ClassicWay(house, site, server);
  }

  /** A closed loop on a fresh pool; each request is another's of so many people. */
  async play(clients: number, seconds: number, people: number): Promise<LoopResult> {
    const classId = await makeYardPool(this.site.sql);
    const what = { kind: 'enrol', classId, secret: this.house.secret, first: 0, count: people } as const;
    return this.house.load.play({ kind: 'closed-loop', ports: [this.server.port], clients, seconds, what });
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
