import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { billRents } from '../../src/apartments/rents/bill-rents.service.js';
import { asCsv } from '../support/course-list.js';
import { givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { idCardOf } from '../support/id-card.js';
import { leaseList } from '../support/lease-list.js';
import type { ListedCells } from '../support/lease-list.js';
import { Linli } from '../support/linli.js';

const now = '2026-08-20 10:00';
let phones = 0;

describe('taking over the leases that a house had before', () => {
  let linli: Linli;
  let office: Awaited<ReturnType<typeof givenStaff>>;
  beforeAll(async () => {
    linli = await Linli.start({ now });
    office = await givenStaff(linli, 'apartments');
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(now));

  type House = Awaited<ReturnType<typeof givenLettingHouse>>;
  const threeUnits = () => givenLettingHouse(linli, { units: [{}, {}, {}] });
  const upload = (house: House, rows: readonly ListedCells[], query = '', key?: string) =>
    office.http
      .with(asCsv)
      .send<any>('POST', `/apartment-houses/${house.venueId}/lease-list${query}`, leaseList(rows), key ? { key } : {});
  const leasesOf = async (house: House) => {
    const { body } = await office.http.get(`/leases?venueId=${house.venueId}&size=100`);
    return body.items.toSorted((a: any, b: any) => a.startsOn.localeCompare(b.startsOn));
  };
  const somebody = (overrides: ListedCells = {}) => {
    phones += 1;
    const phone = `1370000${String(phones).padStart(4, '0')}`;
    return { tenant: '王小明', phone, documentNumber: idCardOf('1990-02-03'), ...overrides };
  };
  /** Two years in one unit, and somebody who is to come. */
  function twoYears(house: House): ListedCells[] {
    const [unit, other] = house.units;
    const at = { building: house.building, number: unit.number, rentFen: '800', tier: 'E' };
    const stayed = somebody({ tenant: '李雷' });
    return [
      {
        ...{
          ...at,
          ...somebody({ tenant: '韩梅梅' }),
          from: '2023-06-01',
          lastDay: '2024-05-31',
          earlierNumber: 'HT-1',
        },
        ...{ keysBackOn: '2024-03-10', endReason: '调动' },
      },
      {
        ...at,
        ...stayed,
        from: '2024-09-01',
        lastDay: '2025-08-31',
        depositFen: '1,500',
        depositReceipt: `YJ${phones}`,
      },
      { ...at, ...stayed, from: '2025-09-01', lastDay: '2026-08-31', rentFen: '850.50元', earlierNumber: 'HT-2' },
      { ...at, ...somebody(), number: other?.number ?? '', from: '2026/9/15', lastDay: '2027年9月14日' },
    ];
  }
  const errorsOf = ({ body }: { body: any }) =>
    (body.errors ?? body.facts.errors).map(({ row, column, reasonEn }: any) => `${row} ${column} ${reasonEn}`);

  it('previews, takes all of them with who had the keys when, and a second time nothing', async () => {
    const house = await threeUnits();
    const rows = twoYears(house);
    const outcome = { created: 4, unchanged: 0, running: 2, ended: 2, renewals: 1, newResidents: 3 };
    const preview = await upload(house, rows, '?dryRun=true');
    expect(preview).toMatchObject({ status: 201, body: { dryRun: true, ...outcome, errors: [] } });
    expect(await leasesOf(house)).toEqual([]);

    const done = await upload(house, rows);
    expect(done).toMatchObject({
      status: 201,
      body: { dryRun: false, ...outcome, depositsFen: 150_000, billedFrom: '2026-09' },
    });
    const leases = await leasesOf(house);
    expect(leases).toMatchObject([
      {
        ...{ tenant: { name: '韩梅梅' }, state: 'ended', startsOn: '2023-06-01', endsOn: '2024-03-09' },
        ...{ keysGivenOn: '2023-06-01', keysBackOn: '2024-03-10', endReason: '调动', earlierNumber: 'HT-1' },
      },
      {
        ...{ tenant: { name: '李雷' }, state: 'ended', endsOn: '2025-08-31', keysBackOn: '2025-09-01' },
        ...{ endReason: 'renewed', termNumber: 1, deposit: { amountFen: 150_000 } },
      },
      {
        ...{ state: 'let', endsOn: '2026-08-31', keysGivenOn: '2025-09-01', keysBackOn: null, termNumber: 2 },
        ...{ previousId: leases[1].id, monthlyNetFen: 85_050, billedFrom: '2026-09-01' },
      },
      { state: 'let', startsOn: '2026-09-15', endsOn: '2027-09-14', keysGivenOn: null },
    ]);
    expect(await upload(house, rows)).toMatchObject({ body: { created: 0, unchanged: 4, newResidents: 0 } });
    expect(await leasesOf(house)).toEqual(leases);
    const found = await office.http.get(`/leases?venueId=${house.venueId}&search=HT-2`);
    expect(found.body.items).toMatchObject([{ id: leases[2].id }]);
  });

  it('goes on from what an earlier list brought: the same tenant renews, also beside rows that are there already', async () => {
    const house = await threeUnits();
    const [unit, other] = house.units;
    const at = { building: house.building, number: unit.number, rentFen: '800' };
    const beside = { ...at, number: other?.number ?? '' };
    const [stays, left] = [somebody({ tenant: '李雷' }), somebody({ tenant: '韩梅梅' })];
    const first = [
      { ...at, ...stays, from: '2024-08-01', lastDay: '2025-07-31' },
      { ...beside, ...left, from: '2024-08-01', lastDay: '2025-07-31', keysBackOn: '2025-07-31' },
    ];
    expect((await upload(house, first)).body).toMatchObject({ created: 2, renewals: 0 });
    const second = [
      { ...at, ...stays, from: '2025-08-01', lastDay: '2026-07-31' },
      { ...beside, ...left, from: '2025-08-01', lastDay: '2026-12-31' },
    ];
    const outcome = { created: 2, unchanged: 2, renewals: 2 };
    expect((await upload(house, [...first, ...second], '?dryRun=true')).body).toMatchObject({ ...outcome, errors: [] });
    expect((await upload(house, [...first, ...second])).body).toMatchObject(outcome);
    const third = [{ ...at, ...stays, from: '2026-08-01', lastDay: '2027-07-31' }];
    expect((await upload(house, third)).body).toMatchObject({ created: 1, renewals: 1 });

    const leases = (await leasesOf(house)).filter((lease: any) => lease.unit.number === unit.number);
    expect(leases).toMatchObject([
      { state: 'ended', keysBackOn: '2025-08-01', endReason: 'renewed', termNumber: 1, previousId: null },
      { state: 'ended', keysBackOn: '2026-08-01', endReason: 'renewed', termNumber: 2, previousId: leases[0].id },
      { state: 'let', keysGivenOn: '2026-08-01', keysBackOn: null, termNumber: 3, previousId: leases[1].id },
    ]);
    const rates = await office.http.get(`/letting-rates?venueId=${house.venueId}&from=2025-07-01&until=2026-09-01`);
    expect(rates.body.renewal).toMatchObject({ reachedTheirEnd: 3, renewed: 3, rate: 1 });
  });

  it('names the row where keys are given that are still out, before anything is written', async () => {
    const house = await threeUnits();
    const at = { building: house.building, number: house.units[0].number, rentFen: '800' };
    await upload(house, [{ ...at, ...somebody(), from: '2024-08-01', lastDay: '2025-07-31' }]);
    const [{ reference }] = await leasesOf(house);
    const next = [{ ...at, ...somebody(), from: '2025-09-01', lastDay: '2026-12-31' }];
    for (const query of ['?dryRun=true', '']) {
      expect(errorsOf(await upload(house, next, query))).toEqual([
        `2 交房日 the keys of lease ${reference} were not back by then; record them first`,
      ]);
    }
  });

  it('counts what was before: tenure, the renewal board, the renewal rate', async () => {
    const house = await threeUnits();
    await upload(house, twoYears(house));
    const board = await office.http.get(`/renewal-board?venueId=${house.venueId}&days=90`);
    expect(board.body.items).toMatchObject([{ tenant: '李雷', endsOn: '2026-08-31', state: 'silent', daysLeft: 11 }]);
    const rates = await office.http.get(`/letting-rates?venueId=${house.venueId}&from=2025-08-01&until=2025-10-01`);
    expect(rates.body.renewal).toMatchObject({ reachedTheirEnd: 1, renewed: 1, rate: 1 });
  });

  it('lets the tenant in by phone: the lease is theirs, with a deposit that is given back at the end', async () => {
    const house = await threeUnits();
    const rows = twoYears(house);
    await upload(house, rows);
    const { phone } = rows[2] as { phone: string };
    await linli.anyone.post('/sign-in/codes', { phone });
    const [letter]: { body: string }[] = await linli.database.query(
      `SELECT body FROM outbox_letters WHERE recipient = $1 ORDER BY id DESC LIMIT 1`,
      [`+86${phone}`],
    );
    const { body } = await linli.anyone.post('/sign-in', { phone, code: /\d{6}/.exec(letter?.body ?? '')?.[0] });
    const tenant = linli.anyone.with({ authorization: `Bearer ${body.token}` });
    const mine = await tenant.get('/me/leases');
    expect(mine.body.items).toHaveLength(2);
    const running = mine.body.items.find(({ state }: any) => state === 'let');
    expect((await tenant.get(`/me/leases/${running.id}`)).body.rents[0]).toMatchObject({ netFen: 85_050, lines: [] });

    expect((await office.http.post(`/leases/${running.id}/keys-back`, { reason: '搬走' })).status).toBe(200);
    const settled = await office.http.post(`/leases/${running.id}/deposit-settlement`, {
      deductions: [{ what: '墙面', amountFen: 20_000 }],
    });
    expect(settled).toMatchObject({ status: 201, body: { depositFen: 150_000, deductedFen: 20_000 } });
  });

  it('counts no deposit that was paid before among the takings of the day', async () => {
    const house = await threeUnits();
    await upload(house, twoYears(house));
    const [desk, administrator] = [
      await givenStaff(linli, 'desk', { venueId: house.venueId }),
      await givenStaff(linli, 'administrator'),
    ];
    const takings = async () => (await desk.http.get('/charges/takings?on=2026-08-20')).body;
    expect(await takings()).toMatchObject({ lines: [], totalFen: 0 });
    const [first] = (await leasesOf(house)).filter((lease: any) => lease.deposit.amountFen > 0);
    const { chargeId } = first.deposit;
    const [, paid] = (await desk.http.get(`/charges/${chargeId}`)).body.entries;
    const reversal = await administrator.http.post(`/charges/${chargeId}/payments/${paid.id}/reversal`, {
      reason: '旧账登记有误',
    });
    expect(reversal.status).toBe(201);
    expect(await takings()).toMatchObject({ lines: [], totalFen: 0 });
  });

  it('bills the months from the one that is named on, and none before', async () => {
    const house = await threeUnits();
    const [unit] = house.units;
    const row = { building: house.building, number: unit.number, rentFen: '1000', ...somebody() };
    await upload(house, [{ ...row, from: '2026-01-01', lastDay: '2026-12-31' }], '?billedFrom=2026-10');
    const [{ id }] = await leasesOf(house);
    const bills = async () => {
      await linli.runJob(billRents, {});
      const staff = await signedInAgain(linli, office, 'staff');
      const { body } = await staff.http.get(`/leases/${id}/statement`);
      return body.bills.map(({ month, billedFen }: any) => `${month} ${billedFen}`);
    };
    expect(await bills()).toEqual([]);
    linli.clock.set('2026-09-20 10:00');
    expect(await bills()).toEqual(['2026-10 100000']);
    linli.clock.set('2026-11-20 10:00');
    expect(await bills()).toEqual(['2026-10 100000', '2026-11 100000', '2026-12 100000']);
  });

  it('names every cell that cannot be, in both languages, and writes nothing', async () => {
    const house = await threeUnits();
    const [unit, second, third] = house.units;
    const at = (number = unit.number) => ({ building: house.building, number, rentFen: '800' });
    const lives = somebody();
    const rows: ListedCells[] = [
      { ...at(), ...lives, from: '2024-01-01', lastDay: '2024-12-31' },
      { ...at(), ...somebody(), from: '2024-06-01', lastDay: '2025-05-31' },
      { ...at(second?.number), ...lives, tenant: '别名', from: '2024-12-01', lastDay: '2025-11-30' },
      { ...at('9999'), ...somebody(), from: '2024-01-01', lastDay: '2024-12-31' },
      {
        ...at(third?.number),
        ...somebody(),
        from: '2024-01-01',
        lastDay: '2023-01-01',
      },
      {
        ...at(third?.number),
        ...somebody({ phone: '12345' }),
        from: '2024-02-30',
        lastDay: '<script>',
        rentFen: '=1+1',
      },
      {
        ...at(third?.number),
        ...somebody(),
        from: '2025-01-01',
        lastDay: '2046-01-01',
        depositFen: '10',
        keysBackOn: '2030-01-01',
      },
      {
        ...at(third?.number),
        ...somebody({ documentNumber: '110105194912310021' }),
        from: '2021-01-01',
        lastDay: '2021-12-31',
        keysBackOn: '2021-12-31',
      },
    ];
    const refused = await upload(house, rows);
    expect(refused).toMatchObject({ status: 422, body: { code: 'lease_list.has_errors' } });
    expect(errorsOf(refused)).toEqual([
      `3 起租日 lies in row 2 of the unit`,
      `4 姓名 differs from row 2, which has the same phone`,
      `4 起租日 lies in row 2 of the tenant`,
      `5 房号 the house has no such unit`,
      `6 到期日 is before the first day`,
      `7 手机号 must be a mobile number of mainland China`,
      `7 起租日 must be a date such as 2026-09-01`,
      `7 到期日 must be a date such as 2026-09-01`,
      `7 月租金(元) must be an amount from 0 to 1,000,000 yuan`,
      `8 到期日 a lease must not be longer than 20 years`,
      `8 退房日 is after today`,
      `8 押金收据号 a deposit needs the number of its receipt`,
      expect.stringMatching(/^9 证件号码 /),
    ]);
    for (const { reason } of refused.body.facts.errors) expect(reason).toMatch(/[\u4e00-\u9fff]/);
    expect(await leasesOf(house)).toEqual([]);
    expect(errorsOf(await upload(house, rows, '?dryRun=true'))).toEqual(errorsOf(refused));
  });

  it('names what the house has already in the way: the unit, the tenant, the account', async () => {
    const house = await threeUnits();
    const [unit, second] = house.units;
    const tenant = await givenApproved(linli, house);
    const { lease } = await givenLet(linli, tenant, unit.id);
    const named = await givenResident(linli, { name: '有名字' });
    const at = { building: house.building, rentFen: '800', from: '2026-01-01', lastDay: '2026-12-31' };
    const refused = await upload(house, [
      { ...at, ...somebody(), number: unit.number },
      { ...at, number: second?.number ?? '', tenant: '王小明', phone: tenant.phone },
      {
        ...at,
        number: second?.number ?? '',
        tenant: '另一人',
        phone: named.phone,
        from: '2025-01-01',
        lastDay: '2025-12-31',
      },
    ]);
    expect(errorsOf(refused)).toEqual([
      `2 起租日 lies in lease ${lease.reference} of the unit`,
      `3 起租日 lies in lease ${lease.reference} of the tenant`,
      `4 退房日 must say when the keys came back, not after row 3 had them`,
      `4 姓名 the account of this phone has another name`,
    ]);
  });

  it('answers a request that is sent again as before, and two lists at once one after the other', async () => {
    const house = await threeUnits();
    const rows = twoYears(house);
    const both = await Promise.all([upload(house, rows), upload(house, rows)]);
    expect(both.map(({ body }) => body.created).toSorted()).toEqual([0, 4]);
    const other = await threeUnits();
    const list = twoYears(other);
    const first = await upload(other, list, '', 'taken-over');
    expect((await upload(other, list, '', 'taken-over')).body).toEqual(first.body);
    expect(first.body.created).toBe(4);
  });

  it('is for those who manage leases, with a file that can be read', async () => {
    const house = await threeUnits();
    const path = `/apartment-houses/${house.venueId}/lease-list`;
    const desk = await givenStaff(linli, 'desk');
    expect((await desk.http.with(asCsv).send('POST', path, leaseList(twoYears(house)))).status).toBe(403);
    const unreadable = await office.http.with(asCsv).send<any>('POST', path, Buffer.from('合同编号\n"'));
    expect(unreadable).toMatchObject({ status: 400, body: { code: 'lease_list.unreadable' } });
    const missing = await office.http.with(asCsv).send<any>('POST', path, Buffer.from('姓名\n王小明'));
    expect(errorsOf(missing)).toContain('1 楼栋 the column is missing');
    for (const month of ['2026-13', '1999-12', '2100-01'])
      expect((await upload(house, twoYears(house), `?billedFrom=${month}`)).status).toBe(400);
    const nowhere = { ...house, venueId: '01900000-0000-7000-8000-000000000000' };
    expect((await upload(nowhere, twoYears(house))).status).toBe(404);
  });
});
