import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jpeg } from '../support/given-application.js';
import { givenHouse, givenOutage } from '../support/given-apartments.js';
import { choose, givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import { givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const start = '2026-09-01 10:00';

describe('units that can be chosen', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  const get = (path: string) => linli.anyone.get<any>(path);
  const found = async (venueId: string, query = '') =>
    (await get(`/free-units?venueId=${venueId}${query}`)).body.items.map(
      ({ number, freeFrom, freeUntil }: Record<string, string>) => [number, freeFrom, freeUntil],
    );

  it('are there for everybody, with house, layout, area, market rent and photos, and say nothing of people', async () => {
    const house = await givenLettingHouse(linli, { units: [{ areaM2: 52.5, marketFenPerM2: 2_650 }] });
    const unitId = house.units[0].id;
    const office = (await givenStaff(linli, 'apartments')).http;
    await office.with({ 'content-type': 'image/jpeg' }).send('POST', `/units/${unitId}/photos`, jpeg);
    const { status, body } = await get(`/free-units?venueId=${house.venueId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 1, page: 1, size: 20 });
    const [unit] = body.items;
    expect(unit).toMatchObject({
      ...{ id: unitId, number: '0201', layout: '一室一厅', rooms: 1, areaM2: 52.5, marketFenPerM2: 2_650 },
      ...{ marketFen: 139_125, freeFrom: '2026-09-01', freeUntil: null, isLivedIn: false },
      house: { id: house.venueId, name: expect.any(String), nameEn: expect.any(String), address: expect.any(String) },
      building: { id: house.buildingId, name: house.building },
      photos: [{ mediaType: 'image/jpeg', bytes: jpeg.length }],
    });
    expect((await get(`/free-units/${unitId}`)).body).toEqual(unit);
    const photo = await get(`/free-units/${unitId}/photos/${unit.photos[0].id}`);
    expect(photo.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.compare(photo.body, jpeg)).toBe(0);
  });

  it('are what is neither let nor held nor shut, and what the house has a policy for', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, {}, {}, {}, {}] });
    const [letUnit, held, shut, later, brief] = house.units;
    await givenLet(linli, await givenApproved(linli, house), letUnit.id);
    const chooser = await givenApproved(linli, house);
    const hold = await choose(chooser, held!.id);
    await givenOutage(linli, shut!.id, { from: '2026-08-01' });
    await givenOutage(linli, later!.id, { from: '2026-08-01', until: '2026-10-01' });
    // Two months are shorter than the shortest lease, of three.
    await givenOutage(linli, brief!.id, { from: '2026-11-01', until: '2027-06-01' });
    const office = (await givenStaff(linli, 'apartments')).http;
    await office.with({ 'content-type': 'image/jpeg' }).send('POST', `/units/${letUnit.id}/photos`, jpeg);
    const [photo] = (await office.get<any>(`/units/${letUnit.id}`)).body.photos;

    expect(await found(house.venueId)).toEqual([['0204', '2026-10-01', null]]);
    for (const path of [`/free-units/${letUnit.id}`, `/free-units/${letUnit.id}/photos/${photo.id}`]) {
      expect(await get(path)).toMatchObject({ status: 404, body: { code: 'units.not_free' } });
    }
    await chooser.http.post(`/leases/${hold.body.id}/giving-back`);
    expect(await found(house.venueId)).toEqual([
      ['0202', '2026-09-01', null],
      ['0204', '2026-10-01', null],
    ]);
    expect(await found((await givenHouse(linli)).venueId)).toEqual([]);
  });

  it('are those of a tenant who leaves, once that is settled, and can be chosen as they are listed', async () => {
    const house = await givenLettingHouse(linli);
    const person = await givenApproved(linli, house);
    const unitId = house.units[0].id;
    const { id, office } = await givenLet(linli, person, unitId);
    await office.http.post(`/leases/${id}/keys`);
    linli.clock.set('2027-07-20 10:00');
    const tenant = await signedInAgain(linli, person);
    expect(await found(house.venueId)).toEqual([]);
    await tenant.http.post(`/leases/${id}/renewal-decline`, { reason: '买了房' });
    expect(await found(house.venueId)).toEqual([['0201', '2027-09-01', null]]);
    expect((await get(`/free-units/${unitId}`)).body).toMatchObject({ isLivedIn: true });
    expect(JSON.stringify((await get(`/free-units/${unitId}`)).body)).not.toMatch(/tenant|resident|lease/i);

    linli.clock.set('2027-09-02 10:00');
    expect(await found(house.venueId)).toEqual([]);
    const again = await signedInAgain(linli, office, 'staff');
    await again.http.post(`/leases/${id}/keys-back`, { reason: '退租' });
    expect(await found(house.venueId)).toEqual([['0201', '2027-09-02', null]]);
    expect((await choose(await givenApproved(linli, house), unitId, '2027-09-02')).status).toBe(201);
  });

  it('are narrowed by layout, rooms, area, rent and day, sorted, and come in pages', async () => {
    const house = await givenLettingHouse(linli, {
      units: [
        { layout: '单身公寓', rooms: 1, areaM2: 35 },
        { layout: '两室一厅', rooms: 2, areaM2: 80, marketFenPerM2: 2_000 },
        { layout: '两室一厅', rooms: 2, areaM2: 75 },
      ],
    });
    const { venueId } = house;
    await givenOutage(linli, house.units[1]!.id, { from: '2026-08-01', until: '2026-09-15' });
    const numbers = async (query: string) => (await found(venueId, query)).map(([number]: string[]) => number);
    expect(await numbers('')).toEqual(['0201', '0203', '0202']);
    expect(await numbers(`&layout=${encodeURIComponent('两室一厅')}`)).toEqual(['0203', '0202']);
    expect(await numbers('&rooms=1')).toEqual(['0201']);
    expect(await numbers('&leastAreaM2=75&mostAreaM2=79.5')).toEqual(['0203']);
    expect(await numbers('&mostMarketFen=160000&sort=rent')).toEqual(['0201', '0202']);
    expect(await numbers('&sort=area')).toEqual(['0201', '0203', '0202']);
    expect(await numbers('&sort=number&size=2&page=2')).toEqual(['0203']);
    expect(await numbers('&freeOn=2026-09-14')).toEqual(['0201', '0203']);
    expect(await numbers('&freeOn=2026-09-15')).toEqual(['0201', '0203', '0202']);
    expect(await numbers(`&buildingId=${house.buildingId}&rooms=3`)).toEqual([]);
    expect((await get('/free-units?freeOn=2026-08-31')).body.code).toBe('leases.starts_too_early');
    expect((await get('/free-units?freeOn=2026-11-01')).body.code).toBe('leases.starts_too_late');
    for (const bad of ['leastAreaM2=9&mostAreaM2=8', 'rooms=0', 'freeOn=2026-02-30', 'layout=', 'sort=tenant', 'a=1']) {
      expect((await get(`/free-units?${bad}`)).status).toBe(400);
    }
  });
});
