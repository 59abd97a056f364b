import { Injectable } from '@nestjs/common';
import type { Refusal } from '../../kernel/refusal.js';
import { Clock } from '../../platform/clock/clock.js';
import { KnownOpenings } from './known-openings.js';
import type { Opening } from './opening.entity.js';
import { openingRefusals } from './opening.errors.js';
import { askAgainAfter, openingRules, stateOf, turnOf } from './opening.rules.js';
import { Tickets } from './tickets.js';

/** Somebody who wants in, with the ticket they show. */
export interface Visitor {
  readonly openingId: string | null;
  readonly residentId: string;
  readonly ticket: string | undefined;
}

const pausedRetrySeconds = 30;

/** Decides whether a person may ask for a place now: not while the opening is paused, and not before their turn. */
@Injectable()
export class OpeningGate {
  constructor(
    private readonly openings: KnownOpenings,
    private readonly tickets: Tickets,
    private readonly clock: Clock,
  ) {}

  /** Why this person is not let in at this moment; undefined lets them in. */
  async refusalFor(visitor: Visitor): Promise<Refusal | undefined> {
    if (visitor.openingId === null) return undefined;
    const opening = await this.openings.find(visitor.openingId);
    if (!opening) return undefined;
    const state = stateOf(opening, this.clock.now());
    if (state === 'paused') {
      const notice = { zh: opening.notice ?? '', en: opening.noticeEn ?? '' };
      return openingRefusals.paused({ notice, retryAfterSeconds: pausedRetrySeconds });
    }
    // What opens later or is over is refused by the rules of the place itself.
    return opening.perSecond === null || state !== 'running' ? undefined : this.refusalByTicket(opening, visitor);
  }

  private refusalByTicket(opening: Opening, { residentId, ticket }: Visitor): Refusal | undefined {
    const openingId = opening.id;
    if (ticket === undefined) return openingRefusals.take_a_ticket({ openingId, retryAfterSeconds: 1 });
    const number = this.tickets.read(ticket, { openingId, residentId });
    if (number === undefined) return openingRefusals.unknown_ticket({ openingId });
    const turn = turnOf(opening, number, this.clock.now());
    if (turn.state === 'called') return undefined;
    const { turnMinutes } = openingRules;
    if (turn.state === 'over') return openingRefusals.ticket_over({ openingId, turnMinutes });
    return openingRefusals.not_your_turn({ ahead: turn.ahead, retryAfterSeconds: askAgainAfter(turn) });
  }
}
