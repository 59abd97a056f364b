import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jpeg, pdf, png } from '../support/given-application.js';
import { givenHouse } from '../support/given-apartments.js';
import type { GivenHouse } from '../support/given-apartments.js';
import { webp } from '../support/given-inspections.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const nobody = '01900000-0000-7000-8000-000000000000';
/** Another photo each time. */
const numbered = (n: number) => Buffer.concat([jpeg, Buffer.from([n])]);

describe('photos of a unit', () => {
  let linli: Linli;
  let house: GivenHouse;
  let unitId: string;
  let office: HttpClient;
  let desk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    office = (await givenStaff(linli, 'apartments')).http;
    desk = (await givenStaff(linli, 'desk')).http;
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    house = await givenHouse(linli, { units: [{}, {}] });
    unitId = house.units[0].id;
  });

  const add = (bytes: Buffer, { type = 'image/jpeg', http = office, key }: Given = {}) =>
    http
      .with({ 'content-type': type })
      .send<any>('POST', `/units/${unitId}/photos`, bytes, key === undefined ? {} : { key });
  const ids = async (): Promise<string[]> =>
    (await desk.get(`/units/${unitId}`)).body.photos.map(({ id }: { id: string }) => id);
  const order = (photoIds: unknown) => office.put(`/units/${unitId}/photo-order`, { photoIds });

  it('are shown in their order with the unit and in the list of what can be let', async () => {
    expect((await desk.get(`/units/${unitId}`)).body.photos).toEqual([]);
    await add(png, { type: 'application/octet-stream' });
    await add(jpeg);
    const added = await add(webp, { type: 'image/webp' });
    expect(added.status).toBe(201);
    expect(added.body.photos).toMatchObject([
      { mediaType: 'image/png', bytes: png.length },
      { mediaType: 'image/jpeg', bytes: jpeg.length },
      { mediaType: 'image/webp', bytes: webp.length },
    ]);
    const { items } = (await desk.get(`/units?venueId=${house.venueId}&state=free`)).body;
    expect(items.map(({ photos }: { photos: unknown[] }) => photos)).toEqual([added.body.photos, []]);
    const photo = await desk.get(`/units/${unitId}/photos/${added.body.photos[2].id}`);
    expect(photo.headers.get('content-type')).toBe('image/webp');
    expect(photo.headers.get('content-disposition')).toBe(`inline; filename*=UTF-8''0201.webp`);
    expect(photo.headers.get('x-content-type-options')).toBe('nosniff');
    expect(photo.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.compare(photo.body, webp)).toBe(0);
  });

  it('are put into another order as a whole, or not at all', async () => {
    for (const n of [1, 2, 3]) await add(numbered(n));
    const [first, second, third] = (await ids()) as [string, string, string];
    const turned = await order([third, first, second]);
    expect(turned).toMatchObject({ status: 200, body: { photos: [{ id: third }, { id: first }, { id: second }] } });
    for (const others of [
      [first, second],
      [first, second, third, nobody],
      [first, second, nobody],
    ]) {
      expect((await order(others)).body.code).toBe('units.other_photos');
    }
    for (const bad of [[], [first, first, second], ['first'], first, Array.from({ length: 13 }, () => nobody)]) {
      expect((await order(bad)).status).toBe(400);
    }
    expect(await ids()).toEqual([third, first, second]);
    const both = await Promise.all([order([first, second, third]), order([second, third, first])]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect([[first, second, third].join(), [second, third, first].join()]).toContain((await ids()).join());
  });

  it('are taken away, and the others move up', async () => {
    for (const n of [1, 2, 3]) await add(numbered(n));
    const [first, second, third] = (await ids()) as [string, string, string];
    expect((await office.delete(`/units/${unitId}/photos/${first}`)).body.photos).toMatchObject([
      { id: second },
      { id: third },
    ]);
    expect((await office.delete(`/units/${unitId}/photos/${first}`)).status).toBe(404);
    expect((await desk.get(`/units/${unitId}/photos/${first}`)).status).toBe(404);
    const places: { position: number }[] = await linli.database.query(
      `SELECT position FROM unit_photos WHERE unit_id = $1 ORDER BY position`,
      [unitId],
    );
    expect(places.map(({ position }) => position)).toEqual([0, 1]);
    await add(numbered(4));
    expect(await ids()).toHaveLength(3);
    const rows: { action: string }[] = await linli.database.query(
      `SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY id`,
      [first],
    );
    expect(rows.map(({ action }) => action)).toEqual(['unit_photo.uploaded', 'unit_photo.removed']);
  });

  it('are twelve at most, also when several are added at once, and each is there once', async () => {
    for (let n = 1; n <= 11; n++) await add(numbered(n));
    const last = await Promise.all([12, 13, 14].map((n) => add(numbered(n))));
    expect(last.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(last.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'units.too_many_photos',
      facts: { limit: 12 },
    });
    const [first] = await ids();
    await office.delete(`/units/${unitId}/photos/${first}`);
    expect((await add(numbered(2))).body.code).toBe('units.photo_there_already');
    const twice = await Promise.all([1, 2].map(() => add(numbered(20), { key: 'a-key' })));
    expect(twice.map(({ status }) => status)).toEqual([201, 201]);
    expect(await ids()).toHaveLength(12);
  });

  it('are photos by their bytes, of 5 MB at most', async () => {
    expect((await add(pdf)).body.code).toBe('units.photo_not_taken');
    expect((await add(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).body.code).toBe(
      'units.photo_not_taken',
    );
    expect((await add(Buffer.alloc(0))).body.code).toBe('units.photo_empty');
    expect((await add(jpeg, { type: 'image/svg+xml' })).status).toBe(415);
    const large = Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)]);
    expect((await add(large)).status).toBe(413);
    expect((await add(large.subarray(0, 5 * 1024 * 1024))).status).toBe(201);
    expect(await ids()).toHaveLength(1);
  });

  it('are changed by whoever may change the unit, and seen by whoever may see it', async () => {
    const id = (await add(jpeg)).body.photos[0].id as string;
    const elsewhere = (await givenStaff(linli, 'apartments', { venueId: (await givenHouse(linli)).venueId })).http;
    const resident = (await givenResident(linli)).http;
    for (const http of [elsewhere, desk, resident]) {
      expect((await add(png, { http })).status).toBe(403);
      expect((await http.delete(`/units/${unitId}/photos/${id}`)).status).toBe(403);
      expect((await http.put(`/units/${unitId}/photo-order`, { photoIds: [id] })).status).toBe(403);
    }
    expect((await elsewhere.get(`/units/${unitId}/photos/${id}`)).status).toBe(404);
    expect((await resident.get(`/units/${unitId}/photos/${id}`)).status).toBe(403);
    expect((await desk.get(`/units/${house.units[1]!.id}/photos/${id}`)).status).toBe(404);
    expect((await office.delete(`/units/${house.units[1]!.id}/photos/${id}`)).status).toBe(404);
    expect(await ids()).toEqual([id]);
  });
});

interface Given {
  readonly type?: string;
  readonly http?: HttpClient;
  readonly key?: string;
}
