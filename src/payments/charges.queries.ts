import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { readReference } from '../kernel/ids.js';
import { atWallClock, isoIn, Temporal } from '../kernel/time.js';
import { venuesWith } from '../people/index.js';
import type { Actor, ResidentActor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { containing, limits } from '../platform/database/search.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { paidBeforeReason } from './charge.kinds.js';
import type { EntryKind, PayerParty, PaymentMethod } from './charge.kinds.js';
import type { ChargePage, ChargesQuery, ChargeView, TakingsView } from './payments.contract.js';
import { instantOf } from '../platform/database/sql-values.js';

interface Row {
  id: string;
  reference: string;
  title: string;
  title_en: string;
  subject_kind: string;
  subject_id: string;
  resident_id: string | null;
  name: string | null;
  phone: string | null;
  payer_party: PayerParty;
  payer_id: string | null;
  payer_name: string | null;
  owed_fen: string;
  reduced_fen: string;
  paid_fen: string;
  refunded_fen: string;
  written_off_fen: string;
  balance_fen: string;
  created_at: Date;
  entries: {
    id: string;
    kind: EntryKind;
    amountFen: number;
    method: PaymentMethod | null;
    receiptNumber: string | null;
    reason: string | null;
    reversesId: string | null;
    recordedAt: string;
  }[];
}

const fromCharges = `FROM charges c LEFT JOIN residents r ON r.id = c.resident_id
  CROSS JOIN LATERAL (SELECT * FROM charge_balances x WHERE x.charge_id = c.id) b`;
const byState = { owing: '> 0', settled: '= 0', refund_due: '< 0' } as const;

@Injectable()
export class ChargesQueries {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, id: string, manager: EntityManager = this.source.manager): Promise<ChargeView> {
    const [row] = await this.rows(
      manager,
      `c.id = $1 AND ${this.atVenues(2)}`,
      [id, venuesWith(actor, 'payments.read')],
      1,
      0,
    );
    if (!row) throw requestRefusals.not_found();
    return this.view(row);
  }

  /** What others owe for me is not mine. */
  async mine(me: ResidentActor, query: { page: number; size: number }): Promise<ChargePage> {
    return this.page(`c.resident_id = $1 AND c.payer_party = 'resident'`, [me.id], query);
  }

  async all(actor: Actor, query: ChargesQuery): Promise<ChargePage> {
    const conditions = [this.atVenues(1)];
    const values: unknown[] = [venuesWith(actor, 'payments.read')];
    if (query.state) conditions.push(`b.balance_fen ${byState[query.state]}`);
    if (query.search) {
      values.push(containing(query.search), readReference(query.search) ?? '');
      conditions.push(`(r.name LIKE $2 OR r.phone LIKE $2 OR c.payer_name LIKE $2 OR c.reference = $3)`);
    }
    return this.page(conditions.join(' AND '), values, query);
  }

  /** What came in, went out and was taken back on one day, by kind and method. */
  async takings(actor: Actor, on: string): Promise<TakingsView> {
    const day = Temporal.PlainDate.from(on);
    const lines: { kind: 'paid' | 'refunded' | 'reversed'; method: PaymentMethod; count: string; amount: string }[] =
      await this.source.query(
        `SELECT e.kind, e.method, count(*) AS count, sum(e.amount_fen) AS amount
           FROM charge_entries e JOIN charges c ON c.id = e.charge_id
          WHERE e.kind IN ('paid', 'refunded', 'reversed') AND e.method IS NOT NULL AND e.recorded_at >= $1 AND e.recorded_at < $2 AND ${this.atVenues(3)}
            AND NOT EXISTS (SELECT FROM charge_entries p
                             WHERE p.id = coalesce(e.reverses_id, e.id) AND p.kind = 'paid' AND p.reason = $4)
          GROUP BY e.kind, e.method ORDER BY e.kind, e.method`,
        [
          atWallClock(day, '00:00', this.clock.zone).toString(),
          atWallClock(day.add({ days: 1 }), '00:00', this.clock.zone).toString(),
          venuesWith(actor, 'payments.read'),
          paidBeforeReason,
        ],
      );
    const read = lines.map(({ kind, method, count, amount }) => {
      return { kind, method, count: Number(count), amountFen: Number(amount) };
    });
    const totalFen = read.reduce((sum, line) => sum + (line.kind === 'paid' ? line.amountFen : -line.amountFen), 0);
    return { on, lines: read, totalFen };
  }

  private atVenues(parameter: number): string {
    return `($${parameter}::uuid[] IS NULL OR c.venue_id = ANY($${parameter}))`;
  }

  private rows(
    manager: EntityManager,
    where: string,
    values: unknown[],
    limit: number,
    offset: number,
  ): Promise<Row[]> {
    const n = values.length;
    return manager.query(
      `SELECT c.*, r.name, r.phone, b.owed_fen, b.reduced_fen, b.paid_fen, b.refunded_fen, b.written_off_fen,
              b.balance_fen,
              (SELECT json_agg(json_build_object('id', e.id, 'kind', e.kind, 'amountFen', e.amount_fen,
                        'method', e.method, 'receiptNumber', e.receipt_number, 'reason', e.reason,
                        'reversesId', e.reverses_id, 'recordedAt', e.recorded_at) ORDER BY e.recorded_at, e.id)
                 FROM charge_entries e WHERE e.charge_id = c.id) AS entries
         ${fromCharges} WHERE ${where} ORDER BY c.created_at DESC, c.id DESC LIMIT $${n + 1} OFFSET $${n + 2}`,
      [...values, limit, offset],
    );
  }

  private async page(where: string, values: unknown[], query: { page: number; size: number }): Promise<ChargePage> {
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [Row[], { total: string }[]] = await Promise.all([
      this.rows(this.source.manager, where, values, limit, offset),
      this.source.query(`SELECT count(*) AS total ${fromCharges} WHERE ${where}`, values),
    ]);
    const items = rows.map((row) => this.view(row));
    return { items, total: Number(counted?.total ?? 0), page: query.page, size: query.size };
  }

  private view(row: Row): ChargeView {
    const balanceFen = Number(row.balance_fen);
    const { zone } = this.clock;
    return {
      id: row.id,
      reference: row.reference,
      title: row.title,
      titleEn: row.title_en,
      subject: { kind: row.subject_kind, id: row.subject_id },
      resident: row.resident_id === null ? null : { id: row.resident_id, name: row.name, phone: row.phone ?? '' },
      payer: { party: row.payer_party, id: row.payer_id, name: row.payer_name },
      owedFen: Number(row.owed_fen),
      reducedFen: Number(row.reduced_fen),
      paidFen: Number(row.paid_fen),
      refundedFen: Number(row.refunded_fen),
      writtenOffFen: Number(row.written_off_fen),
      balanceFen,
      state: balanceFen > 0 ? 'owing' : balanceFen < 0 ? 'refund_due' : 'settled',
      entries: row.entries.map((e) => ({ ...e, recordedAt: isoIn(zone, Temporal.Instant.from(e.recordedAt)) })),
      createdAt: isoIn(zone, instantOf(row.created_at)),
    };
  }
}
