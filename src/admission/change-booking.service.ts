import { Injectable } from '@nestjs/common';
import type { Fen } from '../kernel/money.js';
import { Charges } from '../payments/charges.js';
import { Residents } from '../people/index.js';
import type { Tx } from '../platform/database/transactions.js';
import { answerOf } from '../platform/http/idempotency.js';
import type { About } from './admission.js';
import { admissionRefusals } from './admission.errors.js';
import { AdmitRequests } from './admit-requests.service.js';
import { Booking } from './booking.entity.js';
import { bookingLifecycle, placeHolding } from './booking.lifecycle.js';
import { Bookings } from './bookings.js';
import { Pool } from './pool.entity.js';
import { WaitingLine } from './waiting-line.js';

/** Fewer places of a booking, and another pool for it: what one does with a place besides keeping or leaving it. */
@Injectable()
export class ChangeBooking {
  constructor(
    private readonly residents: Residents,
    private readonly bookings: Bookings,
    private readonly admit: AdmitRequests,
    private readonly line: WaitingLine,
    private readonly charges: Charges,
  ) {}

  /**
   * Leaves a booking with fewer places, at least one; those given back go to the line, and one that waits may fit now.
   * `feesFen`: what the places that stay cost each, where each has a price; what was charged is settled by the caller.
   */
  async keepFewer(tx: Tx, about: Omit<About, 'by'> & { places: number; feesFen?: readonly Fen[] }): Promise<void> {
    const { places, feesFen } = about;
    const { booking, pool } = await this.locked(tx, about);
    if (places < 1 || places >= booking.places) throw new Error(`Of ${booking.places} places, ${places} cannot stay.`);
    const change = { places, fewest: null, ...(feesFen ? { feesFen: [...feesFen] } : {}) };
    await tx.update(Booking, { id: booking.id }, change);
    const given = placeHolding.includes(booking.state) ? booking.places - places : 0;
    if (given > 0) await tx.query(`UPDATE pools SET taken = taken - $2 WHERE id = $1`, [pool.id, given]);
    pool.taken -= given;
    await this.line.offerFreePlaces(tx, pool);
  }

  /**
   * Moves a booking to another pool in one step: the new place is taken before the old one is freed, and where it cannot
   * be had the old one stays as it was. It must cost the same there: what is charged and paid goes along. Answers what
   * the feature answers to a new booking.
   */
  async moveTo<Answer>(tx: Tx, about: About & { poolId: string; details: unknown }): Promise<Answer> {
    const { bookingId, residentId, by, poolId, details } = about;
    const found = await this.bookings.find(tx, bookingId, residentId);
    const people = await this.residents.lock(tx, [found.residentId]);
    const pools = await this.bookings.lockPools(tx, [found.poolId, poolId]);
    const [pool, target] = [pools.get(found.poolId), pools.get(poolId)];
    const old = await this.bookings.find(tx, bookingId, residentId);
    if (!pool || !target || old.state !== 'confirmed') throw admissionRefusals.not_active({ state: old.state });
    const { places, feesFen } = old;
    const { kind } = target;
    const request = { poolId, kind, residentId: old.residentId, places, by, details, ...(feesFen ? { feesFen } : {}) };
    const moving = { ...request, replaces: bookingId, isPaid: true, neverWaits: true };
    const { made, written } = await this.admit.run(tx, [moving], people, await this.admit.look(tx, [moving]));
    await written;
    const answer = answerOf(made[0] ?? { refusal: admissionRefusals.not_active({ state: old.state }) }) as Answer;
    const next = await tx.findOneByOrFail(Booking, { poolId, residentId: old.residentId, state: 'confirmed' });
    const title = { zh: target.title, en: target.titleEn };
    const { reference } = next;
    await this.charges.follow(tx, subjectOf(bookingId), { subject: subjectOf(next.id), reference, title });
    await this.bookings.move(tx, pool, [old], { to: 'withdrawn', by, reason: 'moved' });
    await tx.update(Booking, { id: bookingId }, { movedTo: next.id });
    await this.line.offerFreePlaces(tx, await tx.findOneByOrFail(Pool, { id: pool.id }));
    return answer;
  }

  private async locked(tx: Tx, { bookingId, residentId }: Omit<About, 'by'>) {
    const found = await this.bookings.find(tx, bookingId, residentId);
    const pool = await this.bookings.lockPool(tx, found.poolId);
    const booking = await this.bookings.find(tx, bookingId, residentId);
    if (bookingLifecycle.isFinal(booking.state)) throw admissionRefusals.not_active({ state: booking.state });
    return { booking, pool };
  }
}

function subjectOf(bookingId: string) {
  return { kind: 'booking', id: bookingId };
}
