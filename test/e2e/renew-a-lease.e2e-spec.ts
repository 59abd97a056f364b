import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lapseLeases } from '../../src/apartments/leases/lapse-leases.service.js';
import { choose, givenApproved, givenLet, givenLettingHouse, sign } from '../support/given-leases.js';
import type { GivenApplicant } from '../support/given-leases.js';
import { signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

/** A lease from 2026-04-01 to 2027-03-31, as in the example of the house's rules. */
const start = '2026-04-01 10:00';

describe('renewing a lease', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  async function givenTenant(overrides: Parameters<typeof givenLettingHouse>[1] = {}, applicant = {}) {
    const house = await givenLettingHouse(linli, overrides);
    const tenant = await givenApproved(linli, house, applicant);
    const { id, office } = await givenLet(linli, tenant, house.units[0].id);
    await office.http.post(`/leases/${id}/keys`);
    return { house, tenant, id, office };
  }
  type Given = Awaited<ReturnType<typeof givenTenant>>;
  async function at(day: string, { tenant, office }: { tenant: GivenApplicant; office: Given['office'] }) {
    linli.clock.set(`${day} 10:00`);
    return { tenant: await signedInAgain(linli, tenant), office: await signedInAgain(linli, office, 'staff') };
  }

  it('keeps the home of whoever may still renew from being chosen by somebody else, until it is settled that they leave', async () => {
    const given = await givenTenant();
    const { id, house } = given;
    const { tenant, office } = await at('2027-02-10', given);
    const other = await givenApproved(linli, house);
    const unitId = house.units[0].id;
    const tries = () =>
      Promise.all([
        choose(other, unitId, '2027-04-01'),
        office.http.post(`/apartment-applications/${other.applicationId}/offer`, { unitId, startsOn: '2027-04-01' }),
      ]);
    const livedIn = { status: 409, body: { code: 'leases.unit_lived_in' } };
    expect(await tries()).toMatchObject([livedIn, livedIn]);
    expect((await tenant.http.post(`/leases/${id}/renewal`)).status).toBe(200);
    expect(await tries()).toMatchObject([livedIn, livedIn]);
    expect((await office.http.post(`/leases/${id}/renewal-offer`)).status).toBe(200);
    expect(await tries()).toMatchObject([livedIn, livedIn]);
  });

  it('lets the home of whoever declined be chosen for the time after, and not while they overstay', async () => {
    const given = await givenTenant();
    const { id, house } = given;
    const unitId = house.units[0].id;
    const { tenant } = await at('2027-02-10', given);
    const first = await givenApproved(linli, house);
    expect((await choose(first, unitId, '2027-03-31')).body.code).toBe('leases.unit_taken');
    expect((await tenant.http.post(`/leases/${id}/renewal-decline`, { reason: '买了房' })).status).toBe(200);
    const chosen = await choose(first, unitId, '2027-04-01');
    expect(chosen).toMatchObject({ status: 201, body: { startsOn: '2027-04-01' } });
    expect((await tenant.http.post(`/leases/${id}/renewal`)).body.code).toBe('renewals.unit_taken');
    expect((await first.http.post(`/leases/${chosen.body.id}/giving-back`)).status).toBe(200);
    const { office } = await at('2027-04-03', given);
    const second = await givenApproved(linli, house);
    expect((await choose(second, unitId)).body.code).toBe('leases.unit_lived_in');
    expect((await office.http.post(`/leases/${id}/keys-back`, { reason: '退租' })).status).toBe(200);
    expect((await choose(second, unitId, '2027-04-04')).status).toBe(201);
  });

  it('opens 90 days before the end and is asked for until 30 days before; the next lease starts the day after', async () => {
    const given = await givenTenant();
    const { id } = given;
    let { tenant } = await at('2026-12-30', given);
    expect((await tenant.http.post(`/leases/${id}/renewal`)).body).toMatchObject({
      code: 'renewals.not_open_yet',
      facts: { opensOn: '2026-12-31' },
    });
    ({ tenant } = await at('2027-03-02', given));
    expect((await tenant.http.post(`/leases/${id}/renewal`)).body).toMatchObject({
      code: 'renewals.too_late',
      facts: { askedBy: '2027-03-01' },
    });
    ({ tenant } = await at('2027-03-01', given));
    expect((await tenant.http.post(`/leases/${id}/renewal`)).body.renewal).toEqual({ state: 'asked', reason: null });
    const { office } = await at('2027-03-01', given);
    const offered = await office.http.post(`/leases/${id}/renewal-offer`);
    expect(offered.body).toMatchObject({
      state: 'held',
      startsOn: '2027-04-01',
      endsOn: '2028-03-31',
      termNumber: 2,
      previousId: id,
      heldUntil: '2027-03-16T00:00:00+08:00',
      deposit: { amountFen: 0 },
    });
    const signed = await sign(linli, tenant, offered.body.id);
    expect(signed.body).toMatchObject({ state: 'let', heldUntil: null });
    expect((await tenant.http.get(`/me/leases/${id}`)).body).toMatchObject({
      state: 'let',
      renewal: { state: 'agreed' },
      nextId: offered.body.id,
    });
    const next = await at('2027-04-01', given);
    await next.office.http.post(`/leases/${offered.body.id}/keys`);
    expect((await next.tenant.http.get(`/me/leases/${id}`)).body).toMatchObject({
      state: 'ended',
      endsOn: '2027-03-31',
      keysBackOn: '2027-04-01',
      endReason: 'renewed',
    });
  });

  it('counts the tenure of person and spouse over all units, up to the longest', async () => {
    const given = await givenTenant({ policy: { termMonths: 12, longestTenureMonths: 18 } });
    const next = await at('2027-02-01', given);
    await next.tenant.http.post(`/leases/${given.id}/renewal`);
    const offer = (await next.office.http.post(`/leases/${given.id}/renewal-offer`)).body;
    expect(offer).toMatchObject({ kind: 'rest_of_tenure', startsOn: '2027-04-01', endsOn: '2027-09-30' });
    expect((await sign(linli, next.tenant, offer.id)).body.state).toBe('let');
    const last = await at('2027-08-01', given);
    await last.tenant.http.post(`/leases/${offer.id}/renewal`);
    expect((await last.office.http.post(`/leases/${offer.id}/renewal-offer`)).body.code).toBe(
      'policies.longest_tenure_reached',
    );
    await last.tenant.http.post(`/leases/${offer.id}/renewal`, { awaitsOwnHome: true });
    const extension = (await last.office.http.post(`/leases/${offer.id}/renewal-offer`)).body;
    expect(extension).toMatchObject({ kind: 'home_extension', startsOn: '2027-10-01', endsOn: '2028-09-30' });
  });

  it('refuses a term that the policy leaves open, and says which', async () => {
    const rent = { kind: 'share', byTier: null, byTerm: [50] } as const;
    const given = await givenTenant({ policy: { rent: { ...rent, byTerm: [50] } } }, { tier: null });
    const { tenant, office } = await at('2027-02-01', given);
    await tenant.http.post(`/leases/${given.id}/renewal`);
    expect((await office.http.post(`/leases/${given.id}/renewal-offer`)).body.code).toBe('policies.no_share_for_term');
  });

  it('lapses when the offer is not signed in 14 days; the unit can then be chosen by somebody else', async () => {
    const given = await givenTenant();
    const { tenant, office } = await at('2027-02-20', given);
    await tenant.http.post(`/leases/${given.id}/renewal`);
    const offer = (await office.http.post(`/leases/${given.id}/renewal-offer`)).body;
    linli.clock.set('2027-03-07 00:00');
    await linli.runJob(lapseLeases, {});
    const { tenant: later } = await at('2027-03-07', given);
    expect((await later.http.get(`/me/leases/${given.id}`)).body.renewal.state).toBe('lapsed');
    expect((await later.http.get(`/me/leases/${offer.id}`)).body.state).toBe('lapsed');
    const [said] = await messagesTo(linli, given.tenant.id, 'lease.lapsed');
    expect(said?.body).toContain('If you still want to renew, ask again soon or talk to the apartment office.');
    expect(said?.body).not.toContain('free');
  });

  it('is told when it is offered, and when it is refused, with the reason', async () => {
    const [given, other] = [await givenTenant(), await givenTenant()];
    const { tenant, office } = await at('2027-01-10', given);
    await tenant.http.post(`/leases/${given.id}/renewal`);
    await office.http.post('/renewal-offers', { leaseIds: [given.id] });
    const [offered] = await messagesTo(linli, given.tenant.id, 'lease.renewal_offered');
    expect(offered?.body).toContain(
      'from Thu 1 Apr 2027 to Fri 31 Mar 2028 is offered. Look at the rents and sign it by the end of Sun 24 Jan 2027',
    );
    await (
      await at('2027-01-10', other)
    ).office.http.post(`/leases/${other.id}/renewal-refusal`, { reason: '资格不符' });
    const [refused] = await messagesTo(linli, other.tenant.id, 'lease.renewal_refused');
    expect(refused?.body).toContain('refused: 资格不符. The lease ends on Wed 31 Mar 2027');
  });

  it('may be asked for and offered again after an offer that lapsed, also one that fell through with a notice', async () => {
    for (const how of ['lapsed', 'given back', 'notice']) {
      linli.clock.set(start);
      const given = await givenTenant();
      const { tenant, office } = await at('2027-01-05', given);
      await tenant.http.post(`/leases/${given.id}/renewal`);
      const offer = (await office.http.post(`/leases/${given.id}/renewal-offer`)).body;
      if (how === 'given back') {
        expect((await tenant.http.post(`/leases/${offer.id}/giving-back`)).body.state).toBe('withdrawn');
      }
      if (how === 'notice') {
        await tenant.http.post(`/leases/${given.id}/notice`, { leaveOn: '2027-03-01', reason: '换工作' });
        await tenant.http.post(`/leases/${given.id}/notice-withdrawal`);
      }
      linli.clock.set('2027-02-10 10:00');
      await linli.runJob(lapseLeases, {});
      const later = await at('2027-02-10', given);
      expect((await later.tenant.http.get(`/me/leases/${given.id}`)).body.renewal.state).toBe('lapsed');
      expect((await later.tenant.http.post(`/leases/${given.id}/renewal`)).body.renewal.state).toBe('asked');
      const again = await later.office.http.post(`/leases/${given.id}/renewal-offer`);
      expect(again.body).toMatchObject({ state: 'held', startsOn: '2027-04-01', previousId: given.id });
      expect((await sign(linli, later.tenant, again.body.id)).body.state).toBe('let');
    }
  });

  it('is recorded by staff for who came too late, until the lease has ended, and for nobody else by them', async () => {
    const given = await givenTenant();
    const wish = (who: { http: GivenApplicant['http'] }) => who.http.post(`/leases/${given.id}/renewal-wish`);
    expect((await wish((await at('2026-12-30', given)).office)).body.code).toBe('renewals.not_open_yet');
    let { tenant, office } = await at('2027-03-20', given);
    expect((await tenant.http.post(`/leases/${given.id}/renewal`)).body.code).toBe('renewals.too_late');
    expect((await wish(tenant)).status).toBe(403);
    expect((await office.http.post(`/leases/${given.id}/renewal-offer`)).body.code).toBe('renewals.not_asked');
    expect((await wish(office)).body.renewal).toEqual({ state: 'asked', reason: null });
    const offer = (await office.http.post(`/leases/${given.id}/renewal-offer`)).body;
    expect((await wish(office)).body).toMatchObject({
      code: 'renewals.decided_already',
      detail: expect.stringContaining('waits for the tenant to sign'),
    });
    expect((await sign(linli, tenant, offer.id)).body.state).toBe('let');
    linli.clock.set(start);
    const other = await givenTenant();
    ({ tenant, office } = await at('2027-04-01', other));
    const tooLate = await office.http.post(`/leases/${other.id}/renewal-wish`);
    expect(tooLate.body).toMatchObject({ code: 'renewals.over', facts: { endsOn: '2027-03-31' } });
  });

  it('is declined with a reason, and may be asked for all the same while the window is open', async () => {
    const given = await givenTenant();
    const { tenant, office } = await at('2027-01-10', given);
    expect((await tenant.http.post(`/leases/${given.id}/renewal-decline`, {})).status).toBe(400);
    const declined = await tenant.http.post(`/leases/${given.id}/renewal-decline`, { reason: '买房了' });
    expect(declined.body.renewal).toEqual({ state: 'declined', reason: '买房了' });
    expect((await office.http.post(`/leases/${given.id}/renewal-offer`)).body.code).toBe('renewals.decided_already');
    expect((await tenant.http.post(`/leases/${given.id}/renewal`)).body.renewal.state).toBe('asked');
    const refused = await office.http.post(`/leases/${given.id}/renewal-refusal`, { reason: '资格不符' });
    expect(refused.body.renewal).toEqual({ state: 'refused', reason: '资格不符' });
    expect((await tenant.http.post(`/leases/${given.id}/renewal`)).body.code).toBe('renewals.decided_already');
  });

  it('is offered to many at once, each with its own result, and to one only once by two at the same moment', async () => {
    const [first, second] = [await givenTenant(), await givenTenant()];
    const { tenant, office } = await at('2027-01-10', first);
    await tenant.http.post(`/leases/${first.id}/renewal`);
    const { results } = (await office.http.post('/renewal-offers', { leaseIds: [first.id, second.id] })).body;
    expect(results).toEqual([
      { leaseId: first.id, nextLeaseId: expect.any(String), refusal: null },
      { leaseId: second.id, nextLeaseId: null, refusal: expect.objectContaining({ code: 'renewals.not_asked' }) },
    ]);
    const other = await at('2027-01-10', second);
    await other.tenant.http.post(`/leases/${second.id}/renewal`);
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => other.office.http.post(`/leases/${second.id}/renewal-offer`)),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(replies.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['renewals.decided_already']));
  });

  it('shows on the board: who ends when, where each stands, and which units will likely be free', async () => {
    const given = await givenTenant({ units: [{ layout: '单身公寓' }] });
    const { tenant, office } = await at('2027-02-20', given);
    const board = async () => (await office.http.get(`/renewal-board?venueId=${given.house.venueId}`)).body;
    expect(await board()).toMatchObject({
      total: 1,
      items: [{ leaseId: given.id, endsOn: '2027-03-31', daysLeft: 39, within: '60', state: 'silent' }],
      counts: [{ within: '60', state: 'silent', leases: 1 }],
      likelyFree: [{ layout: '单身公寓', units: 1 }],
    });
    await tenant.http.post(`/leases/${given.id}/renewal`);
    expect(await board()).toMatchObject({ items: [{ state: 'asked' }], likelyFree: [] });
    const offer = (await office.http.post(`/leases/${given.id}/renewal-offer`)).body;
    expect(await board()).toMatchObject({ items: [{ state: 'offered' }], likelyFree: [] });
    await sign(linli, tenant, offer.id);
    expect(await board()).toMatchObject({ items: [{ state: 'agreed' }], likelyFree: [] });
    const overdue = await at('2027-04-03', given);
    expect(
      (await overdue.office.http.get(`/renewal-board?venueId=${given.house.venueId}`)).body.items[0],
    ).toMatchObject({
      within: 'overdue',
      daysLeft: -3,
    });
  });
});
