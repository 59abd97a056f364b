import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { assertMayAt, Audit } from '../people/index.js';
import type { Actor, Right } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { Charge, ChargeEntry } from './charge.entity.js';
import type { EntryKind, PaymentMethod } from './charge.kinds.js';
import { ChargeListeners } from './charge-listeners.js';
import { Charges } from './charges.js';
import { ChargesQueries } from './charges.queries.js';
import type { ChargeView, PaymentInput, RefundInput, ReversalInput, WriteOffInput } from './payments.contract.js';
import { paymentsRefusals } from './payments.errors.js';

interface Line {
  readonly amountFen: number;
  readonly method?: PaymentMethod;
  readonly receiptNumber?: string;
  readonly reason?: string;
  readonly reversesId?: string;
}

/** The desk records what changed hands: payments, refunds, and debts that are given up. */
@Injectable()
export class RecordMoney {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly charges: Charges,
    private readonly queries: ChargesQueries,
    private readonly listeners: ChargeListeners,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  pay(actor: Actor, chargeId: string, payment: PaymentInput, once?: OnceRequest): Promise<ChargeView> {
    return this.idempotency.once(once, async (tx) => {
      await this.payWithin(tx, actor, chargeId, payment);
      return this.queries.one(actor, chargeId, tx);
    });
  }

  /** The same in the transaction of a feature that takes the money together with what is paid for. */
  async payWithin(tx: Tx, actor: Actor, chargeId: string, payment: PaymentInput): Promise<void> {
    const charge = await this.locked(tx, actor, chargeId);
    const owedFen = await this.balance(tx, charge);
    if (payment.amountFen > owedFen) throw paymentsRefusals.more_than_owed({ ...amount(payment), owedFen });
    await this.write(tx, actor, charge, 'paid', payment);
    if (payment.amountFen === owedFen) await this.settle(tx, charge);
  }

  refund(actor: Actor, chargeId: string, refund: RefundInput, once?: OnceRequest): Promise<ChargeView> {
    return this.idempotency.once(once, async (tx) => {
      const charge = await this.locked(tx, actor, chargeId);
      const dueFen = -(await this.balance(tx, charge));
      if (refund.amountFen > dueFen) throw paymentsRefusals.more_than_due_back({ ...amount(refund), dueFen });
      await this.write(tx, actor, charge, 'refunded', refund);
      return this.queries.one(actor, chargeId, tx);
    });
  }

  /** A payment that never was: the same amount, method and receipt, counted the other way. What it led to stays. */
  reverse(
    actor: Actor,
    { id, entryId }: { id: string; entryId: string },
    { reason }: ReversalInput,
    once?: OnceRequest,
  ): Promise<ChargeView> {
    return this.idempotency.once(once, async (tx) => {
      const charge = await this.locked(tx, actor, id, 'payments.reverse');
      const payment = await tx.findOneBy(ChargeEntry, { id: entryId, chargeId: id, kind: 'paid' });
      if (!payment?.method || !payment.receiptNumber) throw paymentsRefusals.no_such_payment();
      if (await tx.existsBy(ChargeEntry, { reversesId: entryId })) throw paymentsRefusals.reversed_already();
      const { amountFen, method, receiptNumber } = payment;
      await this.write(tx, actor, charge, 'reversed', {
        amountFen,
        method,
        receiptNumber,
        reason,
        reversesId: entryId,
      });
      return this.queries.one(actor, id, tx);
    });
  }

  writeOff(actor: Actor, chargeId: string, loss: WriteOffInput, once?: OnceRequest): Promise<ChargeView> {
    return this.idempotency.once(once, async (tx) => {
      const charge = await this.locked(tx, actor, chargeId, 'payments.write-off');
      const owedFen = await this.balance(tx, charge);
      if (loss.amountFen > owedFen) throw paymentsRefusals.more_than_owed({ ...amount(loss), owedFen });
      await this.write(tx, actor, charge, 'written_off', loss);
      if (loss.amountFen === owedFen) await this.settle(tx, charge);
      return this.queries.one(actor, chargeId, tx);
    });
  }

  /** Nothing is owed any more, whether it was paid or given up: what was to be paid for is theirs. */
  private async settle(tx: Tx, { id, subjectKind, subjectId, residentId }: Charge): Promise<void> {
    // Nothing waits for the payment of a visitor at the door.
    if (residentId === null || (await wasSettledBefore(tx, id))) return;
    await this.listeners.settled(tx, subjectKind, { chargeId: id, subjectId, residentId });
  }

  private async locked(tx: Tx, actor: Actor, id: string, right: Right = 'payments.record'): Promise<Charge> {
    const charge = await tx.findOne(Charge, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!charge) throw requestRefusals.not_found();
    assertMayAt(actor, right, charge.venueId);
    return charge;
  }

  private async balance(tx: Tx, charge: Charge): Promise<number> {
    const balance = await this.charges.balanceOf(tx, { kind: charge.subjectKind, id: charge.subjectId });
    return balance?.balanceFen ?? 0;
  }

  private async write(tx: Tx, actor: Actor, charge: Charge, kind: EntryKind, line: Line): Promise<void> {
    await tx.insert(ChargeEntry, {
      id: newId(),
      chargeId: charge.id,
      kind,
      amountFen: line.amountFen,
      method: line.method ?? null,
      receiptNumber: line.receiptNumber ?? null,
      reason: line.reason ?? null,
      reversesId: line.reversesId ?? null,
      recordedBy: actor.kind === 'staff' ? actor.id : null,
      recordedAt: this.clock.now(),
    });
    await this.audit.record(tx, actor, { action: `charge.${kind}`, subjectId: charge.id, facts: { ...line } });
  }
}

function amount({ amountFen }: { amountFen: number }): { amountFen: number } {
  return { amountFen };
}

/** Nothing was owed once before and a payment was taken back since: what is paid for is theirs already. */
async function wasSettledBefore(tx: Tx, chargeId: string): Promise<boolean> {
  const [row]: { was: boolean }[] = await tx.query(
    `WITH line AS (
       SELECT kind, sum(CASE WHEN kind IN ('owed', 'refunded', 'reversed') THEN amount_fen ELSE -amount_fen END)
                      OVER (ORDER BY recorded_at, id) AS balance
         FROM charge_entries WHERE charge_id = $1)
     SELECT EXISTS (SELECT FROM line WHERE kind = 'reversed')
        AND (SELECT count(*) FROM line WHERE balance <= 0) > 1 AS was`,
    [chargeId],
  );
  return row?.was ?? false;
}
