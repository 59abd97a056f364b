import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { Fen } from '../kernel/money.js';
import { isBefore } from '../kernel/time.js';
import { Charges } from '../payments/charges.js';
import { ChargeListeners } from '../payments/charge-listeners.js';
import type { Actor } from '../people/index.js';
import { Residents, system } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { admissionRefusals } from './admission.errors.js';
import { AdmissionEngine } from './admission-engine.js';
import type { Ask } from './admission-engine.js';
import { feeOf, placeIn } from './admit.rules.js';
import { chargeFor } from './admit-requests.service.js';
import { Booking } from './booking.entity.js';
import { bookingLifecycle } from './booking.lifecycle.js';
import { assertNoClash } from './booking.rules.js';
import { Bookings } from './bookings.js';
import { Pool } from './pool.entity.js';
import { RequestFacts } from './request-facts.js';
import { WaitingLine } from './waiting-line.js';

/** Whose booking it is about: with `residentId`, only that resident's own. */
export interface About {
  readonly bookingId: string;
  readonly residentId?: string;
  readonly by: Actor;
}

/** One place, and no waiting room to pass, where that is not said. */
type Wanted = Omit<Ask, Given> & Partial<Pick<Ask, Given>>;
type Given = 'places' | 'openingId' | 'ticket';

/** What people do with places: book, withdraw, accept or decline an offer. Each is one move that only one can make. */
@Injectable()
export class Admission implements OnModuleInit {
  constructor(
    private readonly engine: AdmissionEngine,
    private readonly residents: Residents,
    private readonly facts: RequestFacts,
    private readonly bookings: Bookings,
    private readonly line: WaitingLine,
    private readonly charges: Charges,
    private readonly chargeListeners: ChargeListeners,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.chargeListeners.whenSettled('booking', (tx, { subjectId }) => this.paid(tx, subjectId));
  }

  /**
   * Asks for places in a pool: a place, a place until it is paid for, or a place in the line. Requests that arrive
   * together are admitted together; the answer is that of the pool's feature.
   */
  enter<Answer>(ask: Wanted): Promise<Answer> {
    const { places = 1, openingId = null, ticket } = ask;
    return this.engine.enter<Answer>({ ...ask, places, openingId, ticket });
  }

  /** Gives the place back; it is offered to the first in line. What was paid is settled by the caller's refund rule. */
  async withdraw(tx: Tx, { bookingId, residentId, by, reason }: About & { reason: string }): Promise<Booking> {
    return this.end(tx, bookingId, residentId, { to: 'withdrawn', by, reason });
  }

  async decline(tx: Tx, { bookingId, residentId, by }: About): Promise<Booking> {
    return this.end(tx, bookingId, residentId, { to: 'declined', by, reason: 'declined' });
  }

  /**
   * Takes the place that was offered, or completes what was held; the person's own time is checked again, since it may
   * have filled meanwhile. `feesFen`: what each place costs, where that is known only now.
   */
  async accept(tx: Tx, { bookingId, residentId, by, feesFen }: About & { feesFen?: Fen[] }): Promise<void> {
    const found = await this.bookings.find(tx, bookingId, residentId);
    await this.residents.lock(tx, [found.residentId]);
    const pool = await this.bookings.lockPool(tx, found.poolId);
    const booking = await this.bookings.find(tx, bookingId, residentId);
    const { state, holdsUntil } = booking;
    if (state !== 'offered' && state !== 'held') throw admissionRefusals.not_offered({ state });
    if (holdsUntil && !isBefore(this.clock.now(), holdsUntil)) throw admissionRefusals.not_offered({ state: 'lapsed' });
    const [own = []] = await this.facts.ownBookings(tx, [booking]);
    assertNoClash(own, this.clock.zone);
    if (feesFen) {
      booking.feesFen = feesFen;
      await tx.update(Booking, { id: bookingId }, { feesFen });
    }
    const feeFen = feeOf(pool, booking, booking.places);
    const place = placeIn({ ...pool, feeFen }, this.clock.now(), this.clock.zone);
    if (place.state === 'awaiting_payment') await this.charges.open(tx, [chargeFor(pool, booking)]);
    const hold = place.holdsUntil ? { holdsUntil: place.holdsUntil } : {};
    const moved = await this.bookings.move(tx, pool, [booking], { to: place.state, by, ...hold });
    if (moved.length === 0) throw admissionRefusals.not_offered({ state: 'lapsed' });
  }

  /** Frees a confirmed place that nobody came for, where the feature has such a rule. */
  async lapseUnclaimed(tx: Tx, { bookingId, by, reason }: About & { reason: string }): Promise<void> {
    await this.end(tx, bookingId, undefined, { to: 'lapsed', by, reason });
  }

  private async end(
    tx: Tx,
    bookingId: string,
    residentId: string | undefined,
    move: { to: 'withdrawn' | 'declined' | 'lapsed'; by: Actor; reason: string },
  ): Promise<Booking> {
    const found = await this.bookings.find(tx, bookingId, residentId);
    const pool = await this.bookings.lockPool(tx, found.poolId);
    await this.charges.lock(tx, [{ kind: 'booking', id: bookingId }]);
    const booking = await this.bookings.find(tx, bookingId, residentId);
    const moved = bookingLifecycle.mayMove(booking.state, move.to)
      ? await this.bookings.move(tx, pool, [booking], move)
      : [];
    if (moved.length === 0) throw this.tooLate(booking, move.to);
    await this.line.offerFreePlaces(tx, pool);
    return this.bookings.find(tx, bookingId, residentId);
  }

  private tooLate({ state }: Booking, to: 'withdrawn' | 'declined' | 'lapsed'): Error {
    return to === 'declined' ? admissionRefusals.not_offered({ state }) : admissionRefusals.not_active({ state });
  }

  /** Less is owed than before: a place that waits for money is theirs as soon as none is missing. */
  async confirmIfPaid(tx: Tx, bookingId: string): Promise<void> {
    const { state } = await this.bookings.find(tx, bookingId, undefined);
    const balance = await this.charges.balanceOf(tx, { kind: 'booking', id: bookingId });
    if (state === 'awaiting_payment' && balance && balance.balanceFen <= 0) await this.paid(tx, bookingId);
  }

  /** A paid place is confirmed, unless its time to pay had passed: then the payment is refused with it. */
  private async paid(tx: Tx, bookingId: string): Promise<void> {
    const booking = await this.bookings.find(tx, bookingId, undefined);
    const pool = await tx.findOneByOrFail(Pool, { id: booking.poolId });
    if (booking.state === 'confirmed') return;
    const moved =
      booking.state === 'awaiting_payment'
        ? await this.bookings.move(tx, pool, [booking], { to: 'confirmed', by: system })
        : [];
    if (moved.length === 0) throw admissionRefusals.place_lapsed();
  }
}
