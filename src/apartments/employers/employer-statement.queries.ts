import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { venuesWith } from '../../people/index.js';
import type { Actor, ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { readPeriod } from '../../platform/database/columns.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import type { LeaseState } from '../leases/lease.lifecycle.js';
import { lastDay } from '../leases/lease.rules.js';
import { Employer } from './employer.entity.js';
import type { EmployerStatement, Sums } from './employers.contract.js';
import { Representatives } from './representatives.js';

interface SumsRow {
  owed_fen: string;
  reduced_fen: string;
  paid_fen: string;
  refunded_fen: string;
  written_off_fen: string;
  balance_fen: string;
}

interface LeaseRow {
  id: string;
  reference: string;
  state: LeaseState;
  period: string;
  tenant: string | null;
  unit: string;
}

interface BillRow extends SumsRow {
  charge_id: string;
  reference: string;
  title: string;
  title_en: string;
  lease_id: string;
  due_on: string | null;
  is_overdue: boolean;
}

/** $1 the employer, $2 the venues of the reader; $3 today. */
const bills = `
  SELECT c.id AS charge_id, c.reference, c.title, c.title_en, coalesce(r.lease_id, c.subject_id) AS lease_id,
         coalesce(f.due_on, r.due_on)::text AS due_on,
         coalesce(coalesce(f.due_on, r.due_on) < $3::date AND x.balance_fen > 0, false) AS is_overdue,
         x.owed_fen, x.reduced_fen, x.paid_fen, x.refunded_fen, x.written_off_fen, x.balance_fen
    FROM charges c CROSS JOIN LATERAL (SELECT * FROM charge_balances v WHERE v.charge_id = c.id) x
    LEFT JOIN late_fees f ON f.charge_id = c.id
    LEFT JOIN rent_bills r ON r.charge_id = c.id OR r.id = f.bill_id
   WHERE c.payer_id = $1 AND ($2::uuid[] IS NULL OR c.venue_id = ANY($2))
   ORDER BY coalesce(f.due_on, r.due_on) NULLS FIRST, c.created_at, c.id`;

const leases = `
  SELECT l.id, l.reference, l.state, l.period::text AS period, t.name AS tenant, b.name || ' ' || u.number AS unit
    FROM leases l JOIN residents t ON t.id = l.resident_id
    JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
   WHERE l.employer_id = $1 AND ($2::uuid[] IS NULL OR b.venue_id = ANY($2))
     AND l.state IN ('signed', 'let', 'ended')
   ORDER BY lower(l.period), l.id`;

/** What an employer owes over all leases of its people, from the entries of its charges. */
@Injectable()
export class EmployerStatements {
  constructor(
    private readonly source: DataSource,
    private readonly representatives: Representatives,
    private readonly clock: Clock,
  ) {}

  async own(me: ResidentActor, id: string): Promise<EmployerStatement> {
    return this.make(await this.representatives.employerOf(this.source.manager, me, id), null);
  }

  /** Of the houses where this member of staff may read leases. */
  async forStaff(actor: Actor, id: string): Promise<EmployerStatement> {
    const employer = await this.source.manager.findOneBy(Employer, { id });
    if (!employer) throw requestRefusals.not_found();
    return this.make(employer, venuesWith(actor, 'leases.read'));
  }

  /** One moment for all of it, so that the totals are those of the lines. */
  private make(employer: Employer, venues: readonly string[] | null): Promise<EmployerStatement> {
    const { id, name, nameEn, creditCode } = employer;
    return this.source.transaction('REPEATABLE READ', async (tx: EntityManager) => {
      const rows: BillRow[] = await tx.query(bills, [id, venues, this.clock.today().toString()]);
      const found: LeaseRow[] = await tx.query(leases, [id, venues]);
      return {
        employer: { id, name, nameEn, creditCode },
        leases: found.map(({ period, tenant, ...lease }) => {
          const days = readPeriod(period);
          const sums = sumOf(rows.filter((row) => row.lease_id === lease.id));
          const between = { startsOn: days.from.toString(), endsOn: lastDay(days).toString() };
          return { ...lease, tenant: tenant ?? '', ...between, ...sums };
        }),
        open: rows.filter((row) => Number(row.balance_fen) !== 0).map(openBill),
        totals: sumOf(rows),
      };
    });
  }
}

function openBill(row: BillRow): EmployerStatement['open'][number] {
  const { charge_id: chargeId, reference, title, title_en: titleEn, lease_id: leaseId, due_on: dueOn } = row;
  return { chargeId, reference, title, titleEn, leaseId, dueOn, isOverdue: row.is_overdue, ...sumOf([row]) };
}

function sumOf(rows: readonly SumsRow[]): Sums {
  const sum = (of: keyof SumsRow) => rows.reduce((total, row) => total + Number(row[of]), 0);
  return {
    ...{ billedFen: sum('owed_fen'), reducedFen: sum('reduced_fen'), paidFen: sum('paid_fen') },
    ...{ refundedFen: sum('refunded_fen'), writtenOffFen: sum('written_off_fen'), balanceFen: sum('balance_fen') },
  };
}
