import { Injectable } from '@nestjs/common';
import type { Language } from '../../kernel/text.js';
import { Clock } from '../../platform/clock/clock.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { KnownOpenings } from './known-openings.js';
import { openingRefusals } from './opening.errors.js';
import { askAgainAfter, turnOf } from './opening.rules.js';
import type { TurnView } from './openings.contract.js';
import { Tickets } from './tickets.js';
import type { Ticket } from './tickets.js';

/** Tells a person who waits how it stands. Costs no query while the process hears of changes. */
@Injectable()
export class ReadTurn {
  constructor(
    private readonly openings: KnownOpenings,
    private readonly tickets: Tickets,
    private readonly clock: Clock,
  ) {}

  async run(shown: Omit<Ticket, 'number'> & { ticket: string | undefined }, language: Language): Promise<TurnView> {
    const { openingId, residentId, ticket } = shown;
    if (ticket === undefined) throw openingRefusals.take_a_ticket({ openingId, retryAfterSeconds: 1 });
    const number = this.tickets.read(ticket, { openingId, residentId });
    if (number === undefined) throw openingRefusals.unknown_ticket({ openingId });
    return this.ofNumber({ openingId, residentId, number }, language);
  }

  async ofNumber(ticket: Ticket, language: Language): Promise<TurnView> {
    const opening = await this.openings.find(ticket.openingId);
    if (!opening) throw requestRefusals.not_found();
    const turn = turnOf(opening, ticket.number, this.clock.now());
    const isWaiting = turn.state === 'waiting';
    return {
      openingId: opening.id,
      ticket: this.tickets.write(ticket),
      number: ticket.number,
      state: turn.state,
      ahead: isWaiting ? turn.ahead : 0,
      waitSeconds: isWaiting ? turn.waitSeconds && Math.ceil(turn.waitSeconds) : 0,
      notice: language === 'en' ? opening.noticeEn : opening.notice,
      askAgainInSeconds: askAgainAfter(turn),
    };
  }
}
