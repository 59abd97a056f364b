import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationCondition } from '../../src/apartments/applications/application-condition.entity.js';
import { newId } from '../../src/kernel/ids.js';
import { Temporal } from '../../src/kernel/time.js';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { sendReminders } from '../../src/reminders/send-reminders.service.js';
import { choose, givenApproved, givenLet, givenLettingHouse, payDeposit, sign } from '../support/given-leases.js';
import { givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

/** A lease from 2026-04-01 to 2027-03-31: 90, 60 and 30 days before are 2026-12-31, 2027-01-30 and 2027-03-01. */
const start = '2026-04-01 10:00';

describe('reminders of a lease', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  async function givenTenant() {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const { id, office } = await givenLet(linli, me, house.units[0].id);
    return { me, id, office };
  }

  async function plannedAt(moment: string, residentId: string) {
    linli.clock.set(moment);
    await linli.runJob(planReminders, {});
    return (await messagesTo(linli, residentId)).map(({ kind, dueAt, state }) => `${kind} ${dueAt} ${state}`);
  }

  it('come 90, 60 and 30 days before the last day at 10:00, each once, while the tenant is silent', async () => {
    const { me } = await givenTenant();
    expect(await plannedAt('2026-12-28 12:00', me.id)).toEqual([]);
    expect(await plannedAt('2026-12-30 12:00', me.id)).toEqual(['lease.ending 2026-12-31 10:00 due']);
    expect(await plannedAt('2026-12-30 12:01', me.id)).toEqual(['lease.ending 2026-12-31 10:00 due']);
    linli.clock.set('2026-12-31 10:00');
    await linli.runJob(sendReminders, {});
    await plannedAt('2026-12-31 10:01', me.id);
    await plannedAt('2027-01-29 12:00', me.id);
    const told = await plannedAt('2027-02-28 12:00', me.id);
    expect(told.map((line) => line.slice(0, 29))).toEqual([
      'lease.ending 2026-12-31 10:00',
      'lease.ending 2027-01-30 10:00',
      'lease.ending 2027-03-01 10:00',
    ]);
    const [first] = await messagesTo(linli, me.id, 'lease.ending');
    expect(first?.title).toMatch(/^Lease ends in 90 days: /);
    expect(first?.body).toContain('ends on Wed 31 Mar 2027. To renew it, ask from Thu 31 Dec 2026 to Mon 1 Mar 2027');
  });

  it('stop when the tenant has asked or declined, and say no more of renewal where the house has refused', async () => {
    const [asks, declines] = [await givenTenant(), await givenTenant()];
    for (const { me } of [asks, declines]) await plannedAt('2027-01-29 12:00', me.id);
    await (await signedInAgain(linli, asks.me)).http.post(`/leases/${asks.id}/renewal`);
    await (
      await signedInAgain(linli, declines.me)
    ).http.post(`/leases/${declines.id}/renewal-decline`, { reason: '搬走' });
    for (const { me } of [asks, declines]) {
      expect(await plannedAt('2027-01-29 12:01', me.id)).toEqual(['lease.ending 2027-01-30 10:00 withdrawn']);
    }
    const office = await signedInAgain(linli, asks.office, 'staff');
    await office.http.post(`/leases/${asks.id}/renewal-refusal`, { reason: '资格不符' });
    await plannedAt('2027-02-28 12:00', asks.me.id);
    const last = (await messagesTo(linli, asks.me.id, 'lease.ending')).at(-1);
    expect(last).toMatchObject({ dueAt: '2027-03-01 10:00', state: 'due' });
    expect(last?.body).toContain('Please leave in time and give back the keys.');
    expect(await plannedAt('2027-02-28 12:00', declines.me.id)).toHaveLength(1);
  });

  it('tell of a renewal offer 3 days before it lapses and on its last day, not once it is signed', async () => {
    const { me, id, office } = await givenTenant();
    linli.clock.set('2027-01-10 10:00');
    const later = await signedInAgain(linli, me);
    await later.http.post(`/leases/${id}/renewal`);
    const offer = (await (await signedInAgain(linli, office, 'staff')).http.post(`/leases/${id}/renewal-offer`)).body;
    expect(offer.heldUntil).toBe('2027-01-25T00:00:00+08:00');
    expect(await plannedAt('2027-01-20 12:00', me.id)).toEqual([
      'lease.renewal_offered 2027-01-10 10:00 due',
      'lease.offer_lapsing 2027-01-21 10:00 due',
    ]);
    expect(await plannedAt('2027-01-23 12:00', me.id)).toContain('lease.offer_lapsing 2027-01-24 10:00 due');
    const [told] = await messagesTo(linli, me.id, 'lease.offer_lapsing');
    expect(told?.body).toContain('The renewal from Thu 1 Apr 2027 is offered until Sun 24 Jan 2027.');
    await sign(linli, await signedInAgain(linli, me), offer.id);
    expect(await plannedAt('2027-01-23 12:01', me.id)).toContain('lease.offer_lapsing 2027-01-24 10:00 withdrawn');
  });

  it('tell of a hold 3 hours before it lapses, then of the deposit 12 hours before, and of neither once it is done', async () => {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const { id } = (await choose(me, house.units[0].id)).body;
    expect(await plannedAt('2026-04-01 11:00', me.id)).toEqual(['lease.sign_soon 2026-04-02 07:00 due']);
    const { deposit } = (await sign(linli, me, id)).body;
    expect(await plannedAt('2026-04-03 11:00', me.id)).toEqual([
      'lease.sign_soon 2026-04-02 07:00 withdrawn',
      'lease.deposit_due 2026-04-03 23:00 due',
    ]);
    const [told] = await messagesTo(linli, me.id, 'lease.deposit_due');
    expect(told?.body).toContain('Pay the deposit of 551.20 yuan at the desk by Sat 4 Apr 2026, 11:00');
    await payDeposit(await givenStaff(linli, 'desk'), deposit);
    expect(await plannedAt('2026-04-03 11:01', me.id)).toContain('lease.deposit_due 2026-04-03 23:00 withdrawn');
  });

  it('tell of a document 30 days before it expires, for approved applications alone', async () => {
    const house = await givenLettingHouse(linli);
    const approved = await givenApproved(linli, house);
    const withdrawn = await givenApproved(linli, house, { state: 'withdrawn' });
    const clerk = await givenStaff(linli, 'apartments');
    for (const { applicationId } of [approved, withdrawn]) {
      await linli.database.manager.insert(ApplicationCondition, {
        ...{ id: newId(), applicationId, kind: 'employer_contract', state: 'accepted', source: '港务公司' },
        ...{ checkedAt: linli.clock.now(), checkedBy: clerk.id, reason: null, reasonEn: null },
        validUntil: Temporal.PlainDate.from('2026-05-31'),
      });
    }
    const expected = ['application.document_expiring 2026-05-01 10:00 due'];
    expect(await plannedAt('2026-04-30 12:00', approved.id)).toEqual(expected);
    expect(await plannedAt('2026-04-30 12:01', approved.id)).toEqual(expected);
    expect(await plannedAt('2026-04-30 12:01', withdrawn.id)).toEqual([]);
    const [told] = await messagesTo(linli, approved.id);
    expect(told?.body).toContain('your employment contract is valid until Sun 31 May 2026');
  });

  it('leave out what was due before the lease was signed', async () => {
    const renewal = { opensDaysBefore: 84, askedByDaysBefore: 30, recheckDaysBefore: 60, offerDays: 14 };
    const house = await givenLettingHouse(linli, { policy: { termMonths: 3, shortFirstLease: null, renewal } });
    const me = await givenApproved(linli, house);
    const chosen = await choose(me, house.units[0].id);
    const signed = await sign(linli, me, chosen.body.id);
    expect([chosen.body, signed.body]).toMatchObject([{ endsOn: '2026-06-30' }, { state: 'signed' }]);
    await (await givenStaff(linli, 'apartments')).http.post(`/leases/${chosen.body.id}/countersignature`);
    await payDeposit(await givenStaff(linli, 'desk'), signed.body.deposit);
    const endings = async (moment: string) => {
      const lines = await plannedAt(moment, me.id);
      return lines.filter((line) => line.startsWith('lease.ending'));
    };
    expect(await endings('2026-04-01 10:01')).toEqual([]);
    expect(await endings('2026-04-30 12:00')).toEqual(['lease.ending 2026-05-01 10:00 due']);
  });
});
