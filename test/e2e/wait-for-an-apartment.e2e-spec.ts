import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { choose, givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import type { GivenApplicant } from '../support/given-leases.js';
import { Linli } from '../support/linli.js';

const start = '2026-08-20 10:00';

describe('waiting for an apartment', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  const waiting = async ({ http, applicationId }: GivenApplicant) =>
    (await http.get(`/me/apartment-applications/${applicationId}`)).body.waiting;

  it('ends with a unit: who has or holds one has no place, and is before nobody', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, {}, {}] });
    const [first, second, third] = [
      await givenApproved(linli, house, { tier: 'A' }),
      await givenApproved(linli, house, { tier: 'B' }),
      await givenApproved(linli, house, { tier: 'C' }),
    ];
    expect(await waiting(third)).toMatchObject({ position: 3, people: 3, estimatedOn: '2026-08-20' });
    const { office } = await givenLet(linli, first, house.units[0].id);
    const held = (await choose(second, house.units[1]!.id)).body;
    expect(await waiting(third)).toMatchObject({ position: 1, people: 1 });
    expect(await waiting(first)).toMatchObject({ position: null, estimatedOn: null, noEstimate: 'has_unit' });
    const { body } = await office.http.get(`/apartment-applications?venueId=${house.venueId}&sort=waiting_list`);
    expect(body.items.map(({ id, position }: any) => [id, position])).toEqual([
      [third.applicationId, 1],
      [first.applicationId, null],
      [second.applicationId, null],
    ]);
    await second.http.post(`/leases/${held.id}/giving-back`);
    expect(await waiting(third)).toMatchObject({ position: 2, people: 2 });
  });

  it('is likely over when as many wanted units come free as people before want them', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, { layout: '两室一厅' }] });
    const tenant = await givenApproved(linli, house, { tier: 'A' });
    const { id } = await givenLet(linli, tenant, house.units[0].id);
    const rival = await givenApproved(linli, house, { tier: 'B', wantedLayouts: ['两室一厅'] });
    const either = await givenApproved(linli, house, { tier: 'C' });
    const single = await givenApproved(linli, house, { tier: 'D', wantedLayouts: ['一室一厅'] });
    expect(await waiting(rival)).toMatchObject({ position: 1, estimatedOn: '2026-08-20', noEstimate: null });
    for (const one of [either, single]) {
      expect(await waiting(one)).toMatchObject({ estimatedOn: null, noEstimate: 'not_known' });
    }
    await tenant.http.post(`/leases/${id}/notice`, { leaveOn: '2026-10-01', reason: '换工作' });
    expect(await waiting(either)).toMatchObject({
      ...{ position: 2, estimatedOn: '2026-10-01' },
      words: expect.stringContaining('预计 2026年10月1日 周四 前后轮到'),
    });
    expect(await waiting(single)).toMatchObject({ position: 3, estimatedOn: null });
  });
});
