import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asCsv } from '../support/course-list.js';
import { explained } from '../support/explain.js';
import { givenLettingHouse } from '../support/given-leases.js';
import { givenStaff } from '../support/given-people.js';
import { leaseList, tenYears } from '../support/lease-list.js';
import { Linli } from '../support/linli.js';
import { RenewalBoardQueries } from '../../src/apartments/renewals/renewal-board.queries.js';
import { system } from '../../src/people/index.js';

describe('ten years of leases taken over from other books', () => {
  let linli: Linli;
  let house: Awaited<ReturnType<typeof givenLettingHouse>>;
  let office: Awaited<ReturnType<typeof givenStaff>>;
  let result: any;
  beforeAll(async () => {
    linli = await Linli.start();
    house = await givenLettingHouse(linli, { units: [{}, ...Array.from({ length: 191 }, () => ({}))] });
    office = await givenStaff(linli, 'apartments');
    const units = house.units.map(({ number }) => ({ building: house.building, number }));
    const file = leaseList(tenYears(units, 10_000, linli.clock.today()));
    const path = `/apartment-houses/${house.venueId}/lease-list`;
    const began = performance.now();
    result = await office.http.with(asCsv).send('POST', path, file);
    if (process.env.SHOW_TIMES) process.stderr.write(`taken over in ${Math.round(performance.now() - began)} ms\n`);
    await linli.database.query('ANALYZE');
  }, 300_000);
  afterAll(() => linli.stop());

  it('are all there after one request, each with its people, renewals and deposits', async () => {
    expect(result).toMatchObject({ status: 201, body: { created: 10_000, running: 192, ended: 9_808, errors: [] } });
    const [counts]: Record<string, number>[] = await linli.database.query(`
      SELECT count(*)::int AS leases, count(*) FILTER (WHERE previous_id IS NOT NULL)::int AS renewed,
             (SELECT count(*)::int FROM renewals WHERE state = 'agreed') AS agreed,
             (SELECT count(*)::int FROM lease_people) AS homes,
             (SELECT sum(paid_fen - refunded_fen)::int FROM charge_balances) AS deposits_fen,
             (SELECT count(*)::int FROM audit_entries WHERE action = 'lease.taken_over') AS logged FROM leases`);
    const { renewals } = result.body;
    expect(counts).toEqual({
      ...{ leases: 10_000, renewed: renewals, agreed: renewals, homes: 10_000, logged: 10_000 },
      deposits_fen: 192 * 80_000,
    });
  });

  it('answer the renewal board by an index, and over HTTP', async () => {
    const board = () => linli.get(RenewalBoardQueries).board(system, { days: 90, page: 1, size: 100 });
    for (const { reads, ms } of await explained(linli.database, board)) {
      if (process.env.SHOW_TIMES) process.stderr.write(`${ms} ms\n`);
      expect(reads.filter(({ table }) => table === 'leases')).toEqual([
        { table: 'leases', index: 'leases_by_end', rows: 192 },
      ]);
    }
    const began = performance.now();
    const { body } = await office.http.get(`/renewal-board?venueId=${house.venueId}&days=90&size=100`);
    if (process.env.SHOW_TIMES) process.stderr.write(`board in ${Math.round(performance.now() - began)} ms\n`);
    expect(body).toMatchObject({ total: 192 });
  });
});
