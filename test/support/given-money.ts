import { newId, newReference } from '../../src/kernel/ids.js';
import { Charges } from '../../src/payments/charges.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { Linli } from './linli.js';

/** A charge of a kind that nobody listens to. */
export async function givenCharge(
  linli: Linli,
  given: { residentId: string; amountFen?: number; venueId?: string | null; kind?: string },
): Promise<{ id: string; reference: string; subject: { kind: string; id: string } }> {
  const subject = { kind: given.kind ?? 'test', id: newId() };
  const { residentId, amountFen = 50_000, venueId = null } = given;
  const title = { zh: '零基础国画', en: 'Chinese painting' };
  const reference = newReference();
  const charge = { reference, residentId, venueId, subject, title, amountFen };
  const [id = ''] = await linli.get(Transactions).run((tx) => linli.get(Charges).open(tx, [charge]));
  return { id, reference, subject };
}
