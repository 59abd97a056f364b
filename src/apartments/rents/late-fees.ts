import { Injectable } from '@nestjs/common';
import { newId, newReference } from '../../kernel/ids.js';
import type { Text } from '../../kernel/text.js';
import { Charges } from '../../payments/charges.js';
import { Audit, system } from '../../people/index.js';
import type { Actor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import { LateFee } from './late-fee.entity.js';
import { lateFeeDue, lateFeeOfChargedDays } from './late-fees.rules.js';
import type { LateFeeDue } from './late-fees.rules.js';
import { LateFeesQueries } from './late-fees.queries.js';
import type { KnownLateBill } from './late-fees.queries.js';
import { payerInWords } from './payers-in-words.js';
import { billing } from './rent-bills.rules.js';
import { lateFeeCharged, rentInWords } from './rent.messages.js';

const subjectOf = (id: string) => ({ kind: 'late_fee', id });

/** What is owed for being late with a rent bill: a charge of its own, to whoever owes the bill. */
@Injectable()
export class LateFees {
  constructor(
    private readonly charges: Charges,
    private readonly queries: LateFeesQueries,
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Charges the days of a bill that are to be charged today and are not; whoever comes second finds none. */
  async charge(tx: Tx, billId: string): Promise<void> {
    await this.charges.lock(tx, [{ kind: 'rent_bill', id: billId }]);
    const bill = await this.queries.one(tx, billId);
    const fee = bill && lateFeeDue(bill.terms, bill, this.clock.today());
    if (!fee) return;
    const id = newId();
    const dueOn = this.clock.today().add({ days: billing.daysToPay });
    const reference = newReference();
    const about = await this.queries.placeOf(tx, bill.leaseId);
    const [chargeId = ''] = await this.charges.open(tx, [
      {
        ...{ reference, residentId: bill.charge.residentId, venueId: bill.charge.venueId, payer: bill.charge.payer },
        ...{ subject: subjectOf(id), title: titleOf(about.leaseReference, bill, fee), amountFen: fee.amountFen },
      },
    ]);
    const createdAt = this.clock.now();
    await tx.insert(LateFee, { id, billId, ...fee, lines: [...fee.lines], dueOn, chargeId, createdAt });
    const facts = { leaseId: bill.leaseId, billId, amountFen: fee.amountFen, lines: fee.lines };
    await this.audit.record(tx, system, { action: 'late_fee.charged', subjectId: id, facts });
    const words = lateFeeCharged(
      { ...about, reference, month: bill.month, dueOn: bill.dueOn },
      { days: fee.days, amountFen: fee.amountFen, payBy: dueOn },
    );
    const message = { kind: 'rent.late_fee_charged', subject: subjectOf(id), occurrence: id, ...words };
    const readers = await this.queries.readersOf(tx, chargeId);
    await this.messages.say(tx, ...readers.map((residentId) => ({ ...message, residentId })));
  }

  /** A bill was lowered for days that are not owed: nor is what was charged for being late with them. */
  async lower(tx: Tx, actor: Actor, billId: string): Promise<void> {
    const bill = await this.queries.one(tx, billId);
    if (!bill) return;
    const fees = await this.queries.chargedFor(tx, billId);
    let tooMuch = fees.reduce((sum, { netFen }) => sum + netFen, 0) - lateFeeOfChargedDays(bill.terms, bill);
    for (const { id, mostFen } of fees) {
      const amountFen = Math.min(tooMuch, mostFen);
      if (amountFen <= 0) continue;
      tooMuch -= amountFen;
      await this.charges.reduce(tx, subjectOf(id), amountFen, 'the bill was lowered');
      const facts = { leaseId: bill.leaseId, billId, amountFen };
      await this.audit.record(tx, actor, { action: 'late_fee.reduced', subjectId: id, facts });
    }
  }
}

function titleOf(leaseReference: string, { month, payer }: KnownLateBill, { days }: LateFeeDue): Text {
  const [rent, who] = [rentInWords(month), payerInWords[payer]];
  const [from, through] = [days.from, days.until.subtract({ days: 1 })].map(String);
  return {
    zh: `租约 ${leaseReference} ${rent.zh}（${who.zh}）逾期违约金：${from} 至 ${through}`,
    en: `Late fee on the rent of lease ${leaseReference} for ${month.toPlainYearMonth().toString()}, ${who.en}: ${from} to ${through}`,
  };
}
