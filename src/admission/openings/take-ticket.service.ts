import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { isBefore } from '../../kernel/time.js';
import { Batcher } from '../../platform/batching/batcher.js';
import type { Settled } from '../../platform/batching/batcher.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Calling } from './calling.js';
import { KnownOpenings } from './known-openings.js';
import { OpeningCounts } from './opening-counts.js';
import { Opening } from './opening.entity.js';
import { openingRefusals } from './opening.errors.js';
import { calledUpTo, openingRules, stateOf } from './opening.rules.js';
import { OpeningTicket } from './opening-ticket.entity.js';

interface Wish {
  readonly openingId: string;
  readonly residentId: string;
}

/** Numbers by person, and how many of them are new. */
interface Given {
  readonly given: Map<string, number>;
  readonly isNew: number;
}

const limits = { largestBatch: 500, atOnce: 1, mostWaiting: 20_000 } as const;

/** Gives each person one number in the waiting room, in order of arrival; who has one already gets the same again. */
@Injectable()
export class TakeTicket {
  private readonly wishes = new Batcher<Wish, number>({
    ...limits,
    run: (wishes) => this.giveAll(wishes),
    whenFull: (retryAfterSeconds) => openingRefusals.busy({ retryAfterSeconds }),
    keyOf: ({ openingId, residentId }) => `${openingId} ${residentId}`,
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly openings: KnownOpenings,
    private readonly calling: Calling,
    private readonly counts: OpeningCounts,
    private readonly clock: Clock,
  ) {}

  async run(openingId: string, residentId: string): Promise<number> {
    const opening = await this.openings.find(openingId);
    if (!opening) throw requestRefusals.not_found();
    this.assertGiven(opening);
    return this.wishes.add({ openingId, residentId });
  }

  private assertGiven(opening: Opening): void {
    const { title, titleEn, opensAt, closesAt } = opening;
    const now = this.clock.now();
    const inZone = (instant: typeof now) => instant.toZonedDateTimeISO(this.clock.zone);
    if (opening.perSecond === null) throw openingRefusals.no_waiting_room({ title, titleEn });
    if (stateOf(opening, now) === 'over') throw openingRefusals.over({ title, titleEn, closedAt: inZone(closesAt) });
    const ticketsFrom = opensAt.subtract({ minutes: openingRules.earlyMinutes });
    if (isBefore(now, ticketsFrom)) {
      throw openingRefusals.tickets_later({ title, titleEn, ticketsFrom: inZone(ticketsFrom) });
    }
  }

  private async giveAll(wishes: readonly Wish[]): Promise<Settled<number>[]> {
    const numbers = new Map<string, Map<string, number>>();
    for (const openingId of [...new Set(wishes.map((wish) => wish.openingId))].sort()) {
      const people = wishes.filter((wish) => wish.openingId === openingId).map(({ residentId }) => residentId);
      const { given, isNew } = await this.transactions.run((tx) => this.give(tx, openingId, people));
      numbers.set(openingId, given);
      this.counts.add(openingId, 'ticket', isNew);
    }
    return wishes.map(({ openingId, residentId }) => {
      const number = numbers.get(openingId)?.get(residentId);
      return number === undefined ? { error: requestRefusals.not_found() } : { value: number };
    });
  }

  private async give(tx: Tx, openingId: string, people: readonly string[]): Promise<Given> {
    const opening = await this.calling.lock(tx, openingId);
    if (!opening) return { given: new Map(), isNew: 0 };
    const own = await tx.findBy(OpeningTicket, {
      openingId,
      residentId: In([...people]),
      number: MoreThan(opening.lapsed),
    });
    const given = new Map(own.map(({ residentId, number }) => [residentId, number]));
    const fresh = people.filter((person) => !given.has(person));
    if (fresh.length === 0) return { given, isNew: 0 };
    const now = this.clock.now();
    fresh.forEach((person, index) => given.set(person, opening.issued + index + 1));
    await tx.query(
      `INSERT INTO opening_tickets (opening_id, resident_id, number, issued_at)
       SELECT $1, resident_id, $3 + ord, $4 FROM unnest($2::uuid[]) WITH ORDINALITY AS f (resident_id, ord)
       ON CONFLICT ON CONSTRAINT opening_tickets_one_per_person
         DO UPDATE SET number = excluded.number, issued_at = excluded.issued_at`,
      [openingId, fresh, opening.issued, now.toString()],
    );
    const issued = opening.issued + fresh.length;
    const nobodyWaits = calledUpTo(opening, now).called >= opening.issued;
    if (nobodyWaits) await this.calling.bringUpToNow(tx, opening, { issued });
    else await tx.update(Opening, { id: openingId }, { issued });
    return { given, isNew: fresh.length };
  }
}
