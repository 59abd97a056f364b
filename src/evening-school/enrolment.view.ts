import type { BookingResult } from '../admission/index.js';
import { isoIn } from '../kernel/time.js';
import { enrolmentState } from './enrolments.contract.js';
import type { EnrolmentState, EnrolmentView, RefundView } from './enrolments.contract.js';
import type { Refund } from './refund.rules.js';
import { instantOf } from '../platform/database/sql-values.js';

/** What an enrolment shows of its class, as the queries read it. */
export interface ClassPart {
  fee_fen: string;
  class_id: string;
  class_reference: string;
  name: string;
  name_en: string;
  teacher: string;
  room: string;
  venue: string;
  venue_en: string;
  weekday: number;
  starts_at_time: string;
  minutes: number;
  class_state: 'draft' | 'published' | 'cancelled';
  next_session_at: Date | null;
}

/** How often the person was not there. */
export interface PresencePart {
  absences: number;
  leaves: number;
}

/** An enrolment as its query reads it. */
export interface EnrolmentRow extends ClassPart, PresencePart {
  id: string;
  reference: string;
  state: EnrolmentState;
  position: number | null;
  holds_until: Date | null;
  booked_at: Date;
  confirmed_at: Date | null;
  ended_at: Date | null;
  end_reason: string | null;
  charge_id: string | null;
  paid_fen: string | null;
  balance_fen: string | null;
}

/** An enrolment that was made a moment ago, from what admission answered. */
export function toNewEnrolmentView(
  school: { readonly feeFen: number; readonly class: EnrolmentView['class'] },
  presence: PresencePart | undefined,
  booked: BookingResult,
  zone: string,
): EnrolmentView {
  const bookedAt = isoIn(zone, booked.bookedAt);
  return {
    enrolmentId: booked.bookingId,
    reference: booked.reference,
    state: enrolmentState.parse(booked.state),
    position: booked.position,
    holdsUntil: booked.holdsUntil && isoIn(zone, booked.holdsUntil),
    feeFen: school.feeFen,
    bookedAt,
    confirmedAt: booked.state === 'confirmed' ? bookedAt : null,
    endedAt: null,
    endReason: null,
    class: school.class,
    payment: booked.charge && { chargeId: booked.charge.id, paidFen: 0, balanceFen: booked.charge.amountFen },
    absences: presence?.absences ?? 0,
    leaves: presence?.leaves ?? 0,
  };
}

export function toEnrolmentView(row: EnrolmentRow, zone: string): EnrolmentView {
  const iso = (value: Date | null) => value && isoIn(zone, instantOf(value));
  return {
    enrolmentId: row.id,
    reference: row.reference,
    state: row.state,
    position: row.position,
    holdsUntil: iso(row.holds_until),
    feeFen: Number(row.fee_fen),
    bookedAt: isoIn(zone, instantOf(row.booked_at)),
    confirmedAt: iso(row.confirmed_at),
    endedAt: iso(row.ended_at),
    // Why a hold lapsed or an offer was declined is said by the state itself.
    endReason: row.state === 'withdrawn' || row.state === 'cancelled' ? row.end_reason : null,
    class: toClassPart(row, zone),
    payment:
      row.charge_id === null
        ? null
        : { chargeId: row.charge_id, paidFen: Number(row.paid_fen), balanceFen: Number(row.balance_fen) },
    absences: row.absences,
    leaves: row.leaves,
  };
}

export function toClassPart(row: ClassPart, zone: string): EnrolmentView['class'] {
  return {
    id: row.class_id,
    reference: row.class_reference,
    name: row.name,
    nameEn: row.name_en,
    teacher: row.teacher,
    room: row.room,
    venue: row.venue,
    venueEn: row.venue_en,
    weekday: row.weekday,
    startsAtTime: row.starts_at_time.slice(0, 5),
    minutes: row.minutes,
    state: row.class_state,
    nextSessionAt: row.next_session_at && isoIn(zone, instantOf(row.next_session_at)),
  };
}

export function toRefundView(refund: Refund): RefundView {
  return {
    rule: refund.rule,
    refundFen: refund.refundFen,
    keptFen: refund.keptFen,
    sessionsTotal: refund.sessionsTotal,
    sessionsBegun: refund.sessionsBegun,
    fullUntil: refund.fullUntil?.toString() ?? null,
  };
}
