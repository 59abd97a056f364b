import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { ConnectionPool } from './connection-pool.js';
import type { Rush, RushResult, Try, Visit } from './orders.js';
import { enrolment, pause, putsOff, reading, toldBy } from './requests.js';
import type { Told } from './requests.js';
import { WaitingRoom } from './waiting-room.js';

const impatienceMs = 150;

/** Plays a rush: every visit on its own timetable, and everybody until they have been told. */
export async function playRush(rush: Rush): Promise<RushResult> {
  const busySince = performance.eventLoopUtilization();
  const play = new RushPlay(rush);
  await Promise.all(rush.visits.map((visit) => play.visit(visit)));
  play.close();
  return play.result(performance.eventLoopUtilization(busySince).utilization);
}

class RushPlay {
  private readonly pool: ConnectionPool;
  private readonly room: WaitingRoom | undefined;
  private readonly tries: Try[] = [];
  private readonly readLatencies: number[] = [];
  private readonly readOutcomes: Record<string, number> = {};
  private notModified = 0;
  private readonly openedAt = performance.now();
  private readonly beganAt = Date.now();

  constructor(private readonly rush: Rush) {
    this.pool = new ConnectionPool(rush.port, rush.connections, rush.seconds * 1000);
    const { openingId, secret } = rush;
    this.room = openingId === undefined ? undefined : new WaitingRoom(this.pool, openingId, secret, () => this.now());
  }

  /** The page is looked at, and waits where there are turns; then each wish is clicked, one after the other. */
  async visit(visit: Visit): Promise<void> {
    await this.until(Math.min(visit.looksAt, visit.clicksAt));
    const page = new AbortController();
    const looking = this.look(page.signal);
    const ticket = await this.room?.wait(visit.person);
    page.abort();
    if (!this.room) await this.until(visit.clicksAt);
    for (const classIndex of visit.wishes) {
      await this.wish(visit, classIndex, ticket);
      await pause(visit.thinks);
    }
    await looking;
  }

  close(): void {
    this.pool.close();
  }

  result(generatorBusy: number): RushResult {
    const { tries, readOutcomes: outcomes, notModified } = this;
    const reads = { latencies: Float64Array.from(this.readLatencies), outcomes, notModified };
    return { beganAt: this.beganAt, tries, waits: this.room?.result(), reads, generatorBusy };
  }

  /** A page asks for the catalogue when it opens and, while it waits, again and again with the ETag that it has. */
  private async look(turn: AbortSignal): Promise<void> {
    let etag = await this.read(undefined);
    if (!this.room) return;
    for (;;) {
      await setTimeout(this.rush.refreshSeconds * 1000, undefined, { signal: turn }).catch(() => undefined);
      if (turn.aborted) return;
      etag = await this.read(etag);
    }
  }

  private async read(etag: string | undefined): Promise<string | undefined> {
    const since = performance.now();
    const answer = await this.pool.ask(reading('/classes?size=100', etag));
    this.readLatencies.push(performance.now() - since);
    const outcome = answer.problem ?? (putsOff(answer) ? '503 put off' : String(answer.status));
    this.readOutcomes[outcome] = (this.readOutcomes[outcome] ?? 0) + 1;
    if (answer.status === 304) this.notModified++;
    return answer.etag ?? etag;
  }

  private async wish(visit: Visit, classIndex: number, ticket: string | undefined): Promise<void> {
    const { person } = visit;
    const request = enrolment(this.rush.classIds[classIndex] ?? '', this.rush.secret, person, ticket);
    const clickedAt = this.now();
    const again = visit.clicksTwice ? this.clickAgain(request) : undefined;
    for (let putOff = 0; ; putOff++) {
      const sentAt = this.now();
      const answer = await this.pool.ask(request);
      const toldAt = this.now();
      if (putsOff(answer) && toldAt < this.rush.seconds * 1000) {
        await pause((answer.retryAfterSeconds ?? 1) * 1000);
        continue;
      }
      const told = toldBy(answer);
      const answerMs = toldAt - sentAt;
      this.tries.push({ ...told, person, classIndex, clickedAt, toldAt, answerMs, putOff, again: await again });
      return;
    }
  }

  /** An impatient finger: the same request with the same Idempotency-Key, while the first is on its way. */
  private async clickAgain(request: string): Promise<Told | undefined> {
    await pause(impatienceMs);
    const answer = await this.pool.ask(request);
    return putsOff(answer) ? undefined : toldBy(answer);
  }

  private now(): number {
    return performance.now() - this.openedAt;
  }

  private until(ms: number): Promise<void> {
    return pause(Math.max(0, ms - this.now()));
  }
}
