import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../kernel/ids.js';
import type { Fen } from '../kernel/money.js';
import type { Text } from '../kernel/text.js';
import type { StaffActor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { insertAll } from '../platform/database/insert-all.js';
import type { Tx } from '../platform/database/transactions.js';
import { Charge, ChargeEntry } from './charge.entity.js';
import { paidBeforeReason } from './charge.kinds.js';
import type { PayerParty } from './charge.kinds.js';

/** What a charge is for. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** Who owes a charge in place of the resident, by name; an employer that the house knows also by its id. */
export interface OtherPayer {
  readonly party: Exclude<PayerParty, 'resident'>;
  readonly id: string | null;
  readonly name: string;
}

export interface NewCharge {
  /** The one that the person already knows, of the booking say, so that the desk finds the charge by it. */
  readonly reference: string;
  /** Whom it is about; who owes it where no other payer is named. null for a visitor without an account alone. */
  readonly residentId: string | null;
  readonly payer?: OtherPayer | undefined;
  readonly venueId: string | null;
  readonly subject: Subject;
  readonly title: Text;
  readonly amountFen: Fen;
}

/** Sums in fen. balance = owed − reduced − paid + refunded − written off; below zero the house owes it. */
export interface ChargeBalance {
  readonly chargeId: string;
  readonly owedFen: Fen;
  readonly reducedFen: Fen;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
  readonly writtenOffFen: Fen;
  readonly balanceFen: Fen;
}

/** What other floors do with money: say what is owed, and lower it. Money itself is recorded at the desk. */
@Injectable()
export class Charges {
  constructor(private readonly clock: Clock) {}

  /** Says what is owed; answers the ids of the charges, in their order. */
  async open(tx: Tx, charges: readonly NewCharge[]): Promise<string[]> {
    if (charges.length === 0) return [];
    const createdAt = this.clock.now();
    const rows = charges.map(({ subject, title, payer, amountFen: _, ...rest }) => ({
      ...{ id: newId(), ...rest, createdAt },
      ...{
        payerParty: payer?.party ?? ('resident' as const),
        payerId: payer?.id ?? null,
        payerName: payer?.name ?? null,
      },
      ...{ subjectKind: subject.kind, subjectId: subject.id, title: title.zh, titleEn: title.en },
    }));
    await insertAll(tx, Charge, rows);
    const owed = rows.map(({ id }, index) => this.line(id, 'owed', charges[index]?.amountFen ?? 0, null));
    await insertAll(tx, ChargeEntry, owed);
    return rows.map(({ id }) => id);
  }

  /** What was paid into earlier books, by the receipts of then; the charges must be open. */
  async paidBefore(
    tx: Tx,
    by: StaffActor,
    payments: readonly { readonly chargeId: string; readonly amountFen: Fen; readonly receiptNumber: string }[],
  ): Promise<void> {
    const written = { kind: 'paid', method: 'transfer', recordedBy: by.id, recordedAt: this.clock.now() } as const;
    const rows = payments.map((payment) => ({ id: newId(), reason: paidBeforeReason, ...payment, ...written }));
    await insertAll(tx, ChargeEntry, rows);
  }

  /** More is owed for the same thing than before. The caller holds the lock on the charge. */
  async raise(tx: Tx, subject: Subject, amountFen: Fen, reason: string): Promise<void> {
    if (amountFen === 0) return;
    const charge = await tx.findOneByOrFail(Charge, { subjectKind: subject.kind, subjectId: subject.id });
    await tx.insert(ChargeEntry, this.line(charge.id, 'owed', amountFen, reason));
  }

  /** What was charged for one thing is charged for another that takes its place, under its reference and title. */
  async follow(tx: Tx, from: Subject, to: Pick<NewCharge, 'subject' | 'reference' | 'title'>): Promise<void> {
    const { subject, reference, title } = to;
    const named = { reference, title: title.zh, titleEn: title.en };
    const place = { subjectKind: subject.kind, subjectId: subject.id, ...named };
    await tx.update(Charge, { subjectKind: from.kind, subjectId: from.id }, place);
  }

  /** Lowers what is owed. Where it was paid already, the balance falls below zero: the house owes a refund. */
  async reduce(tx: Tx, subject: Subject, amountFen: Fen, reason: string): Promise<void> {
    if (amountFen === 0) return;
    const charge = await tx.findOneByOrFail(Charge, { subjectKind: subject.kind, subjectId: subject.id });
    await tx.insert(ChargeEntry, this.line(charge.id, 'reduced', amountFen, reason));
  }

  /** Lowers what is owed to nothing; does nothing where nothing was ever owed. */
  async reduceWholly(tx: Tx, subject: Subject, reason: string): Promise<void> {
    const balance = await this.balanceOf(tx, subject);
    if (!balance) return;
    await this.reduce(tx, subject, balance.owedFen - balance.reducedFen - balance.writtenOffFen, reason);
  }

  /** The same for many, by as many statements as for one. */
  async reduceAllWholly(tx: Tx, subjects: readonly Subject[], reason: string): Promise<void> {
    if (subjects.length === 0) return;
    const owed: { charge_id: string; left_fen: string }[] = await tx.query(
      `SELECT c.id AS charge_id, b.owed_fen - b.reduced_fen - b.written_off_fen AS left_fen
         FROM charges c CROSS JOIN LATERAL (SELECT * FROM charge_balances x WHERE x.charge_id = c.id) b
        WHERE (c.subject_kind, c.subject_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) ORDER BY c.id`,
      [subjects.map(({ kind }) => kind), subjects.map(({ id }) => id)],
    );
    const reduced = owed.filter(({ left_fen: left }) => Number(left) !== 0);
    const lines = reduced.map(({ charge_id: id, left_fen: left }) => this.line(id, 'reduced', Number(left), reason));
    await insertAll(tx, ChargeEntry, lines);
  }

  /**
   * Locks the charges of these subjects, in one order. Whoever is about to change both a subject and its charge does
   * this first, as a payment does.
   */
  async lock(tx: Tx, subjects: readonly Subject[]): Promise<void> {
    await tx.query(
      `SELECT 1 FROM charges WHERE (subject_kind, subject_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[]))
        ORDER BY id FOR UPDATE`,
      [subjects.map(({ kind }) => kind), subjects.map(({ id }) => id)],
    );
  }

  async balanceOf(manager: EntityManager, subject: Subject): Promise<ChargeBalance | undefined> {
    const [row]: Record<string, string>[] = await manager.query(
      `SELECT c.id, b.* FROM charges c CROSS JOIN LATERAL (SELECT * FROM charge_balances x WHERE x.charge_id = c.id) b
        WHERE c.subject_kind = $1 AND c.subject_id = $2`,
      [subject.kind, subject.id],
    );
    if (!row) return undefined;
    return {
      chargeId: String(row.id),
      owedFen: Number(row.owed_fen),
      reducedFen: Number(row.reduced_fen),
      paidFen: Number(row.paid_fen),
      refundedFen: Number(row.refunded_fen),
      writtenOffFen: Number(row.written_off_fen),
      balanceFen: Number(row.balance_fen),
    };
  }

  private line(chargeId: string, kind: 'owed' | 'reduced', amountFen: Fen, reason: string | null) {
    const recordedAt = this.clock.now();
    const byHand = { method: null, receiptNumber: null, recordedBy: null };
    return { id: newId(), chargeId, kind, amountFen, reason, recordedAt, ...byHand };
  }
}
