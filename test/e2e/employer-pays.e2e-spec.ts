import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { billRents } from '../../src/apartments/rents/bill-rents.service.js';
import { acceptAll, givenApplicant, upload } from '../support/given-application.js';
import { givenEmployer as givenOne } from '../support/given-employers.js';
import { choose, givenLettingHouse, payDeposit, sign } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const start = '2026-09-01 10:00';
const codes = ['91350100M000100Y43', '91320582MA1XXXXX0A'];

describe('an employer and its people', () => {
  let linli: Linli;
  let office: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set(start);
    office = (await givenStaff(linli, 'apartments')).http;
  });

  async function givenEmployer(name?: string) {
    const employer = await givenOne(linli, name);
    return { ...employer, path: `/me/employers/${employer.id}` };
  }
  const confirm = (agent: GivenResident, path: string, applicationId: string, validUntil = '2029-12-31') =>
    agent.http.post(`${path}/applications/${applicationId}/confirmation`, { validUntil });

  async function givenDraftAt(venueId: string, resident: GivenResident) {
    const { body } = await resident.http.post('/me/apartment-applications', { venueId, claimsTier: false });
    const paths = { path: `/me/apartment-applications/${body.id}`, staffPath: `/apartment-applications/${body.id}` };
    return { id: body.id as string, reference: body.reference, venueId, resident, body, ...paths };
  }

  it('is billed its part by name, reports who left and gets its deposit back, to the fen', async () => {
    const split = { person: 60, employer: 40, zone: 0 };
    const house = await givenLettingHouse(linli, {
      policy: { subsidy: null, split, deposit: { kind: 'flat', amountFen: 200_000, payer: 'employer' } },
    });
    const desk = await givenStaff(linli, 'desk');
    const firm = await givenEmployer();
    const tenant = await givenApplicant(linli, { name: '孙工' });
    const nomination = await firm.agent.http.post(`${firm.path}/nominations`, { name: '孙工', phone: tenant.phone });
    expect(nomination).toMatchObject({ status: 201, body: { application: null } });

    const application = await givenDraftAt(house.venueId, tenant);
    expect(application.body.employer).toBe('江海船舶');
    expect((await confirm(firm.agent, firm.path, application.id)).body.items).toMatchObject([
      { name: '孙工', application: { id: application.id, state: 'draft', confirmedUntil: '2029-12-31' } },
    ]);
    for (const kind of ['social_insurance', 'no_home_in_zone', 'household'] as const) {
      await tenant.http.put(`${application.path}/conditions/${kind}`, { source: '张家港市人社局' });
      await upload(tenant.http, application.id, kind);
    }
    expect((await tenant.http.post(`${application.path}/submission`)).body).toMatchObject({ state: 'submitted' });
    const seen = (await office.get(application.staffPath)).body.conditions[0];
    expect(seen).toMatchObject({
      ...{ kind: 'employer_contract', state: 'accepted', source: '江海船舶', validUntil: '2029-12-31' },
      ...{ isConfirmedByEmployer: true, checkedAt: '2026-09-01T10:00:00+08:00', documents: [] },
    });
    await acceptAll(office, application);
    expect((await office.post(`${application.staffPath}/approval`, {})).body.state).toBe('approved');

    const { id } = (await choose({ ...tenant, applicationId: application.id }, house.units[0].id)).body;
    const signed = (await sign(linli, tenant, id)).body;
    expect(signed.employer).toEqual({ id: firm.id, name: '江海船舶' });
    await office.post(`/leases/${id}/countersignature`);
    expect((await payDeposit(desk, signed.deposit)).body.payer).toEqual({
      ...{ party: 'employer', id: firm.id, name: '江海船舶' },
    });
    await linli.runJob(billRents, {});
    await office.post(`/leases/${id}/keys`);

    // 52 m² at 26.50 yuan, half of it in the first term: 689.00, of which 413.40 and 275.60.
    const own = (await tenant.http.get('/me/charges')).body.items;
    expect(own).toMatchObject([{ balanceFen: 41_340, payer: { party: 'resident', id: null, name: null } }]);
    const statement = async () => (await firm.agent.http.get(`${firm.path}/statement`)).body;
    expect(await statement()).toMatchObject({
      leases: [{ id, tenant: '孙工', billedFen: 227_560, paidFen: 200_000, balanceFen: 27_560 }],
      open: [{ leaseId: id, balanceFen: 27_560, dueOn: '2026-09-08', isOverdue: false }],
      totals: { billedFen: 227_560, balanceFen: 27_560 },
    });
    const [bill] = (await statement()).open;
    expect((await desk.http.get('/charges?search=江海&state=owing')).body.items).toMatchObject([{ id: bill.chargeId }]);
    await payDeposit(desk, { chargeId: bill.chargeId, amountFen: 27_560 });
    expect((await statement()).open).toEqual([]);
    expect((await office.get(`/employers/${firm.id}/statement`)).body).toEqual(await statement());
    expect((await office.get(`/leases/${id}/statement`)).body.totals.all).toMatchObject({
      ...{ billedFen: 268_900, paidFen: 227_560, balanceFen: 41_340 },
    });

    linli.clock.set('2026-10-01 10:00');
    const agent = await signedInAgain(linli, firm.agent);
    office = (await givenStaff(linli, 'apartments')).http;
    const left = await agent.http.post(`${firm.path}/leases/${id}/departure`, { leftOn: '2026-09-30' });
    expect(left).toMatchObject({
      status: 201,
      body: { why: 'job_ended', leaveOn: '2026-12-29', price: { amountFen: 0 } },
    });
    expect((await office.get('/employer-departures')).body.items).toMatchObject([
      { employer: { id: firm.id }, lease: { id }, tenant: { name: '孙工' }, leftOn: '2026-09-30', takenBackAt: null },
    ]);
    expect((await office.post(`/leases/${id}/termination-withdrawal`)).status).toBe(200);
    expect((await office.get('/employer-departures')).body.items[0].takenBackAt).not.toBeNull();
    await agent.http.post(`${firm.path}/leases/${id}/departure`, { leftOn: '2026-09-30' });

    linli.clock.set('2026-12-29 10:00');
    office = (await givenStaff(linli, 'apartments')).http;
    const later = await givenStaff(linli, 'desk');
    await linli.runJob(billRents, {});
    expect((await office.post(`/leases/${id}/keys-back`, { reason: '离职退租' })).status).toBe(200);
    const settled = await office.post(`/leases/${id}/deposit-settlement`, { deductions: [] });
    expect(settled).toMatchObject({ status: 201, body: { refundableFen: 200_000 } });
    const refund = { amountFen: 200_000, method: 'transfer', receiptNumber: 'TK-1' };
    expect((await later.http.post(`/charges/${settled.body.chargeId}/refunds`, refund)).body).toMatchObject({
      ...{ state: 'settled', payer: { party: 'employer', name: '江海船舶' } },
    });
    const end = (await office.get(`/employers/${firm.id}/statement`)).body;
    const sumOf = (of: string) => end.leases.reduce((sum: number, one: Record<string, number>) => sum + one[of]!, 0);
    for (const sum of ['billedFen', 'reducedFen', 'paidFen', 'refundedFen', 'balanceFen']) {
      expect(sumOf(sum)).toBe(end.totals[sum]);
    }
    // 40 % of four months, the last of 28 days of 31: 622.32.
    expect(end.totals.balanceFen).toBe(2 * 27_560 + 24_893);
  });

  it('is kept with a right credit code, once, by the apartment office alone', async () => {
    const input = { name: '甲公司', nameEn: 'A', creditCode: codes[0], contact: '王', phone: '1' };
    expect((await office.post('/employers', { ...input, creditCode: codes[1] })).status).toBe(400);
    const first = await office.post('/employers', { ...input, creditCode: '91350100 m000100y43' });
    expect(first.body).toMatchObject({ creditCode: codes[0], representatives: [] });
    expect((await office.post('/employers', input)).body.code).toBe('employers.credit_code_in_use');
    expect((await (await givenStaff(linli, 'desk')).http.post('/employers', input)).status).toBe(403);
    const appoint = (body: object) => office.post(`/employers/${first.body.id}/representatives`, body);
    const agent = await givenResident(linli, { name: '周代表' });
    expect((await appoint({ name: '另一人', phone: agent.phone })).body.code).toBe('employers.no_such_resident');
    expect((await appoint({ name: '周代表', phone: agent.phone })).status).toBe(201);
    expect((await appoint({ name: '周代表', phone: agent.phone })).body.code).toBe('employers.appointed_already');
    expect((await agent.http.get('/me/employers')).body.items).toMatchObject([{ name: '甲公司' }]);
    const found = (await office.get('/employers?search=91350100')).body;
    expect(found).toMatchObject({ total: 1, items: [{ representatives: [{ id: agent.id }] }] });
    expect((await office.delete(`/employers/${first.body.id}/representatives/${agent.id}`)).status).toBe(200);
    expect((await agent.http.get(`/me/employers/${first.body.id}/statement`)).status).toBe(404);
    expect((await office.delete(`/employers/${first.body.id}/representatives/${agent.id}`)).status).toBe(404);
  });

  it('shows and takes nothing from whoever does not represent it, and of applicants only those who named it', async () => {
    const house = await givenLettingHouse(linli);
    const [firm, other] = [await givenEmployer('甲厂'), await givenEmployer('乙厂')];
    const person = await givenApplicant(linli, { name: '李工' });
    const nominate = (by: typeof firm, body: object) => by.agent.http.post(`${by.path}/nominations`, body);
    expect((await nominate(firm, { name: '李工', phone: '12345' })).body.code).toBe('people.not_a_mobile_number');
    await nominate(firm, { name: '别人', phone: person.phone });
    const { id, path } = await givenDraftAt(house.venueId, person);
    expect((await person.http.get(path)).body.employer).toBeNull();
    expect((await nominate(firm, { name: '李工', phone: person.phone })).body.code).toBe('employers.nominated_already');
    await nominate(other, { name: '李工', phone: person.phone });
    expect((await person.http.get(path)).body.employer).toBe('乙厂');
    expect((await confirm(firm.agent, firm.path, id)).status).toBe(404);
    expect((await confirm(firm.agent, other.path, id)).status).toBe(404);
    expect((await confirm(other.agent, other.path, id, '2026-08-31')).status).toBe(400);
    expect((await confirm(other.agent, other.path, id)).status).toBe(200);
    await person.http.patch(path, { employer: '丙厂' });
    const [contract] = (await person.http.get(path)).body.conditions;
    expect(contract).toMatchObject({ state: 'given', isConfirmedByEmployer: false });
    expect((await confirm(other.agent, other.path, id)).status).toBe(404);
    for (const route of ['/nominations', '/statement']) {
      expect((await person.http.get(`${other.path}${route}`)).status).toBe(404);
    }
    expect((await office.get(`${other.path}/statement`)).status).toBe(403);
  });

  it('confirms nobody through that person alone', async () => {
    const house = await givenLettingHouse(linli);
    const firm = await givenEmployer('丁厂');
    await firm.agent.http.post(`${firm.path}/nominations`, { name: '钱经理', phone: firm.agent.phone });
    const { id } = await givenDraftAt(house.venueId, firm.agent);
    expect((await confirm(firm.agent, firm.path, id)).body.code).toBe('employers.own_application');
  });
});
