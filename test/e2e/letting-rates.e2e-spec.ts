import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { newId } from '../../src/kernel/ids.js';
import { xlsxType } from '../../src/platform/http/files.js';
import { givenLettingHouse } from '../support/given-leases.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { writeLeases, writeRenewals } from '../support/written-leases.js';

/** The cells of each sheet, row by row. */
async function sheetsOf(bytes: Buffer): Promise<Record<string, unknown[][]>> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  const rows = (sheet: ExcelJS.Worksheet) => sheet.getSheetValues().slice(1) as unknown[][];
  return Object.fromEntries(workbook.worksheets.map((sheet) => [sheet.name, rows(sheet).map((row) => row.slice(1))]));
}

describe('the rates of an apartment house', () => {
  let linli: Linli;
  let house: Awaited<ReturnType<typeof givenLettingHouse>>;
  let office: Awaited<ReturnType<typeof givenStaff>>;
  beforeAll(async () => {
    linli = await Linli.start({ now: '2026-08-20 10:00' });
    house = await givenLettingHouse(linli, { units: [{}, { layout: '单身公寓' }] });
    office = await givenStaff(linli, 'apartments', { venueId: house.venueId });
    const tenant = await givenResident(linli, { name: '=HYPERLINK("x")' });
    const [ended, next] = [newId(), newId()];
    const by = { policyId: house.policyId, staffId: office.id };
    const [first, second] = [house.units[0].id, house.units[1]?.id ?? ''];
    await writeLeases(linli, by, [
      { id: ended, unitId: first, residentId: tenant.id, state: 'ended', from: '2026-07-01', until: '2026-07-11' },
      {
        ...{ id: next, unitId: second, residentId: tenant.id, state: 'let' as const },
        ...{ from: '2026-07-21', until: '2026-08-01', keysGivenOn: '2026-07-21' },
      },
    ]);
    await writeRenewals(linli, [{ leaseId: ended, state: 'declined', reason: '-买房了', nextLeaseId: null }]);
  });
  afterAll(() => linli.stop());

  const july = 'from=2026-07-01&until=2026-08-01';

  it('leave the house as a file, with names, reasons and the nights of each unit, and nothing in it runs', async () => {
    const inChinese = office.http.with({ 'accept-language': 'zh-CN' });
    const { status, headers, body } = await inChinese.get<Buffer>(`/letting-rates.xlsx?${july}`);
    expect([status, headers.get('content-type')]).toEqual([200, xlsxType]);
    expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toContain('出租率与续租率 2026-07-01');
    const sheets = await sheetsOf(body);
    expect(Object.keys(sheets)).toEqual(['出租率', '续租率', '各套夜数', '到期租约']);
    expect(sheets.出租率?.[1]).toEqual(['全部', '全部', '全部', 2, 62, 21, 0, 33.87]);
    expect(sheets.续租率?.slice(1)).toEqual([
      ['应续租约', 2],
      ['已续租', 0],
      ['续租率(%)', 0],
      ['不予续租（不计入）', 0],
      ['换房（不计入）', 0],
    ]);
    expect(sheets.各套夜数?.slice(1).map((row) => row.slice(1))).toEqual([
      [house.building, '0201', '一室一厅', 31, 10, 0, 32.26],
      [house.building, '0202', '单身公寓', 31, 11, 0, 35.48],
    ]);
    const inEnglish = await sheetsOf((await office.http.get<Buffer>(`/letting-rates.xlsx?${july}`)).body);
    expect(Object.keys(inEnglish)).toEqual(['Occupancy', 'Renewal rate', 'Nights by unit', 'Leases that ended']);
    expect(inEnglish.Occupancy?.slice(0, 2)).toEqual([
      [
        'House',
        'Building',
        'Layout',
        'Units',
        'Nights offered',
        'Nights let',
        'Nights out of service',
        'Occupancy (%)',
      ],
      ['All', 'All', 'All', 2, 62, 21, 0, 33.87],
    ]);
    expect(sheets.到期租约?.slice(1).map((row) => row.slice(1))).toEqual([
      [`'=HYPERLINK("x")`, `${house.building} 0201`, '2026-07-10', '未续租', "'-买房了"],
      [`'=HYPERLINK("x")`, `${house.building} 0202`, '2026-07-31', '未续租', '租客未答复'],
    ]);
  });

  it('are looked into unit by unit, of one building or layout, page by page', async () => {
    const units = async (more = '') => (await office.http.get(`/letting-rates/units?${july}${more}`)).body;
    expect(await units()).toMatchObject({ total: 2, items: [{ nightsLet: 10 }, { nightsLet: 11 }] });
    expect(await units('&size=1&page=2')).toMatchObject({ total: 2, items: [{ number: '0202' }] });
    expect(await units('&size=1&page=3')).toMatchObject({ total: 2, items: [] });
    const layout = encodeURIComponent('单身公寓');
    expect(await units(`&buildingId=${house.buildingId}&layout=${layout}`)).toMatchObject({
      total: 1,
      items: [{ number: '0202', nightsOffered: 31, occupancy: 11 / 31 }],
    });
    expect(await units(`&buildingId=${newId()}`)).toMatchObject({ total: 0, items: [] });
  });

  it('name every lease behind the renewal rate, of one outcome where asked, page by page', async () => {
    const leases = async (more = '') => (await office.http.get(`/letting-rates/leases?${july}${more}`)).body;
    const all = await leases();
    expect(all).toMatchObject({
      total: 2,
      items: [
        { unit: `${house.building} 0201`, endsOn: '2026-07-10', outcome: 'not_renewed', reason: '-买房了' },
        { unit: `${house.building} 0202`, endsOn: '2026-07-31', outcome: 'not_renewed', reason: 'no answer' },
      ],
    });
    expect(await leases('&size=1&page=2')).toMatchObject({ total: 2, items: [all.items[1]] });
    expect(await leases('&outcome=not_renewed')).toMatchObject({ total: 2 });
    expect(await leases('&outcome=renewed')).toMatchObject({ total: 0, items: [] });
    expect((await office.http.get(`/letting-rates/leases?${july}&outcome=gone`)).status).toBe(400);
  });

  it('are shown to the office of the house alone', async () => {
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    const { body } = await elsewhere.http.get<Buffer>(`/letting-rates.xlsx?${july}`);
    expect((await sheetsOf(body))['Leases that ended']).toHaveLength(1);
    const learner = await givenResident(linli);
    for (const path of ['/letting-rates', '/letting-rates/units', '/letting-rates/leases', '/letting-rates.xlsx']) {
      expect((await learner.http.get(`${path}?${july}`)).status).toBe(403);
      expect((await linli.anyone.get(`${path}?${july}`)).status).toBe(401);
      expect((await office.http.get(`${path}?from=2026-08-01&until=2026-07-01`)).status).toBe(400);
      expect((await office.http.get(`${path}?from=1900-01-01&until=2199-12-31`)).status).toBe(200);
    }
  });
});
