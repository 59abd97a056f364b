import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../kernel/ids.js';
import type { Fen } from '../kernel/money.js';
import type { Instant } from '../kernel/time.js';
import { Charges } from '../payments/charges.js';
import type { PersonFacts } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { together } from '../platform/database/send.js';
import type { Tx } from '../platform/database/transactions.js';
import type { Outcome } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { Bar } from './absences/absence.rules.js';
import { AdmissionListeners } from './admission-listeners.js';
import type { BookingChange, BookingResult } from './admission-listeners.js';
import { admitInOrder, feeOf } from './admit.rules.js';
import type { Asked, Decision, FeatureRules } from './admit.rules.js';
import { Booking } from './booking.entity.js';
import type { BookingState } from './booking.lifecycle.js';
import type { OwnBooking } from './booking.rules.js';
import { Bookings, changeOf } from './bookings.js';
import type { Pool } from './pool.entity.js';
import { RequestFacts } from './request-facts.js';
import type { PlaceRequest } from './place-request.js';
import { WriteBookings } from './write-bookings.js';
import type { NewBooking } from './write-bookings.js';

/** An outcome, with the state of the booking where one was made now. */
export type Made = Outcome<unknown> & { readonly state?: BookingState };

/** What came of requests; `written` settles when the database has all of it. */
export interface Admitted {
  readonly made: readonly Made[];
  readonly written: Promise<unknown>;
}

/** What is known of requests when they are decided. */
export interface Seen {
  /** Locked. */
  readonly pools: ReadonlyMap<string, Pool>;
  readonly ofRequest: ReadonlyMap<PlaceRequest, SeenOfRequest>;
  /** By the kind of pool, what its feature knows of the pools. */
  readonly about: ReadonlyMap<string, unknown>;
}

interface SeenOfRequest {
  readonly own: readonly OwnBooking[];
  readonly bar: Bar | null;
  readonly rules: FeatureRules | undefined;
}

/**
 * Admits requests that arrived together, in their order, in the transaction given. The people are locked by the caller;
 * each of them asks once. Every request gets an outcome of its own.
 */
