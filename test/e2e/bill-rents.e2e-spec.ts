import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { billRents } from '../../src/apartments/rents/bill-rents.service.js';
import { Lease } from '../../src/apartments/leases/lease.entity.js';
import type { StatementView } from '../../src/apartments/rents/rent-bills.contract.js';
import { RentBills } from '../../src/apartments/rents/rent-bills.js';
import { Temporal } from '../../src/kernel/time.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import type { GivenApplicant } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const start = '2026-09-15 10:00';
const split = { person: 50, employer: 30, zone: 20 };

describe('billing rents', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** 52 m² at 26.50 yuan and 40 %: 551.20 yuan a month from 2026-09-15 to 2027-09-14. */
  async function givenTenant(policy: Parameters<typeof givenLettingHouse>[1] = {}, applicant = {}) {
    const house = await givenLettingHouse(linli, { ...policy, policy: { subsidy: null, ...policy?.policy } });
    const tenant = await givenApproved(linli, house, applicant);
    return { house, tenant, ...(await givenLet(linli, tenant, house.units[0].id)) };
  }
  type Given = Awaited<ReturnType<typeof givenTenant>>;
  async function at(day: string, given: Given): Promise<Given> {
    linli.clock.set(`${day} 10:00`);
    await linli.runJob(billRents, {});
    return {
      ...given,
      tenant: await signedInAgain(linli, given.tenant),
      office: await signedInAgain(linli, given.office, 'staff'),
      desk: await signedInAgain(linli, given.desk, 'staff'),
    };
  }
  const statement = async ({ http }: GivenApplicant, id: string): Promise<StatementView> => {
    const { status, body } = await http.get(`/me/leases/${id}/statement`);
    expect(status).toBe(200);
    await addsUp(body);
    return body;
  };
  /** Totals are the sum of the lines, and those of the entries that stand in the database. */
  async function addsUp(body: StatementView): Promise<void> {
    const [sums]: Record<string, number>[] = await linli.database.query(
      `SELECT coalesce(sum(owed_fen), 0)::int AS billed, coalesce(sum(reduced_fen), 0)::int AS reduced,
              coalesce(sum(paid_fen), 0)::int AS paid, coalesce(sum(refunded_fen), 0)::int AS refunded,
              coalesce(sum(written_off_fen), 0)::int AS written_off, coalesce(sum(balance_fen), 0)::int AS balance
         FROM charge_balances WHERE charge_id IN (SELECT charge_id FROM rent_bills WHERE lease_id = $1
           UNION SELECT f.charge_id FROM late_fees f JOIN rent_bills r ON r.id = f.bill_id WHERE r.lease_id = $1
           UNION SELECT id FROM charges WHERE subject_kind = 'lease_deposit' AND subject_id = $1)`,
      [body.lease.id],
    );
    expect(body.totals.all).toEqual({
      ...{ billedFen: sums?.billed, reducedFen: sums?.reduced, paidFen: sums?.paid },
      ...{ refundedFen: sums?.refunded, writtenOffFen: sums?.written_off, balanceFen: sums?.balance },
    });
    const lines = (of: 'billedFen' | 'balanceFen') => body.bills.reduce((sum, bill) => sum + bill[of], 0);
    expect(lines('billedFen')).toBe(body.totals.rent.billedFen);
    expect(lines('balanceFen')).toBe(body.totals.rent.balanceFen);
  }
  let receipts = 0;
  const pay = ({ desk }: Given, chargeId: string, amountFen: number) =>
    desk.http.post(`/charges/${chargeId}/payments`, {
      ...{ amountFen, method: 'transfer', receiptNumber: `ZJ${++receipts}` },
    });
  const inShort = ({ bills }: StatementView) =>
    bills.map(({ month, payer, billedFen, dueOn }) => `${month} ${payer} ${billedFen} ${dueOn}`);

  it('bills the first month once the lease is in force and each next one from the 20th, and the desk takes the rent', async () => {
    let given = await givenTenant();
    const { id, tenant } = given;
    expect((await statement(tenant, id)).bills).toEqual([]);
    given = await at('2026-09-15', given);
    expect(inShort(await statement(given.tenant, id))).toEqual(['2026-09 person 29397 2026-09-22']);
    given = await at('2026-09-19', given);
    expect(inShort(await statement(given.tenant, id))).toHaveLength(1);
    given = await at('2026-09-20', given);
    const [september, october] = (await statement(given.tenant, id)).bills;
    expect(october).toMatchObject({ month: '2026-10', billedFen: 55_120, dueOn: '2026-10-01', isOverdue: false });
    const paid = await pay(given, september!.chargeId, 29_397);
    expect(paid.body).toMatchObject({ state: 'settled', reference: september!.reference });
    expect(paid.body.titleEn).toMatch(/^Rent of lease [A-Z0-9-]{9} for 2026-09, paid by the tenant$/);
    expect(paid.body.title).toContain('2026年9月租金（个人承担）');
    await pay(given, october!.chargeId, 50_000);
    const body = await statement(given.tenant, id);
    expect(body).toMatchObject({
      lease: { id, state: 'let', startsOn: '2026-09-15', endsOn: '2027-09-14' },
      deposit: { payer: 'person', billedFen: 55_120, paidFen: 55_120, balanceFen: 0 },
      totals: {
        rent: { billedFen: 84_517, paidFen: 79_397, balanceFen: 5_120 },
        all: { billedFen: 139_637, paidFen: 134_517, balanceFen: 5_120 },
      },
    });
    expect((await given.office.http.get(`/leases/${id}/statement`)).body).toEqual(body);
    expect((await given.tenant.http.get('/me/charges')).body.total).toBe(3);
  });

  it('adds up to twelve rents in a year, also when nothing was billed for months', async () => {
    const given = await at('2027-09-20', await givenTenant());
    const { bills, totals } = await statement(given.tenant, given.id);
    expect(bills).toHaveLength(13);
    expect(totals.rent.billedFen).toBe(12 * 55_120);
    expect(bills.every(({ dueOn }) => dueOn === '2027-09-27')).toBe(true);
  });

  it('bills person, employer and zone each their part, to the tenant’s account, and says who pays', async () => {
    const given = await at('2026-09-20', await givenTenant({ policy: { split } }, { employer: '港务公司' }));
    const { bills } = await statement(given.tenant, given.id);
    expect(inShort({ bills } as StatementView)).toEqual([
      '2026-09 person 14699 2026-09-27',
      '2026-09 employer 8819 2026-09-27',
      '2026-09 zone 5879 2026-09-27',
      '2026-10 person 27560 2026-10-01',
      '2026-10 employer 16536 2026-10-01',
      '2026-10 zone 11024 2026-10-01',
    ]);
    const charge = (await given.desk.http.get(`/charges/${bills[1]!.chargeId}`)).body;
    expect(charge).toMatchObject({
      resident: { id: given.tenant.id },
      subject: { kind: 'rent_bill', id: bills[1]!.id },
    });
    expect(charge.titleEn).toMatch(/paid by the employer$/);
    const ofEmployer = await given.office.http.get(`/rent-bills?payer=employer&venueId=${given.house.venueId}`);
    expect(ofEmployer.body.items.map(({ month }: { month: string }) => month)).toEqual(['2026-10', '2026-09']);
  });

  it('makes each bill once, run again and on two processes at once', async () => {
    const given = await givenTenant({ policy: { split } }, { employer: '港务公司' });
    const more = [await givenTenant(), await givenTenant(), await givenTenant()];
    const other = await linli.another();
    try {
      linli.clock.set('2026-10-20 10:00');
      await Promise.all([linli, other, linli, other].map((one) => one.runJob(billRents, {})));
      await linli.runJob(billRents, {});
      for (const { id, tenant } of [given, ...more]) {
        const { bills } = await statement(await signedInAgain(linli, tenant), id);
        expect(bills).toHaveLength(id === given.id ? 9 : 3);
      }
      const [loose]: { count: number }[] = await linli.database.query(
        `SELECT count(*)::int AS count FROM charges c WHERE subject_kind = 'rent_bill'
            AND NOT EXISTS (SELECT FROM rent_bills r WHERE r.id = c.subject_id AND r.charge_id = c.id)`,
      );
      expect(loose?.count).toBe(0);
    } finally {
      await other.stop().catch(() => undefined);
    }
  });

  it('makes no bill of nothing, and none before the lease is in force', async () => {
    const free = await givenTenant({ policy: { rent: { kind: 'share', byTier: { E: 0 }, byTerm: null } } });
    const given = await at('2026-12-20', free);
    expect(await statement(given.tenant, given.id)).toMatchObject({
      bills: [],
      deposit: null,
      totals: { all: { billedFen: 0, balanceFen: 0 } },
    });
  });

  it('lists what is overdue after the day it was due, until it is paid or given up', async () => {
    let given = await at('2026-09-20', await givenTenant());
    const overdue = async ({ office, house }: Given, more = '') =>
      (await office.http.get(`/rent-bills?overdue=true&venueId=${house.venueId}${more}`)).body;
    given = await at('2026-09-27', given);
    expect((await overdue(given)).total).toBe(0);
    given = await at('2026-09-28', given);
    const list = await overdue(given);
    expect(list).toMatchObject({ total: 1, page: 1, size: 20 });
    expect(list.items[0]).toMatchObject({
      ...{ month: '2026-09', payer: 'person', isOverdue: true, balanceFen: 29_397 },
      ...{ lease: { id: given.id }, tenant: { id: given.tenant.id, name: '王小明' }, unit: { number: '0201' } },
    });
    given = await at('2026-10-02', given);
    expect((await overdue(given)).items.map(({ month }: { month: string }) => month)).toEqual(['2026-10', '2026-09']);
    expect((await overdue(given, '&month=2026-10')).total).toBe(1);
    expect((await overdue(given, '&size=1&page=2')).items).toHaveLength(1);
    const { bills } = await statement(given.tenant, given.id);
    await pay(given, bills[0]!.chargeId, bills[0]!.balanceFen);
    const administrator = await givenStaff(linli, 'administrator');
    await administrator.http.post(`/charges/${bills[1]!.chargeId}/write-offs`, { amountFen: 55_120, reason: '已豁免' });
    expect((await overdue(given)).total).toBe(0);
    expect((await statement(given.tenant, given.id)).totals.rent).toMatchObject({
      writtenOffFen: 55_120,
      balanceFen: 0,
    });
  });

  it('finds bills by their reference, that of the lease, and the tenant', async () => {
    const given = await at('2026-09-20', await givenTenant({}, {}));
    const [september] = (await statement(given.tenant, given.id)).bills;
    const found = async (search: string) => {
      const at = `/rent-bills?venueId=${given.house.venueId}&search=${encodeURIComponent(search)}`;
      return (await given.office.http.get(at)).body.total;
    };
    expect(await found(september!.reference.toLowerCase())).toBe(1);
    expect(await found(given.lease.reference)).toBe(2);
    expect(await found('小明')).toBe(2);
    expect(await found('%')).toBe(0);
  });

  it('takes off what was billed beyond the last day; what was paid is due back, arrears stay', async () => {
    let given = await givenTenant({ policy: { split } }, { employer: '港务公司' });
    given = await at('2026-09-20', given);
    given = await at('2026-10-20', given);
    const before = await statement(given.tenant, given.id);
    const october = before.bills.filter(({ month }) => month === '2026-10');
    const november = before.bills.filter(({ month }) => month === '2026-11');
    await pay(given, october[0]!.chargeId, 27_560);
    await pay(given, november[0]!.chargeId, 27_560);
    const settle = () =>
      linli.get(Transactions).run(async (tx) => {
        await linli.get(RentBills).lock(tx, given.id);
        const lease = await tx.findOneOrFail(Lease, { where: { id: given.id }, lock: { mode: 'for_no_key_update' } });
        const lastDay = Temporal.PlainDate.from('2026-11-10');
        await linli.get(RentBills).settleUpTo(tx, lease, lastDay);
        const period = { from: lease.period.from, until: lastDay.add({ days: 1 }) };
        await tx.update(Lease, { id: given.id }, { period, state: 'ended', endReason: 'moved away' });
      });
    await settle();
    const after = await statement(given.tenant, given.id);
    // 10 of 30 days of 551.20 are left of November: 183.73.
    const left = after.bills.filter(({ month }) => month === '2026-11');
    expect(left.map(({ reducedFen }) => reducedFen)).toEqual([18_374, 11_024, 7_349]);
    expect(left.map(({ balanceFen }) => balanceFen)).toEqual([-18_374, 5_512, 3_675]);
    expect(left.reduce((sum, { billedFen, reducedFen }) => sum + billedFen - reducedFen, 0)).toBe(18_373);
    expect(after.bills.filter(({ month }) => month < '2026-11')).toEqual(
      before.bills
        .filter(({ month }) => month < '2026-11')
        .map((bill) =>
          bill.id === october[0]!.id ? { ...bill, paidFen: 27_560, balanceFen: 0, isOverdue: false } : bill,
        ),
    );
    await settle();
    expect(await statement(given.tenant, given.id)).toEqual(after);
    const refund = { amountFen: 18_374, method: 'transfer', receiptNumber: 'TK1' };
    expect((await given.desk.http.post(`/charges/${left[0]!.chargeId}/refunds`, refund)).status).toBe(201);
    given = await at('2027-03-01', given);
    const long = await statement(given.tenant, given.id);
    expect(long.bills).toHaveLength(9);
    expect(long.bills.filter(({ isOverdue }) => isOverdue)).toHaveLength(7);
    expect(long.bills.find(({ id }) => id === left[0]!.id)).toMatchObject({ refundedFen: 18_374, balanceFen: 0 });
  });

  it('keeps what was written off when the lease ends, and takes payments and the end at once', async () => {
    let given = await at('2026-09-20', await givenTenant());
    given = await at('2026-10-20', given);
    const [september, october, november] = (await statement(given.tenant, given.id)).bills;
    const administrator = await givenStaff(linli, 'administrator');
    const loss = { amountFen: 40_000, reason: '已豁免' };
    await administrator.http.post(`/charges/${november!.chargeId}/write-offs`, loss);
    const end = linli.get(Transactions).run(async (tx) => {
      await linli.get(RentBills).lock(tx, given.id);
      const lease = await tx.findOneOrFail(Lease, { where: { id: given.id }, lock: { mode: 'for_no_key_update' } });
      await linli.get(RentBills).settleUpTo(tx, lease, Temporal.PlainDate.from('2026-09-30'));
      await tx.update(
        Lease,
        { id: given.id },
        { period: { ...lease.period, until: Temporal.PlainDate.from('2026-10-01') } },
      );
    });
    await Promise.all([end, pay(given, october!.chargeId, 20_000), linli.runJob(billRents, {})]);
    const { bills } = await statement(given.tenant, given.id);
    expect(bills).toHaveLength(3);
    expect(bills[0]).toEqual(september);
    expect(bills[1]).toMatchObject({ reducedFen: 55_120, balanceFen: bills[1]!.paidFen === 0 ? 0 : -20_000 });
    expect(bills[2]).toMatchObject({ reducedFen: 15_120, writtenOffFen: 40_000, balanceFen: 0 });
  });

  it('bills the others where one lease cannot be billed, and the job looks failed', async () => {
    const [broken, whole] = [await givenTenant(), await givenTenant()];
    const { schedule } = await linli.database.manager.findOneByOrFail(Lease, { id: broken.id });
    const bad = schedule.map((month) => ({ ...month, rent: { ...month.rent, netFen: 0.5 } }));
    await linli.database.manager.update(Lease, { id: broken.id }, { schedule: bad });
    await expect(linli.runJob(billRents, {})).rejects.toThrow('1 leases could not be billed.');
    expect((await statement(whole.tenant, whole.id)).bills).toHaveLength(1);
    await linli.database.manager.update(Lease, { id: broken.id }, { schedule });
    await linli.runJob(billRents, {});
    expect((await statement(broken.tenant, broken.id)).bills).toHaveLength(1);
  });

  it('shows a statement to the tenant and staff of the house alone', async () => {
    const given = await at('2026-09-20', await givenTenant());
    const other = await givenResident(linli);
    expect((await other.http.get(`/me/leases/${given.id}/statement`)).status).toBe(404);
    expect((await other.http.get(`/leases/${given.id}/statement`)).status).toBe(403);
    expect((await other.http.get('/rent-bills')).status).toBe(403);
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    expect((await elsewhere.http.get(`/leases/${given.id}/statement`)).status).toBe(404);
    expect((await elsewhere.http.get('/rent-bills')).body.total).toBe(0);
    for (const wrong of ['month=2026-13', 'payer=nobody', 'overdue=yes', 'size=0', 'unknown=1']) {
      expect((await given.office.http.get(`/rent-bills?${wrong}`)).status).toBe(400);
    }
  });
});
