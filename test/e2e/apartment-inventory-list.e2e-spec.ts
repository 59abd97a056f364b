import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asCsv, asXlsx, cellsOf, rawXlsx, sheetData, xlsx } from '../support/course-list.js';
import { givenHouse } from '../support/given-apartments.js';
import { givenStaff, givenVenue } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { realUnitList, unitList, unitListHeadings, unitRow, typedUnit as unit } from '../support/unit-list.js';

const nowhere = '01900000-0000-7000-8000-000000000000';

describe('the unit list of an apartment house', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    clerk = (await givenStaff(linli, 'apartments')).http;
  });
  afterAll(() => linli.stop());

  const upload = (
    venueId: string,
    file: Buffer,
    query = '',
    options: { headers?: Record<string, string>; key?: string } = {},
  ) =>
    clerk
      .with(options.headers ?? asCsv)
      .send<any>('POST', `/apartment-houses/${venueId}/unit-list${query}`, file, options);
  const exported = (venueId: string) => clerk.get<Buffer>(`/apartment-houses/${venueId}/unit-list.xlsx`);
  const outcome = ({ body }: { body: any }) => [body.created, body.updated, body.unchanged];
  const written = async () => {
    const counts = ['buildings', 'units', 'unit_outages', 'audit_entries'].map(
      (table) => `(SELECT count(*) FROM ${table})`,
    );
    return linli.database.query(`SELECT ${counts.join(" || ' ' || ")} AS counts`);
  };

  it('previews the real list and writes nothing', async () => {
    const { id } = await givenVenue(linli);
    const before = await written();
    const { status, body } = await upload(id, realUnitList, '?dryRun=true');
    expect(status).toBe(201);
    expect(body).toMatchObject({ dryRun: true, created: 192, updated: 0, unchanged: 0, errors: [] });
    expect(body.newBuildings).toEqual(['菁英公寓1号楼', '菁英公寓2号楼']);
    expect(await written()).toEqual(before);
  });

  it('takes the real list once; the second time changes nothing', async () => {
    const { id } = await givenVenue(linli);
    expect(outcome(await upload(id, realUnitList))).toEqual([192, 0, 0]);
    const after = await written();
    expect(outcome(await upload(id, realUnitList))).toEqual([0, 0, 192]);
    expect(await written()).toEqual(after);
    const { body } = await clerk.get(`/buildings?venueId=${id}`);
    expect(body.items).toMatchObject([
      { name: '菁英公寓1号楼', nameEn: '菁英公寓1号楼', venueId: id, units: 96 },
      { name: '菁英公寓2号楼', units: 96 },
    ]);
  });

  it('exports a list that can be imported again as it is, or changed: what was and will be is shown', async () => {
    const { id } = await givenVenue(linli);
    await upload(id, realUnitList);
    const file = await exported(id);
    expect(file.status).toBe(200);
    expect(outcome(await upload(id, file.body, '', { headers: asXlsx }))).toEqual([0, 0, 192]);
    const { rows } = await cellsOf(file.body);
    expect(rows[1]).toEqual(['菁英公寓1号楼', '0201', '2', '单身公寓', '35', '1', '26.5', '南', '空调;热水器;宽带']);
    rows[1]?.splice(6, 1, '27.00');
    const preview = await upload(id, await xlsx(rows), '?dryRun=true', { headers: asXlsx });
    expect(outcome(preview)).toEqual([0, 1, 191]);
    expect(preview.body.units[0]).toEqual({
      row: 2,
      building: '菁英公寓1号楼',
      number: '0201',
      outcome: 'updated',
      changes: [{ column: '市场租金(元/㎡·月)', from: '26.5', to: '27' }],
    });
    expect(outcome(await upload(id, await xlsx(rows), '', { headers: asXlsx }))).toEqual([0, 1, 191]);
    const found = await clerk.get(`/units?venueId=${id}&search=0201`);
    expect(found.body.items[0]).toMatchObject({ number: '0201', marketFenPerM2: 2_700, areaM2: 35 });
  });

  it('exports names that look like formulas, and units that were added one by one, so that they come back the same', async () => {
    const { venueId, buildingId } = await givenHouse(linli, { building: '=1+1号楼' });
    const input = { ...unit, number: '－１', layout: '＋层', equipment: ['＠家', '空调（大）'] };
    expect((await clerk.post(`/buildings/${buildingId}/units`, input)).status).toBe(201);
    const file = await exported(venueId);
    expect(outcome(await upload(venueId, file.body, '', { headers: asXlsx }))).toEqual([0, 0, 2]);
  });

  it('says who imported what, and what became of each unit', async () => {
    const { venueId, building, units } = await givenHouse(linli);
    await upload(venueId, unitList(unitRow({ 楼栋: building, '市场租金(元/㎡·月)': '30' }), unitRow({ 楼栋: '新楼' })));
    const entries = await linli.database.query(
      `SELECT action, actor_kind, facts FROM audit_entries WHERE subject_id IN ($1, $2) ORDER BY action`,
      [venueId, units[0].id],
    );
    expect(entries).toMatchObject([
      {
        action: 'unit.changed',
        actor_kind: 'staff',
        facts: { changes: expect.arrayContaining([expect.objectContaining({ from: '26.5', to: '30' })]) },
      },
      { action: 'unit_list.imported', facts: { created: 1, updated: 1, unchanged: 0 } },
    ]);
  });

  it('takes all of the list or nothing, and names every bad cell', async () => {
    const { id } = await givenVenue(linli);
    const before = await written();
    const list = unitList(
      unitRow(),
      unitRow({ 房号: '0202', '面积(㎡)': '-35', 朝向: '天' }),
      unitRow({ 房号: '0203', 楼栋: '' }),
      unitRow(),
    );
    const { status, body } = await upload(id, list);
    expect({ status, code: body.code, count: body.facts.count }).toEqual({
      status: 422,
      code: 'units.unit_list_has_errors',
      count: 4,
    });
    expect(body.facts.errors.map(({ row, column, value }: any) => [row, column, value])).toEqual([
      [3, '面积(㎡)', '-35'],
      [3, '朝向', '天'],
      [4, '楼栋', ''],
      [5, '房号', '0201'],
    ]);
    expect((await upload(id, list, '?dryRun=true')).body).toMatchObject({ created: 2, errors: body.facts.errors });
    expect(await written()).toEqual(before);
  });

  it('does not take 201 for a new unit where 0201 is known', async () => {
    const { venueId, building } = await givenHouse(linli);
    const { body } = await upload(venueId, unitList(unitRow({ 楼栋: building, 房号: '201' })));
    expect(body.facts.errors).toMatchObject([{ row: 2, column: '房号', value: '201' }]);
  });

  it('reads formulas, numbers and rich text as Excel shows them', async () => {
    const { id } = await givenVenue(linli);
    const row = [
      { richText: [{ text: '1号' }, { text: '楼' }] },
      '0201',
      { formula: '1+1', result: 2 },
      '一室一厅',
      52.5,
      1,
      { formula: 'A1/0', result: { error: '#DIV/0!' as const } },
      '南',
      { formula: 'A1' },
    ];
    const { body } = await upload(id, await xlsx([[...unitListHeadings], row]), '?dryRun=true', { headers: asXlsx });
    expect(body.errors).toMatchObject([{ row: 2, column: '市场租金(元/㎡·月)', value: '#DIV/0!' }]);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), asCsv],
    ['a file of nothing but commas', Buffer.from(',,,\n,,,\n'), asCsv],
    ['a file that only pretends to be .xlsx', Buffer.from('PK\u0003\u0004 not a zip'), asXlsx],
    ['a quotation mark that is never closed', Buffer.from('楼栋\n"1号楼'), asCsv],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x01, 0x80]), asCsv],
    ['an .xls of old', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), asXlsx],
    ['more than 2,000 rows', unitList(...Array.from({ length: 2_001 }, () => unitRow())), asCsv],
    ['a sheet that unpacks to far more', rawXlsx(sheetData([['楼栋']]) + ' '.repeat(20 * 1024 * 1024)), asXlsx],
    ['text where a zero byte hides', unitList(unitRow({ 楼栋: '1号\u0000楼', 户型: `${'a'.repeat(99)}😀` })), asCsv],
    ['JSON', Buffer.from('{"a":1}'), { 'content-type': 'application/json' }],
  ])('refuses %s with a sentence', async (_, file, headers) => {
    const { id } = await givenVenue(linli);
    const reply = await upload(id, file, '', { headers, key: `bad-${_.replace(/\W/g, '-')}` });
    expect([400, 415, 422]).toContain(reply.status);
    expect(reply.body.code).toMatch(/^(units|request)\./);
  });

  it('carries out an import once for an Idempotency-Key, also when it is sent twice at once', async () => {
    const { id } = await givenVenue(linli);
    const send = () => upload(id, unitList(unitRow()), '', { key: 'one-unit-list' });
    const [first, second] = await Promise.all([send(), send()]);
    expect(first.body).toEqual(second.body);
    expect(outcome(first)).toEqual([1, 0, 0]);
  });

  it('lets two imports of one house wait for each other: the units are there once', async () => {
    const { id } = await givenVenue(linli);
    const replies = await Promise.all([upload(id, realUnitList), upload(id, realUnitList)]);
    expect(replies.map(outcome).sort()).toEqual([
      [0, 0, 192],
      [192, 0, 0],
    ]);
  });

  it('does not find a house that is not there', async () => {
    expect((await upload(nowhere, unitList(unitRow()))).status).toBe(404);
    expect((await exported(nowhere)).status).toBe(404);
    expect((await upload('first-house', unitList(unitRow()))).status).toBe(400);
  });
});
