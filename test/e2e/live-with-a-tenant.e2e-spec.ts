import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { choose, givenApproved, givenLet, givenLettingHouse, sign } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { withoutLeases } from '../support/written-leases.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-04-01 10:00';
const child = { name: '王小宝', relation: 'child', document: { type: 'id_card', number: '11010519491231002X' } };

describe('living with a tenant', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set(start);
    await withoutLeases(linli);
  });

  async function givenTenant() {
    const house = await givenLettingHouse(linli, { units: [{ rooms: 2 }, { rooms: 2 }, { rooms: 2 }] });
    const tenant = await givenApproved(linli, house);
    const { id, office } = await givenLet(linli, tenant, house.units[0].id);
    const ask = (body: object, person = tenant) =>
      person.http.post(`/leases/${id}/co-residents`, { startsOn: '2026-04-01', ...body });
    const approve = (one: { id: string }) =>
      office.http.post(`/co-residents/${one.id}/decision`, { decision: 'approved' });
    return { house, tenant, id, office, ask, approve };
  }

  it('is asked by the tenant and approved by staff; the lease shows it, the number of the document never', async () => {
    const { tenant, id, office, ask, approve } = await givenTenant();
    const asked = await ask({ ...child, endsOn: '2026-12-31' });
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({
      state: 'asked',
      name: '王小宝',
      document: { masked: '110***********002X' },
      endsOn: '2026-12-31',
    });
    expect((await tenant.http.get(`/me/leases/${id}`)).body.coResidents).toEqual([]);
    expect((await approve(asked.body)).body.state).toBe('approved');
    expect((await approve(asked.body)).body.code).toBe('household.decided_already');
    const shown = { name: '王小宝', relation: 'child', startsOn: '2026-04-01', endsOn: '2026-12-31' };
    expect((await office.http.get(`/leases/${id}`)).body.coResidents).toEqual([
      { id: asked.body.id, masked: '110***********002X', ...shown },
    ]);
    expect((await messagesTo(linli, tenant.id, 'lease.co_resident')).map(({ title }) => title)).toEqual([
      'Co-resident approved',
    ]);
    const [row] = await linli.database.query('SELECT * FROM co_residents WHERE id = $1', [asked.body.id]);
    expect(JSON.stringify(row)).not.toContain('11010519491231002X');
    const ended = await tenant.http.post(`/me/co-residents/${asked.body.id}/end`, { lastDay: '2026-05-01' });
    expect(ended.body.endsOn).toBe('2026-05-01');
    const stranger = await givenResident(linli);
    expect((await stranger.http.get(`/me/leases/${id}/co-residents`)).body.items).toEqual([]);
    expect((await stranger.http.post(`/me/co-residents/${asked.body.id}/end`)).status).toBe(404);
    expect((await stranger.http.post(`/leases/${id}/co-residents`, { startsOn: '2026-04-01', ...child })).status).toBe(
      404,
    );
  });

  it('is for nobody who has another home on the same days, known by account or by document', async () => {
    const { house, tenant, ask, approve } = await givenTenant();
    const second = await givenApproved(linli, house);
    const other = await givenLet(linli, second, house.units[1]?.id ?? '');
    await linli.database.query(`UPDATE residents SET name = '李四' WHERE id = $1`, [second.id]);
    const neighbour = await ask({ name: '李四', relation: 'colleague', phone: second.phone });
    expect((await approve(neighbour.body)).body.code).toBe('household.lives_elsewhere');
    const [here, there] = [
      await ask(child),
      await second.http.post(`/leases/${other.id}/co-residents`, { startsOn: '2026-04-01', ...child }),
    ];
    const both = await Promise.all([approve(here.body), approve(there.body)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const third = await givenApproved(linli, house);
    await linli.database.query(`UPDATE residents SET name = '赵六' WHERE id = $1`, [third.id]);
    const living = (await ask({ name: '赵六', relation: 'other', phone: third.phone })).body;
    expect((await approve(living)).status).toBe(200);
    expect((await choose(third, house.units[2]?.id ?? '')).body.code).toBe('household.lives_elsewhere');
    expect((await tenant.http.post(`/me/co-residents/${living.id}/end`, { lastDay: '2026-04-10' })).status).toBe(200);
    expect((await choose(third, house.units[2]?.id ?? '', '2026-04-11')).status).toBe(201);
  });

  it('refuses more people than rooms hold, unknown people, the tenant, and days outside the lease', async () => {
    const { tenant, ask, office } = await givenTenant();
    expect((await ask({ ...child, startsOn: '2026-03-31' })).body.code).toBe('household.outside_lease');
    expect((await ask({ ...child, endsOn: '2027-04-01' })).body.code).toBe('household.outside_lease');
    expect((await ask({ ...child, startsOn: '2026-05-01', endsOn: '2026-04-30' })).body.code).toBe(
      'household.outside_lease',
    );
    expect((await ask({ name: '谁', relation: 'other', phone: '13899999999' })).body.code).toBe(
      'household.resident_not_found',
    );
    expect((await ask({ name: '王小明', relation: 'other', phone: tenant.phone })).body.code).toBe(
      'household.is_the_tenant',
    );
    expect((await ask({ name: '谁', relation: 'other' })).status).toBe(400);
    expect((await ask({ ...child, name: '' })).status).toBe(400);
    expect((await ask({ ...child, document: { type: 'id_card', number: '123' } })).status).toBe(400);
    const passports = ['E12345671', 'E12345672', 'E12345673'];
    const asked = [];
    for (const number of passports)
      asked.push(await ask({ name: '=1+1<script>😀', relation: 'other', document: { type: 'passport', number } }));
    expect(asked.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await ask(child)).body).toMatchObject({ code: 'household.too_many', facts: { most: 4 } });
    const declined = await office.http.post(`/co-residents/${asked[0]?.body.id}/decision`, {
      decision: 'declined',
      reason: '证件过期',
    });
    expect(declined.body).toMatchObject({ state: 'declined', reason: '证件过期' });
    expect((await ask(child)).status).toBe(201);
  });

  it('goes on with the renewal, and ends where the lease ends early', async () => {
    const given = await givenTenant();
    const { house, id } = given;
    const living = (await given.ask(child)).body;
    await given.approve(living);
    linli.clock.set('2027-02-01 10:00');
    const tenant = await signedInAgain(linli, given.tenant);
    const office = await signedInAgain(linli, given.office, 'staff');
    await tenant.http.post(`/leases/${id}/renewal`);
    const next = (await office.http.post(`/leases/${id}/renewal-offer`)).body;
    expect((await sign(linli, tenant, next.id)).body.coResidents).toMatchObject([
      { name: '王小宝', startsOn: '2027-04-01', endsOn: null },
    ]);
    const desk = await givenStaff(linli, 'desk');
    expect((await desk.http.post(`/co-residents/${living.id}/end`)).status).toBe(403);
    await tenant.http.post(`/leases/${id}/notice`, { leaveOn: '2027-03-15', reason: '换工作' });
    const days = await linli.database.query(
      `SELECT days::text FROM lease_people WHERE person_id = $1 OR lease_id = $2`,
      [living.id, next.id],
    );
    expect(days).toEqual([{ days: '[2026-04-01,2027-03-15)' }]);
    expect(house.units).toHaveLength(3);
  });
});
