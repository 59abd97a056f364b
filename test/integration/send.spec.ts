import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { brokenConstraint } from '../../src/platform/database/failed-queries.js';
import { send, together } from '../../src/platform/database/send.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { Tx } from '../../src/platform/database/transactions.js';
import { Linli } from '../support/linli.js';

describe('statements that are sent together', () => {
  let linli: Linli;
  let transactions: Transactions;
  beforeAll(async () => {
    linli = await Linli.start();
    transactions = linli.get(Transactions);
    await linli.database.query('CREATE TABLE slips (id int CONSTRAINT slips_one_per_id PRIMARY KEY)');
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.database.query('TRUNCATE slips'));

  const write = (tx: Tx, id: number) => send(tx, 'INSERT INTO slips VALUES ($1)', [id]);
  const count = async (tx: Tx) => (await send<{ n: number }>(tx, 'SELECT count(*)::int AS n FROM slips', []))[0]?.n;
  const slips = () => linli.database.query<{ id: number }[]>('SELECT id FROM slips ORDER BY id');

  /** Reads first and then writes, as whoever tells people of a change may do. */
  const readThenWrite = async (tx: Tx, id: number) => {
    await count(tx);
    await write(tx, id);
  };

  it('are carried out in the order in which they were sent', async () => {
    const seen = await transactions.run((tx) =>
      together([count(tx), write(tx, 1), count(tx), write(tx, 2), count(tx)]),
    );
    expect(seen).toEqual([0, [], 1, [], 2]);
  });

  it('go before what is asked by the transaction itself at the same time', async () => {
    const [asked] = await transactions.run((tx) =>
      together([tx.query('SELECT count(*)::int AS n FROM slips'), write(tx, 1)]),
    );
    expect(asked).toEqual([{ n: 1 }]);
  });

  it('fail with the cause, not with what came of it', async () => {
    const failed: unknown = await transactions
      .run((tx) => together([readThenWrite(tx, 5), write(tx, 1), write(tx, 1), write(tx, 2)]))
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(QueryFailedError);
    expect(brokenConstraint(failed)).toBe('slips_one_per_id');
    expect(await slips()).toEqual([]);
  });

  const failAtOnce = () => Promise.reject(new Error('no'));

  it('leave nothing behind when one of them fails while another is still at work', async () => {
    const work = transactions.run((tx) => together([failAtOnce(), readThenWrite(tx, 1)]));
    await expect(work).rejects.toThrow('no');
    expect(await slips()).toEqual([]);
  });

  it('would leave a row behind if the others were not waited for', async () => {
    let late: Promise<unknown> | undefined;
    const readThenAsk = async (tx: Tx) => {
      await count(tx);
      await tx.query('INSERT INTO slips VALUES (1)');
    };
    const work = transactions.run((tx) => Promise.all([failAtOnce(), (late = readThenAsk(tx))]));
    await expect(work).rejects.toThrow('no');
    await late;
    expect(await slips()).toEqual([{ id: 1 }]);
  });

  it('are refused once the work is over', async () => {
    let late: Promise<void> | undefined;
    const work = transactions.run((tx) => Promise.all([failAtOnce(), (late = readThenWrite(tx, 1))]));
    await expect(work).rejects.toThrow('no');
    await expect(late).rejects.toThrow('Transactions.run');
    expect(await slips()).toEqual([]);
  });

  it('are refused outside a transaction', async () => {
    await expect(count(linli.database.manager)).rejects.toThrow('Transactions.run');
  });
});
