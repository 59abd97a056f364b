import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jpeg, pdf, png } from '../support/given-application.js';
import { choose, givenApproved, givenLettingHouse } from '../support/given-leases.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import { addPhoto, done, givenDone, givenTenancy, plan, report } from '../support/given-repairs.js';
import type { GivenTenancy } from '../support/given-repairs.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('repairs', () => {
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

  const reported = async (): Promise<string> => (await report(tenancy.me.http, tenancy.unitId)).body.id;
  const deeds = async (subjectId: string): Promise<string[]> => {
    const rows: { action: string }[] = await linli.database.query(
      `SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY id`,
      [subjectId],
    );
    return rows.map(({ action }) => action);
  };

  it('go from the report over a visit to a rating, and the tenant is told of each step once', async () => {
    const { me, office, unitId } = tenancy;
    const { status, body } = await report(me.http, unitId, { urgency: 'urgent' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'reported',
      category: 'water',
      unit: { id: unitId, number: '0201' },
      appointment: null,
      cost: null,
      dueAt: '2026-08-21T10:00:00+08:00',
      isOverdue: false,
      photos: [],
    });
    expect(body).not.toHaveProperty('tenant');
    const { id } = body;
    expect((await plan(office, id)).body).toMatchObject({
      state: 'planned',
      appointment: { startsAt: '2026-08-21T14:00:00+08:00', endsAt: '2026-08-21T16:00:00+08:00' },
      assignedTo: '张师傅',
      tenant: { id: me.id, name: '王小明' },
    });
    expect((await plan(office, id)).status).toBe(200);
    await plan(office, id, { startsAt: '2026-08-21T15:00:00+08:00' });
    expect((await done(office, id, 4_500)).body).toMatchObject({
      state: 'done',
      cost: { amountFen: 4_500, payer: 'house', chargeId: null },
      doneAt: '2026-08-20T10:00:00+08:00',
    });
    const rated = await me.http.post(`/me/repairs/${id}/rating`, { rating: 5, words: '很快' });
    expect(rated.body).toMatchObject({ state: 'rated', rating: { rating: 5, words: '很快' } });
    expect((await messagesTo(linli, me.id)).map(({ kind }) => kind)).toEqual([
      'repair.planned',
      'repair.moved',
      'repair.done',
    ]);
    expect(await deeds(id)).toEqual([
      'repair.reported',
      'repair.planned',
      'repair.moved',
      'repair.moved',
      'repair.done',
      'repair.rated',
    ]);
  });

  it('are told in the language of the reader', async () => {
    await linli.database.query(`UPDATE residents SET language = 'zh-CN' WHERE id = $1`, [tenancy.me.id]);
    const id = await reported();
    const refusal = { reason: '家具为自带。', reasonEn: 'It is your own furniture.' };
    expect((await tenancy.office.post(`/repairs/${id}/refusal`, refusal)).body).toMatchObject({
      state: 'refused',
      refusal,
    });
    const [said] = await messagesTo(linli, tenancy.me.id, 'repair.refused');
    expect(said?.title).toMatch(/^报修不予受理：/);
    expect(said?.body).toContain('原因：家具为自带。报修编号');
  });

  it('are reported only by whoever has the keys', async () => {
    const { me, house, unitId, leaseId, office } = tenancy;
    const stranger = await givenResident(linli);
    expect((await report(stranger.http, unitId)).status).toBe(404);
    expect((await report(me.http, house.units[1]!.id)).status).toBe(404);
    const next = await givenApproved(linli, house);
    await choose(next, house.units[1]!.id);
    expect((await report(next.http, house.units[1]!.id)).body.code).toBe('repairs.no_keys');
    const id = await givenDone(tenancy);
    await office.post(`/leases/${leaseId}/keys-back`, { reason: 'moved out' });
    expect((await report(me.http, unitId)).body.code).toBe('repairs.no_keys');
    expect((await me.http.post(`/me/repairs/${id}/reopening`, { words: '又漏了' })).body.code).toBe('repairs.no_keys');
    expect((await me.http.get(`/me/repairs/${id}`)).status).toBe(200);
  });

  it('are of both spouses, and the one who has the lease pays', async () => {
    const house = await givenLettingHouse(linli);
    const spouse = await givenResident(linli);
    const me = await givenApproved(linli, house, { spouseId: spouse.id });
    const { id: leaseId } = (await choose(me, house.units[0].id)).body;
    await linli.database.query(
      `UPDATE leases SET state = 'let', held_until = NULL, signed_at = now(), signature_hash = 'x', countersigned_at = now(),
              countersigned_by = (SELECT id FROM staff LIMIT 1), keys_given_on = '2026-08-20' WHERE id = $1`,
      [leaseId],
    );
    const { id } = (await report(spouse.http, house.units[0].id)).body;
    expect((await me.http.get(`/me/repairs/${id}`)).status).toBe(200);
    await plan(tenancy.office, id);
    const { cost } = (await done(tenancy.office, id, 8_000, 'tenant')).body;
    expect((await tenancy.desk.get(`/charges/${cost.chargeId}`)).body.resident.id).toBe(me.id);
    expect(await messagesTo(linli, spouse.id, 'repair.done')).toHaveLength(1);
  });

  it('are reported once for one key, and twenty at most are open in a unit', async () => {
    const { me, unitId } = tenancy;
    const twice = await Promise.all([1, 2].map(() => report(me.http, unitId, {}, 'a-key')));
    expect(new Set(twice.map(({ body }) => body.id)).size).toBe(1);
    for (let n = 2; n <= 19; n++) await report(me.http, unitId);
    const replies = await Promise.all([20, 21, 22].map(() => report(me.http, unitId)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'repairs.too_many_open',
      facts: { limit: 20 },
    });
  });

  it('that the tenant pays open one charge under their reference, which the desk takes', async () => {
    const id = await givenDone(tenancy, 8_000, 'tenant');
    const { body } = await tenancy.me.http.get(`/me/repairs/${id}`);
    expect(body.cost).toMatchObject({ amountFen: 8_000, payer: 'tenant' });
    const charge = (await tenancy.desk.get(`/charges/${body.cost.chargeId}`)).body;
    expect(charge).toMatchObject({ reference: body.reference, balanceFen: 8_000 });
    const payment = { amountFen: 8_000, method: 'cash', receiptNumber: `WX${body.reference}` };
    expect((await tenancy.desk.post(`/charges/${charge.id}/payments`, payment)).status).toBe(201);
    const [said] = await messagesTo(linli, tenancy.me.id, 'repair.done');
    expect(said?.body).toContain('You pay 80.00 yuan of it.');
  });

  it('are reopened once, are due anew, and cost the tenant no more when done over', async () => {
    const { me } = tenancy;
    const id = await givenDone(tenancy, 8_000, 'tenant');
    linli.clock.advance('PT48H');
    const again = await me.http.post(`/me/repairs/${id}/reopening`, { words: '又漏了' });
    expect(again.body).toMatchObject({
      state: 'reopened',
      appointment: null,
      doneAt: null,
      dueAt: '2026-08-25T10:00:00+08:00',
      reopened: { words: '又漏了' },
    });
    const visit = { startsAt: '2026-08-23T14:00:00+08:00', endsAt: '2026-08-23T16:00:00+08:00' };
    const clerk = (await givenStaff(linli, 'apartments')).http;
    await plan(clerk, id, visit);
    expect((await done(clerk, id, 8_001, 'tenant')).body).toMatchObject({
      code: 'repairs.more_than_charged',
      facts: { chargedFen: 8_000 },
    });
    expect((await clerk.get(`/repairs/${id}`)).body.state).toBe('planned');
    const { cost } = (await done(clerk, id, 12_000, 'house')).body;
    expect(cost).toMatchObject({ amountFen: 12_000, payer: 'house' });
    const later = (await givenStaff(linli, 'desk')).http;
    expect((await later.get(`/charges/${cost.chargeId}`)).body.balanceFen).toBe(0);
    const third = await me.http.post(`/me/repairs/${id}/reopening`, { words: '还是漏' });
    expect(third.body.code).toBe('repairs.reopened_before');
    expect((await me.http.post(`/me/repairs/${id}/rating`, { rating: 2 })).body.state).toBe('rated');
  });

  it('move only as they may, and of two at once one is told what the other did', async () => {
    const { me, office } = tenancy;
    const id = await reported();
    for (const [path, body] of [
      ['rating', { rating: 3 }],
      ['reopening', { words: '没修好' }],
    ] as const) {
      expect((await me.http.post(`/me/repairs/${id}/${path}`, body)).body.code).toBe('repairs.not_in_this_state');
    }
    expect((await done(office, id)).body).toMatchObject({
      code: 'repairs.not_in_this_state',
      facts: { state: 'reported' },
    });
    await plan(office, id);
    const withdrawal = () => me.http.post(`/me/repairs/${id}/withdrawal`);
    const both = await Promise.all([done(office, id, 100, 'tenant'), withdrawal(), done(office, id, 100, 'tenant')]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(both.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['repairs.not_in_this_state']));
    const another = await reported();
    expect((await me.http.post(`/me/repairs/${another}/withdrawal`)).body.state).toBe('withdrawn');
    expect((await plan(office, another)).status).toBe(409);
    expect((await addPhoto(me.http, another, jpeg)).body.code).toBe('repairs.not_in_this_state');
  });

  it('are planned for a time that can be kept', async () => {
    const id = await reported();
    for (const [visit, code] of [
      [{ endsAt: '2026-08-21T14:00:00+08:00' }, 'appointment_ends_before_it_begins'],
      [{ endsAt: '2026-08-22T14:00:00+08:00' }, 'appointment_too_long'],
      [{ startsAt: '2026-08-20T09:59:00+08:00', endsAt: '2026-08-20T11:00:00+08:00' }, 'appointment_in_the_past'],
    ] as const) {
      expect((await plan(tenancy.office, id, visit)).body.code).toBe(`repairs.${code}`);
    }
    for (const bad of [{ startsAt: 'tomorrow' }, { assignedTo: '' }, { assignedTo: 'x'.repeat(61) }, { more: 1 }]) {
      expect((await plan(tenancy.office, id, bad)).status).toBe(400);
    }
    for (const bad of [{ category: 'roof' }, { urgency: 'now' }, { description: '' }, { description: 'a\u0000b' }]) {
      expect((await report(tenancy.me.http, tenancy.unitId, bad)).status).toBe(400);
    }
    for (const rating of [0, 6, 2.5, '5']) {
      expect((await tenancy.me.http.post(`/me/repairs/${id}/rating`, { rating })).status).toBe(400);
    }
    for (const costFen of [-1, 0.5, 100_000_001]) expect((await done(tenancy.office, id, costFen)).status).toBe(400);
  });

  it('have six photos at most, sealed, and every look at one is logged', async () => {
    const { me, office } = tenancy;
    const id = await reported();
    const photo = await addPhoto(me.http, id, png, 'application/octet-stream');
    expect(photo).toMatchObject({ status: 201, body: { mediaType: 'image/png', bytes: png.length } });
    expect((await addPhoto(me.http, id, pdf)).body.code).toBe('repairs.photo_not_taken');
    expect((await addPhoto(me.http, id, pdf, 'application/pdf')).status).toBe(415);
    expect((await addPhoto(me.http, id, Buffer.alloc(0))).body.code).toBe('repairs.photo_empty');
    const large = Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)]);
    expect((await addPhoto(me.http, id, large)).status).toBe(413);
    expect((await addPhoto(me.http, id, large.subarray(0, 5 * 1024 * 1024))).status).toBe(201);
    for (let n = 3; n <= 5; n++) await addPhoto(me.http, id, jpeg);
    const replies = await Promise.all([6, 7, 8].map(() => addPhoto(me.http, id, jpeg)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { body } = await office.get(`/repairs/${id}`);
    expect(body.photos).toHaveLength(6);
    const [row]: { sealed: Buffer }[] = await linli.database.query(`SELECT sealed FROM repair_photos WHERE id = $1`, [
      photo.body.id,
    ]);
    expect(row?.sealed.includes(png.subarray(0, 8))).toBe(false);
    for (const seen of [
      await me.http.get(`/me/repairs/${id}/photos/${photo.body.id}`),
      await office.get(`/repairs/${id}/photos/${photo.body.id}`),
    ]) {
      expect(seen.headers.get('content-type')).toBe('image/png');
      expect(seen.headers.get('content-disposition')).toContain(`${body.reference}.png`);
      expect(Buffer.compare(seen.body, png)).toBe(0);
    }
    expect(await deeds(photo.body.id)).toEqual(['repair_photo.uploaded', 'repair_photo.viewed', 'repair_photo.viewed']);
  });

  it('are found by state, time, house, building, urgency and search, the soonest due first', async () => {
    const { me, house, unitId, office } = tenancy;
    const low = (await report(me.http, unitId, { urgency: 'low' })).body;
    const normal = (await report(me.http, unitId)).body;
    const urgent = (await report(me.http, unitId, { urgency: 'urgent' })).body;
    const past = await givenDone(tenancy);
    const list = async (query: string) => {
      const { body } = await office.get(`/repairs?venueId=${house.venueId}&${query}`);
      return body.items.map(({ id }: { id: string }) => id);
    };
    expect(await list('')).toEqual([urgent.id, normal.id, low.id, past]);
    expect(await list('size=2&page=2')).toEqual([low.id, past]);
    expect(await list('urgency=low')).toEqual([low.id]);
    expect(await list('state=done')).toEqual([past]);
    expect(await list(`buildingId=${house.buildingId}&search=${normal.reference.toLowerCase()}`)).toEqual([normal.id]);
    expect(await list(`buildingId=${(await givenLettingHouse(linli)).buildingId}`)).toEqual([]);
    expect(await list('search=020')).toHaveLength(4);
    expect(await list('search=%25')).toEqual([]);
    linli.clock.advance('PT11H');
    expect(await list('overdue=true')).toEqual([]);
    linli.clock.advance('PT62H');
    const clerk = (await givenStaff(linli, 'desk', { venueId: house.venueId })).http;
    const late = (await clerk.get('/repairs?overdue=true')).body;
    expect(late).toMatchObject({ total: 2, items: [{ id: urgent.id, isOverdue: true }, { id: normal.id }] });
    expect((await clerk.get('/repairs?overdue=false')).body.total).toBe(2);
    expect((await me.http.get('/me/repairs?size=3')).body).toMatchObject({ total: 4, items: [{ id: past }, {}, {}] });
    for (const bad of ['overdue=yes', 'state=lost', 'page=0', 'buildingId=1', 'other=1']) {
      expect((await clerk.get(`/repairs?${bad}`)).status).toBe(400);
    }
  });

  it('are nobody else’s business', async () => {
    const id = await reported();
    const photo = (await addPhoto(tenancy.me.http, id, jpeg)).body.id;
    const other = (await givenTenancy(linli)).me.http;
    for (const path of ['', `/photos/${photo}`]) {
      expect((await other.get(`/me/repairs/${id}${path}`)).status).toBe(404);
    }
    expect((await other.post(`/me/repairs/${id}/withdrawal`)).status).toBe(404);
    expect((await other.post(`/me/repairs/${id}/rating`, { rating: 1 })).status).toBe(404);
    expect((await addPhoto(other, id, jpeg)).status).toBe(404);
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    for (const path of ['', `/photos/${photo}`]) {
      expect((await elsewhere.http.get(`/repairs/${id}${path}`)).status).toBe(404);
    }
    expect((await elsewhere.http.get('/repairs')).body.total).toBe(0);
    expect((await plan(elsewhere.http, id)).body.code).toBe('people.not_at_this_venue');
    expect((await plan(tenancy.desk, id)).body.code).toBe('people.not_allowed');
  });

  it('are reported by staff for a tenant, or for a unit that stands empty, which no tenant pays', async () => {
    const { me, house, unitId, office, leaseId } = tenancy;
    const about = { category: 'lock', urgency: 'low', description: '门锁松动' };
    const theirs = await office.post('/repairs', { unitId, ...about });
    expect(theirs).toMatchObject({ status: 201, body: { leaseId, tenant: { id: me.id } } });
    expect((await me.http.get(`/me/repairs/${theirs.body.id}`)).status).toBe(200);
    const { id, tenant } = (await office.post('/repairs', { unitId: house.units[1]!.id, ...about })).body;
    expect(tenant).toBeNull();
    await plan(office, id);
    expect((await done(office, id, 100, 'tenant')).body.code).toBe('repairs.nobody_to_charge');
    expect((await done(office, id, 100)).status).toBe(200);
    const nowhere = { unitId: '01900000-0000-7000-8000-000000000000', ...about };
    expect((await office.post('/repairs', nowhere)).status).toBe(404);
  });
});
