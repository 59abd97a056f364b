import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../src/kernel/ids.js';
import { Refusal } from '../../src/kernel/refusal.js';
import { Charges } from '../../src/payments/charges.js';
import { RecordMoney } from '../../src/payments/record-money.service.js';
import { system } from '../../src/people/index.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { givenCharge } from '../support/given-money.js';
import { givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

type Step = { readonly kind: 'pay' | 'refund' | 'reduce' | 'writeOff'; readonly fen: number };

describe('the record of money', () => {
  let linli: Linli;
  let residentId: string;
  beforeAll(async () => {
    linli = await Linli.start({ env: { DATABASE_CONNECTIONS: '30' } });
    residentId = (await givenResident(linli)).id;
  });
  afterAll(() => linli.stop());

  const money = () => linli.get(RecordMoney);
  const cash = (amountFen: number) => ({ amountFen, method: 'cash' as const, receiptNumber: newId() });

  it('adds up after any sequence of deeds, and refuses exactly what would break it', async () => {
    const step: fc.Arbitrary<Step> = fc.record({
      kind: fc.constantFrom('pay', 'refund', 'reduce', 'writeOff'),
      fen: fc.integer({ min: 1, max: 120 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), fc.array(step, { maxLength: 12 }), async (owed, steps) => {
        const charge = await givenCharge(linli, { residentId, amountFen: owed });
        const model = { reduced: 0, paid: 0, refunded: 0, writtenOff: 0 };
        for (const { kind, fen } of steps) {
          const balance = owed - model.reduced - model.paid + model.refunded - model.writtenOff;
          const allowed =
            kind === 'refund'
              ? fen <= -balance
              : kind === 'reduce'
                ? fen <= owed - model.reduced - model.writtenOff
                : fen <= balance;
          expect(await attempt(charge, kind, fen)).toBe(allowed);
          if (!allowed) continue;
          model[({ pay: 'paid', refund: 'refunded', reduce: 'reduced', writeOff: 'writtenOff' } as const)[kind]] += fen;
        }
        const balance = await linli.get(Charges).balanceOf(linli.database.manager, charge.subject);
        expect(balance).toMatchObject({
          owedFen: owed,
          reducedFen: model.reduced,
          paidFen: model.paid,
          refundedFen: model.refunded,
          writtenOffFen: model.writtenOff,
          balanceFen: owed - model.reduced - model.paid + model.refunded - model.writtenOff,
        });
      }),
      { numRuns: 40, seed: 20260901 },
    );
  }, 60_000);

  async function attempt(
    charge: { id: string; subject: { kind: string; id: string } },
    kind: Step['kind'],
    fen: number,
  ) {
    try {
      if (kind === 'pay') await money().pay(system, charge.id, cash(fen));
      else if (kind === 'refund') await money().refund(system, charge.id, cash(fen));
      else if (kind === 'writeOff') await money().writeOff(system, charge.id, { amountFen: fen, reason: 'test' });
      else await linli.get(Transactions).run((tx) => linli.get(Charges).reduce(tx, charge.subject, fen, 'test'));
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  it.each([2, 20])('takes a whole charge once when %i desks take it at the same moment', async (desks) => {
    const { id } = await givenCharge(linli, { residentId });
    const results = await Promise.allSettled(
      Array.from({ length: desks }, () => money().pay(system, id, cash(50_000))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is kept by the database: careless code cannot take more than is owed', async () => {
    const { id } = await givenCharge(linli, { residentId });
    const insert = `INSERT INTO charge_entries (id, charge_id, kind, amount_fen, method, receipt_number, recorded_at)
                    VALUES ($1, $2, 'paid', 50001, 'cash', $1::text, now())`;
    await expect(linli.database.query(insert.replace('$1,', '$1::uuid,'), [newId(), id])).rejects.toMatchObject({
      driverError: { constraint: 'charge_entries_never_above_what_is_owed' },
    });
  });

  it('is never changed and never deleted', async () => {
    await givenCharge(linli, { residentId });
    for (const sql of [
      `UPDATE charge_entries SET amount_fen = 1`,
      `DELETE FROM charge_entries`,
      `DELETE FROM audit_entries`,
    ]) {
      await givenAuditEntry();
      await expect(linli.database.query(sql)).rejects.toThrow(/never changed or deleted/);
    }
  });

  async function givenAuditEntry(): Promise<void> {
    const { id } = await givenCharge(linli, { residentId });
    await money().pay(system, id, cash(1));
  }
});
