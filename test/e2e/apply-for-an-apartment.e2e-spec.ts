import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expireApplications } from '../../src/apartments/applications/expire-applications.service.js';
import { acceptAll, givenApplicant, givenDraft, givenSubmitted, png, upload } from '../support/given-application.js';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';
const nowhere = '01900000-0000-7000-8000-000000000000';
const reasons = { reason: '合同期限看不清。', reasonEn: 'The term of the contract cannot be read.' };

describe('applying for a talent apartment', () => {
  let linli: Linli;
  let staff: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => goTo(start));

  /** Staff stay signed in for 12 hours, so at another time they sign in anew. */
  async function goTo(moment: string): Promise<void> {
    linli.clock.set(moment);
    ({ http: staff } = await givenStaff(linli, 'apartments', { name: '陈审核' }));
  }

  const deeds = async (subjectId: string): Promise<string[]> => {
    const rows: { action: string }[] = await linli.database.query(
      `SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY id`,
      [subjectId],
    );
    return rows.map(({ action }) => action);
  };

  describe('from the draft to the waiting list', () => {
    it('is returned with reasons, mended, submitted again and approved', async () => {
      const { path, staffPath, resident, id, reference } = await givenSubmitted(linli, { claimsTier: true });
      const items = [
        { kind: 'tier_certificate', verdict: 'accepted', validUntil: '2027-08-31' },
        { kind: 'employer_contract', verdict: 'returned', ...reasons },
        { kind: 'social_insurance', verdict: 'accepted' },
        { kind: 'no_home_in_zone', verdict: 'accepted' },
        { kind: 'household', verdict: 'accepted' },
      ];
      expect((await staff.post(`${staffPath}/review`, { items })).status).toBe(200);
      const assessment = { tier: 'C', degree: 'master', points: 35, evidence: '人才层次认定书 2026-112 号' };
      expect((await staff.put(`${staffPath}/assessment`, assessment)).body).toMatchObject({ tier: 'C', points: 35 });
      expect((await staff.post(`${staffPath}/approval`)).body).toMatchObject({
        code: 'applications.not_all_accepted',
        facts: { kinds: ['employer_contract'] },
      });
      expect((await staff.post(`${staffPath}/return`)).body).toMatchObject({ state: 'returned', completeAt: null });

      const { body: seen } = await resident.http.get(path);
      expect(seen.conditions[1]).toMatchObject({ kind: 'employer_contract', state: 'returned', ...reasons });
      expect(seen.conditions[1].checkedAt).toBe('2026-08-20T10:00:00+08:00');
      expect(seen.missing).toEqual([{ item: 'employer_contract', why: 'returned' }]);
      expect((await resident.http.post(`${path}/submission`)).body.code).toBe('applications.incomplete');

      await goTo('2026-08-22 09:00');
      const given = { source: '张家港某某化工有限公司', validUntil: '2028-06-30' };
      expect((await resident.http.put(`${path}/conditions/employer_contract`, given)).body.conditions[1]).toMatchObject(
        { state: 'given', reason: null, checkedAt: null, ...given },
      );
      expect((await resident.http.post(`${path}/submission`)).body).toMatchObject({
        state: 'submitted',
        submittedAt: '2026-08-20T10:00:00+08:00',
        completeAt: '2026-08-22T09:00:00+08:00',
      });
      await staff.post(`${staffPath}/review`, { items: [{ kind: 'employer_contract', verdict: 'accepted' }] });
      const { status, body } = await staff.post(`${staffPath}/approval`);
      expect({ status, ...body }).toMatchObject({
        status: 200,
        state: 'approved',
        tier: 'C',
        validUntil: '2027-08-31',
        decidedAt: '2026-08-22T09:00:00+08:00',
        position: 1,
      });
      expect(body.conditions[1].checkedBy).toBe('陈审核');

      const { body: mine } = await resident.http.get(path);
      expect(mine.waiting).toMatchObject({
        position: 1,
        people: 1,
        estimatedOn: '2026-08-22',
        noEstimate: null,
        wordsEn: 'Number 1 of 1 in the waiting list. By your place there is a unit to choose now.',
      });
      expect(mine.conditions[1]).not.toHaveProperty('checkedBy');
      const said = await messagesTo(linli, resident.id);
      expect(said.map(({ kind }) => kind)).toEqual([
        'application.submitted',
        'application.returned',
        'application.submitted',
        'application.approved',
      ]);
      expect(said[1]?.body).toContain('employment contract: The term of the contract cannot be read;'.slice(0, -1));
      expect(said[3]?.body).toContain(`number 1 in the waiting list. It holds until Tue 31 Aug 2027`);
      expect(said[3]?.body).toContain(reference);
      expect((await deeds(id)).filter((deed) => !deed.endsWith('condition_given'))).toEqual([
        'apartment_application.started',
        'apartment_application.submitted',
        'apartment_application.reviewed',
        'apartment_application.assessed',
        'apartment_application.returned',
        'apartment_application.submitted',
        'apartment_application.reviewed',
        'apartment_application.approved',
      ]);
    });

    it('is refused with the list of what is missing', async () => {
      const resident = await givenResident(linli, { name: null });
      const { path, id } = await givenDraft(linli, { resident });
      await resident.http.put(`${path}/conditions/household`, { source: '派出所' });
      await resident.http.put(`${path}/conditions/social_insurance`, { source: '社保中心', validUntil: '2026-08-20' });
      await upload(resident.http, id, 'social_insurance');
      await goTo('2026-08-21 00:00');
      const { status, body } = await resident.http.post(`${path}/submission`);
      const missing = [
        { item: 'name', why: 'not_given' },
        { item: 'identity_document', why: 'not_given' },
        { item: 'employer_contract', why: 'not_given' },
        { item: 'social_insurance', why: 'out_of_date' },
        { item: 'no_home_in_zone', why: 'not_given' },
        { item: 'household', why: 'no_document' },
      ];
      expect({ status, code: body.code, facts: body.facts }).toEqual({
        status: 422,
        code: 'applications.incomplete',
        facts: { missing },
      });
      expect(body.detail).toContain('social insurance (out of date)');
      expect((await resident.http.get(path)).body).toMatchObject({ state: 'draft', missing });
    });

    it('is told in Chinese to whoever reads Chinese', async () => {
      const resident = await givenApplicant(linli, { language: 'zh-CN' });
      const { staffPath } = await givenSubmitted(linli, { resident });
      await staff.post(`${staffPath}/review`, {
        items: [{ kind: 'household', verdict: 'returned', reason: '缺少结婚证', reasonEn: 'no marriage certificate' }],
      });
      await staff.post(`${staffPath}/return`);
      const [, told] = await messagesTo(linli, resident.id);
      expect(told?.title).toMatch(/^申请需要补正：菁英公寓/);
      expect(told?.body).toContain('家庭情况：缺少结婚证。改好后请重新提交');
    });

    it('may be changed while it is a draft; without a tier no certificate is asked for', async () => {
      const spouse = await givenApplicant(linli, { name: '李小红' });
      const { path, resident, id } = await givenDraft(linli, { claimsTier: true });
      await upload(resident.http, id, 'tier_certificate');
      const change = {
        wantedLayouts: ['两室一厅', '一室一厅'],
        employer: '某某港务',
        spouse: { phone: spouse.phone.replace('+86', ''), name: '李小红' },
        claimsTier: false,
      };
      const { body } = await resident.http.patch(path, change);
      expect(body).toMatchObject({
        wantedLayouts: change.wantedLayouts,
        employer: '某某港务',
        spouse: { name: '李小红' },
      });
      expect(body.conditions.map(({ kind }: { kind: string }) => kind)).not.toContain('tier_certificate');
      const refused = await resident.http.put(`${path}/conditions/tier_certificate`, { source: '人才办' });
      expect(refused.body.code).toBe('applications.not_needed');
      expect((await resident.http.patch(path, { claimsTier: true })).body.conditions[0]).toMatchObject({
        kind: 'tier_certificate',
        state: 'missing',
        documents: [],
      });
      const wrongName = await resident.http.patch(path, { spouse: { phone: spouse.phone, name: '李小兰' } });
      expect(wrongName).toMatchObject({ status: 400, body: { code: 'applications.spouse_not_found' } });
      const self = await resident.http.patch(path, { spouse: { phone: resident.phone, name: '王小明' } });
      expect(self.body.code).toBe('applications.spouse_is_self');
    });
  });

  describe('rejection and appeal', () => {
    const rejection = { reason: '区内已有住房', reasonEn: 'they own a home in the zone' };

    it('leads from rejected over an appeal to approved', async () => {
      const application = await givenSubmitted(linli);
      const { path, staffPath, resident } = application;
      await goTo('2026-08-21 10:00');
      expect((await staff.post(`${staffPath}/rejection`, rejection)).body.state).toBe('rejected');
      expect((await resident.http.get(path)).body).toMatchObject({ state: 'rejected', rejection, appeal: null });
      expect((await staff.post(`${staffPath}/approval`)).body.code).toBe('applications.not_in_this_state');

      const words = '房屋已于 7 月出售，附登记查询结果。';
      expect((await resident.http.post(`${path}/appeal`, { words })).body).toMatchObject({
        state: 'appealed',
        appeal: { words, appealedAt: '2026-08-21T10:00:00+08:00', decision: null },
      });
      const decision = { decision: 'approve', reason: '已核实出售', reasonEn: 'the sale is confirmed' };
      expect((await staff.post(`${staffPath}/appeal-decision`, decision)).body.code).toBe(
        'applications.not_all_accepted',
      );
      await acceptAll(staff, application);
      const { body } = await staff.post(`${staffPath}/appeal-decision`, { ...decision, validUntil: '2027-02-28' });
      expect(body).toMatchObject({
        state: 'approved',
        validUntil: '2027-02-28',
        completeAt: '2026-08-20T10:00:00+08:00',
        appeal: { decision: { reason: '已核实出售', reasonEn: 'the sale is confirmed' } },
      });
      const said = await messagesTo(linli, resident.id);
      expect(said.map(({ kind }) => kind)).toEqual([
        'application.submitted',
        'application.rejected',
        'application.appeal_decided',
      ]);
      expect(said[1]?.body).toContain('they own a home in the zone. If you do not agree, you can appeal once.');
      expect(said[2]?.body).toContain('granted');
    });

    it('can be appealed once', async () => {
      const { path, staffPath, resident } = await givenSubmitted(linli);
      await staff.post(`${staffPath}/rejection`, rejection);
      await resident.http.post(`${path}/appeal`, { words: '请复核' });
      await staff.post(`${staffPath}/appeal-decision`, { decision: 'reject', ...rejection });
      expect((await resident.http.get(path)).body).toMatchObject({
        state: 'rejected',
        appeal: { decision: rejection },
      });
      const again = await resident.http.post(`${path}/appeal`, { words: '再次请求复核' });
      expect(again).toMatchObject({ status: 409, body: { code: 'applications.appealed_before' } });
      expect((await messagesTo(linli, resident.id, 'application.appeal_decided'))[0]?.body).toContain('dismissed');
    });

    it('cannot be appealed beside a new application for the same house', async () => {
      const { path, staffPath, resident, venueId } = await givenSubmitted(linli);
      await staff.post(`${staffPath}/rejection`, rejection);
      await givenDraft(linli, { resident, venueId });
      const appeal = await resident.http.post(`${path}/appeal`, { words: '请复核' });
      expect(appeal).toMatchObject({ status: 409, body: { code: 'applications.already_applied' } });
    });
  });

  describe('the review', () => {
    it('sets a tier only on the ground of an accepted certificate, and forgets it with the certificate', async () => {
      const application = await givenSubmitted(linli, { claimsTier: true });
      const { staffPath, path, resident } = application;
      const assessment = { tier: 'B', degree: null, points: 0, evidence: '认定书' };
      expect((await staff.put(`${staffPath}/assessment`, assessment)).body.code).toBe(
        'applications.tier_without_certificate',
      );
      await acceptAll(staff, application, true);
      expect((await staff.post(`${staffPath}/approval`)).body.code).toBe('applications.tier_not_set');
      await staff.put(`${staffPath}/assessment`, assessment);
      await staff.post(`${staffPath}/review`, { items: [{ kind: 'household', verdict: 'returned', ...reasons }] });
      await staff.post(`${staffPath}/return`);
      const replaced = await resident.http.put(`${path}/conditions/tier_certificate`, { source: '人才办' });
      expect(replaced.body).toMatchObject({ tier: null, conditions: [{ state: 'given' }, {}, {}, {}, {}] });
      expect((await upload(resident.http, application.id, 'social_insurance')).status).toBe(201);
      expect((await resident.http.get(path)).body.conditions[2].state).toBe('given');
    });

    it('looks again at what was accepted for another employer or another spouse', async () => {
      const application = await givenSubmitted(linli);
      const { staffPath, path, resident } = application;
      await acceptAll(staff, application);
      await staff.post(`${staffPath}/review`, {
        items: [{ kind: 'social_insurance', verdict: 'returned', ...reasons }],
      });
      await staff.post(`${staffPath}/return`);
      const spouse = await givenApplicant(linli, { name: '吴小梅' });
      const change = { employer: '另一家公司', spouse: { phone: spouse.phone, name: '吴小梅' } };
      const { body } = await resident.http.patch(path, change);
      expect(body.conditions.map(({ kind, state }: any) => [kind, state])).toEqual([
        ['employer_contract', 'given'],
        ['social_insurance', 'returned'],
        ['no_home_in_zone', 'accepted'],
        ['household', 'given'],
      ]);
    });

    it('gives nothing back without a reason, and accepts nothing that is out of date', async () => {
      const { staffPath } = await givenSubmitted(linli, { validUntil: '2026-08-25' });
      expect((await staff.post(`${staffPath}/return`)).body.code).toBe('applications.nothing_returned');
      const late = { kind: 'household', verdict: 'accepted', validUntil: '2026-08-19' };
      expect((await staff.post(`${staffPath}/review`, { items: [late] })).body.code).toBe('applications.out_of_date');
      const unneeded = { kind: 'tier_certificate', verdict: 'accepted' };
      expect((await staff.post(`${staffPath}/review`, { items: [unneeded] })).body.code).toBe(
        'applications.not_needed',
      );
    });

    it('approves nothing whose conditions have run out since, and lets an approval run out', async () => {
      const application = await givenSubmitted(linli, { validUntil: '2026-08-25' });
      await acceptAll(staff, application);
      await goTo('2026-08-26 00:00');
      expect((await staff.post(`${application.staffPath}/approval`)).body.code).toBe('applications.no_longer_valid');
      await goTo('2026-08-25 23:00');
      expect((await staff.post(`${application.staffPath}/approval`)).body.validUntil).toBe('2026-08-25');
      await linli.runJob(expireApplications, {});
      expect((await staff.get(application.staffPath)).body.state).toBe('approved');
      await goTo('2026-08-26 00:00');
      await linli.runJob(expireApplications, {});
      await linli.runJob(expireApplications, {});
      expect((await staff.get(application.staffPath)).body).toMatchObject({ state: 'expired', position: null });
      const told = await messagesTo(linli, application.resident.id, 'application.expired');
      expect(told).toHaveLength(1);
      expect(told[0]?.body).toContain('Tue 25 Aug 2026');
    });
  });

  describe('bad input', () => {
    it('is refused as such, and never a fault', async () => {
      const { path, id, resident, staffPath } = await givenSubmitted(linli);
      const draft = await givenDraft(linli);
      const json = { 'content-type': 'application/json' };
      const mine = resident.http;
      const begin = (body: unknown) => mine.post('/me/apartment-applications', body);
      const rename = (name: string) => upload(draft.resident.http, draft.id, 'household', { name });
      const replies = {
        'no body': await begin(undefined),
        'no house': await begin({}),
        'a house that is none': await begin({ venueId: 'here' }),
        'an unknown field': await begin({ venueId: nowhere, tier: 'A' }),
        'a layout twice': await begin({ venueId: nowhere, wantedLayouts: ['一室', '一室'] }),
        'a NUL': await mine.with(json).send('PATCH', path, '{"employer":"a\\u0000"}'),
        'half a character': await mine.with(json).send('PATCH', path, '{"employer":"\\ud800"}'),
        'a broken body': await mine.with(json).send('PATCH', path, '{'),
        'an unknown condition': await mine.put(`${path}/conditions/money`, { source: 'x' }),
        'no source': await mine.put(`${draft.path}/conditions/household`, {}),
        'a day that is none': await mine.put(`${path}/conditions/household`, { source: 'x', validUntil: '2026-02-30' }),
        'an empty appeal': await mine.post(`${path}/appeal`, { words: ' ' }),
        'an id that is none': await mine.get('/me/apartment-applications/1'),
        'a page that is none': await mine.get('/me/apartment-applications?page=0'),
        'a file without a name': await mine
          .with({ 'content-type': 'image/png' })
          .send('POST', `${path}/conditions/household/documents`, png),
        'a file as JSON': await mine.post(`${path}/conditions/household/documents?name=a`, { a: 1 }),
        'a name with a folder': await rename('../../etc/passwd'),
        'a name that turns': await rename('a\u202efdp.exe'),
        'a name of a NUL': await rename('\u0000'),
        'an unknown verdict': await staff.post(`${staffPath}/review`, { items: [{ kind: 'household', verdict: 'x' }] }),
        'no items': await staff.post(`${staffPath}/review`, { items: [] }),
        'one condition twice': await staff.post(`${staffPath}/review`, {
          items: Array(2).fill({ kind: 'household', verdict: 'accepted' }),
        }),
        'a return without a reason': await staff.post(`${staffPath}/review`, {
          items: [{ kind: 'household', verdict: 'returned' }],
        }),
        'points below zero': await staff.put(`${staffPath}/assessment`, {
          tier: null,
          degree: null,
          points: -1,
          evidence: 'x',
        }),
        'no evidence': await staff.put(`${staffPath}/assessment`, { tier: null, degree: null, points: 1 }),
        'a rejection in one language': await staff.post(`${staffPath}/rejection`, { reason: '不符' }),
        'a search of a NUL': await staff.get('/apartment-applications?search=%00'),
        'an unknown order': await staff.get('/apartment-applications?sort=name'),
      };
      const strange = Object.entries(replies).filter(([, { status }]) => status !== 400 && status !== 415);
      expect(strange.map(([what, { status }]) => [what, status])).toEqual([]);
      expect((await begin({ venueId: nowhere })).body.code).toBe('people.no_such_venue');
      const { id: withoutFlats } = await givenVenue(linli);
      expect((await begin({ venueId: withoutFlats })).body.code).toBe('applications.no_apartments_there');
      expect((await mine.get(`${path}/documents/${nowhere}`)).status).toBe(404);
      expect((await staff.get(`${staffPath}/documents/${nowhere}`)).status).toBe(404);
      expect((await staff.post(`/apartment-applications/${nowhere}/approval`)).status).toBe(404);
      const past = { decision: 'approve', reason: 'x', reasonEn: 'x', validUntil: '2020-01-01' };
      expect((await staff.post(`${staffPath}/appeal-decision`, past)).status).toBe(409);
      expect((await mine.get(path)).body).toMatchObject({ id, state: 'submitted' });
    });
  });
});
