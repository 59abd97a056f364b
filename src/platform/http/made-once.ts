import type { AnswerMemory } from './answer-memory.js';
import { keyOf } from './answer-memory.js';
import type { HttpReply, HttpRequest } from './request.js';

interface BeingMade {
  readonly by: HttpRequest;
  readonly others: (() => void)[];
}

/**
 * Of many who ask for the same while nothing good is remembered, one is answered by the handler, and the others with
 * what is remembered of that. Otherwise the first second of an opening would make the catalogue for everybody anew.
 */
export class MadeOnce {
  private readonly beingMade = new Map<string, BeingMade>();

  constructor(private readonly memory: AnswerMemory) {}

  /** Answers the request with what is just being made for somebody else; calls `make` where nothing is, or came of it. */
  make(request: HttpRequest, reply: HttpReply, make: () => void): void {
    if (!this.memory.mayAnswer(request)) return make();
    const key = keyOf(request);
    const known = this.beingMade.get(key);
    if (known) {
      known.others.push(() => {
        const isClosing = !request.server.server.listening;
        if (isClosing || !this.memory.answer(request.raw, reply.raw)) return make();
        reply.hijack();
      });
      return;
    }
    this.beingMade.set(key, { by: request, others: [] });
    reply.raw.once('close', () => this.made(request));
    make();
  }

  /** What this request asked for is remembered, or will not be. */
  made(request: HttpRequest): void {
    const key = keyOf(request);
    const known = this.beingMade.get(key);
    if (known?.by !== request) return;
    this.beingMade.delete(key);
    for (const goOn of known.others) goOn();
  }
}
