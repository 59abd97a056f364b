import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Linli } from '../support/linli.js';

describe('transactions', () => {
  let linli: Linli;
  let transactions: Transactions;
  beforeAll(async () => {
    linli = await Linli.start();
    transactions = linli.get(Transactions);
    await linli.database.query('CREATE TABLE notes (id int PRIMARY KEY, value int NOT NULL)');
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.database.query('TRUNCATE notes; INSERT INTO notes VALUES (1, 0), (2, 0)'));

  const values = async (): Promise<number[]> =>
    (await linli.database.query('SELECT value FROM notes ORDER BY id')).map((row: { value: number }) => row.value);

  /** Lets two transactions meet at the same point, once. */
  const meeting = () => {
    let arrived = 0;
    let open = () => undefined as void;
    const both = new Promise<void>((resolve) => (open = resolve));
    return async () => {
      if ((arrived += 1) === 2) open();
      await both;
    };
  };

  it('leave nothing behind when the work fails', async () => {
    const work = transactions.run(async (tx) => {
      await tx.query('UPDATE notes SET value = 9');
      throw new Error('half way');
    });
    await expect(work).rejects.toThrow('half way');
    expect(await values()).toEqual([0, 0]);
  });

  it('run again, whole, when PostgreSQL ends a deadlock', async () => {
    const meet = meeting();
    const runs: string[] = [];
    const cross = (name: string, [first, second]: [number, number]) =>
      transactions.run(async (tx) => {
        runs.push(name);
        await tx.query('UPDATE notes SET value = value + 1 WHERE id = $1', [first]);
        await meet();
        await tx.query('UPDATE notes SET value = value + 1 WHERE id = $1', [second]);
      });
    await Promise.all([cross('a', [1, 2]), cross('b', [2, 1])]);
    expect(await values()).toEqual([2, 2]);
    expect(runs).toHaveLength(3);
  });

  it('run again, whole, when they cannot be serialized', async () => {
    const meet = meeting();
    let runs = 0;
    const increase = () =>
      transactions.run(async (tx) => {
        runs += 1;
        await tx.query('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE');
        const [{ total }] = await tx.query('SELECT sum(value)::int AS total FROM notes');
        await meet();
        await tx.query('UPDATE notes SET value = $1 WHERE id = 1', [total + 1]);
      });
    await Promise.all([increase(), increase()]);
    expect(await values()).toEqual([2, 0]);
    expect(runs).toBe(3);
  });

  it('do not run again for an error that will come again', async () => {
    let runs = 0;
    const work = transactions.run(async (tx) => {
      runs += 1;
      await tx.query('INSERT INTO notes VALUES (1, 5)');
    });
    await expect(work).rejects.toThrow(/duplicate key/);
    expect(runs).toBe(1);
  });

  it('give up after five times', async () => {
    let runs = 0;
    const work = transactions.run(async (tx) => {
      runs += 1;
      await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
    });
    await expect(work).rejects.toMatchObject({ code: 'request.contended', retryAfter: 1 });
    expect(runs).toBe(5);
  });
});