@Injectable()
export class AdmitRequests {
  constructor(
    private readonly bookings: Bookings,
    private readonly facts: RequestFacts,
    private readonly write: WriteBookings,
    private readonly charges: Charges,
    private readonly listeners: AdmissionListeners,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether features have rules of their own here, which may ask about what neither people nor pools hold: a document, a
   * seat.
   */
  hasFeatureRules(requests: readonly PlaceRequest[]): boolean {
    return requests.some(({ kind }) => this.listeners.hasRules(kind));
  }

  /** Locks the pools, and reads all that the rules ask; called after the statement that locks the people was sent. */
  async look(tx: Tx, requests: readonly PlaceRequest[]): Promise<Seen> {
    const poolIds = [...new Set(requests.map(({ poolId }) => poolId))];
    const [pools, own, bars, rules, about] = await together([
      this.bookings.lockPools(tx, poolIds),
      this.facts.ownBookings(tx, requests),
      this.facts.bars(tx, requests),
      this.featureRules(tx, requests),
      this.about(tx, requests),
    ]);
    const ofRequest = requests.map((request, index): [PlaceRequest, SeenOfRequest] => [
      request,
      { own: own[index] ?? [], bar: bars[index] ?? null, rules: rules.get(request) },
    ]);
    return { pools, ofRequest: new Map(ofRequest), about };
  }

  /** `seen`: what was looked at for these requests, or for more of them. */
  async run(
    tx: Tx,
    requests: readonly PlaceRequest[],
    people: ReadonlyMap<string, PersonFacts>,
    seen: Seen,
  ): Promise<Admitted> {
    const decisions = this.decide(requests, people, seen);
    const granted = toWrite(requests, decisions, seen.pools);
    const bookings = [...granted.values()];
    const written = together([this.write.run(tx, bookings), this.tell(tx, bookings, seen)]);
    // The caller hears of a failure; until it waits, nobody must take it for unheard.
    written.catch(() => undefined);
    const answered = this.answer(tx, bookings, seen, written);
    const answers = await answered.catch(async () => (await together([answered, written]))[0]);
    const made = decisions.map((decision, index): Made => {
      if ('refused' in decision) return { refusal: decision.refused };
      return { answer: answers.get(granted.get(index)?.id ?? ''), state: decision.granted.state };
    });
    return { made, written };
  }

  private decide(
    requests: readonly PlaceRequest[],
    people: ReadonlyMap<string, PersonFacts>,
    { pools, ofRequest }: Seen,
  ): Decision[] {
    const asked = requests.map((request): Asked | undefined => {
      const person = people.get(request.residentId);
      const seen = ofRequest.get(request);
      if (!person || !seen || pools.get(request.poolId)?.kind !== request.kind) return undefined;
      const own = seen.own.filter(({ bookingId }) => bookingId !== request.replaces);
      const { bar, rules } = seen;
      // The request comes last for the sake of speed: an object that begins as a copy costs several times as much.
      return { person, own, bar, rules, ...request };
    });
    const known = asked.filter((one) => one !== undefined);
    const decided = admitInOrder(known, pools, this.clock.now(), this.clock.zone);
    let next = 0;
    return asked.map((one) => (one && decided[next++]) ?? { refused: requestRefusals.not_found() });
  }

  private async featureRules(tx: Tx, requests: readonly PlaceRequest[]): Promise<Map<PlaceRequest, FeatureRules>> {
    const rules = new Map<PlaceRequest, FeatureRules>();
    for (const [kind, some] of byKind(requests, ({ kind }) => kind)) {
      const given = await this.listeners.rules(tx, kind, some);
      given.forEach((rule, index) => rules.set(some[index] as PlaceRequest, rule));
    }
    return rules;
  }

  private async about(tx: Tx, requests: readonly PlaceRequest[]): Promise<Map<string, unknown>> {
    const kinds = [...byKind(requests, ({ kind }) => kind)];
    const about = kinds.map(async ([kind, some]): Promise<[string, unknown]> => {
      return [kind, await this.listeners.about(tx, kind, some)];
    });
    return new Map(await together(about));
  }

  private async tell(tx: Tx, bookings: readonly NewBooking[], { about }: Seen): Promise<void> {
    const kinds = [...byKind(bookings, ({ request }) => request.kind)];
    await together(kinds.map(([kind, some]) => this.listeners.tell(tx, kind, some.map(toChange), about.get(kind))));
  }

  /** Opens what is owed, and asks the features what to answer. */
  private async answer(
    tx: Tx,
    bookings: readonly NewBooking[],
    { about }: Seen,
    told: Promise<unknown>,
  ): Promise<Map<string, unknown>> {
    const answers = new Map<string, unknown>();
    const unpaid = bookings.filter(({ granted }) => granted.state === 'awaiting_payment');
    const charges = await this.charges.open(
      tx,
      unpaid.map((booking) => chargeFor(booking.pool, bookingOf(booking))),
    );
    const chargeIds = new Map(unpaid.map(({ id }, index) => [id, charges[index]]));
    const bookedAt = this.clock.now();
    for (const [kind, some] of byKind(bookings, ({ request }) => request.kind)) {
      const results = some.map((booking) => resultOf(booking, bookedAt, chargeIds.get(booking.id)));
      const given = await this.listeners.answers(tx, kind, results, { about: about.get(kind), told });
      some.forEach(({ id }, index) => answers.set(id, given[index]));
    }
    return answers;
  }
}

/** The granted ones by their place among the requests. */
function toWrite(
  requests: readonly PlaceRequest[],
  decisions: readonly Decision[],
  pools: ReadonlyMap<string, Pool>,
): Map<number, NewBooking> {
  const written = new Map<number, NewBooking>();
  for (const [index, request] of requests.entries()) {
    const decision = decisions[index];
    const pool = pools.get(request.poolId);
    if (!decision || !pool || 'refused' in decision) continue;
    const { bookingId: id = newId(), reference = newReference() } = decision.granted.fromLine ?? {};
    written.set(index, { id, reference, request, granted: decision.granted, pool });
  }
  return written;
}

/** What a booking of a pool with a fee owes. */
export function chargeFor(
  pool: Pool,
  booking: Pick<Booking, 'id' | 'reference' | 'residentId' | 'places'> & { readonly feesFen?: readonly Fen[] | null },
) {
  return {
    residentId: booking.residentId,
    reference: booking.reference,
    venueId: pool.venueId,
    subject: { kind: 'booking', id: booking.id },
    title: { zh: pool.title, en: pool.titleEn },
    amountFen: feeOf(pool, booking, booking.places),
  };
}

function resultOf(booking: NewBooking, bookedAt: Instant, chargeId: string | undefined): BookingResult {
  const { id, reference, request, granted, pool } = booking;
  const { state, places, position, holdsUntil } = granted;
  const { poolId, residentId } = request;
  const charge = chargeId === undefined ? null : { id: chargeId, amountFen: feeOf(pool, request, places) };
  return { bookingId: id, reference, poolId, residentId, state, places, position, holdsUntil, bookedAt, charge };
}

function toChange(booking: NewBooking): BookingChange {
  const { request, granted, pool } = booking;
  const { state, holdsUntil, position } = granted;
  const { by, details } = request;
  const move = { to: state, position, by, details, ...(holdsUntil ? { holdsUntil } : {}) };
  return changeOf(pool, bookingOf(booking), granted.fromLine === null ? null : 'waiting', move);
}

function bookingOf({ id, reference, request, granted }: NewBooking) {
  return { id, reference, residentId: request.residentId, places: granted.places, feesFen: request.feesFen ?? null };
}

function byKind<Item>(asked: readonly Item[], kindOf: (one: Item) => string): Map<string, Item[]> {
  const kinds = new Map<string, Item[]>();
  for (const one of asked) {
    const kind = kindOf(one);
    const some = kinds.get(kind);
    if (some) some.push(one);
    else kinds.set(kind, [one]);
  }
  return kinds;
}
