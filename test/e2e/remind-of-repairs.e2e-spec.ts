import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { givenStaff, signedInAgain } from '../support/given-people.js';
import { done, givenTenancy, plan, report } from '../support/given-repairs.js';
import type { GivenTenancy } from '../support/given-repairs.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('reminders of a repair', () => {
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

  const reported = async (urgency = 'normal'): Promise<string> =>
    (await report(tenancy.me.http, tenancy.unitId, { urgency })).body.id;
  const visit = (day: string, from = '14:00', until = '16:00') => ({
    startsAt: `${day}T${from}:00+08:00`,
    endsAt: `${day}T${until}:00+08:00`,
  });
  const soon = async () => {
    await linli.runJob(planReminders, {});
    const said = await messagesTo(linli, tenancy.me.id, 'repair.visit_soon');
    return said.map(({ dueAt, state }) => `${dueAt} ${state}`);
  };
  const late = async () => {
    await linli.runJob(planReminders, {});
    const said = await messagesTo(linli, tenancy.me.id, 'repair.overdue');
    return said.map(({ dueAt, state }) => `${dueAt} ${state}`);
  };

  it('come the day before the visit and shortly before it, of the time that holds now, until it is done', async () => {
    const id = await reported();
    await plan(tenancy.office, id, visit('2026-08-22', '12:00', '13:00'));
    linli.clock.set('2026-08-20 15:00');
    expect(await soon()).toEqual(['2026-08-21 10:00 due', '2026-08-22 10:00 due']);
    await plan(tenancy.office, id, visit('2026-08-22'));
    expect(await soon()).toEqual([
      '2026-08-21 10:00 withdrawn',
      '2026-08-21 10:00 due',
      '2026-08-22 10:00 withdrawn',
      '2026-08-22 12:00 due',
    ]);
    const reminder = (await messagesTo(linli, tenancy.me.id, 'repair.visit_soon')).find(({ state }) => state === 'due');
    expect(reminder?.body).toMatch(
      /\(water\): The visit is on Sat 22 Aug 2026, 14:00–16:00; 张师傅 will come\. Please be at home\. Your reference is /,
    );
    await done(tenancy.office, id);
    expect((await soon()).filter((said) => said.endsWith('due'))).toEqual([]);
  });

  it('leave out what the tenant was told a moment ago', async () => {
    linli.clock.set('2026-08-20 10:30');
    await plan(tenancy.office, await reported(), visit('2026-08-21'));
    expect(await soon()).toEqual(['2026-08-21 12:00 due']);
  });

  it('say once that it is late, at 10:00 after its time, and anew when it was reopened', async () => {
    const id = await reported('urgent');
    linli.clock.set('2026-08-21 00:00');
    expect(await late()).toEqual(['2026-08-22 10:00 due']);
    linli.clock.set('2026-08-22 10:00');
    expect(await late()).toEqual(['2026-08-22 10:00 due']);
    const [said] = await messagesTo(linli, tenancy.me.id, 'repair.overdue');
    expect(said?.title).toMatch(/^Repair overdue: /);
    expect(said?.body).toContain('The repair was to be done by Fri 21 Aug 2026, 10:00 and is overdue.');
    const { http: office } = await givenStaff(linli, 'apartments');
    const me = await signedInAgain(linli, tenancy.me);
    await plan(office, id, visit('2026-08-22'));
    await done(office, id);
    await me.http.post(`/me/repairs/${id}/reopening`, { words: '又漏了' });
    linli.clock.set('2026-08-23 00:00');
    expect(await late()).toEqual(['2026-08-22 10:00 withdrawn', '2026-08-24 10:00 due']);
  });

  it('count a repair as late only after the visit that was agreed for later', async () => {
    await plan(tenancy.office, await reported('urgent'), visit('2026-08-21', '19:00', '20:00'));
    linli.clock.set('2026-08-21 00:00');
    expect(await late()).toEqual(['2026-08-22 10:00 due']);
  });

  it('are not for who has moved out', async () => {
    const id = await reported('urgent');
    await plan(tenancy.office, id, visit('2026-08-22'));
    await tenancy.office.post(`/leases/${tenancy.leaseId}/keys-back`, { reason: 'moved out' });
    linli.clock.set('2026-08-21 00:00');
    expect([...(await soon()), ...(await late())]).toEqual([]);
  });
});
