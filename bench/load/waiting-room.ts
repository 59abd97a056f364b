import { performance } from 'node:perf_hooks';
import type { ConnectionPool } from './connection-pool.js';
import type { LetIn, Waits } from './orders.js';
import { askingTurn, pause, putsOff, takingTicket, turnTold } from './requests.js';

/** Pages in the house's waiting room: each takes a ticket, and asks for its turn as often as it was told to. */
export class WaitingRoom {
  private readonly latencies: number[] = [];
  private readonly outcomes: Record<string, number> = {};
  private readonly letIn: LetIn[] = [];

  constructor(
    private readonly pool: ConnectionPool,
    private readonly openingId: string,
    private readonly secret: string,
    private readonly now: () => number,
  ) {}

  /** Resolves with the ticket when it is called up, or with none where the house gave no answer any more. */
  async wait(person: number): Promise<string | undefined> {
    let ticket: string | undefined;
    for (;;) {
      const since = performance.now();
      const request =
        ticket === undefined
          ? takingTicket(this.openingId, this.secret, person)
          : askingTurn(this.openingId, this.secret, person, ticket);
      const answer = await this.pool.ask(request);
      this.latencies.push(performance.now() - since);
      const outcome = answer.problem ?? (putsOff(answer) ? '503 put off' : String(answer.status));
      this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
      const turn = turnTold(answer);
      if (!turn && !putsOff(answer)) return undefined;
      if (turn?.state === 'called') {
        this.letIn.push({ person, number: turn.number, at: this.now() });
        return turn.ticket;
      }
      ticket = turn?.ticket ?? ticket;
      await pause((turn?.askAgainInSeconds ?? answer.retryAfterSeconds ?? 1) * 1000);
    }
  }

  result(): Waits {
    return { latencies: Float64Array.from(this.latencies), outcomes: this.outcomes, letIn: this.letIn };
  }
}
