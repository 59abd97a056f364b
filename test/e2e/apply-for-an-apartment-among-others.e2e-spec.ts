import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  acceptAll,
  givenApplicant,
  givenComplete,
  givenDraft,
  givenSubmitted,
  upload,
} from '../support/given-application.js';
import { givenHouse } from '../support/given-apartments.js';
import type { GivenApplication } from '../support/given-application.js';
import { givenStaff, givenVenue } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';
const reasons = { reason: '合同期限看不清。', reasonEn: 'The term of the contract cannot be read.' };

describe('an application for an apartment among others', () => {
  let linli: Linli;
  let staff: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set(start);
    ({ http: staff } = await givenStaff(linli, 'apartments'));
  });

  describe('whose it is', () => {
    it('is found by nobody but its applicant, by no route', async () => {
      const { path, id } = await givenComplete(linli);
      const other = (await givenApplicant(linli)).http;
      const [document]: { id: string }[] = await linli.database.query(
        `SELECT d.id FROM application_documents d JOIN application_conditions c ON c.id = d.condition_id
          WHERE c.application_id = $1 LIMIT 1`,
        [id],
      );
      const replies = [
        await other.get(path),
        await other.patch(path, { employer: null }),
        await other.put(`${path}/conditions/household`, { source: 'x' }),
        await upload(other, id, 'household'),
        await other.get(`${path}/documents/${document?.id}`),
        await other.delete(`${path}/documents/${document?.id}`),
        await other.post(`${path}/submission`),
        await other.post(`${path}/withdrawal`),
        await other.post(`${path}/appeal`, { words: 'x' }),
      ];
      expect(replies.map(({ status, body }) => [status, body.code])).toEqual(
        replies.map(() => [404, 'request.not_found']),
      );
      const theirs = await givenDraft(linli);
      const across = `${theirs.path}/documents/${document?.id}`;
      expect((await theirs.resident.http.delete(across)).status).toBe(404);
      expect((await theirs.resident.http.get(across)).status).toBe(404);
      expect((await other.get('/me/apartment-applications')).body).toMatchObject({ items: [], total: 0 });
    });

    it('is seen by staff of its house alone, and by none of them before it was submitted', async () => {
      const application = await givenSubmitted(linli);
      const draft = await givenComplete(linli, { venueId: application.venueId });
      const own = (await givenStaff(linli, 'apartments', { venueId: application.venueId })).http;
      const elsewhere = (await givenStaff(linli, 'apartments', { venueId: (await givenVenue(linli)).id })).http;
      expect((await own.get('/apartment-applications')).body).toMatchObject({
        total: 1,
        items: [{ id: application.id }],
      });
      expect((await elsewhere.get('/apartment-applications')).body).toMatchObject({ total: 0 });
      expect((await elsewhere.get(application.staffPath)).status).toBe(404);
      for (const deed of ['return', 'approval']) {
        const reply = await elsewhere.post(`${application.staffPath}/${deed}`);
        expect(reply).toMatchObject({ status: 403, body: { code: 'people.not_at_this_venue' } });
      }
      expect((await own.get(draft.staffPath)).status).toBe(404);
      expect((await own.post(`${draft.staffPath}/rejection`, reasons)).status).toBe(404);
    });

    it('shows identity only behind its mask; the desk reads and decides nothing', async () => {
      const spouse = await givenApplicant(linli, { name: '赵小兰' });
      await givenSubmitted(linli, { resident: spouse });
      const application = await givenSubmitted(linli, { spouse: { phone: spouse.phone, name: '赵小兰' } });
      const desk = (await givenStaff(linli, 'desk')).http;
      const { body, text } = await desk.get(application.staffPath);
      expect(body.resident.document).toEqual({ type: 'passport', masked: expect.stringContaining('*') });
      expect(body.spouse).toMatchObject({ name: '赵小兰', application: expect.stringMatching(/^\w{4}-\w{4}$/) });
      expect(text).not.toMatch(/E100\d{5}/);
      expect((await desk.post(`${application.staffPath}/approval`)).status).toBe(403);
      const { id: documentId } = body.conditions[0].documents[0];
      expect((await desk.get(`${application.staffPath}/documents/${documentId}`)).status).toBe(403);
    });
  });

  describe('twice and at once', () => {
    it('is there once for a person and a house, however often it is asked for', async () => {
      const resident = await givenApplicant(linli);
      const { venueId } = await givenHouse(linli);
      const tries = Array.from({ length: 6 }, () => resident.http.post('/me/apartment-applications', { venueId }));
      const replies = await Promise.all(tries);
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
      const { body } = await resident.http.post('/me/apartment-applications', { venueId });
      const started = replies.find(({ status }) => status === 201)?.body;
      expect(body).toMatchObject({
        code: 'applications.already_applied',
        facts: { reference: started.reference },
      });
      await resident.http.post(`/me/apartment-applications/${started.id}/withdrawal`);
      expect((await resident.http.post('/me/apartment-applications', { venueId })).status).toBe(201);
    });

    it('answers the same key with the same application and the same document', async () => {
      const resident = await givenApplicant(linli);
      const { venueId } = await givenHouse(linli);
      const begin = () => resident.http.post('/me/apartment-applications', { venueId }, { key: 'first' });
      const [one, two] = [await begin(), await begin()];
      expect([two.status, two.body]).toEqual([201, one.body]);
      const send = () => upload(resident.http, one.body.id, 'household', { key: 'second' });
      const [first, second] = await Promise.all([send(), send()]);
      expect(first.body.id).toBe(second.body.id);
    });

    it('is decided by one of two members of staff who decide at the same moment', async () => {
      for (let round = 0; round < 5; round++) {
        const application = await givenSubmitted(linli);
        await acceptAll(staff, application);
        const second = (await givenStaff(linli, 'administrator')).http;
        const replies = await Promise.all([
          staff.post(`${application.staffPath}/approval`),
          second.post(`${application.staffPath}/rejection`, reasons),
        ]);
        expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
        const late = replies.find(({ status }) => status === 409)?.body;
        const state = replies[0].status === 200 ? 'approved' : 'rejected';
        expect(late).toMatchObject({ code: 'applications.not_in_this_state', facts: { state } });
        const said = await messagesTo(linli, application.resident.id);
        expect(said.map(({ kind }) => kind)).toEqual(['application.submitted', `application.${state}`]);
      }
    });

    it('is not approved for both of a couple, also not at the same moment', async () => {
      const [a, b] = [
        await givenApplicant(linli, { name: '孙一' }),
        await givenApplicant(linli, { name: '周二' }),
      ] as const;
      const one = await givenSubmitted(linli, { resident: a, spouse: { phone: b.phone, name: '周二' } });
      const two = await givenSubmitted(linli, { resident: b });
      await acceptAll(staff, one);
      await acceptAll(staff, two);
      const replies = await Promise.all([one, two].map(({ staffPath }) => staff.post(`${staffPath}/approval`)));
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
      const late = replies.find(({ status }) => status === 409)?.body;
      expect(late.code).toBe('applications.spouse_approved');
      expect([one.reference, two.reference]).toContain(late.facts.reference);
    });

    it('may be withdrawn by its applicant, who is then not approved any more', async () => {
      const application = await givenSubmitted(linli);
      await acceptAll(staff, application);
      expect((await application.resident.http.post(`${application.path}/withdrawal`)).body.state).toBe('withdrawn');
      expect((await staff.post(`${application.staffPath}/approval`)).body).toMatchObject({
        code: 'applications.not_in_this_state',
        facts: { state: 'withdrawn' },
      });
      expect((await application.resident.http.post(`${application.path}/withdrawal`)).status).toBe(409);
    });
  });

  describe('the waiting list', () => {
    it('is by tier, points and time, for staff and for each who waits', async () => {
      const { venueId } = await givenHouse(linli);
      const people = [
        { tier: null, points: 90, at: '2026-08-20 10:00' },
        { tier: 'E', points: 10, at: '2026-08-20 10:01' },
        { tier: 'E', points: 20, at: '2026-08-20 10:03' },
        { tier: 'E', points: 20, at: '2026-08-20 10:02' },
        { tier: 'A', points: 0, at: '2026-08-20 10:04' },
      ];
      const applications: GivenApplication[] = [];
      for (const { tier, points, at } of people) {
        linli.clock.set(at);
        const application = await givenSubmitted(linli, { venueId, claimsTier: tier !== null });
        await acceptAll(staff, application, tier !== null);
        await staff.put(`${application.staffPath}/assessment`, { tier, degree: null, points, evidence: '认定书' });
        expect((await staff.post(`${application.staffPath}/approval`)).status).toBe(200);
        applications.push(application);
      }
      const waits = await givenSubmitted(linli, { venueId });
      const expected = [4, 3, 2, 1, 0].map((index) => applications[index]!.id);
      const { body } = await staff.get(`/apartment-applications?venueId=${venueId}&sort=waiting_list`);
      expect(body.items.map(({ id, position }: any) => [id, position])).toEqual([
        ...expected.map((id, index) => [id, index + 1]),
        [waits.id, null],
      ]);
      const positions = [];
      for (const { resident, path } of applications) {
        positions.push((await resident.http.get(path)).body.waiting.position);
      }
      expect(positions).toEqual([5, 4, 3, 2, 1]);
      expect((await waits.resident.http.get(waits.path)).body.waiting).toMatchObject({
        position: null,
        people: 5,
        noEstimate: 'not_in_the_list',
      });
      await applications[4]!.resident.http.post(`${applications[4]!.path}/withdrawal`);
      expect((await applications[0]!.resident.http.get(applications[0]!.path)).body.waiting.position).toBe(4);
    });

    it('is found by name and reference, by state and by page', async () => {
      const { venueId } = await givenHouse(linli);
      const named = await givenSubmitted(linli, {
        venueId,
        resident: await givenApplicant(linli, { name: '欧阳%春' }),
      });
      const other = await givenSubmitted(linli, { venueId });
      await staff.post(`${other.staffPath}/rejection`, reasons);
      const ids = async (query: string) =>
        (await staff.get(`/apartment-applications?venueId=${venueId}&${query}`)).body.items.map(({ id }: any) => id);
      expect(await ids('search=欧阳')).toEqual([named.id]);
      expect(await ids(`search=${encodeURIComponent('%')}`)).toEqual([named.id]);
      expect(await ids(`search=${other.reference.toLowerCase()}`)).toEqual([other.id]);
      expect(await ids('state=rejected')).toEqual([other.id]);
      expect(await ids('state=draft')).toEqual([]);
      expect([await ids('size=1'), await ids('size=1&page=2')]).toEqual([[other.id], [named.id]]);
    });
  });
});
