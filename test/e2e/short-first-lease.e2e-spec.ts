import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PolicyValues } from '../../src/apartments/policy/policy.contract.js';
import { acceptAll, givenComplete, givenDraft, upload } from '../support/given-application.js';
import { choose, givenLettingHouse } from '../support/given-leases.js';
import { givenStaff } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const start = '2026-08-20 10:00';

describe('the short first lease', () => {
  let linli: Linli;
  let office: { http: HttpClient };
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set(start);
    office = await givenStaff(linli, 'apartments');
  });

  /** Somebody hired on 2026-08-10 and not yet insured, approved for this house. */
  async function givenNewHire(policy: Partial<PolicyValues> = {}) {
    const house = await givenLettingHouse(linli, { units: [{}, {}, {}], policy });
    const application = await givenComplete(linli, { venueId: house.venueId });
    const { http } = application.resident;
    const insurance = { source: '沙钢集团', hiredOn: '2026-08-10' };
    const given = await http.put(`${application.path}/conditions/social_insurance`, insurance);
    expect(given.status).toBe(200);
    await http.post(`${application.path}/submission`);
    await acceptAll(office.http, application);
    expect((await office.http.post(`${application.staffPath}/approval`)).status).toBe(200);
    return { house, application, tenant: { ...application.resident, applicationId: application.id } };
  }

  it('is for who gives a contract as newly hired and not yet insured, and is as long as the policy says', async () => {
    const { house, application, tenant } = await givenNewHire();
    const seen = (await office.http.get(application.staffPath)).body.conditions;
    expect(seen).toContainEqual(expect.objectContaining({ kind: 'social_insurance', hiredOn: '2026-08-10' }));
    const lease = (await choose(tenant, house.units[0].id, '2026-09-01')).body;
    expect(lease).toMatchObject({ kind: 'short_first', startsOn: '2026-09-01', endsOn: '2026-11-30', termNumber: 1 });
  });

  it('is given once: not beside another one that begins later, nor to 20 who try at once', async () => {
    const { house, tenant } = await givenNewHire({ shortFirstLease: { months: 1, times: 1 } });
    const [first, second, third] = house.units.map(({ id }) => id);
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => choose(tenant, (n % 2 ? first : second) ?? '', '2026-10-10')),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    const before = await choose(tenant, third ?? '', '2026-08-20');
    expect(before.body.code).toBe('leases.short_first_taken');
    const mine = (await tenant.http.get('/me/leases')).body.items;
    expect(mine).toMatchObject([{ kind: 'short_first', state: 'held' }]);
    await tenant.http.post(`/leases/${mine[0].id}/giving-back`);
    expect((await choose(tenant, third ?? '', '2026-08-20')).body.kind).toBe('short_first');
  });

  it('is a full one for who gives insurance after all, before staff look', async () => {
    const house = await givenLettingHouse(linli);
    const application = await givenComplete(linli, { venueId: house.venueId });
    const { http, id } = application.resident;
    const give = (body: unknown, kind = 'social_insurance') => http.put(`${application.path}/conditions/${kind}`, body);
    expect((await give({ source: '沙钢集团', hiredOn: '2026-08-10' })).status).toBe(200);
    expect((await give({ source: '张家港市社保中心' })).status).toBe(200);
    await http.post(`${application.path}/submission`);
    await acceptAll(office.http, application);
    await office.http.post(`${application.staffPath}/approval`);
    const lease = await choose({ ...application.resident, applicationId: application.id }, house.units[0].id);
    expect(lease.body).toMatchObject({ kind: 'full_term', tenant: { id } });
  });

  it('refuses a day of hiring that is none, far ahead, of another item, or where the house has no such lease', async () => {
    const house = await givenLettingHouse(linli);
    const draft = await givenDraft(linli, { venueId: house.venueId });
    const give = (hiredOn: unknown, kind = 'social_insurance', { resident, path } = draft) =>
      resident.http.put(`${path}/conditions/${kind}`, { source: '沙钢集团', hiredOn });
    for (const hiredOn of ['', '2026-02-30', 20260810, '🙂', {}, '=1+1'])
      expect((await give(hiredOn)).status).toBe(400);
    expect((await give('2026-10-20')).body).toMatchObject({
      code: 'applications.hired_too_late',
      facts: { latest: '2026-10-19' },
    });
    expect((await give('2026-10-19')).status).toBe(200);
    const elsewhere = await give('2026-08-10', 'household');
    expect(elsewhere.body.code).toBe('applications.hired_on_of_insurance_only');
    await upload(draft.resident.http, draft.id, 'social_insurance');
    const strict = await givenLettingHouse(linli, { policy: { shortFirstLease: null } });
    const other = await givenDraft(linli, { venueId: strict.venueId });
    expect((await give('2026-08-10', 'social_insurance', other)).body.code).toBe('applications.must_be_insured');
  });
});
