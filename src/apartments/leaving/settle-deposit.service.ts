import { Injectable } from '@nestjs/common';
import { Charges } from '../../payments/charges.js';
import type { ChargeBalance } from '../../payments/charges.js';
import { Audit } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { DepositSettlement } from './deposit-settlement.entity.js';
import { LeaseNotices } from '../leases/lease-notices.js';
import { LeaseMoves } from '../leases/lease-moves.js';
import { binding } from '../leases/lease.lifecycle.js';
import type { Settlement, SettlementView } from './leaving.contract.js';
import { depositSettled } from './leaving.messages.js';
import { leavingRefusals } from './leaving.errors.js';
import { Leaving } from './leaving.queries.js';

/** The keys are back: staff say what is kept of the deposit, and the desk gives back the rest. Once. */
@Injectable()
export class SettleDeposit {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly moves: LeaseMoves,
    private readonly charges: Charges,
    private readonly leaving: Leaving,
    private readonly notices: LeaseNotices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: StaffActor, id: string, { deductions }: Settlement, once?: OnceRequest): Promise<SettlementView> {
    return this.idempotency.once(once, async (tx) => {
      const subject = { kind: 'lease_deposit', id: await this.leaseOfDeposit(tx, id) };
      await this.charges.lock(tx, [subject]);
      const lease = await this.moves.lock(tx, actor, id);
      if (lease.state !== 'ended') throw leavingRefusals.keys_not_back_yet();
      await this.assertLast(tx, id);
      if (await tx.existsBy(DepositSettlement, { leaseId: id })) throw leavingRefusals.settled_already();
      const balance = await this.charges.balanceOf(tx, subject);
      const depositFen = balance ? thereOf(balance) : 0;
      if (!balance || depositFen <= 0) throw leavingRefusals.no_deposit();
      const deductedFen = deductions.reduce((sum, { amountFen }) => sum + amountFen, 0);
      if (deductedFen > depositFen) throw leavingRefusals.more_than_deposit({ deductedFen, depositFen });
      await this.assertInspected(tx, id, deductions);
      const { chargeId } = balance;
      const settledAt = this.clock.now();
      await tx.insert(DepositSettlement, { leaseId: id, chargeId, depositFen, deductions, deductedFen, settledAt });
      await this.charges.reduce(tx, subject, depositFen - deductedFen, 'deposit to be given back');
      const told = { kind: 'lease.deposit_settled', occurrence: 'settled' };
      await this.notices.tell(tx, lease, {
        ...told,
        words: (about) => depositSettled(about, { depositFen, deductions }),
      });
      const facts = { depositFen, deductedFen, deductions };
      await this.audit.record(tx, actor, { action: 'lease.deposit_settled', subjectId: id, facts });
      return this.leaving.settlementIn(tx, id);
    });
  }

  /** A renewal and a transfer need no deposit of their own: the one of the lease before goes on with them. */
  private async leaseOfDeposit(tx: Tx, id: string): Promise<string> {
    const [row]: { id: string }[] = await tx.query(
      `WITH RECURSIVE chain AS (
         SELECT id, previous_id, 0 AS back FROM leases WHERE id = $1
         UNION ALL SELECT l.id, l.previous_id, c.back + 1 FROM chain c JOIN leases l ON l.id = c.previous_id)
       SELECT chain.id FROM chain JOIN charges c ON c.subject_kind = 'lease_deposit' AND c.subject_id = chain.id
        ORDER BY back LIMIT 1`,
      [id],
    );
    return row?.id ?? id;
  }

  /** The check-out is changed only with its lease locked, as it is here. */
  private async assertInspected(tx: Tx, id: string, deductions: Settlement['deductions']): Promise<void> {
    const named = new Set(deductions.flatMap(({ inspectionItemId }) => inspectionItemId ?? []));
    const found: unknown[] = await tx.query(
      `SELECT 1 FROM lease_inspection_items t JOIN lease_inspections i ON i.id = t.inspection_id
        WHERE t.id = ANY($1) AND i.lease_id = $2 AND i.kind = 'check_out' AND i.state <> 'draft'`,
      [[...named], id],
    );
    if (found.length !== named.size) throw leavingRefusals.not_inspected();
  }

  private async assertLast(tx: Tx, id: string): Promise<void> {
    const [next]: { id: string }[] = await tx.query(
      `SELECT id FROM leases WHERE previous_id = $1 AND state = ANY($2)`,
      [id, binding],
    );
    if (next) throw leavingRefusals.deposit_goes_on({ nextId: next.id });
  }
}

/** What was paid and neither given back nor promised back. */
function thereOf({ owedFen, reducedFen, writtenOffFen, paidFen, refundedFen }: ChargeBalance): number {
  return Math.min(owedFen - reducedFen - writtenOffFen, paidFen - refundedFen);
}
