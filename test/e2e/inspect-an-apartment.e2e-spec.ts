import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { jpeg, pdf, png } from '../support/given-application.js';
import {
  addInspectionPhoto,
  begin,
  confirm,
  givenConfirmed,
  givenWritten,
  present,
  webp,
} from '../support/given-inspections.js';
import { givenLettingHouse, sign } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { givenTenancy } from '../support/given-repairs.js';
import type { GivenTenancy } from '../support/given-repairs.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';
const nobody = '01900000-0000-7000-8000-000000000000';

describe('an inspection of an apartment', () => {
  let linli: Linli;
  let tenancy: GivenTenancy;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set(start);
    tenancy = await givenTenancy(linli);
  });

  const deeds = async (subjectId: string): Promise<string[]> => {
    const rows: { action: string }[] = await linli.database.query(
      `SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY id`,
      [subjectId],
    );
    return rows.map(({ action }) => action.replace(/^.*\./, ''));
  };
  const keysBack = () => tenancy.office.post(`/leases/${tenancy.leaseId}/keys-back`, { reason: 'moved out' });

  it('is drawn up with the unit’s list, written, presented, disputed, looked at again and confirmed', async () => {
    const { me, office, leaseId } = tenancy;
    const begun = await begin(office, leaseId, 'check_in');
    expect(begun).toMatchObject({ status: 201, body: { leaseId, kind: 'check_in', state: 'draft', photos: [] } });
    const { id, items } = begun.body;
    expect(items.map(({ name }: { name: string }) => name)).toEqual([
      ...['墙面', '地面', '门', '窗户', '厨房', '卫生间', '钥匙'],
      ...['空调', '热水器', '宽带'],
    ]);
    expect(items[0]).toEqual({ id: items[0].id, name: '墙面', nameEn: 'Walls', condition: null, remark: null });
    const early = await present(office, id);
    expect(early.body).toMatchObject({ code: 'inspections.conditions_missing' });
    expect(early.body.facts.items).toHaveLength(10);
    const written = await office.patch(`/lease-inspections/${id}`, {
      items: items.map((item: { id: string }) => ({ id: item.id, condition: 'good' })),
      meters: { electricity: 1_234.56, water: 78.901, gas: null },
    });
    expect(written.body.meters).toEqual({ electricity: 1_234.56, water: 78.901, gas: null });
    const worn = { id: items[0].id, condition: 'worn', remark: '门后有划痕 🚪 <b>' };
    const again = (await office.patch(`/lease-inspections/${id}`, { items: [worn] })).body;
    expect(again.items[0]).toMatchObject({ condition: 'worn', remark: '门后有划痕 🚪 <b>' });
    expect(again).toMatchObject({ meters: written.body.meters, items: { 1: { condition: 'good' } } });
    const desk = await office.post(`/lease-inspections/${id}/items`, { name: '书桌', condition: 'good' });
    expect(desk.body.items.at(-1)).toMatchObject({ name: '书桌', nameEn: '书桌', condition: 'good' });

    const shown = (await present(office, id)).body;
    expect(shown).toMatchObject({ state: 'presented', presentedAt: '2026-08-20T10:00:00+08:00', answer: null });
    expect((await office.patch(`/lease-inspections/${id}`, { items: [worn] })).body).toMatchObject({
      code: 'inspections.not_in_this_state',
      facts: { state: 'presented' },
    });
    const wrong = { presentedAt: shown.presentedAt, words: '窗户关不上' };
    const disputed = await me.http.post(`/me/lease-inspections/${id}/dispute`, wrong);
    expect(disputed.body).toMatchObject({
      state: 'disputed',
      answer: { words: '窗户关不上', at: '2026-08-20T10:00:00+08:00' },
    });
    expect((await confirm(me.http, shown)).body.code).toBe('inspections.not_in_this_state');

    linli.clock.advance('PT1H');
    await office.patch(`/lease-inspections/${id}`, { items: [{ id: items[3].id, condition: 'damaged' }] });
    const anew = (await present(office, id)).body;
    expect(anew).toMatchObject({ state: 'presented', answer: { words: '窗户关不上', at: null } });
    expect((await confirm(me.http, shown)).body.code).toBe('inspections.presented_anew');
    expect((await confirm(me.http, anew)).body).toMatchObject({
      state: 'confirmed',
      answer: { words: null, at: '2026-08-20T11:00:00+08:00' },
    });
    expect(await messagesTo(linli, me.id, 'lease.inspection_presented')).toHaveLength(2);
    expect(await deeds(id)).toEqual([
      ...['begun', 'written', 'written', 'item_added', 'presented', 'disputed'],
      ...['written', 'presented', 'confirmed'],
    ]);
  });

  it('is found by staff of its house: by day, by state, by kind, in pages, the soonest first', async () => {
    const other = await givenTenancy(linli);
    const days = [
      { of: tenancy, day: '2026-08-24' },
      { of: other, day: '2026-08-22' },
    ];
    const ids: string[] = [];
    for (const { of, day } of days) {
      const { id } = (await begin(of.office, of.leaseId, 'check_in')).body;
      const appointment = { startsAt: `${day}T10:00:00+08:00`, endsAt: `${day}T11:00:00+08:00` };
      expect((await of.office.post(`/lease-inspections/${id}/appointment`, appointment)).status).toBe(200);
      ids.push(id);
    }
    const without = (await begin(tenancy.office, tenancy.leaseId, 'check_out')).body.id as string;
    const administrator = await givenStaff(linli, 'administrator');
    const found = async (query: string) =>
      ((await administrator.http.get(`/lease-inspections?${query}`)).body.items as { id: string }[])
        .map(({ id }) => id)
        .filter((id) => [...ids, without].includes(id));
    const [later, sooner] = ids;
    expect(await found('state=draft&size=100')).toEqual([sooner, later, without]);
    expect(await found('from=2026-08-22&until=2026-08-24')).toEqual([sooner]);
    expect(await found('from=2026-08-23')).toEqual([later]);
    expect(await found('kind=check_out')).toEqual([without]);
    expect(await found('state=disputed')).toEqual([]);
    const first = (await administrator.http.get('/lease-inspections?from=2026-08-22&until=2026-08-25&size=1')).body;
    expect(first).toMatchObject({
      ...{ total: 2, page: 1, size: 1 },
      items: [{ appointment: { startsAt: '2026-08-22T10:00:00+08:00' }, lease: { id: other.leaseId } }],
    });
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    expect((await elsewhere.http.get('/lease-inspections')).body).toMatchObject({ items: [], total: 0 });
    expect((await administrator.http.get('/lease-inspections?from=2026-02-30')).status).toBe(400);
    expect((await tenancy.me.http.get('/lease-inspections')).status).toBe(403);
  });

  it('stays as it was confirmed: by its state, and where that were passed over, by the database', async () => {
    const { me, office, leaseId } = tenancy;
    const { id, itemOf } = await givenWritten(office, leaseId, 'check_in');
    const photo = (await addInspectionPhoto(office, id, png)).body.id;
    const shown = (await present(office, id)).body;
    await confirm(me.http, shown);
    const before = (await office.get(`/lease-inspections/${id}`)).body;
    const path = `/lease-inspections/${id}`;
    for (const tried of [
      await office.patch(path, { meters: { water: 1 } }),
      await office.post(`${path}/items`, { name: '书桌', condition: 'good' }),
      await office.delete(`${path}/items/${itemOf('门')}`),
      await addInspectionPhoto(office, id, png),
      await office.delete(`${path}/photos/${photo}`),
      await office.post(`${path}/taking-back`),
      await present(office, id),
      await confirm(me.http, shown),
      await me.http.post(`/me/lease-inspections/${id}/dispute`, { presentedAt: shown.presentedAt, words: '不对' }),
    ]) {
      expect(tried).toMatchObject({ status: 409, body: { code: 'inspections.not_in_this_state' } });
    }
    for (const sql of [
      `UPDATE lease_inspections SET water_m3 = 1 WHERE id = $1`,
      `DELETE FROM lease_inspections WHERE id = $1`,
      `UPDATE lease_inspection_items SET condition = 'missing' WHERE inspection_id = $1`,
      `DELETE FROM lease_inspection_photos WHERE inspection_id = $1`,
      `INSERT INTO lease_inspection_items (id, inspection_id, position, name, name_en)
       VALUES (gen_random_uuid(), $1, 99, 'x', 'x')`,
    ]) {
      await expect(linli.database.query(sql, [id])).rejects.toThrow(/never changed/);
    }
    expect((await office.get(path)).body).toEqual(before);
  });

  it('is one check-in and one check-out of a lease, also when two begin at once', async () => {
    const { office, leaseId } = tenancy;
    const both = await Promise.all([1, 2, 3].map(() => begin(office, leaseId, 'check_out')));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('inspections.drawn_up_already');
    const twice = await Promise.all([1, 2].map(() => begin(office, leaseId, 'check_in', 'a-key')));
    expect(new Set(twice.map(({ body }) => body.id)).size).toBe(1);
    expect((await begin(office, leaseId, 'check_in')).body.code).toBe('inspections.drawn_up_already');
  });

  it('belongs to a lease that is in force, and a check-out to one whose keys were given', async () => {
    const { me, office, leaseId } = tenancy;
    await linli.database.query(`UPDATE leases SET keys_given_on = NULL WHERE id = $1`, [leaseId]);
    expect((await begin(office, leaseId, 'check_out')).body.code).toBe('inspections.keys_not_given');
    await linli.database.query(`UPDATE leases SET keys_given_on = '2026-08-20' WHERE id = $1`, [leaseId]);
    await keysBack();
    expect((await begin(office, leaseId, 'check_in')).body.code).toBe('inspections.lease_not_in_force');
    expect((await begin(office, leaseId, 'check_out')).status).toBe(201);
    expect((await begin(office, nobody, 'check_in')).status).toBe(404);
    expect((await me.http.get(`/me/leases/${leaseId}/inspections`)).body).toMatchObject({
      checkIn: null,
      checkOut: { state: 'draft' },
    });
  });

  it('shows at check-out what got worse, how much was used, and what was kept of the deposit for which item', async () => {
    const { me, office, leaseId } = tenancy;
    const first = { electricity: 100.5, water: 10.001, gas: 7 };
    await givenConfirmed(tenancy, 'check_in', { conditions: { 墙面: 'worn' }, meters: first });
    expect((await me.http.get(`/me/leases/${leaseId}/inspections`)).body.comparison).toBeNull();
    await office.patch(`/units/${tenancy.unitId}`, { equipment: ['空调', '热水器', '宽带', '冰箱'] });
    await keysBack();
    const { id, itemOf } = await givenWritten(office, leaseId, 'check_out', {
      conditions: { 窗户: 'damaged', 钥匙: 'missing', 墙面: 'worn' },
      meters: { electricity: 320.75, water: 15.2 },
    });
    const settle = (...deductions: object[]) => office.post(`/leases/${leaseId}/deposit-settlement`, { deductions });
    const pane = { what: '更换玻璃', amountFen: 12_000, inspectionItemId: itemOf('窗户') };
    expect((await settle(pane)).body.code).toBe('leaving.not_inspected');
    await present(office, id);
    expect((await settle({ ...pane, inspectionItemId: nobody })).body.code).toBe('leaving.not_inspected');
    expect((await settle({ ...pane, inspectionItemId: 'window' })).status).toBe(400);
    const settled = await settle(
      pane,
      { what: '安装', amountFen: 3_000, inspectionItemId: itemOf('窗户') },
      {
        what: '清洁',
        amountFen: 100,
      },
    );
    expect(settled).toMatchObject({ status: 201, body: { deductedFen: 15_100 } });
    expect(settled.body.deductions).toContainEqual(pane);

    const { body } = await me.http.get(`/me/leases/${leaseId}/inspections`);
    const item = (name: string) => body.comparison.items.find((one: { name: string }) => one.name === name);
    expect(body.comparison.worse).toBe(2);
    expect(item('墙面')).toMatchObject({ change: 'same', checkIn: { condition: 'worn' }, deductedFen: 0 });
    expect(item('窗户')).toMatchObject({
      change: 'worse',
      checkIn: { condition: 'good' },
      checkOut: { id: itemOf('窗户'), condition: 'damaged' },
      deductedFen: 15_000,
    });
    expect(item('钥匙')).toMatchObject({ nameEn: 'Keys', change: 'worse', checkOut: { condition: 'missing' } });
    expect(item('冰箱')).toMatchObject({ change: 'only_at_check_out', checkIn: null });
    expect(body.comparison.meters).toEqual([
      { meter: 'electricity', unit: 'kWh', checkIn: 100.5, checkOut: 320.75, used: 220.25 },
      { meter: 'water', unit: 'm³', checkIn: 10.001, checkOut: 15.2, used: 5.199 },
      { meter: 'gas', unit: 'm³', checkIn: 7, checkOut: null, used: null },
    ]);
    expect((await office.get(`/leases/${leaseId}/inspections`)).body).toEqual(body);
    expect((await office.post(`/lease-inspections/${id}/taking-back`)).body.code).toBe('inspections.deposit_settled');
    const doubt = { presentedAt: body.checkOut.presentedAt, words: '玻璃早就裂了' };
    expect((await me.http.post(`/me/lease-inspections/${id}/dispute`, doubt)).body.state).toBe('disputed');
    expect((await office.patch(`/lease-inspections/${id}`, { meters: { gas: 9 } })).body.code).toBe(
      'inspections.deposit_settled',
    );
  });

  it('lets no meter run backwards, whichever of the two is written last', async () => {
    const { office, leaseId } = tenancy;
    const checkIn = await givenWritten(office, leaseId, 'check_in', { meters: { electricity: 500.25 } });
    const checkOut = await givenWritten(office, leaseId, 'check_out', { meters: { water: 3 } });
    const write = (id: string, meters: object) => office.patch(`/lease-inspections/${id}`, { meters });
    expect((await write(checkOut.id, { electricity: 500.24 })).body).toMatchObject({
      code: 'inspections.meter_gone_back',
      facts: { meter: 'electricity', checkIn: 500.25, checkOut: 500.24 },
    });
    expect((await write(checkIn.id, { water: 3.001 })).body).toMatchObject({
      code: 'inspections.meter_gone_back',
      facts: { meter: 'water', checkIn: 3.001, checkOut: 3 },
    });
    expect((await write(checkOut.id, { electricity: 500.25 })).status).toBe(200);
    const [low, high] = await Promise.all([
      write(checkOut.id, { electricity: 600 }),
      write(checkIn.id, { electricity: 600.01 }),
    ]);
    expect([low.status, high.status].sort()).toEqual([200, 409]);
    for (const bad of [-1, 1.234, '5', 10_000_000, true]) {
      expect((await write(checkOut.id, { electricity: bad })).status).toBe(400);
    }
    expect((await write(checkOut.id, { steam: 1 })).status).toBe(400);
    expect((await write(checkOut.id, { water: null })).body.meters).toEqual({
      electricity: (await office.get(`/lease-inspections/${checkOut.id}`)).body.meters.electricity,
      ...{ water: null, gas: null },
    });
  });

  it('compares the check-out of a renewal with the check-in of the lease it goes on with', async () => {
    const { me, leaseId } = tenancy;
    await givenConfirmed(tenancy, 'check_in', { meters: { water: 10 } });
    linli.clock.set('2027-06-01 10:00');
    const tenant = await signedInAgain(linli, me);
    const office = (await givenStaff(linli, 'apartments')).http;
    await tenant.http.post(`/leases/${leaseId}/renewal`);
    const next = (await office.post(`/leases/${leaseId}/renewal-offer`)).body.id;
    await sign(linli, tenant, next);
    linli.clock.set('2027-08-20 10:00');
    const later = (await givenStaff(linli, 'apartments')).http;
    expect((await later.post(`/leases/${next}/keys`)).status).toBe(200);
    const { id } = (await begin(later, next, 'check_out')).body;
    const dry = await later.patch(`/lease-inspections/${id}`, { meters: { water: 9 } });
    expect(dry.body.code).toBe('inspections.meter_gone_back');
    await later.patch(`/lease-inspections/${id}`, { meters: { water: 30.5 } });
    const { body } = await later.get(`/leases/${next}/inspections`);
    expect(body.checkIn).toMatchObject({ leaseId, state: 'confirmed' });
    expect(body.comparison.meters[1]).toMatchObject({ checkIn: 10, checkOut: 30.5, used: 20.5 });
    expect(body.comparison.items[0]).toMatchObject({ change: 'not_known' });
  });

  it('has sealed photos of items or of the whole, and every look at one is logged', async () => {
    const { me, office, leaseId } = tenancy;
    const { id, itemOf } = await givenWritten(office, leaseId, 'check_in');
    const photo = await addInspectionPhoto(office, id, webp, itemOf('墙面'), 'image/webp');
    expect(photo).toMatchObject({ status: 201, body: { mediaType: 'image/webp', itemId: itemOf('墙面') } });
    expect((await addInspectionPhoto(office, id, jpeg)).body).toMatchObject({ mediaType: 'image/jpeg', itemId: null });
    expect((await addInspectionPhoto(office, id, pdf)).body.code).toBe('inspections.photo_not_taken');
    expect((await addInspectionPhoto(office, id, pdf, undefined, 'application/pdf')).status).toBe(415);
    expect((await addInspectionPhoto(office, id, Buffer.alloc(0))).body.code).toBe('inspections.photo_empty');
    expect((await addInspectionPhoto(office, id, png, nobody)).status).toBe(404);
    const large = Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)]);
    expect((await addInspectionPhoto(office, id, large)).status).toBe(413);
    const [row]: { sealed: Buffer }[] = await linli.database.query(
      `SELECT sealed FROM lease_inspection_photos WHERE id = $1`,
      [photo.body.id],
    );
    expect(row?.sealed.includes(webp.subarray(0, 12))).toBe(false);
    for (const seen of [
      await me.http.get(`/me/lease-inspections/${id}/photos/${photo.body.id}`),
      await tenancy.desk.get(`/lease-inspections/${id}/photos/${photo.body.id}`),
    ]) {
      expect(seen.headers.get('content-type')).toBe('image/webp');
      expect(seen.headers.get('content-disposition')).toContain('.webp');
      expect(Buffer.compare(seen.body, webp)).toBe(0);
    }
    const gone = await office.delete(`/lease-inspections/${id}/items/${itemOf('墙面')}`);
    expect(gone.body.photos).toMatchObject([{ id: photo.body.id, itemId: null }, {}]);
    expect((await office.delete(`/lease-inspections/${id}/photos/${photo.body.id}`)).body.photos).toHaveLength(1);
    expect(await deeds(photo.body.id)).toEqual(['uploaded', 'viewed', 'viewed', 'removed']);
    for (let n = 2; n <= 39; n++) await addInspectionPhoto(office, id, png);
    const last = await Promise.all([1, 2, 3].map(() => addInspectionPhoto(office, id, png)));
    expect(last.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('has an appointment that the tenant is told of, reminded of the day before and on the day, until it is done', async () => {
    const { me, office, leaseId } = tenancy;
    const { id } = await givenWritten(office, leaseId, 'check_in');
    const appoint = (startsAt: string, endsAt: string) =>
      office.post(`/lease-inspections/${id}/appointment`, { startsAt, endsAt });
    for (const [from, until, code] of [
      ['2026-08-22T14:00:00+08:00', '2026-08-22T14:00:00+08:00', 'appointment_ends_before_it_begins'],
      ['2026-08-22T08:00:00+08:00', '2026-08-22T20:00:01+08:00', 'appointment_too_long'],
      ['2026-08-20T09:59:00+08:00', '2026-08-20T11:00:00+08:00', 'appointment_in_the_past'],
    ] as const) {
      expect((await appoint(from, until)).body.code).toBe(`inspections.${code}`);
    }
    expect((await appoint('tomorrow', '2026-08-22T15:00:00+08:00')).status).toBe(400);
    const noon = ['2026-08-22T12:00:00+08:00', '2026-08-22T13:00:00+08:00'] as const;
    const later = ['2026-08-22T14:00:00+08:00', '2026-08-22T15:00:00+08:00'] as const;
    expect((await appoint(...noon)).body.appointment).toEqual({ startsAt: noon[0], endsAt: noon[1] });
    await appoint(...noon);
    await appoint(...later);
    const told = async () => (await messagesTo(linli, me.id)).filter(({ kind }) => kind.startsWith('lease.inspection'));
    expect((await told()).map(({ kind }) => kind)).toEqual(['lease.inspection_planned', 'lease.inspection_moved']);
    const [planned] = await told();
    expect(planned?.body).toContain('(check-in inspection): It takes place on Sat 22 Aug 2026, 12:00–13:00.');

    const soon = async () => {
      await linli.runJob(planReminders, {});
      const reminders = await messagesTo(linli, me.id, 'lease.inspection_soon');
      return reminders.map(({ dueAt, state }) => `${dueAt} ${state}`);
    };
    linli.clock.set('2026-08-21 00:00');
    expect(await soon()).toContain('2026-08-21 10:00 due');
    linli.clock.set('2026-08-22 01:00');
    expect(await soon()).toContain('2026-08-22 12:00 due');
    const clerk = (await givenStaff(linli, 'apartments')).http;
    expect((await present(clerk, id)).status).toBe(200);
    expect((await soon()).at(-1)).toBe('2026-08-22 12:00 withdrawn');
  });

  it('can be called off, and then nobody is reminded', async () => {
    const { me, office, leaseId } = tenancy;
    const { id } = (await begin(office, leaseId, 'check_in')).body;
    expect((await office.delete(`/lease-inspections/${id}/appointment`)).body.code).toBe('inspections.no_appointment');
    const at = { startsAt: '2026-08-21T14:00:00+08:00', endsAt: '2026-08-21T15:00:00+08:00' };
    await office.post(`/lease-inspections/${id}/appointment`, at);
    expect((await office.delete(`/lease-inspections/${id}/appointment`)).body.appointment).toBeNull();
    await linli.runJob(planReminders, {});
    expect((await messagesTo(linli, me.id, 'lease.inspection_soon')).filter(({ state }) => state === 'due')).toEqual(
      [],
    );
    expect(await messagesTo(linli, me.id, 'lease.inspection_called_off')).toHaveLength(1);
  });

  it('takes nothing that makes no sense, and half of nothing', async () => {
    const { me, office, leaseId } = tenancy;
    for (const bad of [{}, { kind: 'check' }, { kind: 'check_in', more: 1 }]) {
      expect((await office.post(`/leases/${leaseId}/inspections`, bad)).status).toBe(400);
    }
    const { id, itemOf } = await givenWritten(office, leaseId, 'check_in');
    const walls = itemOf('墙面');
    for (const items of [
      [{ id: walls, condition: 'fine' }],
      [{ id: walls }],
      [{ id: walls, condition: 'good', remark: '' }],
      [{ id: walls, condition: 'good', remark: 'x'.repeat(501) }],
      [{ id: walls, condition: 'good', remark: 'a\u0000b' }],
      [1, 2].map(() => ({ id: walls, condition: 'worn' })),
      Array.from({ length: 101 }, () => ({ id: walls, condition: 'worn' })),
      'all',
    ]) {
      expect((await office.patch(`/lease-inspections/${id}`, { items })).status).toBe(400);
    }
    const half = [
      { id: walls, condition: 'missing' },
      { id: nobody, condition: 'good' },
    ];
    expect((await office.patch(`/lease-inspections/${id}`, { items: half })).status).toBe(404);
    expect((await office.get(`/lease-inspections/${id}`)).body.items[0].condition).toBe('good');
    const twice = await office.post(`/lease-inspections/${id}/items`, { name: '墙面', condition: 'good' });
    expect(twice.body.code).toBe('inspections.item_named_twice');
    const shown = (await present(office, id)).body;
    for (const bad of [{}, { presentedAt: shown.presentedAt }, { presentedAt: shown.presentedAt, words: '' }]) {
      expect((await me.http.post(`/me/lease-inspections/${id}/dispute`, bad)).status).toBe(400);
    }
    const answers = await Promise.all([
      confirm(me.http, shown),
      me.http.post(`/me/lease-inspections/${id}/dispute`, { presentedAt: shown.presentedAt, words: '不对' }),
      office.post(`/lease-inspections/${id}/taking-back`),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is nobody else’s business', async () => {
    const { me, office, desk, leaseId } = tenancy;
    const { id } = await givenWritten(office, leaseId, 'check_in');
    const photo = (await addInspectionPhoto(office, id, png)).body.id;
    const shown = (await present(office, id)).body;
    const stranger = (await givenTenancy(linli)).me.http;
    expect((await stranger.get(`/me/leases/${leaseId}/inspections`)).status).toBe(404);
    expect((await stranger.get(`/me/lease-inspections/${id}/photos/${photo}`)).status).toBe(404);
    expect((await confirm(stranger, shown)).status).toBe(404);
    const spouse = await givenResident(linli);
    await linli.database.query(`UPDATE leases SET spouse_id = $2 WHERE id = $1`, [leaseId, spouse.id]);
    expect((await spouse.http.get(`/me/leases/${leaseId}/inspections`)).status).toBe(200);
    expect((await confirm(spouse.http, shown)).status).toBe(404);
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    expect((await elsewhere.http.get(`/leases/${leaseId}/inspections`)).status).toBe(404);
    expect((await elsewhere.http.get(`/lease-inspections/${id}`)).status).toBe(404);
    expect((await elsewhere.http.get(`/lease-inspections/${id}/photos/${photo}`)).status).toBe(404);
    for (const theirs of [
      await elsewhere.http.post(`/lease-inspections/${id}/taking-back`),
      await elsewhere.http.patch(`/lease-inspections/${id}`, {}),
      await desk.post(`/lease-inspections/${id}/taking-back`),
      await me.http.post(`/lease-inspections/${id}/taking-back`),
    ]) {
      expect(theirs.status).toBe(403);
    }
    expect((await begin(elsewhere.http, leaseId, 'check_out')).body.code).toBe('people.not_at_this_venue');
  });
});
