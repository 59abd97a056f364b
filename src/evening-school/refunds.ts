import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Charges } from '../payments/charges.js';
import { Clock } from '../platform/clock/clock.js';
import { refundOnWithdrawal } from './refund.rules.js';
import type { Refund } from './refund.rules.js';
import { instantOf } from '../platform/database/sql-values.js';

const nothing = { owedFen: 0, reducedFen: 0, writtenOffFen: 0, paidFen: 0, refundedFen: 0 };

/** Gathers what the refund rule needs to know: the term's setting, the sessions, what was paid. */
@Injectable()
export class Refunds {
  constructor(
    private readonly charges: Charges,
    private readonly clock: Clock,
  ) {}

  /** What withdrawing from this enrolment now would give back. */
  async now(manager: EntityManager, enrolmentId: string): Promise<Refund> {
    const rows: { full_refund_days: number; confirmed_at: Date | null; starts_at: Date | null; state: string }[] =
      await manager.query(
        `SELECT m.full_refund_days, b.confirmed_at, lower(s.during) AS starts_at, s.state
           FROM bookings b JOIN classes c ON c.pool_id = b.pool_id JOIN terms m ON m.id = c.term_id
           LEFT JOIN class_sessions s ON s.class_id = c.id
          WHERE b.id = $1`,
        [enrolmentId],
      );
    const paid = await this.charges.balanceOf(manager, { kind: 'booking', id: enrolmentId });
    return refundOnWithdrawal({
      terms: { fullRefundDays: rows[0]?.full_refund_days ?? 0 },
      paid: paid ?? nothing,
      sessions: rows.flatMap(({ starts_at, state }) =>
        starts_at ? [{ startsAt: instantOf(starts_at), isCancelled: state === 'cancelled' }] : [],
      ),
      wasConfirmed: rows[0]?.confirmed_at != null,
      now: this.clock.now(),
      zone: this.clock.zone,
    });
  }
}
