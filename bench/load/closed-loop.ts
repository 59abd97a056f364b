import { performance } from 'node:perf_hooks';
import type { Answer } from './answer.js';
import { Connection } from './connection.js';
import type { ClosedLoop, LoopResult } from './orders.js';
import { enrolment, pause, putsOff, reading, toldBy } from './requests.js';

/** Plays a closed loop: every client sends, waits for the complete answer, and sends again. */
export async function playClosedLoop(order: ClosedLoop): Promise<LoopResult> {
  const book = new Book(order.seconds * 1000);
  const queue = order.what.kind === 'enrol' ? peopleOf(order.what.first, order.what.count) : undefined;
  const clients = Array.from(
    { length: order.clients },
    (_, index) => new Connection(order.ports[index % order.ports.length] ?? 0),
  );
  const busySince = performance.eventLoopUtilization();
  book.begin();
  await Promise.all(clients.map((client) => keepAsking(client, order, queue, book)));
  const busy = performance.eventLoopUtilization(busySince);
  for (const client of clients) client.close();
  return book.result(busy.utilization);
}

function* peopleOf(first: number, count: number): Generator<number> {
  for (let person = first; person < first + count; person++) yield person;
}

async function keepAsking(
  client: Connection,
  { what }: ClosedLoop,
  people: Generator<number> | undefined,
  book: Book,
): Promise<void> {
  while (book.isOpen()) {
    const person = people?.next();
    if (person?.done) return;
    const request =
      what.kind === 'read' ? reading(what.path, what.etag) : enrolment(what.classId, what.secret, person?.value ?? 0);
    for (;;) {
      const sentAt = performance.now();
      const answer = await client.ask(request);
      book.note(answer, sentAt, what.kind === 'read');
      if (!putsOff(answer) || !book.isOpen()) break;
      await pause((answer.retryAfterSeconds ?? 1) * 1000);
    }
  }
}

/**
 * Keeps the account of a loop; only what was answered before its end counts for the rate, all of it for the outcomes.
 * What stands in an answer that is a decision by its status is read afterwards: meanwhile the processor is the house's.
 */
class Book {
  private readonly unread: Answer[] = [];
  private readonly latencies: number[] = [];
  private readonly outcomes: Record<string, number> = {};
  private readonly positions: number[] = [];
  private beganAt = 0;
  private lastAt = 0;

  constructor(private readonly lengthMs: number) {}

  begin(): void {
    this.beganAt = performance.now();
  }

  isOpen(): boolean {
    return performance.now() - this.beganAt < this.lengthMs;
  }

  note(answer: Answer, sentAt: number, isRead: boolean): void {
    const now = performance.now();
    const isPlaced = !isRead && answer.status === 201;
    if (isPlaced) this.unread.push(answer);
    const decides = isPlaced || this.count(isRead ? readOutcome(answer) : enrolOutcome(answer));
    if (!decides || now - this.beganAt > this.lengthMs) return;
    this.lastAt = now;
    this.latencies.push(now - sentAt);
  }

  private count({ outcome, decides, position }: ReturnType<typeof readOutcome | typeof enrolOutcome>): boolean {
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
    if (position !== null) this.positions.push(position);
    return decides;
  }

  result(generatorBusy: number): LoopResult {
    const ranOut = this.isOpen();
    for (const answer of this.unread.splice(0)) this.count(enrolOutcome(answer));
    return {
      seconds: (ranOut ? this.lastAt - this.beganAt : this.lengthMs) / 1000,
      decided: this.latencies.length,
      latencies: Float64Array.from(this.latencies),
      outcomes: this.outcomes,
      positions: Int32Array.from(this.positions),
      generatorBusy,
    };
  }
}

function readOutcome({ status, problem }: Answer) {
  return { outcome: problem ?? String(status), decides: status === 200 || status === 304, position: null };
}

function enrolOutcome(answer: Answer) {
  if (putsOff(answer)) return { outcome: '503 put off', decides: false, position: null };
  const { status, state, code, position } = toldBy(answer);
  const isRefusal = status === 409 && code !== null && code.startsWith('admission.');
  return { outcome: `${status} ${state ?? code ?? ''}`.trim(), decides: status === 201 || isRefusal, position };
}
