import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApartmentApplication } from '../../src/apartments/applications/apartment-application.entity.js';
import { objectToStaying } from '../../src/apartments/leaving/object-to-staying.service.js';
import { endAfterDeaths } from '../../src/apartments/household/record-death.service.js';
import { billRents } from '../../src/apartments/rents/bill-rents.service.js';
import { defaultPolicy } from '../../src/apartments/policy/policy.contract.js';
import type { PolicyValues } from '../../src/apartments/policy/policy.contract.js';
import { ApartmentPolicy } from '../../src/apartments/policy/policy.entity.js';
import { newId, newReference } from '../../src/kernel/ids.js';
import { Temporal } from '../../src/kernel/time.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { givenEmployer } from '../support/given-employers.js';
import type { GivenEmployer } from '../support/given-employers.js';
import { choose, givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import { givenResident, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { withoutLeases } from '../support/written-leases.js';
import { messagesTo } from '../support/messages-to.js';

/** A lease from 2026-04-01 to 2027-03-31 of 551.20 yuan a month, the deposit the same. */
const start = '2026-04-01 10:00';
const death = { diedOn: '2026-06-10', proof: '死亡证明已核验' };
/** Between tenant, employer and zone. */
const shared = { person: 60, employer: 40, zone: 0 };
const child = { name: '王小宝', relation: 'child', document: { type: 'id_card', number: '11010519491231002X' } };

const timesOf = (state: string, now: Temporal.Instant) => ({
  completeAt: state === 'draft' || state === 'returned' ? null : now,
  submittedAt: state === 'draft' ? null : now,
  ...(state === 'appealed'
    ? { rejectionReason: '合同过期', rejectionReasonEn: 'out of date', appealWords: '合同有效', appealedAt: now }
    : {}),
});

describe('the death of a tenant', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** Rents are billed to July when the office learns of the death on 21 June. */
  async function givenHousehold({ hasChild = true, isMarried = true, policy = {}, firms = {} }: Household = {}) {
    await withoutLeases(linli);
    const house = await givenLettingHouse(linli, { policy });
    const { ofTenant, ofSpouse } = firms;
    const spouse = await givenApproved(linli, house, { degree: null, ...(ofSpouse && firmIn(ofSpouse)) });
    const spouseId = isMarried ? spouse.id : null;
    const tenant = await givenApproved(linli, house, { degree: null, spouseId, ...(ofTenant && firmIn(ofTenant)) });
    const given = await givenLet(linli, tenant, house.units[0].id);
    const { id } = given;
    await given.office.http.post(`/leases/${id}/keys`);
    if (hasChild) {
      await linli.database.query('UPDATE units SET rooms = 2');
      const { body } = await tenant.http.post(`/leases/${id}/co-residents`, { ...child, startsOn: '2026-04-01' });
      await given.office.http.post(`/co-residents/${body.id}/decision`, { decision: 'approved' });
    }
    linli.clock.set('2026-06-21 10:00');
    await linli.runJob(billRents, {});
    return { ...(await at('2026-06-21', { ...given, spouse })), house, tenant, id };
  }
  interface Household {
    hasChild?: boolean;
    isMarried?: boolean;
    policy?: Partial<PolicyValues>;
    firms?: { ofTenant?: GivenEmployer; ofSpouse?: GivenEmployer };
  }
  const firmIn = ({ id, name }: GivenEmployer) => ({ employerId: id, employer: name });
  async function owed(firm: GivenEmployer): Promise<Record<string, number>> {
    const agent = await signedInAgain(linli, firm.agent);
    const { leases } = (await agent.http.get(`/me/employers/${firm.id}/statement`)).body;
    return Object.fromEntries(leases.map((one: { id: string; balanceFen: number }) => [one.id, one.balanceFen]));
  }
  /** The spouse asks, and the office accepts. */
  async function continueLease({ office, spouse, id }: Awaited<ReturnType<typeof givenHousehold>>): Promise<string> {
    await office.http.post(`/leases/${id}/death`, death);
    await spouse.http.post(`/leases/${id}/continuation`);
    const decided = await office.http.post(`/leases/${id}/continuation-decision`, { decision: 'accepted' });
    return decided.body.nextLeaseId as string;
  }
  type People = Pick<Awaited<ReturnType<typeof givenLet>>, 'office' | 'desk'> & {
    spouse: Awaited<ReturnType<typeof givenApproved>>;
  };
  async function at(day: string, { office, desk, spouse }: People) {
    linli.clock.set(`${day} 10:00`);
    return {
      office: await signedInAgain(linli, office, 'staff'),
      desk: await signedInAgain(linli, desk, 'staff'),
      spouse: await signedInAgain(linli, spouse),
    };
  }
  /** As if that person were not insured yet. */
  const newlyHired = (applicationId: string) =>
    linli.database.query(
      `INSERT INTO application_conditions (id, application_id, kind, state, source, hired_on)
       VALUES (gen_random_uuid(), $1, 'social_insurance', 'given', '社保局', '2026-03-01')`,
      [applicationId],
    );
  const restsOn = (id: string) =>
    linli.database.query('SELECT application_id, deposit_payer FROM leases WHERE id = $1', [id]);
  async function billed(leaseId: string): Promise<Record<string, number>> {
    const rows: { month: string; fen: string }[] = await linli.database.query(
      `SELECT to_char(r.month, 'YYYY-MM') AS month, sum(b.owed_fen - b.reduced_fen) AS fen
         FROM rent_bills r JOIN charge_balances b ON b.charge_id = r.charge_id WHERE r.lease_id = $1 GROUP BY 1`,
      [leaseId],
    );
    return Object.fromEntries(rows.map(({ month, fen }) => [month, Number(fen)]));
  }

  it('closes what the tenant had applied for, at every house and in every state, and nothing of anybody else', async () => {
    const { office, tenant, spouse, id } = await givenHousehold();
    const states = ['draft', 'submitted', 'returned', 'appealed'] as const;
    for (const state of states) {
      const { venueId } = await givenLettingHouse(linli);
      await linli.database.manager.insert(ApartmentApplication, {
        ...{ id: newId(), reference: newReference(), residentId: tenant.id, venueId, state, tier: null, degree: null },
        ...{ points: 0, spouseId: null, wantedLayouts: [], employer: null, decidedAt: null },
        ...{ validUntil: null, createdAt: linli.clock.now(), ...timesOf(state, linli.clock.now()) },
      });
    }
    const statesOf = async (residentId: string) => {
      const found: { state: string }[] = await linli.database.query(
        'SELECT state FROM apartment_applications WHERE resident_id = $1 ORDER BY state',
        [residentId],
      );
      return found.map(({ state }) => state);
    };
    expect((await office.http.post(`/leases/${id}/death`, death)).status).toBe(201);
    expect(await statesOf(tenant.id)).toEqual(Array<string>(5).fill('withdrawn'));
    expect(await statesOf(spouse.id)).toEqual(['approved']);
  });

  it('leaves the lease to the spouse who asks in time: same unit, same terms, from the day after, without a gap', async () => {
    const given = await givenHousehold();
    const { office, spouse, tenant, house, id } = given;
    const early = await office.http.post(`/leases/${id}/death`, { ...death, diedOn: '2026-06-22' });
    expect(early.body.code).toBe('leaving.happens_later');
    const before = await office.http.post(`/leases/${id}/death`, { ...death, diedOn: '2026-03-31' });
    expect(before.body.code).toBe('household.outside_lease');
    const recorded = await office.http.post(`/leases/${id}/death`, death);
    expect(recorded.status).toBe(201);
    expect(recorded.body).toMatchObject({ ...death, askBy: '2026-07-21', keysBy: '2026-08-20', outcome: null });
    expect((await office.http.post(`/leases/${id}/death`, death)).body.code).toBe('household.death_recorded_already');
    const [told] = await messagesTo(linli, spouse.id, 'lease.may_be_continued');
    expect(told?.body).toContain('21 Jul 2026');

    const other = await givenApproved(linli, house);
    expect((await choose(other, house.units[0].id, '2026-08-20')).body.code).toBe('leases.unit_taken');
    expect((await other.http.post(`/leases/${id}/continuation`)).status).toBe(404);
    expect((await office.http.post(`/leases/${id}/continuation-decision`, { decision: 'accepted' })).body.code).toBe(
      'household.nothing_to_decide',
    );
    expect((await spouse.http.get('/me/continuations')).body.items).toMatchObject([{ leaseId: id, askedAt: null }]);
    const asks = await Promise.all([1, 2].map(() => spouse.http.post(`/leases/${id}/continuation`)));
    expect(asks.map(({ status }) => status).sort()).toEqual([200, 409]);
    const accept = () => office.http.post(`/leases/${id}/continuation-decision`, { decision: 'accepted' });
    const accepted = await Promise.all([accept(), accept()]);
    expect(accepted.map(({ status }) => status).sort()).toEqual([200, 409]);

    const old = (await office.http.get(`/leases/${id}`)).body;
    expect(old).toMatchObject({ state: 'ended', endsOn: '2026-06-10', keysBackOn: '2026-06-11' });
    const next = (await spouse.http.get(`/me/leases/${old.nextId}`)).body;
    expect(next).toMatchObject({
      ...{ state: 'let', startsOn: '2026-06-11', endsOn: '2027-03-31', previousId: id, keysGivenOn: '2026-06-11' },
      ...{ tenant: { id: spouse.id }, unit: { id: house.units[0].id }, termNumber: 1, monthlyNetFen: 55_120 },
      coResidents: [{ name: '王小宝', startsOn: '2026-06-11' }],
      signatureHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(next.rents).toHaveLength(10);
    expect((await spouse.http.get(`/leases/${next.id}/contract.pdf`)).status).not.toBe(200);
    expect((await spouse.http.get(`/me/leases/${next.id}/contract.pdf`)).status).toBe(200);

    expect(await billed(id)).toEqual({ '2026-04': 55_120, '2026-05': 55_120, '2026-06': 18_373, '2026-07': 0 });
    expect(await billed(next.id)).toEqual({ '2026-06': 36_747, '2026-07': 55_120 });
    const [decided] = await messagesTo(linli, spouse.id, 'lease.continuation_decided');
    expect(decided?.body).toContain('31 Mar 2027');

    const later = await at('2027-02-01', given);
    await linli.runJob(planReminders, {});
    expect((await later.spouse.http.post(`/leases/${next.id}/renewal`)).status).toBe(200);
    const offer = (await later.office.http.post(`/leases/${next.id}/renewal-offer`)).body;
    expect(offer).toMatchObject({ startsOn: '2027-04-01', termNumber: 2, household: { tier: 'E' } });
    const said = await messagesTo(linli, tenant.id);
    expect(said.filter(({ dueAt, state }) => dueAt > '2026-06-21 10:00' || state === 'due')).toEqual([]);
  });

  it('bills the employer of the one who died until the lease ends, and after that the employer of the one who went on', async () => {
    const old = await givenEmployer(linli);
    const own = await givenEmployer(linli, '远洋科技');
    const given = await givenHousehold({ policy: { split: shared }, firms: { ofTenant: old, ofSpouse: own } });
    const { tenant, spouse } = given;
    const nextId = await continueLease(given);
    const next = (await given.office.http.get(`/leases/${nextId}`)).body;
    expect(next.employer).toEqual({ id: old.id, name: '江海船舶' });
    // 40 % of April, May and ten days of June; of twenty days of June and of July.
    expect(await owed(old)).toEqual({ [given.id]: 2 * 22_048 + 7_349, [nextId]: 14_699 + 22_048 });
    const agent = await signedInAgain(linli, old.agent);
    const left = await agent.http.post(`/me/employers/${old.id}/leases/${nextId}/departure`, { leftOn: '2026-06-20' });
    expect(left.body.code).toBe('employers.not_an_employee');

    await newlyHired(tenant.applicationId);
    const later = await at('2027-02-01', given);
    await later.spouse.http.post(`/leases/${nextId}/renewal`);
    const offer = await later.office.http.post(`/leases/${nextId}/renewal-offer`);
    expect(offer).toMatchObject({
      status: 200,
      body: { kind: 'full_term', employer: { id: own.id, name: '远洋科技' } },
    });
    expect(await restsOn(offer.body.id)).toEqual([{ application_id: spouse.applicationId, deposit_payer: 'person' }]);
    expect(await restsOn(nextId)).toEqual([{ application_id: spouse.applicationId, deposit_payer: 'person' }]);
  });

  it('offers who went on and has no application the next lease without one, or says what is open', async () => {
    const old = await givenEmployer(linli);
    const deposit = { kind: 'flat', amountFen: 100_000, payer: 'employer' } as const;
    const given = await givenHousehold({ policy: { split: shared, deposit }, firms: { ofTenant: old } });
    await linli.database.query(`UPDATE apartment_applications SET state = 'expired' WHERE resident_id = $1`, [
      given.spouse.id,
    ]);
    const nextId = await continueLease(given);
    expect(await restsOn(nextId)).toMatchObject([{ application_id: null }]);
    const later = await at('2027-02-01', given);
    await later.spouse.http.post(`/leases/${nextId}/renewal`);
    const offer = () => later.office.http.post(`/leases/${nextId}/renewal-offer`);
    expect(await offer()).toMatchObject({ status: 422, body: { code: 'policies.no_employer_to_bill' } });
    await linli.database.manager.insert(ApartmentPolicy, {
      ...{
        id: newId(),
        venueId: given.house.venueId,
        version: 2,
        state: 'published',
        values: defaultPolicy,
        note: null,
      },
      ...{ validFrom: Temporal.PlainDate.from('2027-02-01'), createdAt: linli.clock.now() },
      ...{ publishedAt: linli.clock.now(), publishedBy: null },
    });
    const offered = await offer();
    const household = { tier: null, degree: null, spouseTier: null };
    expect(offered).toMatchObject({ status: 200, body: { termNumber: 2, employer: null, household } });
    expect(await restsOn(offered.body.id)).toEqual([{ application_id: null, deposit_payer: 'person' }]);
  });

  it('names no employer in a continued lease whose rents bill none', async () => {
    const given = await givenHousehold({ firms: { ofTenant: await givenEmployer(linli) } });
    expect((await given.office.http.get(`/leases/${given.id}`)).body.employer).toMatchObject({ name: '江海船舶' });
    const nextId = await continueLease(given);
    expect((await given.office.http.get(`/leases/${nextId}`)).body.employer).toBeNull();
  });

  it('ends the lease where nobody lived there: rent until the keys, no price of staying in time, the deposit to the estate', async () => {
    const given = await givenHousehold({ hasChild: false, isMarried: false });
    const { office, id, house } = given;
    expect((await office.http.post(`/leases/${id}/death`, death)).body).toMatchObject({
      outcome: 'ended',
      keysBy: '2026-08-20',
    });
    expect((await office.http.get(`/leases/${id}`)).body).toMatchObject({ state: 'let', endsOn: '2026-08-19' });
    const next = await givenApproved(linli, house);
    expect((await choose(next, house.units[0].id, '2026-08-20')).status).toBe(201);
    const later = await at('2026-07-15', given);
    const back = await later.office.http.post(`/leases/${id}/keys-back`, { reason: '家属交还' });
    expect(back.body).toMatchObject({ state: 'ended', endsOn: '2026-07-14' });
    expect(await billed(id)).toMatchObject({ '2026-06': 55_120, '2026-07': 24_893 });
    expect((await later.office.http.get(`/leases/${id}/overstay`)).body).toMatchObject({ days: 0, amountFen: 0 });
    const settled = await later.office.http.post(`/leases/${id}/deposit-settlement`, { deductions: [] });
    expect(settled.body).toMatchObject({ refundableFen: 55_120, payee: 'estate' });
    expect(await messagesTo(linli, given.tenant.id, 'lease.deposit_settled')).toEqual([]);
  });

  it('ends the lease by itself where nobody asks in time, and from then on late keys cost', async () => {
    const given = await givenHousehold();
    const { office, id, spouse } = given;
    await office.http.post(`/leases/${id}/death`, death);
    const inTime = await at('2026-07-21', given);
    await linli.runJob(endAfterDeaths, {});
    expect((await inTime.office.http.get(`/leases/${id}`)).body.endsOn).toBe('2027-03-31');
    await at('2026-07-22', given);
    const late = await signedInAgain(linli, spouse);
    expect((await late.http.post(`/leases/${id}/continuation`)).body.code).toBe('household.too_late_to_continue');
    await Promise.all([linli.runJob(endAfterDeaths, {}), linli.runJob(endAfterDeaths, {})]);
    await linli.runJob(endAfterDeaths, {});
    const today = await at('2026-08-25', given);
    await linli.runJob(objectToStaying, {});
    const lease = (await today.office.http.get(`/leases/${id}`)).body;
    expect(lease).toMatchObject({ state: 'let', endsOn: '2026-08-19' });
    expect((await today.office.http.get(`/leases/${id}/death`)).body).toMatchObject({ outcome: 'ended' });
    expect((await today.office.http.get(`/leases/${id}/overstay`)).body).toMatchObject({ days: 5 });
    const resident = await givenResident(linli);
    expect((await resident.http.get('/me/continuations')).body.items).toEqual([]);
    expect((await resident.http.get(`/leases/${id}/death`)).status).toBe(403);
  });

  it('is decided by the office: declined with a reason, the one who asked is told by when to leave', async () => {
    const given = await givenHousehold();
    const { office, id, spouse } = given;
    await office.http.post(`/leases/${id}/death`, death);
    await spouse.http.post(`/leases/${id}/continuation`);
    const declined = await office.http.post(`/leases/${id}/continuation-decision`, {
      decision: 'declined',
      reason: '材料不全',
    });
    expect(declined.body).toMatchObject({ outcome: 'ended', reason: '材料不全', asked: { residentId: spouse.id } });
    expect((await office.http.get(`/leases/${id}`)).body.endsOn).toBe('2026-08-19');
    const [told] = await messagesTo(linli, spouse.id, 'lease.continuation_decided');
    expect(told?.body).toContain('20 Aug 2026');
  });
});
