import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asCsv } from '../support/course-list.js';
import { choose, givenApproved, givenLet, givenLettingHouse, sign } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { leaseList } from '../support/lease-list.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-04-01 10:00';

describe('a tenant who marries', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  const wedding = (one: { id: string }, other: { id: string }) => ({
    ...{ residentIds: [one.id, other.id], marriedOn: '2026-03-20', proof: '结婚证已核验' },
  });

  it('gives one of two homes up; the other is renewed by the higher tier, with the tenure of both', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, {}] });
    const her = await givenApproved(linli, house, { tier: 'E', degree: null });
    const him = await givenApproved(linli, house, { tier: 'D', degree: null });
    const hers = await givenLet(linli, her, house.units[0].id);
    linli.clock.set('2026-05-20 10:00');
    const his = await givenLet(linli, await signedInAgain(linli, him), house.units[1]?.id ?? '', '2026-06-01');
    const recorded = await his.office.http.post('/marriages', wedding(her, him));
    expect(recorded.body).toMatchObject({ endOneBy: '2026-08-18', endedOn: null });
    for (const { id } of [her, him]) {
      const [told] = await messagesTo(linli, id, 'lease.one_of_two');
      expect(told?.body).toContain('18 Aug 2026');
    }

    linli.clock.set('2027-02-10 10:00');
    const [wife, husband] = [await signedInAgain(linli, her), await signedInAgain(linli, him)];
    const office = await signedInAgain(linli, hers.office, 'staff');
    const ask = () => wife.http.post(`/leases/${hers.id}/renewal`);
    expect((await ask()).body).toMatchObject({
      code: 'household.two_homes',
      facts: { reference: his.lease.reference },
    });
    await husband.http.post(`/leases/${his.id}/notice`, { leaveOn: '2027-03-20', reason: '结婚' });
    expect((await ask()).status).toBe(200);
    const offer = (await office.http.post(`/leases/${hers.id}/renewal-offer`)).body;
    expect(offer).toMatchObject({ household: { tier: 'E', spouseTier: 'D' }, monthlyNetFen: 27_560, termNumber: 3 });
    expect((await sign(linli, wife, offer.id)).body.state).toBe('let');
    expect((await husband.http.get(`/me/leases/${offer.id}`)).status).toBe(200);
    const third = await choose(
      { ...husband, applicationId: him.applicationId },
      house.units[1]?.id ?? '',
      '2027-03-25',
    );
    expect(third.body.code).toBe('household.two_homes');

    const divorce = { endedOn: '2027-02-01', proof: '离婚证已核验' };
    const end = () => office.http.post(`/marriages/${recorded.body.id}/end`, divorce);
    expect((await end()).body).toMatchObject({ endedOn: '2027-02-01', endReason: 'divorce' });
    expect((await end()).body.code).toBe('household.decided_already');
    const free = await choose({ ...husband, applicationId: him.applicationId }, house.units[1]?.id ?? '', '2027-03-25');
    expect(free.status).toBe(201);
    expect((await office.http.get(`/residents/${her.id}/marriages`)).body.items).toHaveLength(1);
  });

  it('pays by the tier of a spouse whose lease was taken over, which that lease says', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, {}] });
    const her = await givenApproved(linli, house, { tier: 'E', degree: null });
    const hers = await givenLet(linli, her, house.units[0].id);
    const him = await givenResident(linli, { name: '王小明' });
    const row = { building: house.building, number: house.units[1]?.number ?? '', tenant: '王小明', phone: him.phone };
    const taken = { ...row, from: '2025-05-01', lastDay: '2026-04-30', rentFen: '0', tier: 'B' };
    const path = `/apartment-houses/${house.venueId}/lease-list`;
    expect((await hers.office.http.with(asCsv).send('POST', path, leaseList([taken]))).status).toBe(201);
    await hers.office.http.post('/marriages', wedding(her, him));

    linli.clock.set('2027-02-10 10:00');
    const wife = await signedInAgain(linli, her);
    const { http } = await signedInAgain(linli, hers.office, 'staff');
    expect((await wife.http.post(`/leases/${hers.id}/renewal`)).status).toBe(200);
    const preview = (await http.get(`/apartment-policies/${house.policyId}/leases`)).body.items;
    expect(preview.find(({ lease }: any) => lease.id === hers.id)?.rent).toMatchObject({ netFen: 0 });
    const offer = (await http.post(`/leases/${hers.id}/renewal-offer`)).body;
    expect(offer).toMatchObject({ household: { tier: 'E', spouseTier: 'B' }, monthlyNetFen: 0 });
  });

  it('has one spouse at a time, is married to another, and since no later than today', async () => {
    const office = await givenStaff(linli, 'apartments');
    const [one, other, third] = [await givenResident(linli), await givenResident(linli), await givenResident(linli)];
    const record = (body: object) => office.http.post('/marriages', body);
    expect((await record(wedding(one, one))).body.code).toBe('household.not_with_oneself');
    expect((await record(wedding(one, { id: '01a21774-0000-7000-8000-000000000000' }))).status).toBe(404);
    expect((await record({ ...wedding(one, other), marriedOn: '2026-04-02' })).body.code).toBe('leaving.happens_later');
    expect((await record({ ...wedding(one, other), proof: '' })).status).toBe(400);
    const both = await Promise.all([record(wedding(one, other)), record(wedding(third, one))]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('household.married_already');
    const { id } = both.find(({ status }) => status === 201)?.body ?? {};
    const early = await office.http.post(`/marriages/${id}/end`, { endedOn: '2026-03-20', proof: '离婚证' });
    expect(early.body.code).toBe('household.not_before_the_wedding');
    expect((await one.http.post('/marriages', wedding(one, third))).status).toBe(403);
  });
});
