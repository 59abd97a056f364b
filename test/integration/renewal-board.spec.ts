import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RenewalBoardQueries } from '../../src/apartments/renewals/renewal-board.queries.js';
import { system } from '../../src/people/index.js';
import { explained } from '../support/explain.js';
import { givenManyLeases } from '../support/given-many-leases.js';
import { Linli } from '../support/linli.js';

describe('the renewal board over ten years of leases', () => {
  let linli: Linli;
  let house: Awaited<ReturnType<typeof givenManyLeases>>;
  beforeAll(async () => {
    linli = await Linli.start();
    house = await givenManyLeases(linli);
  }, 60_000);
  afterAll(() => linli.stop());

  const board = (days: number, venueId?: string) => {
    const query = { days, page: 1, size: 100, ...(venueId ? { venueId } : {}) };
    return linli.get(RenewalBoardQueries).board(system, query);
  };

  it('shows each lease in force that ends in time, and no other', async () => {
    expect(house).toMatchObject({ leases: 10_000, inForce: 192 });
    expect((await board(90)).total).toBe(192);
    expect((await board(6, house.venueId)).total).toBe(21);
  });

  it.each([
    ['all that are in force', 90, 192],
    ['those of a week', 6, 21],
  ])('looks for %s by leases_by_end, and at no other lease', async (_, days, ending) => {
    for (const venueId of [undefined, house.venueId]) {
      const plans = await explained(linli.database, () => board(days, venueId));
      if (process.env.SHOW_TIMES) process.stderr.write(`${plans.map(({ ms }) => ms).join(' ')} ms\n`);
      expect(plans).toHaveLength(3);
      for (const { reads } of plans) {
        const leases = reads.filter(({ table }) => table === 'leases');
        expect(leases).toEqual([{ table: 'leases', index: 'leases_by_end', rows: ending }]);
        // What grows from year to year is looked up by key; units and buildings are few.
        for (const { table, rows } of reads) expect([table, rows <= 192]).toEqual([table, true]);
      }
    }
  });
});
