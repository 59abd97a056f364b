import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StatementView } from '../../src/apartments/rents/rent-bills.contract.js';
import { billRents } from '../../src/apartments/rents/bill-rents.service.js';
import { chargeLateFees } from '../../src/apartments/rents/charge-late-fees.service.js';
import { newId } from '../../src/kernel/ids.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-09-15 10:00';

/** September is 293.97 yuan and due on the 22nd; the 28th is the first day that costs: 0.147 yuan. */
describe('paying rent late', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  async function givenTenant(policy: Parameters<typeof givenLettingHouse>[1] = {}, applicant = {}) {
    const house = await givenLettingHouse(linli, { policy: { subsidy: null, ...policy.policy } });
    const tenant = await givenApproved(linli, house, applicant);
    const given = { house, tenant, ...(await givenLet(linli, tenant, house.units[0].id)) };
    await linli.runJob(billRents, {});
    return given;
  }
  type Given = Awaited<ReturnType<typeof givenTenant>>;
  async function at(day: string, given: Given, time = '10:00'): Promise<Given> {
    linli.clock.set(`${day} ${time}`);
    await linli.runJob(billRents, {});
    await linli.runJob(chargeLateFees, {});
    return {
      ...given,
      tenant: await signedInAgain(linli, given.tenant),
      desk: await signedInAgain(linli, given.desk, 'staff'),
      office: await signedInAgain(linli, given.office, 'staff'),
    };
  }
  async function statement({ tenant, id }: Given): Promise<StatementView> {
    const { status, body } = await tenant.http.get(`/me/leases/${id}/statement`);
    expect(status).toBe(200);
    const { rent, lateFees, deposit, all } = (body as StatementView).totals;
    for (const sum of ['billedFen', 'paidFen', 'writtenOffFen', 'balanceFen'] as const) {
      expect(all[sum]).toBe(rent[sum] + lateFees[sum] + deposit[sum]);
      const [row]: { sum: number }[] = await linli.database.query(
        `SELECT coalesce(sum(${{ billedFen: 'owed_fen', paidFen: 'paid_fen', writtenOffFen: 'written_off_fen', balanceFen: 'balance_fen' }[sum]}), 0)::int AS sum
           FROM charge_balances b JOIN charges c ON c.id = b.charge_id WHERE c.resident_id = $1`,
        [tenant.id],
      );
      expect(all[sum]).toBe(row?.sum);
    }
    return body;
  }
  let receipts = 0;
  const pay = async ({ desk }: Given, chargeId: string, amountFen: number) => {
    const payment = { amountFen, method: 'transfer', receiptNumber: `YQ${++receipts}` };
    const { status, body } = await desk.http.post(`/charges/${chargeId}/payments`, payment);
    expect(status).toBe(201);
    return body;
  };
  const inShort = (fees: readonly { lines: StatementView['lateFees'][number]['lines'] }[]) =>
    fees.map(({ lines }) =>
      lines.map((one) => `${one.from} to ${one.through}: ${one.days} × ${one.baseFen} = ${one.amountFen}`),
    );
  const september = async (given: Given) => (await statement(given)).bills[0]!;

  it('costs nothing for days that turn out not to be owed: what was charged for them is taken off, or due back', async () => {
    let given = await givenTenant();
    await given.office.http.post(`/leases/${given.id}/keys`);
    given = await at('2026-11-05', await at('2026-09-20', given));
    const october = async () => (await statement(given)).lateFees.filter(({ month }) => month === '2026-10');
    const before = await october();
    expect(inShort(before)).toEqual([['2026-10-07 to 2026-10-31: 25 × 55120 = 689']]);
    await pay(given, before[0]!.chargeId, 600);
    const september = (await statement(given)).lateFees.filter(({ month }) => month === '2026-09');
    const back = { on: '2026-10-11', reason: '提前搬走' };
    expect((await given.office.http.post(`/leases/${given.id}/keys-back`, back)).body.state).toBe('ended');
    // 10 of 31 days of 551.20 are 177.81; 25 days of them cost 2.22.
    expect(await october()).toMatchObject([{ billedFen: 689, reducedFen: 467, paidFen: 600, balanceFen: -378 }]);
    expect((await statement(given)).lateFees.filter(({ month }) => month === '2026-09')).toEqual(september);
    expect((await statement(given)).lateFees.filter(({ month }) => month === '2026-11')).toEqual([]);
  });

  it('costs nothing on the last day of grace, until its midnight in the house', async () => {
    const given = await at('2026-09-27', await givenTenant(), '23:59');
    await pay(given, (await september(given)).chargeId, 29_397);
    const later = await at('2026-10-05', given);
    expect(await statement(later)).toMatchObject({ lateFees: [], runningLateFees: [] });
  });

  it('is charged at the end of the month and with the last payment, line by line, adds up, and is paid or given up', async () => {
    let given = await at('2026-09-28', await at('2026-09-20', await givenTenant()), '00:00');
    const { chargeId } = await september(given);
    const running = (await statement(given)).runningLateFees;
    expect(inShort(running)).toEqual([['2026-09-28 to 2026-09-28: 1 × 29397 = 15']]);
    expect(running[0]).toMatchObject({ month: '2026-09', payer: 'person', perTenThousandADay: 5, capPercent: 30 });
    await pay(given, chargeId, 10_000);
    given = await at('2026-10-01', given, '00:00');
    const first = await statement(given);
    expect(inShort(first.lateFees)).toEqual([
      ['2026-09-28 to 2026-09-28: 1 × 29397 = 15', '2026-09-29 to 2026-09-30: 2 × 19397 = 19'],
    ]);
    expect(first.lateFees[0]).toMatchObject({
      ...{ billedFen: 34, balanceFen: 34, dueOn: '2026-10-08', isOverdue: false, billId: first.bills[0]!.id },
    });
    given = await at('2026-10-10', given);
    await pay(given, chargeId, 19_397);
    const second = await statement(given);
    expect(inShort(second.lateFees)[1]).toEqual(['2026-10-01 to 2026-10-10: 10 × 19397 = 97']);
    expect(inShort(second.runningLateFees)).toEqual([['2026-10-07 to 2026-10-10: 4 × 55120 = 110']]);
    expect(second.lateFees[0]!.isOverdue).toBe(true);
    expect(second.totals).toMatchObject({ rent: { balanceFen: 55_120 }, lateFees: { balanceFen: 131 } });
    expect((await given.office.http.get(`/leases/${given.id}/statement`)).body).toEqual(second);

    const charge = await pay(given, second.lateFees[0]!.chargeId, 34);
    expect(charge).toMatchObject({ state: 'settled', subject: { kind: 'late_fee', id: second.lateFees[0]!.id } });
    expect(charge.titleEn).toMatch(
      /^Late fee on the rent of lease .* for 2026-09, paid by the tenant: 2026-09-28 to 2026-09-30$/,
    );
    expect(charge.title).toContain('2026年9月租金（个人承担）逾期违约金：2026-09-28 至 2026-09-30');
    const waiver = `/charges/${second.lateFees[1]!.chargeId}/write-offs`;
    const administrator = await givenStaff(linli, 'administrator');
    expect((await given.office.http.post(waiver, { amountFen: 97, reason: '住院期间' })).status).toBe(403);
    expect((await administrator.http.post(waiver, { amountFen: 97, reason: ' ' })).status).toBe(400);
    expect((await administrator.http.post(waiver, { amountFen: 98, reason: '住院期间' })).status).toBe(409);
    const waived = await administrator.http.post(waiver, { amountFen: 97, reason: '住院期间' });
    expect(waived.body).toMatchObject({ state: 'settled', entries: [{}, { kind: 'written_off', reason: '住院期间' }] });
    expect((await statement(given)).totals.lateFees).toMatchObject({
      ...{ billedFen: 131, paidFen: 34, writtenOffFen: 97, balanceFen: 0 },
    });
    const deeds: unknown[] = await linli.database.query(
      `SELECT FROM audit_entries WHERE action = 'late_fee.charged' AND subject_id = ANY($1)`,
      [second.lateFees.map(({ id }) => id)],
    );
    expect(deeds).toHaveLength(2);
  });

  it('is charged once for a day, however often and by however many the job is run, with the payment at once', async () => {
    let given = await givenTenant();
    linli.clock.set('2026-12-03 10:00');
    await linli.runJob(billRents, {});
    given = { ...given, desk: await signedInAgain(linli, given.desk, 'staff') };
    given = { ...given, tenant: await signedInAgain(linli, given.tenant) };
    const { chargeId } = await september(given);
    const other = await linli.another();
    try {
      await Promise.all([
        ...[linli, other, linli, other].map((one) => one.runJob(chargeLateFees, {})),
        pay(given, chargeId, 29_397),
      ]);
      await linli.runJob(chargeLateFees, {});
    } finally {
      await other.stop().catch(() => undefined);
    }
    const { lateFees } = await statement(given);
    const ofSeptember = lateFees.filter(({ month }) => month === '2026-09');
    expect(inShort(ofSeptember).flat()).toEqual([
      '2026-09-28 to 2026-09-30: 3 × 29397 = 44',
      '2026-10-01 to 2026-10-31: 31 × 29397 = 456',
      '2026-11-01 to 2026-11-30: 30 × 29397 = 441',
      '2026-12-01 to 2026-12-03: 3 × 29397 = 44',
    ]);
    const twice = linli.database.query(
      `INSERT INTO late_fees SELECT $1, bill_id, days, lines, amount_fen, due_on, $2, created_at FROM late_fees WHERE id = $3`,
      [newId(), chargeId, ofSeptember[0]!.id],
    );
    await expect(twice).rejects.toThrow('late_fees_no_day_twice');
  });

  it('stops at the cap of the policy, and is not there where the policy has none', async () => {
    const late = { graceDays: 0, perTenThousandADay: 100, capPercent: 5 };
    let given = await at('2026-10-01', await givenTenant({ policy: { late } }));
    const { lateFees } = await statement(given);
    expect(lateFees[0]).toMatchObject({ billedFen: 1_470, lines: [{ days: 8, baseFen: 29_397, isCapped: true }] });
    given = await at('2026-12-01', given);
    expect((await statement(given)).lateFees.filter(({ month }) => month === '2026-09')).toHaveLength(1);
    linli.clock.set(start);
    const free = await at('2026-12-01', await givenTenant({ policy: { late: null } }));
    expect(await statement(free)).toMatchObject({ lateFees: [], runningLateFees: [] });
  });

  it('goes on where a payment was taken back, for the days on which nothing was there', async () => {
    let given = await at('2026-09-29', await givenTenant());
    const { chargeId } = await september(given);
    const wrong = (await pay(given, chargeId, 29_397)).entries.at(-1);
    given = await at('2026-10-03', given);
    const administrator = await givenStaff(linli, 'administrator');
    const reason = { reason: '记错账单' };
    expect((await administrator.http.post(`/charges/${chargeId}/payments/${wrong.id}/reversal`, reason)).status).toBe(
      201,
    );
    given = await at('2026-10-05', given);
    await pay(given, chargeId, 29_397);
    given = await at('2026-10-05', given, '11:00');
    expect(inShort((await statement(given)).lateFees)).toEqual([
      ['2026-09-28 to 2026-09-29: 2 × 29397 = 29'],
      ['2026-10-04 to 2026-10-05: 2 × 29397 = 29'],
    ]);
  });

  it('asks nothing for rent that is given up, nor for the part that was', async () => {
    let given = await at('2026-10-20', await at('2026-09-20', await givenTenant()));
    const { bills } = await statement(given);
    const administrator = await givenStaff(linli, 'administrator');
    await administrator.http.post(`/charges/${bills[1]!.chargeId}/write-offs`, { amountFen: 55_120, reason: '疫情' });
    given = await at('2026-11-02', given);
    expect((await statement(given)).lateFees.map(({ month }) => month)).toEqual(['2026-09', '2026-09']);
  });

  it('is owed by employer and zone for their part, and those who act for the employer are told', async () => {
    const office = await givenStaff(linli, 'apartments');
    const employer = { name: '江海船舶', nameEn: 'River Ships', creditCode: '91350100M000100Y43' };
    const firm = (await office.http.post('/employers', { ...employer, contact: '赵敏', phone: '0512-58320000' })).body;
    const agent = await givenResident(linli, { name: '钱经理' });
    await office.http.post(`/employers/${firm.id}/representatives`, { name: '钱经理', phone: agent.phone });
    const split = { person: 50, employer: 30, zone: 20 };
    let given = await givenTenant({ policy: { split } }, { employer: '江海船舶', employerId: firm.id });
    given = await at('2026-10-01', given);
    await linli.runJob(planReminders, {});
    const { lateFees } = await statement(given);
    expect(lateFees.map(({ payer, billedFen }) => `${payer} ${billedFen}`)).toEqual([
      'person 22',
      'employer 13',
      'zone 9',
    ]);
    const [, ofEmployer, ofZone] = lateFees;
    expect((await given.desk.http.get(`/charges/${ofEmployer!.chargeId}`)).body.payer).toMatchObject({
      ...{ party: 'employer', id: firm.id },
    });
    expect((await given.desk.http.get(`/charges/${ofZone!.chargeId}`)).body.payer).toMatchObject({ party: 'zone' });
    const http = (await signedInAgain(linli, agent)).http;
    const owed = (await http.get(`/me/employers/${firm.id}/statement`)).body;
    expect(owed.open).toContainEqual(
      expect.objectContaining({
        chargeId: ofEmployer!.chargeId,
        leaseId: given.id,
        dueOn: '2026-10-08',
        balanceFen: 13,
      }),
    );
    expect(owed.leases[0].balanceFen).toBe(owed.totals.balanceFen);
    expect(await messagesTo(linli, agent.id, 'rent.late_fee_charged')).toHaveLength(1);
    expect(await messagesTo(linli, given.tenant.id, 'rent.late_fee_charged')).toHaveLength(1);
    const open = (await given.office.http.get(`/employers/${firm.id}/statement`)).body;
    expect(open).toEqual(owed);
  });

  it('is named in the reminder of an overdue bill, in the language of who reads it, which is not sent once it is paid', async () => {
    const given = await givenTenant();
    await linli.database.query(`UPDATE residents SET language = 'en' WHERE id = $1`, [given.tenant.id]);
    const planned = async (moment: string) => {
      linli.clock.set(moment);
      await linli.runJob(planReminders, {});
      return messagesTo(linli, given.tenant.id, 'rent.overdue');
    };
    const [first] = await planned('2026-09-22 12:00');
    expect(first).toMatchObject({ dueAt: '2026-09-23 10:00', state: 'due' });
    expect(first?.body).toContain('The rent for 2026-09 was due by Tue 22 Sep 2026; 293.97 yuan are still owed.');
    expect(first?.body).toContain(
      'From Mon 28 Sep 2026 a late fee of 5 per 10,000 of what is unpaid is added for each day, at most 30 % of the bill.',
    );
    await linli.database.query(`UPDATE residents SET language = 'zh-CN' WHERE id = $1`, [given.tenant.id]);
    const [, second] = await planned('2026-09-27 12:00');
    expect(second).toMatchObject({ dueAt: '2026-09-28 10:00', state: 'due' });
    expect(second?.body).toContain(
      '自 2026年9月28日 周一 起，未付金额按每日万分之 5 计收逾期违约金，最高为账单金额的 30%。',
    );
    const now = await at('2026-09-27', given, '12:00');
    await pay(now, (await september(now)).chargeId, 29_397);
    expect((await planned('2026-09-27 12:01')).at(-1)?.state).toBe('withdrawn');
  });

  it('is not for want of a word: who owes is told three days before the bill is due, unless it is paid', async () => {
    const [given, paid] = [await givenTenant(), await givenTenant()];
    await pay(paid, (await september(paid)).chargeId, 29_397);
    linli.clock.set('2026-09-18 12:00');
    await linli.runJob(planReminders, {});
    const [said, ...more] = await messagesTo(linli, given.tenant.id, 'rent.due');
    expect(said).toMatchObject({ dueAt: '2026-09-19 10:00', state: 'due' });
    expect(said?.body).toContain(
      'The rent for 2026-09, 293.97 yuan, is due by Tue 22 Sep 2026. Please pay at the desk.',
    );
    expect(more).toEqual([]);
    expect(await messagesTo(linli, paid.tenant.id, 'rent.due')).toEqual([]);
  });

  it('charges the others where one bill fails, and the job looks failed', async () => {
    const [broken, whole] = [await givenTenant(), await givenTenant()];
    linli.clock.set('2026-10-01 10:00');
    await linli.database.query(
      `CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF EXISTS (SELECT FROM rent_bills WHERE id = NEW.bill_id AND lease_id = '${broken.id}') THEN
           RAISE EXCEPTION 'broken on purpose'; END IF; RETURN NEW; END $$`,
    );
    await linli.database.query(
      'CREATE TRIGGER fail_once BEFORE INSERT ON late_fees FOR EACH ROW EXECUTE FUNCTION fail_once()',
    );
    await expect(linli.runJob(chargeLateFees, {})).rejects.toThrow('late bills failed.');
    await linli.database.query('DROP TRIGGER fail_once ON late_fees');
    const of = async (given: Given) => statement({ ...given, tenant: await signedInAgain(linli, given.tenant) });
    expect((await of(whole)).lateFees).toHaveLength(1);
    expect((await of(broken)).lateFees).toHaveLength(0);
    await linli.runJob(chargeLateFees, {});
    expect((await of(broken)).lateFees).toHaveLength(1);
  });
});
