import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recheckLeases } from '../../src/apartments/rechecks/open-rechecks.service.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { givenResident, givenStaff, givenVenue, signedInAgain } from '../support/given-people.js';
import { giveAnew, givenProvedTenant, onDay, uploadAnew } from '../support/given-rechecks.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

/** A lease from 2026-04-01 to 2027-03-31: it is re-checked on 2027-01-30, and renewal is asked for until 2027-03-01. */
const start = '2026-04-01 10:00';
const recheckDay = '2027-01-30';

describe('the re-check before a renewal', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  it('is passed by itself where every proof still holds on the first day of the next lease', async () => {
    const given = await givenProvedTenant(linli, { employer_contract: { validUntil: '2027-04-01' } });
    const before = await onDay(linli, '2027-01-29', given);
    expect((await before.tenant.http.get(`/me/leases/${given.id}/recheck`)).status).toBe(404);
    const { tenant, office } = await onDay(linli, recheckDay, given);
    expect((await tenant.http.get(`/me/leases/${given.id}/recheck`)).body).toMatchObject({
      ...{ state: 'fit', nextStartsOn: '2027-04-01', answerBy: '2027-03-01', tier: 'E', degree: 'bachelor', items: [] },
    });
    expect(await messagesTo(linli, given.tenant.id, 'lease.recheck_asked')).toEqual([]);
    await tenant.http.post(`/leases/${given.id}/renewal`);
    expect((await office.http.post(`/leases/${given.id}/renewal-offer`)).body).toMatchObject({ termNumber: 2 });
  });

  it('changes nothing for an offer before its day, and asks nothing of who has agreed', async () => {
    const given = await givenProvedTenant(linli, { employer_contract: { validUntil: '2026-12-31' } });
    const { tenant, office } = await onDay(linli, '2027-01-10', given);
    await tenant.http.post(`/leases/${given.id}/renewal`);
    expect((await office.http.post(`/leases/${given.id}/renewal-offer`)).body.state).toBe('held');
    const later = await onDay(linli, recheckDay, given);
    expect((await later.office.http.get(`/leases/${given.id}/recheck`)).status).toBe(404);
  });

  it('asks for each proof that will be over, names it and the last day, and lets nobody renew before it is accepted', async () => {
    const given = await givenProvedTenant(linli, {
      employer_contract: { validUntil: '2027-03-31' },
      social_insurance: { validUntil: '2026-12-31' },
      household: { validUntil: '2027-04-01' },
    });
    const { id } = given;
    const { tenant, office } = await onDay(linli, recheckDay, given);
    const [told, ...others] = await messagesTo(linli, given.tenant.id, 'lease.recheck_asked');
    expect(others).toEqual([]);
    expect(told?.body).toContain(
      'prove again by Mon 1 Mar 2027: employment contract (out of date by then), social insurance (out of date by then)',
    );
    await tenant.http.post(`/leases/${id}/renewal`);
    const offer = () => office.http.post(`/leases/${id}/renewal-offer`);
    const refused = (await offer()).body;
    expect(refused).toMatchObject({ code: 'rechecks.not_passed', facts: { state: 'asked' } });
    expect(JSON.stringify(refused)).toContain('social insurance (not given)');

    const early = await tenant.http.put(`/me/leases/${id}/recheck/conditions/social_insurance`, { source: '社保中心' });
    expect(early.body.code).toBe('rechecks.no_document');
    await giveAnew(tenant, id, 'social_insurance');
    const short = await giveAnew(tenant, id, 'employer_contract', { source: '港务公司', validUntil: '2027-03-31' });
    expect(short.body).toMatchObject({ code: 'rechecks.not_valid_then', facts: { nextStartsOn: '2027-04-01' } });
    const all = await giveAnew(tenant, id, 'employer_contract', { source: '港务公司', validUntil: '2029-03-31' });
    expect(all.body).toMatchObject({ state: 'given', items: [{ state: 'given' }, { state: 'given' }] });
    expect((await offer()).body.facts.state).toBe('given');

    const [contract] = all.body.items;
    expect(contract.documents).toHaveLength(2);
    const document = `documents/${contract.documents[0].id}`;
    const path = `apartment-applications/${given.tenant.applicationId}/${document}`;
    expect((await office.http.get(`/${path}`)).status).toBe(200);
    expect((await tenant.http.get(`/me/${path}`)).status).toBe(200);

    const review = (body: object) => office.http.post(`/leases/${id}/recheck/review`, body);
    const first = await review({
      items: [
        { kind: 'employer_contract', verdict: 'accepted', validUntil: '2029-06-30' },
        { kind: 'social_insurance', verdict: 'returned', reason: '缺盖章。', reasonEn: 'The stamp is missing.' },
      ],
    });
    expect(first.body).toMatchObject({ state: 'asked', answerBy: '2027-03-01' });
    const [mend] = await messagesTo(linli, given.tenant.id, 'lease.recheck_returned');
    expect(mend?.body).toContain('social insurance (The stamp is missing). Mend it by Mon 1 Mar 2027.');
    const stillMissing = (await offer()).text;
    expect(stillMissing).toContain('social insurance (The stamp is missing)');
    expect(stillMissing).not.toContain('employment contract');
    await giveAnew(tenant, id, 'social_insurance');
    const second = await review({ items: [{ kind: 'social_insurance', verdict: 'accepted' }] });
    expect(second.body).toMatchObject({ state: 'fit', items: [{ validUntil: '2029-06-30' }, { state: 'accepted' }] });
    expect(await messagesTo(linli, given.tenant.id, 'lease.recheck_passed')).toHaveLength(1);
    const application = (await office.http.get(`/apartment-applications/${given.tenant.applicationId}`)).body;
    expect(application.conditions).toContainEqual(
      expect.objectContaining({ kind: 'employer_contract', state: 'accepted', validUntil: '2029-06-30' }),
    );
    expect((await offer()).body).toMatchObject({ state: 'held', termNumber: 2 });
    const after = await review({
      items: [{ kind: 'social_insurance', verdict: 'rejected', reason: '假', reasonEn: 'no' }],
    });
    expect(after.body.code).toBe('renewals.decided_already');
  });

  it('reckons the next lease by what was found: tier, degree, employer, insurance', async () => {
    const shortFirst = { social_insurance: { hiredOn: '2026-03-20' }, tier_certificate: { validUntil: '2026-12-31' } };
    const given = await givenProvedTenant(linli, shortFirst);
    const { id } = given;
    // The first lease is the short one, to 2026-06-30; its re-check is on 2026-05-01.
    const { tenant, office } = await onDay(linli, '2026-05-01', given);
    const asked = (await tenant.http.get(`/me/leases/${id}/recheck`)).body;
    expect(asked).toMatchObject({
      nextStartsOn: '2026-07-01',
      items: [{ kind: 'social_insurance', why: 'not_insured' }],
    });
    await tenant.http.post(`/leases/${id}/renewal`);
    await giveAnew(tenant, id, 'social_insurance');
    const review = (body: object) => office.http.post(`/leases/${id}/recheck/review`, body);
    const facts = { tier: 'C', degree: 'master', employer: { name: '沙钢集团' }, evidence: '人才证书 2026-118' };
    const found = await review({ items: [{ kind: 'social_insurance', verdict: 'accepted' }], facts });
    expect(found.body).toMatchObject({
      state: 'fit',
      tier: 'C',
      degree: 'master',
      employer: { id: null, name: '沙钢集团' },
    });
    expect((await office.http.post(`/leases/${id}/renewal-offer`)).body).toMatchObject({
      kind: 'full_term',
      startsOn: '2026-07-01',
      household: { tier: 'C', degree: 'master' },
      employer: { id: null, name: '沙钢集团' },
    });
  });

  it('sets a tier only on an accepted certificate, and lets who has none any more go on without a tier', async () => {
    const given = await givenProvedTenant(linli, { tier_certificate: { validUntil: '2026-12-31' } });
    const { office } = await onDay(linli, recheckDay, given);
    const review = (body: object) => office.http.post(`/leases/${given.id}/recheck/review`, body);
    const tier = await review({ facts: { tier: 'A', evidence: '口头' } });
    expect(tier.body.code).toBe('applications.tier_without_certificate');
    expect((await office.http.get(`/leases/${given.id}/recheck`)).body.tier).toBe('E');
    const other = await review({ items: [{ kind: 'household', verdict: 'dropped' }] });
    expect(other.status).toBe(400);
    const dropped = await review({ items: [{ kind: 'tier_certificate', verdict: 'dropped' }] });
    expect(dropped.body).toMatchObject({ state: 'fit', tier: null });
  });

  it('is not passed with the reason of what was rejected, and staff may ask for anything anew', async () => {
    const given = await givenProvedTenant(linli, { no_home_in_zone: { validUntil: '2026-12-31' } });
    const { id } = given;
    const { tenant, office } = await onDay(linli, recheckDay, given);
    await tenant.http.post(`/leases/${id}/renewal`);
    await giveAnew(tenant, id, 'no_home_in_zone');
    const review = (items: object[]) => office.http.post(`/leases/${id}/recheck/review`, { items });
    const reasons = { reason: '区内有住房', reasonEn: 'They own a home in the zone' };
    const rejected = await review([{ kind: 'no_home_in_zone', verdict: 'rejected', ...reasons }]);
    expect(rejected.body).toMatchObject({ state: 'not_fit', items: [{ state: 'rejected', ...reasons }] });
    const [told] = await messagesTo(linli, given.tenant.id, 'lease.recheck_not_passed');
    expect(told?.body).toContain('no home in the zone (They own a home in the zone)');
    const offer = (await office.http.post(`/leases/${id}/renewal-offer`)).body;
    expect(offer).toMatchObject({ code: 'rechecks.not_passed', facts: { state: 'not_fit' } });
    expect(JSON.stringify(offer)).toContain('They own a home in the zone');
    expect((await giveAnew(tenant, id, 'no_home_in_zone')).body.code).toBe('rechecks.decided_already');
    const again = await review([
      { kind: 'no_home_in_zone', verdict: 'accepted' },
      { kind: 'household', verdict: 'returned', reason: '请提供户口簿', reasonEn: 'Show the household register' },
    ]);
    expect(again.body).toMatchObject({ state: 'asked', items: [{}, { kind: 'household', why: 'asked_by_house' }] });
  });

  it('is not passed where nothing is given by the last day, unless staff give time to mend', async () => {
    const given = await givenProvedTenant(linli, { social_insurance: { validUntil: '2026-12-31' } });
    const { id } = given;
    await onDay(linli, recheckDay, given);
    await onDay(linli, '2027-03-01', given);
    const { tenant, office } = await onDay(linli, '2027-03-02', given);
    expect((await tenant.http.get(`/me/leases/${id}/recheck`)).body.state).toBe('not_fit');
    expect(await messagesTo(linli, given.tenant.id, 'lease.recheck_not_passed')).toHaveLength(1);
    expect((await giveAnew(tenant, id, 'social_insurance')).body).toMatchObject({
      code: 'rechecks.too_late',
      facts: { answerBy: '2027-03-01' },
    });
    const items = [{ kind: 'social_insurance', verdict: 'returned', reason: '请补交', reasonEn: 'Please give it' }];
    const reopened = await office.http.post(`/leases/${id}/recheck/review`, { items });
    expect(reopened.body).toMatchObject({ state: 'asked', answerBy: '2027-03-09' });
    expect((await giveAnew(tenant, id, 'social_insurance')).body.state).toBe('given');
  });

  it('leaves the same behind when the job runs twice or at once, and when offers race with it', async () => {
    const given = await givenProvedTenant(linli, { social_insurance: { validUntil: '2026-12-31' } });
    const whole = await givenProvedTenant(linli, {});
    const { tenant } = await onDay(linli, '2027-01-29', whole);
    await tenant.http.post(`/leases/${whole.id}/renewal`);
    linli.clock.set(`${recheckDay} 10:00`);
    const office = await signedInAgain(linli, whole.office, 'staff');
    const offers = Array.from({ length: 5 }, () => office.http.post(`/leases/${whole.id}/renewal-offer`));
    const jobs = Array.from({ length: 5 }, () => linli.runJob(recheckLeases, {}));
    const replies = await Promise.all(offers);
    await Promise.all(jobs);
    await linli.runJob(recheckLeases, {});
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const [counted]: unknown[] = await linli.database.query(
      `SELECT (SELECT count(*)::int FROM lease_rechecks WHERE lease_id = ANY ($1)) AS rechecks,
              (SELECT count(*)::int FROM audit_entries WHERE action = 'lease.recheck_opened' AND subject_id = ANY ($1::text[])) AS deeds,
              (SELECT count(*)::int FROM messages WHERE kind = 'lease.recheck_asked' AND subject_id = ANY ($1)) AS messages`,
      [[given.id, whole.id]],
    );
    expect(counted).toEqual({ rechecks: 2, deeds: 2, messages: 1 });
  });

  it('reminds of what is missing 7 days and 1 day before, and of documents that expire during the lease', async () => {
    const given = await givenProvedTenant(linli, { social_insurance: { validUntil: '2026-12-31' } });
    await linli.database.query(`UPDATE apartment_applications SET state = 'expired' WHERE id = $1`, [
      given.tenant.applicationId,
    ]);
    const planned = async (moment: string) => {
      linli.clock.set(moment);
      await linli.runJob(planReminders, {});
      const told = await messagesTo(linli, given.tenant.id);
      return told.filter(({ kind }) => /recheck_due|document/.test(kind)).map((m) => `${m.kind} ${m.dueAt} ${m.state}`);
    };
    const expiring = 'application.document_expiring 2026-12-01 10:00 due';
    expect(await planned('2026-11-30 12:00')).toEqual([expiring]);
    const { tenant } = await onDay(linli, recheckDay, given);
    expect((await planned('2027-02-21 12:00')).at(-1)).toBe('lease.recheck_due 2027-02-22 10:00 due');
    const me = await signedInAgain(linli, tenant);
    await giveAnew(me, given.id, 'social_insurance');
    expect((await planned('2027-02-21 12:01')).at(-1)).toBe('lease.recheck_due 2027-02-22 10:00 withdrawn');
    const due = (await messagesTo(linli, given.tenant.id, 'lease.recheck_due'))[0];
    expect(due?.body).toContain('Still missing for the re-check: social insurance (out of date by then). Give it by');
  });

  it('shows on the board where it stands', async () => {
    const given = await givenProvedTenant(linli, { social_insurance: { validUntil: '2026-12-31' } });
    const standing = async (day: string) => {
      const { office } = await onDay(linli, day, given);
      return (await office.http.get(`/renewal-board?venueId=${given.house.venueId}`)).body.items[0].recheck;
    };
    expect(await standing('2027-01-29')).toBe('not_due');
    expect(await standing(recheckDay)).toBe('asked');
    const { tenant } = await onDay(linli, recheckDay, given);
    await giveAnew(tenant, given.id, 'social_insurance');
    expect(await standing(recheckDay)).toBe('given');
  });

  it('is nobody else’s, and refuses what makes no sense', async () => {
    const given = await givenProvedTenant(linli, { social_insurance: { validUntil: '2026-12-31' } });
    const { id } = given;
    const { tenant, office } = await onDay(linli, recheckDay, given);
    const stranger = await givenResident(linli);
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenVenue(linli)).id });
    const items = [{ kind: 'social_insurance', verdict: 'accepted' }];
    expect((await stranger.http.get(`/me/leases/${id}/recheck`)).status).toBe(404);
    expect((await uploadAnew(stranger, id, 'social_insurance')).status).toBe(404);
    expect((await elsewhere.http.get(`/leases/${id}/recheck`)).status).toBe(404);
    expect((await elsewhere.http.post(`/leases/${id}/recheck/review`, { items })).status).toBe(403);
    expect((await tenant.http.post(`/leases/${id}/recheck/review`, { items })).status).toBe(403);
    expect((await office.http.post(`/leases/${id}/recheck/review`, { items })).body.code).toBe(
      'applications.not_given_yet',
    );
    expect((await giveAnew(tenant, id, 'household')).body.code).toBe('rechecks.not_asked');
    expect((await uploadAnew(tenant, id, 'social_insurance', Buffer.from('<script>'))).body.code).toBe(
      'applications.file_not_taken',
    );
    expect((await uploadAnew(tenant, id, 'social_insurance', Buffer.alloc(0))).status).toBe(400);
    for (const evidence of [{}, { source: '' }, { source: 7 }, { source: '🙂'.repeat(201) }, { source: 'a', x: 1 }]) {
      expect((await tenant.http.put(`/me/leases/${id}/recheck/conditions/social_insurance`, evidence)).status).toBe(
        400,
      );
    }
    for (const body of [{}, { items: [] }, { items: [...items, ...items] }, { items: [{ kind: 'dog' }] }, []]) {
      expect((await office.http.post(`/leases/${id}/recheck/review`, body)).status).toBe(400);
    }
    expect((await tenant.http.get(`/me/leases/${id}/recheck`)).body).toMatchObject({ state: 'asked' });
  });
});
