import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { watchIdle } from '../../src/apartments/idle/watch-idle.service.js';
import type { PolicyValues } from '../../src/apartments/policy/policy.contract.js';
import { givenApproved, givenLet, givenLettingHouse } from '../support/given-leases.js';
import { givenResident, givenStaff, givenVenue, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

/** A lease from 2026-04-01; idle from 2026-09-01 it is warned of on 2026-10-31 and a breach on 2026-11-30. */
const start = '2026-04-01 10:00';

describe('a unit that its tenant leaves idle', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  async function givenTenant(policy: Partial<PolicyValues> = {}) {
    const house = await givenLettingHouse(linli, { policy });
    const tenant = await givenApproved(linli, house);
    const { id, office } = await givenLet(linli, tenant, house.units[0].id);
    await office.http.post(`/leases/${id}/keys`);
    return { house, tenant, id, office };
  }
  type Given = Awaited<ReturnType<typeof givenTenant>>;
  async function on(day: string, { tenant, office }: Pick<Given, 'tenant' | 'office'>) {
    linli.clock.set(`${day} 10:00`);
    await linli.runJob(watchIdle, {});
    return {
      tenant: await signedInAgain(linli, tenant),
      office: await signedInAgain(linli, office, 'staff'),
    };
  }
  const found = { how: 'meter_unchanged', remark: '电表三周未动' };
  const kinds = async ({ tenant }: Pick<Given, 'tenant'>) =>
    (await messagesTo(linli, tenant.id)).map(({ kind, dueAt }) => `${kind} ${dueAt.slice(0, 10)}`);

  it('is warned of after 60 days and a breach after 90, for which staff may end the lease, and not before', async () => {
    const given = await givenTenant();
    const { id } = given;
    let { tenant, office } = await on('2026-09-01', given);
    const end = () => office.http.post(`/leases/${id}/termination`, { why: 'left_idle', reason: '长期空置' });
    expect((await end()).body.code).toBe('idle.no_breach');
    const recorded = await office.http.post(`/leases/${id}/idle-spells`, found);
    expect(recorded).toMatchObject({ status: 201, body: { state: 'idle', foundOn: '2026-09-01', days: 0, ...found } });
    await on('2026-10-30', given);
    expect(await kinds(given)).toEqual([]);
    await on('2026-10-31', given);
    await on('2026-11-29', given);
    expect(await kinds(given)).toEqual(['lease.idle_warned 2026-10-31']);
    const [warning] = await messagesTo(linli, given.tenant.id);
    expect(warning?.body).toContain('since Tue 1 Sep 2026 (the meters have not moved)');
    expect(warning?.body).toContain('If it still stands idle on Mon 30 Nov 2026 that is a breach');
    ({ tenant, office } = await on('2026-11-29', given));
    expect((await end()).body.code).toBe('idle.no_breach');
    ({ tenant, office } = await on('2026-11-30', given));
    expect(await kinds(given)).toEqual(['lease.idle_warned 2026-10-31', 'lease.idle_breached 2026-11-30']);
    const listed = (await office.http.get(`/idle-spells?state=breached&venueId=${given.house.venueId}`)).body;
    expect(listed).toMatchObject({ total: 1, items: [{ leaseId: id, days: 90, breachedOn: '2026-11-30' }] });
    const mine = (await tenant.http.get(`/me/leases/${id}/idle-spells`)).body.items;
    expect(mine).toMatchObject([{ state: 'breached', warnedOn: '2026-10-31' }]);
    expect(mine[0]).not.toHaveProperty('remark');
    const ended = await end();
    expect(ended.body).toMatchObject({
      ...{ why: 'left_idle', happenedOn: '2026-11-30', leaveOn: '2026-11-30', price: { amountFen: 0 } },
    });
    const [told] = await messagesTo(linli, given.tenant.id, 'lease.ends_early');
    expect(told?.body).toContain('since the unit stood idle');
  });

  it('is no breach once it is lived in again, and may stand idle anew', async () => {
    const given = await givenTenant();
    let { office } = await on('2026-09-01', given);
    const record = (body: object) => office.http.post(`/leases/${given.id}/idle-spells`, body);
    const { id } = (await record(found)).body;
    await on('2026-10-31', given);
    ({ office } = await on('2026-11-10', given));
    const end = (body: object) => office.http.post(`/idle-spells/${id}/ending`, body);
    expect((await end({ livedInFrom: '2026-08-31', remark: '搬回' })).body.code).toBe('idle.not_possible_on');
    expect((await end({ livedInFrom: '2026-11-11', remark: '搬回' })).body.code).toBe('idle.not_possible_on');
    expect((await end({ livedInFrom: '2026-11-05', remark: '搬回' })).body).toMatchObject({ state: 'over', days: 65 });
    expect((await end({ remark: '搬回' })).body.code).toBe('idle.over_already');
    expect((await record({ ...found, foundOn: '2026-11-04' })).body.code).toBe('idle.recorded_already');
    expect((await record({ ...found, foundOn: '2026-11-05' })).status).toBe(201);
    ({ office } = await on('2026-12-20', given));
    expect(await kinds(given)).toEqual(['lease.idle_warned 2026-10-31', 'lease.lived_in_again 2026-11-10']);
  });

  it('leaves the tenant the time between warning and breach, also where it is recorded late', async () => {
    const given = await givenTenant({ idle: { warnDays: 10, breachDays: 15 } });
    const { office } = await on('2026-09-01', given);
    await office.http.post(`/leases/${given.id}/idle-spells`, { ...found, foundOn: '2026-05-01' });
    await on('2026-09-01', given);
    await on('2026-09-05', given);
    expect(await kinds(given)).toEqual(['lease.idle_warned 2026-09-01']);
    await on('2026-09-06', given);
    expect(await kinds(given)).toEqual(['lease.idle_warned 2026-09-01', 'lease.idle_breached 2026-09-06']);
  });

  it('is recorded once by 20 who try at once, and warned of once by jobs that run at once', async () => {
    const given = await givenTenant();
    const { office } = await on('2026-09-01', given);
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => office.http.post(`/leases/${given.id}/idle-spells`, found)),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(replies.flatMap(({ body }) => body.code ?? []))).toEqual(new Set(['idle.recorded_already']));
    for (const day of ['2026-10-31', '2026-11-30']) {
      linli.clock.set(`${day} 10:00`);
      await Promise.all(Array.from({ length: 4 }, () => linli.runJob(watchIdle, {})));
      await linli.runJob(watchIdle, {});
    }
    expect(await kinds(given)).toEqual(['lease.idle_warned 2026-10-31', 'lease.idle_breached 2026-11-30']);
    const deeds: { action: string }[] = await linli.database.query(
      `SELECT action FROM audit_entries WHERE action LIKE 'lease.idle%' AND subject_id = $1 ORDER BY action`,
      [given.id],
    );
    expect(deeds.map(({ action }) => action)).toEqual(['lease.idle_breached', 'lease.idle_warned']);
  });

  it('is for staff of the house to record, of a unit whose keys are out, on a day that has come', async () => {
    const given = await givenTenant();
    const { tenant, office } = await on('2026-09-01', given);
    const path = `/leases/${given.id}/idle-spells`;
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenVenue(linli)).id });
    const desk = await givenStaff(linli, 'desk');
    expect((await tenant.http.post(path, found)).status).toBe(403);
    expect((await desk.http.post(path, found)).status).toBe(403);
    expect((await elsewhere.http.post(path, found)).status).toBe(403);
    expect((await elsewhere.http.get('/idle-spells')).body.total).toBe(0);
    const stranger = await givenResident(linli);
    expect((await stranger.http.get(`/me${path}`)).body.items).toEqual([]);
    for (const body of [
      {},
      { ...found, how: 'rumour' },
      { ...found, remark: '' },
      { ...found, foundOn: 'gestern' },
      [],
    ]) {
      expect((await office.http.post(path, body)).status).toBe(400);
    }
    for (const foundOn of ['2026-03-31', '2026-09-02']) {
      expect((await office.http.post(path, { ...found, foundOn })).body.code).toBe('idle.not_possible_on');
    }
    const words = '🙂 <script>alert(1)</script>';
    const { body } = await office.http.post(path, { ...found, remark: words });
    expect(body.remark).toBe(words);
    expect((await elsewhere.http.post(`/idle-spells/${body.id}/ending`, { remark: 'x' })).status).toBe(403);
    await office.http.post(`/leases/${given.id}/keys-back`, { reason: '退租' });
    expect((await office.http.post(path, { ...found, foundOn: '2026-08-01' })).body.code).toBe('idle.keys_not_out');
  });
});
