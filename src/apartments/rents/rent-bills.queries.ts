import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { readReference } from '../../kernel/ids.js';
import { venuesWith } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { containing, limits } from '../../platform/database/search.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { BillPage, BillsQuery, StatementView } from './rent-bills.contract.js';
import { LateFeesQueries } from './late-fees.queries.js';
import { billRowOf, statementOf } from './rent-bills.view.js';
import type {
  BillRecord,
  LateFeeRecord,
  ListedBillRecord,
  OtherRecord,
  StatementRecord,
  SumsRecord,
} from './rent-bills.view.js';

const sums = `c.id AS charge_id, c.reference, x.owed_fen, x.reduced_fen, x.paid_fen, x.refunded_fen, x.written_off_fen,
  x.balance_fen`;
const withSums = `CROSS JOIN LATERAL (SELECT * FROM charge_balances v WHERE v.charge_id = c.id) x`;

/** $1 is today: a bill is overdue by what is true then, never by a mark on it. */
const isOverdue = `(r.due_on < $1::date AND x.balance_fen > 0)`;
const bill = `r.id, r.month::text, r.payer, r.due_on::text, ${isOverdue} AS is_overdue, ${sums}`;
const byMonthAndPayer = `r.month, array_position(ARRAY['person', 'employer', 'zone'], r.payer)`;

const listed = `
  FROM rent_bills r JOIN charges c ON c.id = r.charge_id ${withSums}
  JOIN leases l ON l.id = r.lease_id JOIN residents t ON t.id = l.resident_id
  JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id`;

/** $1 is the lease. */
const otherCharges = `
  SELECT c.subject_kind AS kind, c.title, c.title_en, ${sums} FROM charges c ${withSums}
   WHERE (c.subject_kind, c.subject_id) IN (
         SELECT 'overstay', $1::uuid
          UNION ALL SELECT 'lease_termination', id FROM lease_notices WHERE lease_id = $1
          UNION ALL SELECT 'repair', id FROM repairs WHERE lease_id = $1)
   ORDER BY c.id`;

/** What was billed for a lease and what became of it, all from the entries of the charges. */
@Injectable()
export class RentBillsQueries {
  constructor(
    private readonly source: DataSource,
    private readonly lateFees: LateFeesQueries,
    private readonly clock: Clock,
  ) {}

  /** Of a tenant's or spouse's own lease. */
  ownStatement(residentId: string, id: string): Promise<StatementView> {
    return this.statementWhere(`(l.resident_id = $2 OR l.spouse_id = $2)`, id, residentId);
  }

  staffStatement(actor: Actor, id: string): Promise<StatementView> {
    return this.statementWhere(`($2::uuid[] IS NULL OR b.venue_id = ANY($2))`, id, venuesWith(actor, 'leases.read'));
  }

  async page(actor: Actor, query: BillsQuery): Promise<BillPage> {
    const where = `WHERE ($2::uuid[] IS NULL OR b.venue_id = ANY($2)) AND ($3::uuid IS NULL OR b.venue_id = $3)
      AND ($4::date IS NULL OR r.month = $4) AND ($5::text IS NULL OR r.payer = $5)
      AND (NOT $6::boolean OR ${isOverdue})
      AND ($7::text IS NULL OR t.name ILIKE $7 OR c.reference = $8 OR l.reference = $8)`;
    const { search, month, payer = null, venueId = null, overdue } = query;
    const about = [
      ...[this.clock.today().toString(), venuesWith(actor, 'leases.read'), venueId],
      ...[month === undefined ? null : `${month}-01`, payer, overdue === 'true'],
      ...[search ? containing(search) : null, readReference(search ?? '') ?? ''],
    ];
    const { limit, offset } = limits(query);
    const [rows, [counted]]: [ListedBillRecord[], { total: number }[]] = await Promise.all([
      this.source.query(
        `SELECT ${bill}, l.id AS lease_id, l.reference AS lease_reference, l.resident_id, t.name AS tenant,
                u.id AS unit_id, b.name AS building, u.number ${listed} ${where}
          ORDER BY r.month DESC, r.id DESC LIMIT $9 OFFSET $10`,
        [...about, limit, offset],
      ),
      this.source.query(`SELECT count(*)::int AS total ${listed} ${where}`, about),
    ]);
    return { items: rows.map(billRowOf), total: counted?.total ?? 0, page: query.page, size: query.size };
  }

  /** One moment for all of it, so that the totals are those of the lines. */
  private statementWhere(where: string, id: string, whose: unknown): Promise<StatementView> {
    return this.source.transaction('REPEATABLE READ', async (tx: EntityManager) => {
      const [lease]: StatementRecord[] = await tx.query(
        `SELECT l.id, l.reference, l.state, l.period::text AS period, l.deposit_payer
           FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
          WHERE l.id = $1 AND ${where}`,
        [id, whose],
      );
      if (!lease) throw requestRefusals.not_found();
      const bills: BillRecord[] = await tx.query(
        `SELECT ${bill} FROM rent_bills r JOIN charges c ON c.id = r.charge_id ${withSums}
          WHERE r.lease_id = $2 ORDER BY ${byMonthAndPayer}`,
        [this.clock.today().toString(), id],
      );
      const [deposit]: SumsRecord[] = await tx.query(
        `SELECT ${sums} FROM charges c ${withSums} WHERE c.subject_kind = 'lease_deposit' AND c.subject_id = $1`,
        [id],
      );
      const others: OtherRecord[] = await tx.query(otherCharges, [id]);
      const today = this.clock.today();
      const fees: LateFeeRecord[] = await tx.query(
        `SELECT f.id, f.bill_id, r.month::text, r.payer, f.due_on::text, f.lines, p.values->'late' AS late,
                f.due_on < $1::date AND x.balance_fen > 0 AS is_overdue, ${sums}
           FROM late_fees f JOIN rent_bills r ON r.id = f.bill_id JOIN charges c ON c.id = f.charge_id ${withSums}
           JOIN leases l ON l.id = r.lease_id JOIN apartment_policies p ON p.id = l.policy_id
          WHERE r.lease_id = $2 ORDER BY ${byMonthAndPayer}, lower(f.days)`,
        [today.toString(), id],
      );
      return statementOf(
        lease,
        bills,
        { deposit, others },
        { fees, bills: await this.lateFees.ofLease(tx, id), today },
      );
    });
  }
}
