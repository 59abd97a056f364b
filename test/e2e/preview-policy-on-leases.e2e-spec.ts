import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { LeasePreview } from '../../src/apartments/policy/lease-preview.contract.js';
import type { PolicyChange } from '../../src/apartments/policy/policy.contract.js';
import { newId } from '../../src/kernel/ids.js';
import { xlsxType } from '../../src/platform/http/files.js';
import { choose, givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import type { GivenApplicant } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

const start = '2026-04-01 10:00';
const before: PolicyChange = { rent: { kind: 'share', byTier: { C: 20, D: 20, E: 40, F: 60 }, byTerm: [50, 70] } };
/** E rises, F falls, D stays, C is left open; whoever has no tier comes to the second term. */
const after: PolicyChange = { rent: { kind: 'share', byTier: { D: 20, E: 50, F: 55 }, byTerm: [50, 70] } };

/** Each unit has 52 m² at 26.50 yuan: 1,378.00 a month at full market. */
describe('a draft beside the leases that run', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  async function givenTenants(kinds: readonly Parameters<typeof givenApproved>[2][]) {
    const units = kinds.map((_, index) => ({ layout: index === 0 ? '两室一厅' : '一室一厅' }));
    const [first = {}, ...others] = units;
    const house = await givenLettingHouse(linli, { units: [first, ...others], policy: { subsidy: null, ...before } });
    const tenants: (GivenApplicant & { leaseId: string })[] = [];
    for (const [index, kind] of kinds.entries()) {
      const tenant = await givenApproved(linli, house, kind);
      const { id } = await givenLet(linli, tenant, house.units[index]?.id ?? '');
      tenants.push({ ...tenant, leaseId: id });
    }
    return { house, tenants, office: await givenStaff(linli, 'apartments') };
  }
  async function draftOf({ http }: { http: HttpClient }, venueId: string, values: PolicyChange): Promise<string> {
    const { status, body } = await http.post('/apartment-policies', { venueId, values });
    expect(status).toBe(201);
    return body.id;
  }
  const everyKind = [{ tier: 'E' }, { tier: 'F' }, { tier: 'D' }, { tier: null }, { tier: 'C' }] as const;
  const inShort = ({ items }: LeasePreview) =>
    items.map(({ unit, today, rent, changeFen, change }) => {
      const next = rent.outcome === 'rent' ? rent.netFen : rent.code;
      return `${unit.number} ${today?.netFen} ${next} ${changeFen} ${change}`;
    });

  it('says whose rent rises, falls, stays or is left open, in order, in pages, with totals', async () => {
    const { house, office, tenants } = await givenTenants(everyKind);
    const draft = await draftOf(office, house.venueId, after);
    const at = `/apartment-policies/${draft}/leases`;
    const get = async (query = ''): Promise<LeasePreview> => {
      const { status, body } = await office.http.get(`${at}${query}`);
      expect(status).toBe(200);
      return body;
    };
    const all = await get();
    expect(inShort(all)).toEqual([
      '0204 68900 96460 27560 raised',
      '0201 55120 68900 13780 raised',
      '0203 27560 27560 0 unchanged',
      '0202 82680 75790 -6890 lowered',
      '0205 27560 policies.no_share_for_tier null left_open',
    ]);
    expect(all.summary).toEqual({
      ...{ leases: 5, raised: 2, lowered: 1, unchanged: 1, leftOpen: 1, renewedAlready: 0 },
      ...{ todayFen: 234_260, nextFen: 268_710, changeFen: 34_450, leftOpenTodayFen: 27_560 },
    });
    expect(all.items[0]).toMatchObject({
      ...{ tenant: '王小明', renewal: null, lease: { id: tenants[3]!.leaseId, endsOn: '2027-03-31' } },
      next: { startsOn: '2027-04-01', termNumber: 2, months: 12 },
    });
    expect(all.items[4]!.rent).toMatchObject({
      reasonEn: expect.stringContaining('talent tier C'),
      facts: { tier: 'C' },
    });
    expect(all.items[4]!.next).toBeNull();

    expect(inShort(await get('?sort=fall')).map((line) => line.slice(0, 4))).toEqual([
      '0202',
      '0203',
      '0201',
      '0204',
      '0205',
    ]);
    const second = await get('?page=2&size=2');
    expect(second).toMatchObject({ total: 5, page: 2, size: 2, summary: all.summary });
    expect(second.items).toEqual(all.items.slice(2, 4));
    expect(await get('?change=left_open')).toMatchObject({ total: 1, summary: all.summary });
    expect(await get(`?layout=${encodeURIComponent('两室一厅')}`)).toMatchObject({
      total: 1,
      summary: { leases: 1, raised: 1 },
    });
    expect((await get(`?buildingId=${house.buildingId}`)).total).toBe(5);
    expect(await get(`?buildingId=${newId()}`)).toMatchObject({
      total: 0,
      items: [],
      summary: { leases: 0, changeFen: 0 },
    });
  });

  it('reads all leases at once, however many a page shows', async () => {
    const { house, office } = await givenTenants(everyKind);
    const draft = await draftOf(office, house.venueId, after);
    const reads = jest.spyOn(linli.database, 'query');
    const countOf = async (size: number) => {
      reads.mockClear();
      await office.http.get(`/apartment-policies/${draft}/leases?size=${size}`);
      return reads.mock.calls.filter(([sql]) => /\b(leases|spouses|apartment_applications)\b/.test(sql)).length;
    };
    const [one, hundred] = [await countOf(1), await countOf(100)];
    reads.mockRestore();
    expect([one, hundred]).toEqual([1, 1]);
  });

  it('is what the renewal then offers, to the fen, and refuses for the same reason', async () => {
    const { house, office, tenants } = await givenTenants(everyKind);
    const draft = await draftOf(office, house.venueId, after);
    const at = `/apartment-policies/${draft}/leases?size=100`;
    linli.clock.set('2027-01-10 10:00');
    const clerk = (await signedInAgain(linli, office, 'staff')).http;
    const preview: LeasePreview = (await clerk.get(at)).body;
    await clerk.post(`/apartment-policies/${draft}/publication`, { validFrom: '2027-01-11' });
    let offered = 0;
    for (const tenant of tenants) {
      const row = preview.items.find(({ lease }) => lease.id === tenant.leaseId)!;
      const me = await signedInAgain(linli, tenant);
      expect((await me.http.post(`/leases/${tenant.leaseId}/renewal`)).status).toBeLessThan(300);
      const { status, body } = await clerk.post(`/leases/${tenant.leaseId}/renewal-offer`);
      if (row.rent.outcome === 'left_open') {
        expect(body.code).toBe(row.rent.code);
        continue;
      }
      expect(status).toBeLessThan(300);
      offered += 1;
      expect(body).toMatchObject({ termNumber: row.next?.termNumber, startsOn: row.next?.startsOn });
      expect(body.rents[0]).toMatchObject({ totalFen: row.rent.totalFen, netFen: row.rent.netFen });
      expect(body.rents).toHaveLength(row.next?.months ?? 0);
    }
    expect(offered).toBe(4);
    const then: LeasePreview = (await clerk.get(at)).body;
    expect(then).toMatchObject({ total: 1, summary: { leases: 1, leftOpen: 1, renewedAlready: 4 } });
    expect(then.items[0]).toMatchObject({ renewal: 'asked' });
  });

  it('knows the spouse of today, who is not insured yet, and whose tenure is over', async () => {
    const { house, office, tenants } = await givenTenants([{ tier: 'F' }, { tier: 'F' }, { tier: 'F' }]);
    const [married, uninsured] = tenants;
    const spouse = await givenApproved(linli, house, { tier: 'D' });
    const marriage = newId();
    await linli.database.query(
      `INSERT INTO marriages (id, married_on, proof, recorded_at) VALUES ($1, '2026-03-01', '结婚证', now())`,
      [marriage],
    );
    for (const [one, other] of [
      [married!.id, spouse.id],
      [spouse.id, married!.id],
    ]) {
      await linli.database.query(`INSERT INTO spouses VALUES ($1, $2, $3, '[2026-03-01,)')`, [marriage, one, other]);
    }
    await linli.database.query(
      `INSERT INTO application_conditions (id, application_id, kind, state, source, hired_on)
       VALUES ($1, $2, 'social_insurance', 'given', '张家港市人社局', '2026-03-01')`,
      [newId(), uninsured!.applicationId],
    );
    const draft = await draftOf(office, house.venueId, {});
    const of = async () => (await office.http.get(`/apartment-policies/${draft}/leases`)).body as LeasePreview;
    expect(inShort(await of())).toEqual([
      '0203 82680 82680 0 unchanged',
      '0201 82680 27560 -55120 lowered',
      '0202 82680 policies.not_insured null left_open',
    ]);
    await office.http.patch(`/apartment-policies/${draft}`, { values: { longestTenureMonths: 12 } });
    expect(inShort(await of())).toEqual([
      '0201 82680 policies.longest_tenure_reached null left_open',
      '0202 82680 policies.longest_tenure_reached null left_open',
      '0203 82680 policies.longest_tenure_reached null left_open',
    ]);
  });

  it('shows today the rent of the month, and leaves out what has ended or is not in force', async () => {
    const { house, office, tenants } = await givenTenants([{ tier: 'E' }, { tier: 'E' }, { tier: 'E' }]);
    const ended = { state: 'ended', period: '[2026-03-01,2026-03-20)', id: tenants[0]!.leaseId };
    await linli.database.query(`UPDATE leases SET state = $1, period = $2 WHERE id = $3`, [
      ...[ended.state, ended.period, ended.id],
    ]);
    await choose(await givenApproved(linli, house), house.units[0].id, '2026-04-01');
    const draft = await draftOf(office, house.venueId, after);
    const rows = (await office.http.get(`/apartment-policies/${draft}/leases`)).body as LeasePreview;
    expect(rows.items.map(({ lease }) => lease.id).sort()).toEqual(
      tenants
        .slice(1)
        .map((t) => t.leaseId)
        .sort(),
    );
    await linli.database.query(
      `UPDATE leases SET schedule = jsonb_set(schedule, '{1,rent,netFen}', '100') WHERE id = $1`,
      [tenants[1]!.leaseId],
    );
    const netOn = async (day: string) => {
      linli.clock.set(`${day} 10:00`);
      const { http } = await signedInAgain(linli, office, 'staff');
      const body = (await http.get(`/apartment-policies/${draft}/leases`)).body as LeasePreview;
      return body.items.find(({ lease }) => lease.id === tenants[1]!.leaseId)?.today?.netFen;
    };
    expect(await netOn('2026-04-30')).toBe(55_120);
    expect(await netOn('2026-05-01')).toBe(100);
    expect(await netOn('2026-05-31')).toBe(100);
    expect(await netOn('2026-06-01')).toBe(55_120);
    expect(await netOn('2027-04-01')).toBeUndefined();
  });

  it('is a file with totals and every lease, in which no name is a formula', async () => {
    const { house, office, tenants } = await givenTenants(everyKind);
    await linli.database.query(`UPDATE residents SET name = '=1+1' WHERE id = $1`, [tenants[3]!.id]);
    const draft = await draftOf(office, house.venueId, after);
    const inChinese = office.http.with({ 'accept-language': 'zh-CN' });
    const { status, headers, body } = await inChinese.get<Buffer>(`/apartment-policies/${draft}/leases.xlsx`);
    expect([status, headers.get('content-type')]).toEqual([200, xlsxType]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body as unknown as ArrayBuffer);
    const rowsOf = (name: string) => (workbook.getWorksheet(name)?.getSheetValues() ?? []).slice(2) as unknown[][];
    expect(rowsOf('合计').map((row) => row.slice(1))).toContainEqual(['差额合计(元/月)', 344.5]);
    const leases = rowsOf('租约');
    expect(leases).toHaveLength(5);
    expect(leases[0]).toEqual(expect.arrayContaining(["'=1+1", 689, 964.6, 275.6, '上涨']));
    expect(leases[4]).toEqual(expect.arrayContaining(['政策未规定', expect.stringContaining('没有规定人才层次 C')]));
  });

  it('is for staff of the house, of its own versions, and refuses what it does not know', async () => {
    const { house, office, tenants } = await givenTenants([{ tier: 'E' }]);
    const draft = await draftOf(office, house.venueId, after);
    const at = `/apartment-policies/${draft}/leases`;
    expect((await (await givenStaff(linli, 'desk')).http.get(at)).status).toBe(200);
    expect((await (await givenStaff(linli, 'school')).http.get(at)).status).toBe(403);
    expect((await tenants[0]!.http.get(at)).status).toBe(403);
    expect((await (await givenResident(linli)).http.get(`${at}.xlsx`)).status).toBe(403);
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    for (const route of [at, `${at}.xlsx`]) expect((await elsewhere.http.get(route)).status).toBe(404);
    expect((await office.http.get(`/apartment-policies/${newId()}/leases`)).status).toBe(404);
    for (const wrong of ['size=0', 'size=101', 'change=up', 'sort=name', 'buildingId=1', 'layout=', 'other=1']) {
      expect((await office.http.get(`${at}?${wrong}`)).status).toBe(400);
    }
    expect((await office.http.get(`${at}?layout=${encodeURIComponent('<script>🏠')}`)).body.total).toBe(0);
    expect((await office.http.get(`${at}?page=99999`)).body).toMatchObject({ total: 1, items: [] });
  });
});
