import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { isoIn } from '../../kernel/time.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { NoticeView, ObjectionView, SettlementView } from './leaving.contract.js';
import type { Deduction } from './deposit-settlement.entity.js';
import { instantOf } from '../../platform/database/sql-values.js';

const notices = `
  SELECT n.id, n.lease_id, n.why, n.reason, n.happened_on::text, n.leave_on::text, (n.agreed_until - 1)::text AS agreed_ends_on,
         n.price_fen, n.given_at, n.taken_back_at, c.id AS charge_id
    FROM lease_notices n JOIN leases l ON l.id = n.lease_id
    JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
    LEFT JOIN charges c ON c.subject_kind = 'lease_termination' AND c.subject_id = n.id`;

/** A lease of this person, or one that this member of staff may see: `$2` and `$3`. */
export const seenBy = `($2::uuid IS NULL OR l.resident_id = $2 OR l.spouse_id = $2) AND ($3::uuid[] IS NULL OR b.venue_id = ANY($3))`;

export function seer(actor: Actor): [string | null, readonly string[] | null] {
  return actor.kind === 'resident' ? [actor.id, null] : [null, venuesWith(actor, 'leases.read')];
}

/** Why a lease ended early, and what became of its deposit. */
@Injectable()
export class Leaving {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  noticeById(manager: EntityManager, id: string): Promise<NoticeView> {
    return this.notice(manager, `n.id = $1`, [id]);
  }

  /** The last one of a lease, also when it was taken back. */
  noticeOf(actor: Actor, leaseId: string): Promise<NoticeView> {
    const where = `n.lease_id = $1 AND ${seenBy} ORDER BY n.given_at DESC, n.id DESC LIMIT 1`;
    return this.notice(this.source.manager, where, [leaseId, ...seer(actor)]);
  }

  async settlementOf(actor: Actor, leaseId: string): Promise<SettlementView> {
    return this.settlement(this.source.manager, `s.lease_id = $1 AND ${seenBy}`, [leaseId, ...seer(actor)]);
  }

  settlementIn(manager: EntityManager, leaseId: string): Promise<SettlementView> {
    return this.settlement(manager, `s.lease_id = $1`, [leaseId]);
  }

  /** What was said and when it was delivered, as the messages know it. */
  async objectionOf(actor: Actor, leaseId: string): Promise<ObjectionView> {
    interface Row {
      last_day: string;
      said_at: Date;
      id: string;
      title: string;
      body: string;
      state: ObjectionView['message']['state'];
      sent_at: Date | null;
      channel: string | null;
    }
    const [row]: Row[] = await this.source.query(
      `SELECT o.last_day::text, o.said_at, m.id, m.title, m.body, m.state, m.sent_at, m.channel
         FROM lease_objections o JOIN messages m ON m.id = o.message_id JOIN leases l ON l.id = o.lease_id
         JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id WHERE o.lease_id = $1 AND ${seenBy}`,
      [leaseId, ...seer(actor)],
    );
    if (!row) throw requestRefusals.not_found();
    const { id, title, body, state, channel } = row;
    const sentAt = row.sent_at && this.iso(row.sent_at);
    const message = { id, title, body, state, sentAt, channel };
    return { leaseId, lastDay: row.last_day, saidAt: this.iso(row.said_at), message };
  }

  private async notice(manager: EntityManager, where: string, values: unknown[]): Promise<NoticeView> {
    interface Row {
      id: string;
      lease_id: string;
      why: NoticeView['why'];
      reason: string;
      happened_on: string | null;
      leave_on: string;
      agreed_ends_on: string;
      price_fen: string;
      given_at: Date;
      taken_back_at: Date | null;
      charge_id: string | null;
    }
    const [row]: Row[] = await manager.query(`${notices} WHERE ${where}`, values);
    if (!row) throw requestRefusals.not_found();
    const { id, why, reason } = row;
    return {
      ...{ id, leaseId: row.lease_id, why, reason, happenedOn: row.happened_on },
      ...{ leaveOn: row.leave_on, agreedEndsOn: row.agreed_ends_on },
      price: { amountFen: Number(row.price_fen), chargeId: row.charge_id },
      givenAt: this.iso(row.given_at),
      takenBackAt: row.taken_back_at && this.iso(row.taken_back_at),
    };
  }

  private async settlement(manager: EntityManager, where: string, values: unknown[]): Promise<SettlementView> {
    interface Row {
      lease_id: string;
      charge_id: string;
      deposit_fen: string;
      deductions: Deduction[];
      deducted_fen: string;
      settled_at: Date;
      to_estate: boolean;
    }
    const [row]: Row[] = await manager.query(
      `SELECT s.*, EXISTS (SELECT FROM charges c JOIN residents r ON r.id = c.resident_id
                           WHERE c.id = s.charge_id AND c.payer_party = 'resident' AND r.died_on IS NOT NULL) AS to_estate
         FROM deposit_settlements s JOIN leases l ON l.id = s.lease_id
         JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id WHERE ${where}`,
      values,
    );
    if (!row) throw requestRefusals.not_found();
    const [depositFen, deductedFen] = [Number(row.deposit_fen), Number(row.deducted_fen)];
    return {
      ...{ leaseId: row.lease_id, chargeId: row.charge_id, depositFen, deductions: row.deductions, deductedFen },
      ...{
        refundableFen: depositFen - deductedFen,
        payee: row.to_estate ? 'estate' : 'payer',
        settledAt: this.iso(row.settled_at),
      },
    };
  }

  private iso(date: Date): string {
    return isoIn(this.clock.zone, instantOf(date));
  }
}
