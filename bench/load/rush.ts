import { performance } from 'node:perf_hooks';
import { ConnectionPool } from './connection-pool.js';
import type { Rush, RushResult, Try, Visit } from './orders.js';
import { enrolment, pause, putsOff, reading, toldBy } from './requests.js';
import type { Told } from './requests.js';
import { FixedRate } from './turn.js';

const impatienceMs = 150;

/** Plays a rush: every visit on its own timetable, and everybody until they have been told. */
export async function playRush(rush: Rush): Promise<RushResult> {
  const busySince = performance.eventLoopUtilization();
  const play = new RushPlay(rush);
  await Promise.all(rush.visits.map((visit, index) => play.visit(visit, index)));
  play.close();
  return play.result(performance.eventLoopUtilization(busySince).utilization);
}

class RushPlay {
  private readonly pool: ConnectionPool;
  private readonly turns: FixedRate | undefined;
  private readonly tries: Try[] = [];
  private readonly readLatencies: number[] = [];
  private readonly readOutcomes: Record<string, number> = {};
  private notModified = 0;
  private readonly openedAt = performance.now();

  constructor(private readonly rush: Rush) {
    this.pool = new ConnectionPool(rush.port, rush.connections, rush.seconds * 1000);
    this.turns = rush.turns ? new FixedRate(rush.turns.perSecond, rush.turns.refreshSeconds) : undefined;
  }

  /** The page is looked at, and waits where there are turns; then each wish is clicked, one after the other. */
  async visit(visit: Visit, index: number): Promise<void> {
    const clicksAt = visit.clicksAt ?? this.turns?.of(index) ?? 0;
    await this.until(Math.min(visit.looksAt, clicksAt));
    const looking = this.lookUntil(clicksAt);
    await this.until(clicksAt);
    for (const classIndex of visit.wishes) {
      await this.wish(visit, classIndex);
      await pause(visit.thinks);
    }
    await looking;
  }

  close(): void {
    this.pool.close();
  }

  result(generatorBusy: number): RushResult {
    const { tries, readOutcomes: outcomes, notModified } = this;
    return { tries, reads: { latencies: Float64Array.from(this.readLatencies), outcomes, notModified }, generatorBusy };
  }

  /** A page asks for the catalogue when it opens and, while it waits, again and again with the ETag that it has. */
  private async lookUntil(clicksAt: number): Promise<void> {
    let etag = await this.look(undefined);
    if (!this.turns) return;
    const { refreshMs } = this.turns;
    while (this.now() + refreshMs < clicksAt) {
      await pause(refreshMs);
      etag = await this.look(etag);
    }
  }

  private async look(etag: string | undefined): Promise<string | undefined> {
    const since = performance.now();
    const answer = await this.pool.ask(reading('/classes?size=100', etag));
    this.readLatencies.push(performance.now() - since);
    const outcome = answer.problem ?? (putsOff(answer) ? '503 put off' : String(answer.status));
    this.readOutcomes[outcome] = (this.readOutcomes[outcome] ?? 0) + 1;
    if (answer.status === 304) this.notModified++;
    return answer.etag ?? etag;
  }

  private async wish(visit: Visit, classIndex: number): Promise<void> {
    const { person } = visit;
    const request = enrolment(this.rush.classIds[classIndex] ?? '', this.rush.secret, person);
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
