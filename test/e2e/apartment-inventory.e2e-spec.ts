import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asCsv } from '../support/course-list.js';
import { givenHouse, givenOutage } from '../support/given-apartments.js';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { unitList, unitRow, typedUnit as unit } from '../support/unit-list.js';

const nowhere = '01900000-0000-7000-8000-000000000000';

describe('the inventory of an apartment house', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'apartments')).http;
  });
  afterAll(() => linli.stop());

  const numbers = (reply: { body: any }) => reply.body.items.map((item: { number: string }) => item.number);

  describe('buildings and units', () => {
    it('are added and changed one at a time', async () => {
      const { id: venueId } = await givenVenue(linli);
      const building = await clerk.post('/buildings', { venueId, name: '8号楼', nameEn: 'Building 8' });
      expect(building).toMatchObject({ status: 201, body: { venueId, name: '8号楼', nameEn: 'Building 8', units: 0 } });
      const added = await clerk.post(`/buildings/${building.body.id}/units`, unit);
      expect(added).toMatchObject({
        status: 201,
        body: { ...unit, state: 'free', on: '2026-08-20', taken: [], outages: [] },
      });
      const changed = await clerk.patch(`/units/${added.body.id}`, { marketFenPerM2: 3_000, equipment: [] });
      expect(changed.body).toMatchObject({ ...unit, marketFenPerM2: 3_000, equipment: [] });
      expect((await clerk.patch(`/units/${added.body.id}`, {})).body).toEqual(changed.body);
      const renamed = await clerk.patch(`/buildings/${building.body.id}`, { nameEn: 'Oak House' });
      expect(renamed.body).toMatchObject({ name: '8号楼', nameEn: 'Oak House', units: 1 });
      const log = await linli.database.query(
        `SELECT facts FROM audit_entries WHERE action = 'unit.changed' AND subject_id = $1`,
        [added.body.id],
      );
      expect(log[0]).toMatchObject({ facts: { from: { marketFenPerM2: 2_800 }, marketFenPerM2: 3_000 } });
    });

    it('are refused under a name or number that is in use', async () => {
      const { venueId, buildingId, building, units } = await givenHouse(linli, { units: [{}, {}] });
      expect(await clerk.post('/buildings', { venueId, name: building, nameEn: 'B' })).toMatchObject({
        status: 409,
        body: { code: 'units.building_name_in_use' },
      });
      const twice = { status: 409, body: { code: 'units.number_in_use' } };
      expect(await clerk.post(`/buildings/${buildingId}/units`, { ...unit, number: '0201' })).toMatchObject(twice);
      expect(await clerk.patch(`/units/${units[0].id}`, { number: '0202' })).toMatchObject(twice);
      expect(await clerk.post(`/buildings/${nowhere}/units`, unit)).toMatchObject({ status: 404 });
      expect(await clerk.post('/buildings', { venueId: nowhere, name: 'A', nameEn: 'A' })).toMatchObject({
        status: 404,
        body: { code: 'people.no_such_venue' },
      });
    });

    it.each<[string, unknown]>([
      ['nothing', {}],
      ['a list', []],
      ['an area below zero', { ...unit, areaM2: -1 }],
      ['an area of three decimals', { ...unit, areaM2: 35.005 }],
      ['an endless area', { ...unit, areaM2: 1e300 }],
      ['a floor in words', { ...unit, floor: '3' }],
      ['half a room', { ...unit, rooms: 1.5 }],
      ['a rent of nothing', { ...unit, marketFenPerM2: 0 }],
      ['a rent too large for the column', { ...unit, marketFenPerM2: 3_000_000_000 }],
      ['an empty number', { ...unit, number: ' ' }],
      ['a number that is a number', { ...unit, number: 301 }],
      ['a zero byte', { ...unit, number: '03\u000001' }],
      ['half a character', { ...unit, layout: '\ud83d' }],
      ['a name of megabytes', { ...unit, layout: 'x'.repeat(50_000) }],
      ['a name that unfolds beyond its length', { ...unit, layout: 'ﷺ'.repeat(20) }],
      ['an emoji for a direction', { ...unit, orientation: '🧭' }],
      ['equipment that a list could not hold', { ...unit, equipment: ['空调；宽带'] }],
      ['equipment twice', { ...unit, equipment: ['空调', '空调'] }],
      ['an unknown field', { ...unit, colour: 'red' }],
      ['null', null],
    ])('do not take %s', async (_, body) => {
      const { buildingId, units } = await givenHouse(linli);
      const added = await clerk.post(`/buildings/${buildingId}/units`, body);
      expect({ status: added.status, code: added.body.code }).toEqual({ status: 400, code: 'request.invalid' });
      if (_ !== 'nothing') expect((await clerk.patch(`/units/${units[0].id}`, body)).status).toBe(400);
    });

    it('are found by number, layout and building, in pages and in order', async () => {
      const { venueId, buildingId } = await givenHouse(linli, {
        units: [
          { number: '0201', areaM2: 78, layout: '两室一厅' },
          { number: '0202', areaM2: 35, layout: '单身公寓', floor: 9 },
          { number: '0310', areaM2: 52, floor: 3 },
        ],
      });
      const other = await givenHouse(linli, { venueId, building: '北楼' });
      const list = (query: string) => clerk.get(`/units?venueId=${venueId}&${query}`);
      expect(numbers(await list(`buildingId=${buildingId}`))).toEqual(['0201', '0202', '0310']);
      expect(numbers(await list(`buildingId=${buildingId}&sort=area`))).toEqual(['0202', '0310', '0201']);
      expect(numbers(await list(`buildingId=${buildingId}&sort=floor`))).toEqual(['0201', '0310', '0202']);
      expect(numbers(await list(`buildingId=${buildingId}&sort=rent`))).toEqual(['0202', '0310', '0201']);
      expect(numbers(await list('layout=单身公寓'))).toEqual(['0202']);
      expect(numbers(await list('search=两室'))).toEqual(['0201']);
      expect(numbers(await list('search=３１'))).toEqual(['0310']);
      expect(numbers(await list('search=%25'))).toEqual([]);
      expect((await list('search=北楼')).body.items).toMatchObject([
        { id: other.units[0].id, building: { name: '北楼' } },
      ]);
      expect((await list('size=2&page=2')).body).toMatchObject({ total: 4, page: 2, size: 2, on: '2026-08-20' });
    });

    it.each([
      'page=0',
      'size=101',
      'on=2026-02-30',
      'on=soon',
      'state=empty',
      'sort=-',
      'buildingId=1',
      'layout=a&layout=b',
      'x=1',
    ])('are not listed by ?%s', async (query) => {
      expect(await clerk.get(`/units?${query}`)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    });
  });

  describe('the state of a unit on a day', () => {
    it('follows from the days that are taken, the last of them not included', async () => {
      const { venueId, units } = await givenHouse(linli, { units: [{}, {}, {}] });
      const [first, second, third] = units;
      await givenOutage(linli, first.id, { from: '2026-09-01', until: '2026-10-01' });
      await givenOutage(linli, second?.id ?? '', { from: '2026-08-01', kind: 'reserved' });
      const free = async (on: string) => numbers(await clerk.get(`/units?venueId=${venueId}&state=free&on=${on}`));
      expect(await free('2026-07-31')).toEqual(['0201', '0202', '0203']);
      expect(await free('2026-08-31')).toEqual(['0201', '0203']);
      expect(await free('2026-09-01')).toEqual(['0203']);
      expect(await free('2026-09-30')).toEqual(['0203']);
      expect(await free('2026-10-01')).toEqual(['0201', '0203']);
      expect(await free('2199-12-31')).toEqual(['0201', '0203']);
      const out = await clerk.get(`/units?venueId=${venueId}&state=out_of_service&on=2026-09-15`);
      expect(out.body).toMatchObject({ total: 2, items: [{ state: 'out_of_service' }, { state: 'out_of_service' }] });
      expect((await clerk.get(`/units/${third?.id}?on=2026-09-15`)).body).toMatchObject({ state: 'free', taken: [] });
    });

    it('is the one of today when no day is said, by the clock of the house', async () => {
      const { units } = await givenHouse(linli);
      await givenOutage(linli, units[0].id, { from: '2026-08-20', until: '2026-08-21' });
      const { body } = await clerk.get(`/units/${units[0].id}`);
      expect(body).toMatchObject({
        state: 'out_of_service',
        on: '2026-08-20',
        taken: [{ state: 'out_of_service', from: '2026-08-20', until: '2026-08-21' }],
        outages: [{ kind: 'repair', reason: '漏水' }],
      });
      expect((await clerk.get(`/units/${units[0].id}?on=2026-08-21`)).body).toMatchObject({ state: 'free', taken: [] });
    });
  });

  describe('an outage', () => {
    const repair = { from: '2026-09-01', until: '2026-10-01', kind: 'repair', reason: '换热水器' };

    it('is added without an end, ended, and taken back when it was a mistake', async () => {
      const { units } = await givenHouse(linli);
      const { until: _, ...open } = repair;
      const added = await clerk.post(`/units/${units[0].id}/outages`, open);
      expect(added).toMatchObject({ status: 201, body: { ...open, until: null, unitId: units[0].id } });
      const ended = await clerk.patch(`/unit-outages/${added.body.id}`, { until: '2026-09-10' });
      expect(ended.body).toEqual({ ...added.body, until: '2026-09-10' });
      expect((await clerk.get(`/units/${units[0].id}?on=2026-09-10`)).body.state).toBe('free');
      expect((await clerk.patch(`/unit-outages/${added.body.id}`, { until: null })).body.until).toBeNull();
      expect((await clerk.delete(`/unit-outages/${added.body.id}`)).status).toBe(200);
      expect((await clerk.delete(`/unit-outages/${added.body.id}`)).status).toBe(404);
      const log = await linli.database.query(
        `SELECT action, facts->>'until' AS until FROM audit_entries WHERE subject_id = $1 ORDER BY id`,
        [added.body.id],
      );
      expect(log).toEqual([
        { action: 'unit_outage.added', until: null },
        { action: 'unit_outage.changed', until: '2026-09-10' },
        { action: 'unit_outage.changed', until: null },
        { action: 'unit_outage.removed', until: null },
      ]);
    });

    it('never overlaps another of the same unit; it may begin on the day the other ends', async () => {
      const { units } = await givenHouse(linli, { units: [{}, {}] });
      const { id } = (await clerk.post(`/units/${units[0].id}/outages`, repair)).body;
      const add = (from: string, until: string | null, unitId = units[0].id) =>
        clerk.post(`/units/${unitId}/outages`, { ...repair, from, until });
      const refused = await add('2026-09-30', null);
      expect(refused).toMatchObject({
        status: 409,
        body: {
          code: 'units.outage_overlaps',
          detail: expect.stringContaining('2026-09-01 to 2026-09-30'),
          facts: { other: { outageId: id, kind: 'repair', from: '2026-09-01', until: '2026-10-01' } },
        },
      });
      expect((await add('2026-10-01', null)).status).toBe(201);
      expect((await add('2026-08-31', '2026-09-01')).status).toBe(201);
      expect((await add('2026-09-01', null, units[1]?.id)).status).toBe(201);
      expect((await clerk.patch(`/unit-outages/${id}`, { until: '2026-10-02' })).body.code).toBe(
        'units.outage_overlaps',
      );
      expect((await clerk.patch(`/unit-outages/${id}`, { reason: '换门' })).body).toMatchObject({ reason: '换门' });
    });

    it('is kept apart by the database also when two are entered at once', async () => {
      const { units } = await givenHouse(linli);
      const add = () => clerk.post(`/units/${units[0].id}/outages`, repair);
      const replies = await Promise.all(Array.from({ length: 20 }, add));
      expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
      const overlapping = givenOutage(linli, units[0].id, { from: '2026-09-30', until: '2026-10-02' });
      await expect(overlapping).rejects.toMatchObject({ constraint: 'unit_outages_one_at_a_time' });
    });

    it('takes at least a day', async () => {
      const { units } = await givenHouse(linli);
      const refused = { status: 400, body: { code: 'units.outage_ends_before_it_begins' } };
      for (const until of ['2026-09-01', '2026-08-01']) {
        expect(await clerk.post(`/units/${units[0].id}/outages`, { ...repair, until })).toMatchObject(refused);
      }
      const { id } = (await clerk.post(`/units/${units[0].id}/outages`, repair)).body;
      expect(await clerk.patch(`/unit-outages/${id}`, { until: '2026-09-01' })).toMatchObject(refused);
    });

    it.each<[string, object]>([
      ['no day', { from: undefined }],
      ['a day that is not in the calendar', { from: '2026-02-30' }],
      ['a year of five digits', { from: '12026-09-01' }],
      ['another kind', { kind: 'party' }],
      ['no reason', { reason: '' }],
      ['a reason of kilobytes', { reason: 'x'.repeat(5_000) }],
      ['a zero byte', { reason: 'a\u0000b' }],
      ['a number for a day', { until: 20261001 }],
    ])('does not take %s', async (_, wrong) => {
      const { units } = await givenHouse(linli);
      const reply = await clerk.post(`/units/${units[0].id}/outages`, { ...repair, ...wrong });
      expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    });
  });

  describe('is for staff of the house only', () => {
    it('lets the desk look and not touch, and residents neither', async () => {
      const { venueId, units } = await givenHouse(linli);
      const desk = (await givenStaff(linli, 'desk')).http;
      expect((await desk.get(`/units/${units[0].id}`)).status).toBe(200);
      expect((await desk.patch(`/units/${units[0].id}`, { floor: 3 })).status).toBe(403);
      const resident = (await givenResident(linli)).http;
      expect((await resident.get(`/units?venueId=${venueId}`)).status).toBe(403);
    });

    it('shows and opens nothing to staff of another venue', async () => {
      const { venueId, buildingId, units } = await givenHouse(linli);
      const { id: outageId } = await givenOutage(linli, units[0].id, { from: '2026-09-01' });
      const there = await givenVenue(linli);
      const stranger = (await givenStaff(linli, 'apartments', { venueId: there.id })).http;
      expect((await stranger.get('/units')).body.total).toBe(0);
      expect((await stranger.get(`/buildings?venueId=${venueId}`)).body.items).toEqual([]);
      expect((await stranger.get(`/units/${units[0].id}`)).status).toBe(404);
      const closed = { status: 403, body: { code: 'people.not_at_this_venue' } };
      const list = `/apartment-houses/${venueId}/unit-list`;
      expect(await stranger.get(`${list}.xlsx`)).toMatchObject(closed);
      expect(await stranger.with(asCsv).send('POST', list, unitList(unitRow()))).toMatchObject(closed);
      expect(await stranger.post('/buildings', { venueId, name: 'A', nameEn: 'A' })).toMatchObject(closed);
      expect(await stranger.patch(`/buildings/${buildingId}`, { name: 'A' })).toMatchObject(closed);
      expect(await stranger.post(`/buildings/${buildingId}/units`, unit)).toMatchObject(closed);
      expect(await stranger.patch(`/units/${units[0].id}`, { floor: 3 })).toMatchObject(closed);
      expect(
        await stranger.post(`/units/${units[0].id}/outages`, { from: '2026-01-01', kind: 'repair', reason: 'x' }),
      ).toMatchObject(closed);
      expect(await stranger.patch(`/unit-outages/${outageId}`, { reason: 'x' })).toMatchObject(closed);
      expect(await stranger.delete(`/unit-outages/${outageId}`)).toMatchObject(closed);
    });
  });
});
