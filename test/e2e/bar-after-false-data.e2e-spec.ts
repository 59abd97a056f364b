import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acceptAll, givenApplicant, givenComplete, givenSubmitted } from '../support/given-application.js';
import { choose, givenApproved, givenLet, givenLettingHouse, sign } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';
const why = { reason: '劳动合同系伪造', reasonEn: 'the employment contract is forged' };
const rejection = { ...why, falseData: { item: 'employer_contract' } };
const document = { type: 'passport', number: 'E7654321' };

describe('a bar after false data', () => {
  let linli: Linli;
  let office: { http: HttpClient };
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set(start);
    office = await givenStaff(linli, 'apartments', { name: '赵审核' });
  });

  async function givenBarred(policy = {}) {
    const house = await givenLettingHouse(linli, { policy });
    const application = await givenSubmitted(linli, { venueId: house.venueId });
    const { status, body } = await office.http.post(`${application.staffPath}/rejection`, rejection);
    expect(status).toBe(200);
    return { house, application, person: application.resident, rejected: body };
  }

  it('keeps its person from applying for the months of the policy, and says until when, why, and how to appeal', async () => {
    const { house, person, application, rejected } = await givenBarred();
    const bar = { item: 'employer_contract', ...why, from: '2026-08-20', lastDay: '2031-08-19', appeal: null };
    expect(rejected).toMatchObject({ state: 'rejected', bar });
    const refused = await person.http.post('/me/apartment-applications', { venueId: house.venueId });
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'apartments.barred', facts: { item: 'employer_contract', lastDay: '2031-08-19', ...why } },
    });
    expect(refused.body.detail).toBe(
      'False data were given (employment contract: the employment contract is forged), so you cannot apply, choose or renew until after Tue 19 Aug 2031. If you do not agree, appeal once under “my applications”, or talk to the apartment office.',
    );
    expect((await person.http.get(application.path)).body.bar).toMatchObject(bar);
    expect((await person.http.get('/me/apartment-bars')).body).toMatchObject({ total: 1, items: [bar] });
    expect(await messagesTo(linli, person.id, 'apartment.barred')).toHaveLength(1);
    const elsewhere = await givenLettingHouse(linli);
    expect((await person.http.post('/me/apartment-applications', { venueId: elsewhere.venueId })).status).toBe(403);
    linli.clock.set('2031-08-19 23:59');
    const late = await signedInAgain(linli, person);
    expect((await late.http.post('/me/apartment-applications', { venueId: house.venueId })).status).toBe(403);
    linli.clock.set('2031-08-20 00:00');
    expect((await late.http.post('/me/apartment-applications', { venueId: house.venueId })).status).toBe(201);
  });

  it('knows its person by the identity document, in whatever account and whatever was done to the old one', async () => {
    const house = await givenLettingHouse(linli);
    const old = await givenApplicant(linli);
    await old.http.patch('/me', { document });
    const application = await givenSubmitted(linli, { venueId: house.venueId, resident: old });
    await old.http.patch('/me', { document: null });
    const another = await givenResident(linli);
    expect((await another.http.patch('/me', { document })).status).toBe(200);
    const draft = await givenComplete(linli, { venueId: house.venueId, resident: another });
    await office.http.post(`${application.staffPath}/rejection`, rejection);
    const refused = await another.http.post(`${draft.path}/submission`);
    expect(refused.body).toMatchObject({ code: 'apartments.barred', facts: { lastDay: '2031-08-19' } });
    expect((await another.http.get(draft.path)).body.bar).toMatchObject({ item: 'employer_contract' });
  });

  it('rejects what its person has under way elsewhere, and keeps them from choosing and from signing', async () => {
    const [here, there] = [await givenLettingHouse(linli), await givenLettingHouse(linli, { units: [{}, {}] })];
    const application = await givenSubmitted(linli, { venueId: here.venueId });
    const { resident } = application;
    const other = await givenSubmitted(linli, { venueId: there.venueId, resident });
    await acceptAll(office.http, other);
    expect((await office.http.post(`${other.staffPath}/approval`)).status).toBe(200);
    const approved = { ...resident, applicationId: other.id };
    const held = (await choose(approved, there.units[0].id)).body.id;
    await office.http.post(`${application.staffPath}/rejection`, rejection);
    const view = (await resident.http.get(other.path)).body;
    expect(view).toMatchObject({ state: 'rejected', rejection: why, waiting: { position: null } });
    expect((await choose(approved, there.units[1]!.id)).body.code).toBe('apartments.barred');
    expect((await sign(linli, resident, held)).body.code).toBe('apartments.barred');
  });

  it('follows the end of a lease for false data, and keeps its person from a renewal', async () => {
    const house = await givenLettingHouse(linli, { policy: { barredMonthsAfterFalseData: 24 } });
    const tenant = await givenApproved(linli, house);
    const { id } = await givenLet(linli, tenant, house.units[0].id);
    const found = { why: 'false_data', item: 'household', happenedOn: '2026-09-01', ...why };
    linli.clock.set('2026-09-02 10:00');
    const clerk = await givenStaff(linli, 'apartments');
    const end = (body: unknown) => clerk.http.post(`/leases/${id}/termination`, body);
    expect((await end({ ...found, reasonEn: undefined })).status).toBe(400);
    expect((await end({ ...found, item: 'hair colour' })).status).toBe(400);
    expect((await end({ ...found, happenedOn: '2026-09-03' })).body.code).toBe('leaving.happens_later');
    const ended = await end({ ...found, leaveOn: '2026-10-01' });
    expect(ended.body).toMatchObject({ why: 'false_data', leaveOn: '2026-10-01', price: { amountFen: 0 } });
    expect((await tenant.http.post(`/leases/${id}/renewal`)).body).toMatchObject({
      code: 'apartments.barred',
      facts: { item: 'household', lastDay: '2028-09-01' },
    });
    const { items } = (await clerk.http.get(`/apartment-bars?venueId=${house.venueId}&inForce=true`)).body;
    expect(items).toMatchObject([{ leaseId: id, applicationId: null, inForce: true, resident: { id: tenant.id } }]);
    expect(await messagesTo(linli, tenant.id, 'lease.ends_early')).toMatchObject([
      { body: expect.stringContaining('since false data were given') },
    ]);
  });

  it('is appealed against once and lifted by staff of the house with a reason; each is written down', async () => {
    const { house, person } = await givenBarred();
    const { id } = (await person.http.get('/me/apartment-bars')).body.items[0];
    const other = await givenResident(linli);
    const appeal = (http: HttpClient, words: unknown) => http.post(`/me/apartment-bars/${id}/appeal`, { words });
    expect((await appeal(other.http, '不是我')).status).toBe(404);
    for (const words of [undefined, '', '  ', 7, 'x'.repeat(2001)]) {
      expect((await appeal(person.http, words)).status).toBe(400);
    }
    const words = '合同是真的 <script>alert(1)</script> 🙂';
    expect((await appeal(person.http, words)).body.appeal).toMatchObject({ words });
    expect((await appeal(person.http, words)).body.code).toBe('apartments.bar_appealed_before');
    const lift = (http: HttpClient, reason: unknown = '单位已证明合同真实') =>
      http.post(`/apartment-bars/${id}/lifting`, { reason });
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    expect((await lift(elsewhere.http)).status).toBe(403);
    expect((await lift((await givenStaff(linli, 'desk')).http)).status).toBe(403);
    expect((await lift(person.http)).status).toBe(403);
    expect((await lift(office.http, '')).status).toBe(400);
    const lifted = await lift(office.http);
    expect(lifted.body).toMatchObject({ inForce: false, lifted: { by: '赵审核', reason: '单位已证明合同真实' } });
    expect((await lift(office.http)).body.code).toBe('apartments.bar_is_over');
    expect((await appeal(person.http, words)).body.code).toBe('apartments.bar_is_over');
    expect((await person.http.post('/me/apartment-applications', { venueId: house.venueId })).status).toBe(201);
    expect(await messagesTo(linli, person.id, 'apartment.bar_lifted')).toHaveLength(1);
    const deeds: { action: string }[] = await linli.database.query(
      `SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY at, id`,
      [id],
    );
    const actions = deeds.map(({ action }) => action);
    expect(actions).toEqual(['apartment_bar.recorded', 'apartment_bar.appealed', 'apartment_bar.lifted']);
  });

  it('goes with the rejection when that is undone on appeal', async () => {
    const { person, application } = await givenBarred();
    expect((await person.http.post(`${application.path}/appeal`, { words: '合同是真的' })).body.state).toBe('appealed');
    await acceptAll(office.http, application);
    const decided = await office.http.post(`${application.staffPath}/appeal-decision`, {
      ...{ decision: 'approve', reason: '合同属实', reasonEn: 'the contract is genuine' },
    });
    expect(decided.body).toMatchObject({ state: 'approved', bar: null });
    expect((await person.http.get('/me/apartment-bars')).body.items).toMatchObject([{ item: 'employer_contract' }]);
  });

  it('is not recorded where the policy bars nobody, nor for a mere rejection', async () => {
    const { person } = await givenBarred({ barredMonthsAfterFalseData: 0 });
    expect((await person.http.get('/me/apartment-bars')).body.total).toBe(0);
    const application = await givenSubmitted(linli);
    await office.http.post(`${application.staffPath}/rejection`, why);
    expect((await application.resident.http.get('/me/apartment-bars')).body.total).toBe(0);
  });

  it('comes before a submission or after it, never beside it: of 2, 20 at once none is left in review', async () => {
    for (const tries of [2, 20]) {
      const house = await givenLettingHouse(linli);
      const rejectedOne = await givenSubmitted(linli, { venueId: house.venueId });
      const { resident } = rejectedOne;
      const drafts = [];
      for (let n = 0; n < tries; n++) drafts.push(await givenComplete(linli, { resident }));
      const submissions = drafts.map(({ path }) => resident.http.post(`${path}/submission`));
      const bar = office.http.post(`${rejectedOne.staffPath}/rejection`, rejection);
      const [barred, ...submitted] = await Promise.all([bar, ...submissions]);
      expect(barred.status).toBe(200);
      const codes = new Set(submitted.flatMap(({ status, body }) => (status === 200 ? [] : [body.code])));
      expect([...codes].filter((code) => code !== 'apartments.barred')).toEqual([]);
      const rows: { state: string }[] = await linli.database.query(
        `SELECT DISTINCT state FROM apartment_applications WHERE resident_id = $1`,
        [resident.id],
      );
      const states = rows.map(({ state }) => state);
      expect(states.filter((state) => state !== 'draft' && state !== 'rejected')).toEqual([]);
    }
  }, 60_000);
});
