import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seatsOf, zoneCounts } from '../../src/culture-centre/halls/seat-map.rules.js';
import { givenStaff, givenVenue } from '../support/given-people.js';
import { givenExhibition, givenHall, givenPerformance, grandTheatre } from '../support/given-programme.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const programme = readFileSync(new URL('../../demo/culture-centre-programme.csv', import.meta.url));
const csv = { headers: { 'content-type': 'text/csv' } };

describe('running a programme', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'culture')).http;
  });
  afterAll(() => linli.stop());

  const upload = (venueId: string, file: Buffer | string, query = '') =>
    clerk.send('POST', `/venues/${venueId}/programme${query}`, Buffer.from(file as string), csv) as Promise<any>;

  const theatreAt = async (venueId: string) => {
    const { body } = await clerk.post<any>('/halls', {
      venueId,
      name: '金港大剧场',
      nameEn: 'Grand theatre',
      kind: 'theatre',
    });
    const drawn = await clerk.send('PUT', `/halls/${body.id}/seat-map`, { map: grandTheatre });
    return { id: body.id as string, drawn: drawn as any };
  };

  it('draws the hall of 806 seats: three zones, eight wheelchair places with companions, twenty house seats', async () => {
    const { id, drawn } = await theatreAt((await givenVenue(linli)).id);
    expect(drawn).toMatchObject({ status: 200, body: { version: 1, seats: 806, removed: [] } });
    const kinds = zoneCounts(grandTheatre).map(({ byKind }) => byKind);
    const sum = (kind: 'wheelchair' | 'companion' | 'house') => kinds.reduce((total, one) => total + one[kind], 0);
    expect([sum('wheelchair'), sum('companion'), sum('house')]).toEqual([8, 8, 20]);
    const { status, body, headers } = await clerk.get<any>(`/halls/${id}/seat-map.svg`);
    expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect((String(body).match(/id="seat-/g) ?? []).length).toBe(806);
    expect(String(body)).toContain('1排9座 A区');
  });

  it('refuses a map with a seat twice or in no zone, and names each', async () => {
    const { id } = await theatreAt((await givenVenue(linli)).id);
    const rows = [
      {
        name: '1',
        at: 0,
        blocks: [
          { from: 1, to: 3, at: 0, zone: 'X' },
          { from: 3, to: 4, at: 5, zone: 'A' },
        ],
      },
    ];
    const map = { zones: [{ code: 'A', name: 'A区', nameEn: 'zone A' }], rows };
    const { status, body } = await clerk.send<any>('PUT', `/halls/${id}/seat-map`, { map });
    expect([status, body.code]).toEqual([400, 'halls.seat_map_wrong']);
    expect(body.facts.problems.map(({ en }: { en: string }) => en)).toContain('seat 3 of row 1 is there twice');
  });

  it('gives new halls the English name of the list, where it says one', async () => {
    const { id: venueId } = await givenVenue(linli);
    const list = [
      '类型,名称,title,地点,场地英文名,开始日期,结束日期,场次,每场名额,票价(元),入场方式',
      '展览,甲,A,一楼展厅,Hall on the first floor,2026-12-01,2026-12-02,09:00-11:00,10,0,分时预约',
      '展览,乙,B,小展厅,,2026-12-01,2026-12-02,09:00-11:00,10,0,分时预约',
    ];
    expect((await upload(venueId, list.join('\n'))).body).toMatchObject({ created: 2, errors: [] });
    const { body } = await clerk.get<any>(`/halls?venueId=${venueId}`);
    expect(body.items.map(({ nameEn }: any) => nameEn).sort()).toEqual(['Hall on the first floor', '小展厅']);
  });

  it('previews the real list, takes it as drafts, and takes nothing twice', async () => {
    const { id: venueId } = await givenVenue(linli);
    const before = await upload(venueId, programme, '?dryRun=true');
    expect(before.body.errors).toMatchObject([
      { row: 4, column: '地点' },
      { row: 5, column: '地点' },
    ]);
    await theatreAt(venueId);
    const preview = await upload(venueId, programme, '?dryRun=true');
    expect(preview.body).toMatchObject({ created: 5, errors: [], newHalls: ['一楼展厅', '二楼展厅', '小剧场'] });
    expect(preview.body.items.map(({ slots }: { slots: number }) => slots)).toEqual([234, 126, 1, 2, 2]);
    expect((await upload(venueId, programme)).body).toMatchObject({ created: 5, unchanged: 0 });
    expect((await upload(venueId, programme)).body).toMatchObject({ created: 0, unchanged: 5 });
    const { body } = await clerk.get<any>(`/programme-items?venueId=${venueId}`);
    expect(body.items.map(({ title, state }: any) => `${title} ${state}`)).toContain('新年音乐会 draft');
    expect((await linli.anyone.get<any>('/programme')).body.total).toBe(0);
  });

  it('imports nothing of a list with an error, and names the cell', async () => {
    const { id } = await givenVenue(linli);
    const lines = programme.toString('utf8').split('\n');
    const bad = [lines[0], lines[1]?.replace('2027-02-28', '2026-11-01'), lines[2]?.replace('分时预约', '排队')].join(
      '\n',
    );
    const { status, body } = await upload(id, bad);
    expect([status, body.code]).toEqual([400, 'programme.list_has_errors']);
    expect(body.facts.errors).toMatchObject([
      { row: 2, column: '结束日期' },
      { row: 3, column: '入场方式' },
    ]);
    expect((await clerk.get<any>(`/programme-items?venueId=${id}`)).body.total).toBe(0);
  });

  it('names the row that has no slot or far too many, also in a preview', async () => {
    const { id } = await givenVenue(linli);
    const [head] = programme.toString('utf8').split(/\r?\n/);
    const row = (title: string, from: string, until: string) =>
      `展览,${title},${title},一楼展厅,${from},${until},09:00-10:00,10,0,分时预约`;
    const list = [head, row('一百年', '2026-12-05', '2126-12-06'), row('周一', '2026-12-07', '2026-12-07')].join('\n');
    const errors = [
      { row: 2, column: '结束日期', reasonEn: 'there would be more than 5000 slots' },
      { row: 3, column: '开始日期', reason: '这些日期都闭馆（周一）' },
    ];
    expect((await upload(id, list)).body).toMatchObject({ code: 'programme.list_has_errors', facts: { errors } });
    expect((await upload(id, list, '?dryRun=true')).body).toMatchObject({ dryRun: true, errors });
    const asJson = await clerk.post<any>(`/venues/${id}/programme`, {});
    expect(asJson).toMatchObject({ status: 415, body: { detail: expect.stringContaining('XLSX') } });
  });

  it('publishes: everybody sees slots with places left, and when they can be booked', async () => {
    const { id: venueId } = await givenVenue(linli);
    const hall = await givenHall(linli, { venueId });
    const draft = await clerk.post<any>('/programme-items', {
      ...{ hallId: hall.id, kind: 'exhibition', entry: 'timed', title: '苏绣展', titleEn: 'Embroidery' },
      ...{ startsOn: '2026-08-25', endsOn: '2026-09-06', closedWeekdays: [1], places: 80 },
      times: [
        { from: '09:00', until: '11:00' },
        { from: '11:00', until: '13:30' },
      ],
    });
    expect(draft).toMatchObject({ status: 201, body: { state: 'draft', slots: 24 } });
    expect((await linli.anyone.get(`/programme/${draft.body.id}`)).status).toBe(404);
    const published = await clerk.post<any>(`/programme-items/${draft.body.id}/publication`);
    expect(published.body).toMatchObject({ state: 'published', slots: 24, booked: 0 });
    const { body } = await linli.anyone.get<any>(`/programme/${draft.body.id}/slots?from=2026-08-25&days=7`);
    expect(body.items).toHaveLength(12);
    const opensAt = '2026-08-18T17:00:00+08:00';
    expect(body.items[0]).toMatchObject({
      placesLeft: 80,
      booking: { state: 'open', opensAt, closesAt: '2026-08-25T10:30:00+08:00' },
    });
    expect(body.items.at(-1).booking.state).toBe('not_yet_open');
    const page = await linli.anyone.get<any>(`/programme/${draft.body.id}`, { headers: { 'accept-language': 'en' } });
    expect(page.body.howToBook).toContain('at most 5 people an account and day');
  });

  it('changes what is published: a day more opens, a closed day is cancelled', async () => {
    const { id } = await givenExhibition(linli);
    const longer = await clerk.patch<any>(`/programme-items/${id}`, { endsOn: '2026-08-31', closedOn: ['2026-08-27'] });
    expect(longer.body).toMatchObject({ slots: 18, endsOn: '2026-08-31' });
    const { body } = await linli.anyone.get<any>(`/programme/${id}/slots?from=2026-08-27&days=1`);
    expect(body.items.map((slot: any) => slot.booking.state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    const fixed = await clerk.patch<any>(`/programme-items/${id}`, { priceFen: 100 });
    expect([fixed.status, fixed.body.code]).toEqual([409, 'programme.not_a_draft']);
    expect((await clerk.delete<any>(`/programme-items/${id}`)).body.code).toBe('programme.not_removable');
  });

  it('has one showing in a hall at a time, also where two are published at once', async () => {
    const hall = await givenHall(linli);
    const draft = (title: string) =>
      clerk.post<any>('/programme-items', {
        ...{ hallId: hall.id, kind: 'performance', entry: 'unnumbered', title, titleEn: title, places: 10 },
        ...{ startsOn: '2026-08-28', endsOn: '2026-08-28', times: [{ from: '19:30', until: '21:30' }] },
      });
    const ids = (await Promise.all([draft('甲'), draft('乙')])).map(({ body }) => body.id as string);
    const tries = await Promise.all(ids.map((id) => clerk.post<any>(`/programme-items/${id}/publication`)));
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(tries.find(({ status }) => status === 409)?.body.code).toBe('programme.hall_taken');
  });

  it('changes and cancels a slot', async () => {
    const { slots } = await givenPerformance(linli);
    const [slot] = slots;
    const moved = await clerk.patch<any>(`/slots/${slot?.id}`, { places: 12, from: '20:00', until: '22:00' });
    expect(moved.body).toMatchObject({ capacity: 12, startsAt: '2026-08-28T20:00:00+08:00' });
    const gone = await clerk.post<any>(`/slots/${slot?.id}/cancellation`, { reason: '演员生病' });
    expect(gone.body).toMatchObject({ cancelReason: '演员生病' });
    const again = await clerk.post<any>(`/slots/${slot?.id}/cancellation`, { reason: '演员生病' });
    expect([again.status, again.body.code]).toEqual([409, 'programme.cancelled']);
  });

  it('sells numbered seats only where the map has as many', async () => {
    const hall = await givenHall(linli, { map: grandTheatre });
    const draft = await clerk.post<any>('/programme-items', {
      ...{ hallId: hall.id, kind: 'performance', entry: 'numbered', title: '音乐会', titleEn: 'Concert', places: 800 },
      ...{ startsOn: '2026-08-28', endsOn: '2026-08-28', times: [{ from: '19:30', until: '21:30' }] },
    });
    const refused = await clerk.post<any>(`/programme-items/${draft.body.id}/publication`);
    expect([refused.status, refused.body.code]).toEqual([409, 'programme.places_are_seats']);
    await clerk.patch(`/programme-items/${draft.body.id}`, { places: seatsOf(grandTheatre).length });
    expect((await clerk.post<any>(`/programme-items/${draft.body.id}/publication`)).body.state).toBe('published');
  });
});
