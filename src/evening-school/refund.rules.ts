import type { Fen } from '../kernel/money.js';
import { isBefore } from '../kernel/time.js';
import type { Instant, PlainDate } from '../kernel/time.js';
import { Temporal } from '../kernel/time.js';

/** What a term says about money that is given back. */
export interface RefundTerms {
  /** Up to and including the day that lies this many days before the first session, everything is given back. */
  readonly fullRefundDays: number;
}

/** What the learner was to pay and did pay, in fen. */
export interface PaidSoFar {
  readonly owedFen: Fen;
  readonly reducedFen: Fen;
  readonly writtenOffFen: Fen;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
}

export interface SessionForRefund {
  readonly startsAt: Instant;
  readonly isCancelled: boolean;
}

export interface RefundQuestion {
  readonly terms: RefundTerms;
  readonly paid: PaidSoFar;
  readonly sessions: readonly SessionForRefund[];
  /** Whether the place was ever confirmed; a hold that was never paid owes nothing. */
  readonly wasConfirmed: boolean;
  readonly now: Instant;
  readonly zone: string;
}

export interface Refund {
  readonly rule: 'nothing_owed' | 'full' | 'pro_rata';
  /** By how much the charge is lowered. */
  readonly reduceFen: Fen;
  /** What the learner still pays for. */
  readonly keptFen: Fen;
  /** What the desk hands back. */
  readonly refundFen: Fen;
  readonly sessionsTotal: number;
  readonly sessionsBegun: number;
  /** The last day on which everything is given back; null for a class without sessions. */
  readonly fullUntil: PlainDate | null;
}

/**
 * What a learner who withdraws now gets back: all of it up to the term's day, then the share of the sessions that
 * have not begun. A cancelled session counts as not begun, whenever it was to be. What the house keeps is rounded down
 * to the fen, so the odd fen is the learner's.
 */
export function refundOnWithdrawal(question: RefundQuestion): Refund {
  const { terms, paid, sessions, wasConfirmed, now, zone } = question;
  const due = paid.owedFen - paid.reducedFen - paid.writtenOffFen;
  const begun = sessions.filter((session) => !session.isCancelled && !isBefore(now, session.startsAt)).length;
  const fullUntil = lastDayOfFullRefund(sessions, terms, zone);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const rule = ruleFor();
  const keptFen = rule === 'pro_rata' ? Math.floor((due * begun) / sessions.length) : 0;
  const handedIn = paid.paidFen - paid.refundedFen;
  return {
    rule,
    reduceFen: due - keptFen,
    keptFen,
    refundFen: Math.max(0, handedIn - keptFen),
    sessionsTotal: sessions.length,
    sessionsBegun: begun,
    fullUntil,
  };

  function ruleFor(): Refund['rule'] {
    if (!wasConfirmed || due === 0) return 'nothing_owed';
    if (fullUntil === null || Temporal.PlainDate.compare(today, fullUntil) <= 0) return 'full';
    return 'pro_rata';
  }
}

/** N days before the first session that takes place; where all are cancelled, before the first of all. */
function lastDayOfFullRefund(
  sessions: readonly SessionForRefund[],
  terms: RefundTerms,
  zone: string,
): PlainDate | null {
  const held = sessions.filter((session) => !session.isCancelled);
  const [first] = (held.length > 0 ? held : sessions)
    .map((session) => session.startsAt)
    .sort((a, b) => Temporal.Instant.compare(a, b));
  return first?.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: terms.fullRefundDays }) ?? null;
}
