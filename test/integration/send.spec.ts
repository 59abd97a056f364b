import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QueryFailedError } from 'typeorm';
import { brokenConstraint } from '../../src/platform/database/failed-queries.js';
import { planOnce, send, together } from '../../src/platform/database/send.js';
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

  it('carry arrays as they were given, whatever stands in them', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((some) => some.replaceAll('\0', ''));
    const odd = fc.constantFrom(
      '',
      'NULL',
      'null',
      '{}',
      '[]',
      ',',
      '"',
      '\\',
      "'",
      '\n',
      '\t',
      '\u007f',
      '邻里',
      '😀',
      '$1',
    );
    const given = fc.record({
      texts: fc.array(fc.option(fc.oneof(text, odd))),
      numbers: fc.array(fc.option(fc.maxSafeInteger())),
      flags: fc.array(fc.option(fc.boolean())),
      dates: fc.array(fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2100-01-01') })),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ texts, numbers, flags, dates }) => {
        const read = `SELECT to_json($1::text[]) AS texts, to_json($2::bigint[]) AS numbers, to_json($3::boolean[]) AS flags,
                             to_json($4::timestamptz[]) AS dates`;
        const [row] = await transactions.run((tx) =>
          send<{ texts: unknown; numbers: unknown; flags: unknown; dates: string[] }>(tx, read, [
            texts,
            numbers,
            flags,
            dates,
          ]),
        );
        expect(row).toMatchObject({ texts, numbers, flags });
        expect(row?.dates.map((date) => new Date(date))).toEqual(dates);
      }),
    );
  });

  it('are planned once where a transaction asks for it, and as before in the next one', async () => {
    const mode = 'SHOW plan_cache_mode';
    const asked = await transactions.run(async (tx) => {
      await planOnce(tx);
      return send(tx, mode, []);
    });
    expect(asked).toEqual([{ plan_cache_mode: 'force_generic_plan' }]);
    expect(await transactions.run((tx) => send(tx, mode, []))).toEqual([{ plan_cache_mode: 'auto' }]);
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
