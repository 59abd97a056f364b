import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../../kernel/ids.js';
import type { Text } from '../../kernel/text.js';
import { Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Charges } from '../../payments/charges.js';
import { Audit, system } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { venueOfUnit } from '../inventory/lock-units.js';
import type { Lease } from '../leases/lease.entity.js';
import { payerOf } from '../leases/lease-payers.js';
import { ApartmentPolicy } from '../policy/policy.entity.js';
import { LateFees } from './late-fees.js';
import { payerInWords } from './payers-in-words.js';
import { RentBill } from './rent-bill.entity.js';
import { billsDue, reductions } from './rent-bills.rules.js';
import type { BillDue } from './rent-bills.rules.js';

const subjectOf = (id: string) => ({ kind: 'rent_bill', id });

/** The rent of a lease as bills, and each bill as a charge of its tenant, whoever pays it. */
@Injectable()
export class RentBills {
  constructor(
    private readonly charges: Charges,
    private readonly lateFees: LateFees,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Makes the bills that the lease should have today and has not. The caller has locked the lease. */
  async make(tx: Tx, lease: Lease): Promise<void> {
    const { values } = await tx.findOneByOrFail(ApartmentPolicy, { id: lease.policyId });
    const made = await tx.findBy(RentBill, { leaseId: lease.id });
    // A month is billed once and as a whole: a lease that was shortened since would split it otherwise.
    const billed = new Set(made.map(({ month }) => month.toString()));
    const due = billsDue({ ...lease, split: values.split }, this.clock.today());
    const missing = due.filter(({ month }) => !billed.has(month.toString()));
    if (missing.length === 0) return;
    const bills = missing.map((bill) => ({ id: newId(), leaseId: lease.id, createdAt: this.clock.now(), ...bill }));
    const venueId = await venueOfUnit(tx, lease.unitId);
    const chargeIds = await this.charges.open(
      tx,
      bills.map((bill) => ({
        ...{ reference: newReference(), residentId: lease.residentId, venueId, subject: subjectOf(bill.id) },
        payer: payerOf(lease, bill.payer),
        ...{ title: titleOf(lease, bill), amountFen: bill.amountFen },
      })),
    );
    await tx.insert(
      RentBill,
      bills.map((bill, index) => ({ ...bill, chargeId: chargeIds[index] ?? null })),
    );
    const deeds = bills.map(({ id, month, payer, amountFen }) => {
      const facts = { leaseId: lease.id, month: monthText(month), payer, amountFen };
      return { action: 'rent_bill.made', subjectId: id, facts } as const;
    });
    await this.audit.record(tx, system, ...deeds);
  }

  /** Locks the charges of a lease's bills and of their late fees. Who ends a lease does this before it locks the lease. */
  async lock(tx: Tx, leaseId: string): Promise<void> {
    const subjects: { kind: string; id: string }[] = await tx.query(
      `SELECT 'rent_bill' AS kind, id FROM rent_bills WHERE lease_id = $1
        UNION ALL SELECT 'late_fee', f.id FROM late_fees f JOIN rent_bills r ON r.id = f.bill_id WHERE r.lease_id = $1`,
      [leaseId],
    );
    await this.charges.lock(tx, subjects);
  }

  /**
   * Takes off the bills what was billed for days after this one, the last that is paid for. What was paid for them is to
   * be refunded; what was written off stays so. The caller holds the lease and shortens its period in this transaction.
   */
  async settleUpTo(
    tx: Tx,
    lease: Pick<Lease, 'id' | 'period' | 'schedule'>,
    lastDay: PlainDate,
    actor: Actor = system,
  ): Promise<void> {
    await this.lock(tx, lease.id);
    const rows: { id: string; month: string; left_fen: string; written_off_fen: string }[] = await tx.query(
      `SELECT r.id, r.month::text, b.owed_fen - b.reduced_fen AS left_fen, b.written_off_fen
         FROM rent_bills r CROSS JOIN LATERAL (SELECT * FROM charge_balances x WHERE x.charge_id = r.charge_id) b
        WHERE r.lease_id = $1 ORDER BY r.month, r.id`,
      [lease.id],
    );
    const bills = rows.map(({ id, month, left_fen }) => {
      return { billId: id, month: Temporal.PlainDate.from(month), leftFen: Number(left_fen) };
    });
    const mostFen = new Map(rows.map((row) => [row.id, Number(row.left_fen) - Number(row.written_off_fen)]));
    for (const { billId, amountFen: tooMuch } of reductions(lease, lastDay, bills)) {
      const amountFen = Math.min(tooMuch, mostFen.get(billId) ?? 0);
      if (amountFen === 0) continue;
      await this.charges.reduce(tx, subjectOf(billId), amountFen, `lease ended on ${lastDay.toString()}`);
      const facts = { leaseId: lease.id, amountFen, lastDay: lastDay.toString() };
      await this.audit.record(tx, actor, { action: 'rent_bill.reduced', subjectId: billId, facts });
      await this.lateFees.lower(tx, actor, billId);
    }
  }
}

function monthText(month: PlainDate): string {
  return month.toPlainYearMonth().toString();
}

function titleOf({ reference }: Lease, { month, payer }: BillDue): Text {
  const { zh, en } = payerInWords[payer];
  return {
    zh: `租约 ${reference} ${month.year}年${month.month}月租金（${zh}）`,
    en: `Rent of lease ${reference} for ${monthText(month)}, ${en}`,
  };
}
