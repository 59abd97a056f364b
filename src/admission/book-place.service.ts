import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../kernel/ids.js';
import { Temporal } from '../kernel/time.js';
import type { Instant } from '../kernel/time.js';
import { Charges } from '../payments/charges.js';
import { Resident } from '../people/index.js';
import type { Actor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { writeSpans } from '../platform/database/columns.js';
import type { Tx } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { admissionRefusals } from './admission.errors.js';
import { Booking } from './booking.entity.js';
import { active, placeHolding } from './booking.lifecycle.js';
import type { BookingState } from './booking.lifecycle.js';
import {
  assertAgeFits,
  assertBelowLimit,
  assertInAudience,
  assertProfileComplete,
  assertWindowOpen,
} from './booking.rules.js';
import { Bookings } from './bookings.js';
import { unpaidHeldUntil } from './offer.rules.js';
import type { Pool } from './pool.entity.js';

export interface BookingResult {
  readonly bookingId: string;
  readonly reference: string;
  readonly state: BookingState;
  /** Place in the line, 1 for the first; null for somebody who does not wait. */
  readonly position: number | null;
  readonly holdsUntil: Instant | null;
}

/** Gives a person a place, or a place in the line. Locks the person, then the pool; every rule is checked under both. */
@Injectable()
export class BookPlace {
  constructor(
    private readonly bookings: Bookings,
    private readonly charges: Charges,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, { poolId, residentId, by }: { poolId: string; residentId: string; by: Actor }) {
    const person = await this.lockPerson(tx, residentId);
    const pool = await this.bookings.lockPool(tx, poolId);
    assertWindowOpen(pool, this.clock.now(), this.clock.zone);
    await this.assertNotBooked(tx, pool, residentId);
    assertProfileComplete(pool, person);
    assertAgeFits(pool, person);
    assertInAudience(pool, person);
    assertBelowLimit(pool, await this.bookedInGroup(tx, pool, residentId));
    await this.assertNoClash(tx, pool, residentId);
    return (await this.takePlace(tx, pool, residentId, by)) ?? (await this.joinLine(tx, pool, residentId, by));
  }

  /** Locks the person, so that two of their own bookings cannot pass each other's rules. */
  async lockPerson(tx: Tx, residentId: string): Promise<Resident> {
    const person = await tx.findOne(Resident, { where: { id: residentId }, lock: { mode: 'for_no_key_update' } });
    if (!person) throw requestRefusals.not_found();
    return person;
  }

  /** Refuses when the person has a place elsewhere at one of the same moments; waiting elsewhere does not count. */
  async assertNoClash(tx: Tx, pool: Pool, residentId: string): Promise<void> {
    const [clash]: { title: string; title_en: string; from: Date; until: Date }[] = await tx.query(
      `SELECT p.title, p.title_en, lower(common) AS "from", upper(common) AS "until"
         FROM bookings b JOIN pools p ON p.id = b.pool_id, unnest(p.occupies * $3::tstzmultirange) AS common
        WHERE b.resident_id = $1 AND b.state = ANY($4) AND b.pool_id <> $2 AND p.occupies && $3::tstzmultirange
        ORDER BY lower(common) LIMIT 1`,
      [residentId, pool.id, writeSpans(pool.occupies), placeHolding],
    );
    if (!clash) return;
    const at = (date: Date) => this.inHouse(date);
    const { title, title_en: titleEn, from, until } = clash;
    throw admissionRefusals.clashes_with_own({ title, titleEn, from: at(from), until: at(until) });
  }

  /** The place is held unpaid where it has a fee, and confirmed where it has none. */
  async holdOrConfirm(tx: Tx, pool: Pool, booking: Pick<Booking, 'id' | 'residentId' | 'reference'>) {
    if (pool.feeFen === 0) return { state: 'confirmed', holdsUntil: null } as const;
    await this.charges.open(tx, {
      residentId: booking.residentId,
      reference: booking.reference,
      venueId: pool.venueId,
      subject: { kind: 'booking', id: booking.id },
      title: { zh: pool.title, en: pool.titleEn },
      amountFen: pool.feeFen,
    });
    const holdsUntil = unpaidHeldUntil(this.clock.now(), pool.startsAt, pool.paymentHours, this.clock.zone);
    return { state: 'awaiting_payment', holdsUntil } as const;
  }

  /** Nobody overtakes those who wait: a place that is free while there is a line is theirs. */
  private async takePlace(tx: Tx, pool: Pool, residentId: string, by: Actor): Promise<BookingResult | undefined> {
    if (pool.taken >= pool.capacity || (await tx.existsBy(Booking, { poolId: pool.id, state: 'waiting' }))) return;
    const [, taken]: [unknown, number] = await tx.query(
      `UPDATE pools SET taken = taken + 1 WHERE id = $1 AND taken < capacity`,
      [pool.id],
    );
    if (taken === 0) return undefined;
    const booking = { id: newId(), reference: newReference(), residentId };
    const { state, holdsUntil } = await this.holdOrConfirm(tx, pool, booking);
    return this.write(tx, pool, { ...booking, state, holdsUntil }, null, by);
  }

  private async joinLine(tx: Tx, pool: Pool, residentId: string, by: Actor): Promise<BookingResult> {
    if (!pool.waitingList) throw admissionRefusals.full_without_waiting_list({ capacity: pool.capacity });
    const position = (await tx.countBy(Booking, { poolId: pool.id, state: 'waiting' })) + 1;
    const booking = { id: newId(), reference: newReference(), residentId };
    return this.write(tx, pool, { ...booking, state: 'waiting', holdsUntil: null }, position, by);
  }

  private async write(
    tx: Tx,
    pool: Pool,
    given: Pick<Booking, 'id' | 'reference' | 'residentId' | 'state' | 'holdsUntil'>,
    position: number | null,
    by: Actor,
  ): Promise<BookingResult> {
    const now = this.clock.now();
    const booking = tx.create(Booking, {
      ...given,
      poolId: pool.id,
      bookedAt: now,
      confirmedAt: given.state === 'confirmed' ? now : null,
      endedAt: null,
      endReason: null,
    });
    await tx.insert(Booking, booking);
    await this.bookings.tellOfNew(tx, pool, booking, position, by);
    const { id: bookingId, reference, state, holdsUntil } = booking;
    return { bookingId, reference, state, position, holdsUntil };
  }

  private async assertNotBooked(tx: Tx, pool: Pool, residentId: string): Promise<void> {
    const [own] = await tx.query<{ id: string; state: BookingState }[]>(
      `SELECT id, state FROM bookings WHERE pool_id = $1 AND resident_id = $2 AND state = ANY($3)`,
      [pool.id, residentId, active],
    );
    if (!own) return;
    const position = (await this.bookings.positions(tx, [own.id])).get(own.id) ?? null;
    throw admissionRefusals.already_booked({ bookingId: own.id, state: own.state, position });
  }

  private async bookedInGroup(tx: Tx, pool: Pool, residentId: string): Promise<number> {
    if (pool.limitGroup === null) return 0;
    const [row]: { count: string }[] = await tx.query(
      `SELECT count(*) AS count FROM bookings b JOIN pools p ON p.id = b.pool_id
        WHERE b.resident_id = $1 AND b.state = ANY($2) AND p.limit_group = $3`,
      [residentId, active, pool.limitGroup],
    );
    return Number(row?.count ?? 0);
  }

  private inHouse(date: Date) {
    return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(this.clock.zone);
  }
}
