import { readPeriod } from '../../platform/database/columns.js';
import { lastDay } from '../leases/lease.rules.js';
import type { LeaseState } from '../leases/lease.lifecycle.js';
import type { Payer } from '../policy/policy.contract.js';
import type { PlainDate } from '../../kernel/time.js';
import { lateFeeSoFar } from './late-fees.rules.js';
import type { LateTerms } from './late-fees.rules.js';
import type { KnownLateBill } from './late-fees.queries.js';
import type {
  BillRow,
  BillView,
  LateFeeView,
  OtherChargeView,
  RunningLateFeeView,
  StatementView,
  Totals,
} from './rent-bills.contract.js';

/** Sums of a charge as the queries read them. */
export interface SumsRecord {
  charge_id: string;
  reference: string;
  owed_fen: string;
  reduced_fen: string;
  paid_fen: string;
  refunded_fen: string;
  written_off_fen: string;
  balance_fen: string;
}

export interface BillRecord extends SumsRecord {
  id: string;
  month: string;
  payer: Payer;
  due_on: string;
  is_overdue: boolean;
}

export interface LateFeeRecord extends SumsRecord {
  id: string;
  bill_id: string;
  month: string;
  payer: Payer;
  due_on: string;
  is_overdue: boolean;
  lines: LateFeeView['lines'];
  late: LateTerms;
}

export interface ListedBillRecord extends BillRecord {
  lease_id: string;
  lease_reference: string;
  resident_id: string;
  tenant: string | null;
  unit_id: string;
  building: string;
  number: string;
}

export interface OtherRecord extends SumsRecord {
  kind: OtherChargeView['kind'];
  title: string;
  title_en: string;
}

export interface StatementRecord {
  id: string;
  reference: string;
  state: LeaseState;
  period: string;
  deposit_payer: 'person' | 'employer';
}

function sumsOf(row: SumsRecord): Totals {
  return {
    billedFen: Number(row.owed_fen),
    reducedFen: Number(row.reduced_fen),
    paidFen: Number(row.paid_fen),
    refundedFen: Number(row.refunded_fen),
    writtenOffFen: Number(row.written_off_fen),
    balanceFen: Number(row.balance_fen),
  };
}

export function billViewOf(row: BillRecord): BillView {
  return {
    id: row.id,
    reference: row.reference,
    chargeId: row.charge_id,
    month: row.month.slice(0, 7),
    payer: row.payer,
    dueOn: row.due_on,
    isOverdue: row.is_overdue,
    ...sumsOf(row),
  };
}

export function billRowOf(row: ListedBillRecord): BillRow {
  return {
    ...billViewOf(row),
    lease: { id: row.lease_id, reference: row.lease_reference },
    tenant: { id: row.resident_id, name: row.tenant ?? '' },
    unit: { id: row.unit_id, building: row.building, number: row.number },
  };
}

function lateFeeOf(row: LateFeeRecord): LateFeeView {
  const { perTenThousandADay, capPercent } = row.late;
  return {
    ...{ id: row.id, reference: row.reference, chargeId: row.charge_id, billId: row.bill_id },
    ...{ month: row.month.slice(0, 7), payer: row.payer, dueOn: row.due_on, isOverdue: row.is_overdue },
    ...{ perTenThousandADay, capPercent, lines: row.lines, ...sumsOf(row) },
  };
}

function runningOf(bill: KnownLateBill, today: PlainDate): RunningLateFeeView[] {
  const running = lateFeeSoFar(bill.terms, bill, today);
  if (!running) return [];
  const { perTenThousandADay, capPercent } = bill.terms;
  const about = { billId: bill.id, month: bill.month.toPlainYearMonth().toString(), payer: bill.payer };
  return [{ ...about, perTenThousandADay, capPercent, lines: [...running.lines], amountFen: running.amountFen }];
}

export function statementOf(
  lease: StatementRecord,
  rows: readonly BillRecord[],
  { deposit, others }: { readonly deposit: SumsRecord | undefined; readonly others: readonly OtherRecord[] },
  late: {
    readonly fees: readonly LateFeeRecord[];
    readonly bills: readonly KnownLateBill[];
    readonly today: PlainDate;
  },
): StatementView {
  const period = readPeriod(lease.period);
  const rent = totalOf(rows.map(sumsOf));
  const lateFees = totalOf(late.fees.map(sumsOf));
  const ofOthers = totalOf(others.map(sumsOf));
  const ofDeposit = totalOf(deposit ? [sumsOf(deposit)] : []);
  return {
    lease: {
      ...{ id: lease.id, reference: lease.reference, state: lease.state },
      ...{ startsOn: period.from.toString(), endsOn: lastDay(period).toString() },
    },
    bills: rows.map(billViewOf),
    lateFees: late.fees.map(lateFeeOf),
    runningLateFees: late.bills.flatMap((bill) => runningOf(bill, late.today)),
    deposit: deposit
      ? {
          ...{ reference: deposit.reference, chargeId: deposit.charge_id, payer: lease.deposit_payer },
          ...sumsOf(deposit),
        }
      : null,
    others: others.map((row) => ({
      ...{ kind: row.kind, title: row.title, titleEn: row.title_en, reference: row.reference, chargeId: row.charge_id },
      ...sumsOf(row),
    })),
    totals: {
      ...{ rent, lateFees, deposit: ofDeposit, others: ofOthers },
      all: totalOf([rent, lateFees, ofDeposit, ofOthers]),
    },
  };
}

function totalOf(many: readonly Totals[]): Totals {
  const sum = (of: keyof Totals) => many.reduce((total, one) => total + one[of], 0);
  return {
    billedFen: sum('billedFen'),
    reducedFen: sum('reducedFen'),
    paidFen: sum('paidFen'),
    refundedFen: sum('refundedFen'),
    writtenOffFen: sum('writtenOffFen'),
    balanceFen: sum('balanceFen'),
  };
}
