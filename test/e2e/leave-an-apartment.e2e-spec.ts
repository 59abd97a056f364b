import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { billRents } from '../../src/apartments/rents/bill-rents.service.js';
import type { StatementView } from '../../src/apartments/rents/rent-bills.contract.js';
import { lapseLeases } from '../../src/apartments/leases/lapse-leases.service.js';
import { objectToStaying } from '../../src/apartments/leaving/object-to-staying.service.js';
import { choose, givenApproved, givenLet, givenLettingHouse, sign } from '../support/given-leases.js';
import type { GivenApplicant } from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

/** A lease from 2026-04-01 to 2027-03-31 of 551.20 yuan a month, the deposit the same. */
const start = '2026-04-01 10:00';

describe('leaving an apartment', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  async function givenTenant(overrides: Parameters<typeof givenLettingHouse>[1] = {}) {
    const house = await givenLettingHouse(linli, overrides);
    const tenant = await givenApproved(linli, house, { degree: null });
    const { id, office, desk, lease } = await givenLet(linli, tenant, house.units[0].id);
    await office.http.post(`/leases/${id}/keys`);
    return { house, tenant, id, office, desk, lease };
  }
  type Given = Awaited<ReturnType<typeof givenTenant>>;
  async function at(
    day: string,
    { tenant, office, desk }: { tenant: GivenApplicant; office: Given['office']; desk: Given['desk'] },
  ) {
    linli.clock.set(`${day} 10:00`);
    return {
      tenant: await signedInAgain(linli, tenant),
      office: await signedInAgain(linli, office, 'staff'),
      desk: await signedInAgain(linli, desk, 'staff'),
    };
  }

  it('is said 30 days ahead; the lease is cut to the day, and somebody else may have the unit from then on', async () => {
    const given = await givenTenant();
    const { id, house } = given;
    const { tenant, office, desk } = await at('2026-06-01', given);
    const early = await tenant.http.post(`/leases/${id}/notice`, { leaveOn: '2026-06-30', reason: '换工作' });
    expect(early.body).toMatchObject({
      code: 'leaving.not_possible_on',
      facts: { earliest: '2026-07-01', latest: '2027-03-31' },
    });
    const other = await givenApproved(linli, house);
    expect((await choose(other, house.units[0].id, '2026-07-15')).body.code).toBe('leases.unit_taken');
    const given30 = await tenant.http.post(`/leases/${id}/notice`, { leaveOn: '2026-07-15', reason: '换工作' });
    expect(given30.status).toBe(201);
    expect(given30.body).toMatchObject({
      why: 'notice',
      leaveOn: '2026-07-15',
      agreedEndsOn: '2027-03-31',
      price: { amountFen: 55_120, chargeId: expect.any(String) },
      takenBackAt: null,
    });
    const charge = (await desk.http.get(`/charges/${given30.body.price.chargeId}`)).body;
    expect(charge).toMatchObject({ subject: { kind: 'lease_termination' }, balanceFen: 55_120 });
    const { others } = (await tenant.http.get(`/me/leases/${id}/statement`)).body as StatementView;
    expect(others).toMatchObject([{ kind: 'lease_termination', chargeId: charge.id, balanceFen: 55_120 }]);
    const lease = (await office.http.get(`/leases/${id}`)).body;
    expect(lease).toMatchObject({ state: 'let', endsOn: '2026-07-14' });
    expect(lease.rents).toHaveLength(4);
    expect((await choose(other, house.units[0].id, '2026-07-14')).body.code).toBe('leases.unit_taken');
    expect((await choose(other, house.units[0].id, '2026-07-15')).status).toBe(201);
    expect((await tenant.http.post(`/leases/${id}/notice-withdrawal`)).body.code).toBe('leaving.let_to_another');
    const again = await tenant.http.post(`/leases/${id}/notice`, { leaveOn: '2026-07-10', reason: '换工作' });
    expect(again.body.code).toBe('leaving.leaving_already');
  });

  it('may be taken back until the day comes: the lease is whole and nothing is owed', async () => {
    const given = await givenTenant();
    const { id } = given;
    const { tenant, desk } = await at('2026-06-01', given);
    expect((await tenant.http.post(`/leases/${id}/notice-withdrawal`)).body.code).toBe('leaving.nothing_to_take_back');
    const leave = (leaveOn: string) => tenant.http.post(`/leases/${id}/notice`, { leaveOn, reason: '换工作' });
    const { chargeId } = (await leave('2026-07-15')).body.price;
    const [said] = await messagesTo(linli, tenant.id, 'lease.ends_early');
    expect(said?.body).toContain(
      'ends early, by your notice; its last day is Tue 14 Jul 2026. Leaving early costs 551.20 yuan',
    );
    const back = await tenant.http.post(`/leases/${id}/notice-withdrawal`);
    const [after] = await messagesTo(linli, tenant.id, 'lease.notice_taken_back');
    expect(after?.body).toContain('It lasts until Wed 31 Mar 2027');
    expect(back.body).toMatchObject({ takenBackAt: '2026-06-01T10:00:00+08:00' });
    expect((await tenant.http.get(`/me/leases/${id}`)).body).toMatchObject({ state: 'let', endsOn: '2027-03-31' });
    expect((await desk.http.get(`/charges/${chargeId}`)).body).toMatchObject({ balanceFen: 0, owedFen: 55_120 });
    expect((await leave('2026-12-01')).body.price).toEqual({ amountFen: 0, chargeId: null });
    expect((await tenant.http.get(`/me/leases/${id}/notice`)).body.leaveOn).toBe('2026-12-01');
    const late = await at('2026-12-01', given);
    expect((await late.tenant.http.post(`/leases/${id}/notice-withdrawal`)).body.code).toBe(
      'leaving.too_late_to_take_back',
    );
  });

  it('lets an offered renewal lapse, and one that is signed already is not to be', async () => {
    for (const isSigned of [false, true]) {
      linli.clock.set(start);
      const given = await givenTenant();
      const { id } = given;
      const { tenant, office } = await at('2027-01-10', given);
      await tenant.http.post(`/leases/${id}/renewal`);
      const offer = (await office.http.post(`/leases/${id}/renewal-offer`)).body;
      if (isSigned) expect((await sign(linli, tenant, offer.id)).body.state).toBe('let');
      await tenant.http.post(`/leases/${id}/notice`, { leaveOn: '2027-03-01', reason: '买房了' });
      const next = (await tenant.http.get(`/me/leases/${offer.id}`)).body;
      expect(next.state).toBe(isSigned ? 'withdrawn' : 'lapsed');
      expect((await tenant.http.get(`/me/leases/${id}`)).body).toMatchObject({
        endsOn: '2027-02-28',
        renewal: { state: 'lapsed' },
        nextId: null,
      });
    }
  });

  it('follows a renewal that was declined: the keys are back on the day after the last, and nothing more is owed', async () => {
    const given = await givenTenant();
    const { id } = given;
    const { tenant } = await at('2027-02-01', given);
    await tenant.http.post(`/leases/${id}/renewal-decline`, { reason: '买房了' });
    const { office } = await at('2027-04-01', given);
    const back = await office.http.post(`/leases/${id}/keys-back`, { reason: '租约到期' });
    expect(back.body).toMatchObject({ state: 'ended', endsOn: '2027-03-31', keysBackOn: '2027-04-01' });
    expect((await office.http.get(`/leases/${id}/overstay`)).body).toMatchObject({ days: 0, amountFen: 0, lines: [] });
  });

  it('late costs twice the market rent a day, until the keys are back', async () => {
    const given = await givenTenant();
    const { id } = given;
    const today = await at('2027-05-03', given);
    const owed = {
      leaseId: id,
      endsOn: '2027-03-31',
      goneBy: '2027-05-30',
      keysBackOn: null,
      days: 32,
      lines: [
        { from: '2027-04-01', until: '2027-05-01', days: 30, fenPerDay: 9_187, amountFen: 275_610 },
        { from: '2027-05-01', until: '2027-05-03', days: 2, fenPerDay: 8_890, amountFen: 17_780 },
      ],
      amountFen: 293_390,
      chargeId: null,
    };
    expect((await today.tenant.http.get(`/me/leases/${id}/overstay`)).body).toEqual(owed);
    expect((await today.office.http.get(`/leases/${id}/overstay`)).body).toEqual(owed);
    await today.office.http.post(`/leases/${id}/keys-back`, { reason: '租约到期' });
    const { office, desk, tenant } = await at('2027-06-20', given);
    const kept = (await office.http.get(`/leases/${id}/overstay`)).body;
    expect(kept).toEqual({ ...owed, keysBackOn: '2027-05-03', chargeId: expect.any(String) });
    expect((await desk.http.get(`/charges/${kept.chargeId}`)).body).toMatchObject({
      subject: { kind: 'overstay', id },
      balanceFen: 293_390,
    });
    expect((await tenant.http.get('/me/charges')).body.items).toContainEqual(
      expect.objectContaining({ titleEn: expect.stringContaining('Overstay') }),
    );
    const { others, totals } = (await tenant.http.get(`/me/leases/${id}/statement`)).body as StatementView;
    expect(others).toMatchObject([{ kind: 'overstay', chargeId: kept.chargeId, billedFen: 293_390, paidFen: 0 }]);
    expect(totals.others.balanceFen).toBe(293_390);
    expect(totals.all.balanceFen).toBe(totals.rent.balanceFen + totals.lateFees.balanceFen + 293_390);
  });

  it('after the end of a job is within 90 days, and costs nothing', async () => {
    const given = await givenTenant();
    const { id } = given;
    const { office, tenant } = await at('2026-06-01', given);
    const end = (body: object) => office.http.post(`/leases/${id}/termination`, body);
    const job = { why: 'job_ended', happenedOn: '2026-05-20', reason: '离职' };
    expect((await end({ ...job, happenedOn: '2026-06-02' })).body.code).toBe('leaving.happens_later');
    expect((await end({ ...job, leaveOn: '2026-08-19' })).body).toMatchObject({
      code: 'leaving.not_possible_on',
      facts: { earliest: '2026-06-01', latest: '2026-08-18' },
    });
    expect((await end({ ...job, why: 'tired of them' })).status).toBe(400);
    expect((await end(job)).body).toMatchObject({ why: 'job_ended', leaveOn: '2026-08-18', price: { amountFen: 0 } });
    expect((await tenant.http.post(`/leases/${id}/notice-withdrawal`)).body.code).toBe('leaving.given_by_house');
    expect((await office.http.post(`/leases/${id}/termination-withdrawal`)).body.takenBackAt).not.toBeNull();
    const late = await at('2027-02-01', given);
    const found = await late.office.http.post(`/leases/${id}/termination`, { ...job, happenedOn: '2027-01-20' });
    expect(found.body).toMatchObject({ code: 'leaving.ends_before', facts: { endsOn: '2027-03-31' } });
  });

  it('after a death is on the day that the house and the family agree', async () => {
    const given = await givenTenant();
    const { id, house } = given;
    const { office } = await at('2026-06-01', given);
    const death = { why: 'death', happenedOn: '2026-05-30', reason: '租客去世' };
    expect((await office.http.post(`/leases/${id}/termination`, death)).status).toBe(400);
    const ended = await office.http.post(`/leases/${id}/termination`, { ...death, leaveOn: '2026-06-20' });
    expect(ended.body).toMatchObject({ why: 'death', leaveOn: '2026-06-20', price: { amountFen: 0 } });
    expect(await messagesTo(linli, given.tenant.id, 'lease.ends_early')).toEqual([]);
    const next = await givenApproved(linli, house);
    expect((await choose(next, house.units[0].id, '2026-06-20')).status).toBe(201);
  });

  it('closes a lease whose keys nobody came for once it is over; the deposit is settled and no day after it is owed', async () => {
    const house = await givenLettingHouse(linli);
    const tenant = await givenApproved(linli, house, { degree: null });
    const given = { tenant, ...(await givenLet(linli, tenant, house.units[0].id)) };
    const last = await at('2027-03-31', given);
    const close = (office: Given['office']) =>
      office.http.post(`/leases/${given.id}/keys-back`, { reason: '租客未入住' });
    expect((await close(last.office)).body).toMatchObject({
      code: 'leases.keys_with_nobody',
      facts: { endsOn: '2027-03-31' },
    });
    const { office } = await at('2027-04-05', given);
    expect((await close(office)).body).toMatchObject({ state: 'ended', endsOn: '2027-03-31', keysBackOn: null });
    expect((await close(office)).body.code).toBe('leases.not_in_this_state');
    expect((await office.http.get(`/leases/${given.id}/overstay`)).body.days).toBe(0);
    const settled = await office.http.post(`/leases/${given.id}/deposit-settlement`, { deductions: [] });
    expect(settled.body).toMatchObject({ depositFen: 55_120, refundableFen: 55_120 });
  });

  it('settles the deposit once, never above what was paid; the desk gives back the rest', async () => {
    const given = await givenTenant();
    const { id, lease } = given;
    const { office, desk } = await at('2027-04-01', given);
    const settle = (...deductions: object[]) => office.http.post(`/leases/${id}/deposit-settlement`, { deductions });
    expect((await settle()).body.code).toBe('leaving.keys_not_back_yet');
    await office.http.post(`/leases/${id}/keys-back`, { reason: '租约到期' });
    const paint = { what: '墙面修补', amountFen: 20_000 };
    expect((await settle(paint, { what: '门锁', amountFen: 35_121 })).body).toMatchObject({
      code: 'leaving.more_than_deposit',
      facts: { deductedFen: 55_121, depositFen: 55_120 },
    });
    for (const wrong of [
      { what: '', amountFen: 1 },
      { what: 'x', amountFen: 0 },
      { what: 'x', amountFen: -5 },
    ]) {
      expect((await settle(wrong)).status).toBe(400);
    }
    const settled = await settle(paint);
    expect(settled.status).toBe(201);
    expect(settled.body).toMatchObject({
      chargeId: lease.deposit.chargeId,
      depositFen: 55_120,
      deductions: [paint],
      deductedFen: 20_000,
      refundableFen: 35_120,
    });
    const [said] = await messagesTo(linli, given.tenant.id, 'lease.deposit_settled');
    expect(said?.body).toContain(
      '551.20 yuan, is settled: 200.00 yuan are kept (墙面修补 200.00) and 351.20 yuan paid back',
    );
    expect((await settle(paint)).body.code).toBe('leaving.settled_already');
    const refund = (amountFen: number) =>
      desk.http.post(`/charges/${lease.deposit.chargeId}/refunds`, {
        amountFen,
        method: 'card',
        receiptNumber: `T${id}`,
      });
    expect((await refund(35_121)).status).toBe(409);
    expect((await refund(35_120)).body).toMatchObject({ balanceFen: 0, refundedFen: 35_120 });
    expect((await office.http.get(`/leases/${id}/deposit-settlement`)).body).toEqual(settled.body);
  });

  it('settles the deposit of the first lease with the last one', async () => {
    const given = await givenTenant();
    const { id, lease } = given;
    const { tenant, office } = await at('2027-02-01', given);
    await tenant.http.post(`/leases/${id}/renewal`);
    const next = (await office.http.post(`/leases/${id}/renewal-offer`)).body.id;
    await sign(linli, tenant, next);
    const begun = await at('2027-04-01', given);
    await begun.office.http.post(`/leases/${next}/keys`);
    const refused = await begun.office.http.post(`/leases/${id}/deposit-settlement`, { deductions: [] });
    expect(refused.body).toMatchObject({ code: 'leaving.deposit_goes_on', facts: { nextId: next } });
    const over = await at('2028-04-01', given);
    await over.office.http.post(`/leases/${next}/keys-back`, { reason: '租约到期' });
    expect((await over.office.http.post(`/leases/${next}/deposit-settlement`, { deductions: [] })).body).toMatchObject({
      chargeId: lease.deposit.chargeId,
      refundableFen: 55_120,
    });
  });

  it('is asked for in writing once the day to ask for renewal has passed, with the proof of delivery', async () => {
    const given = await givenTenant();
    const asking = await givenTenant();
    const { id } = given;
    await at('2027-02-20', asking);
    const asker = await signedInAgain(linli, asking.tenant);
    await asker.http.post(`/leases/${asking.id}/renewal`);
    linli.clock.set('2027-03-01 23:59');
    await linli.runJob(objectToStaying, {});
    const { office, tenant } = await at('2027-03-02', given);
    expect((await office.http.get(`/leases/${id}/objection`)).status).toBe(404);
    await linli.runJob(objectToStaying, {});
    await linli.runJob(objectToStaying, {});
    const said = await messagesTo(linli, tenant.id, 'lease.not_renewed');
    expect(said).toEqual([expect.objectContaining({ body: expect.stringContaining('Wed 31 Mar 2027'), state: 'due' })]);
    expect((await office.http.get(`/leases/${id}/objection`)).body).toMatchObject({
      lastDay: '2027-03-31',
      message: { state: 'due', sentAt: null },
    });
    await linli.database.query(
      `UPDATE messages SET state = 'sent', sent_at = $2, channel = 'sms' WHERE kind = 'lease.not_renewed' AND subject_id = $1`,
      [id, linli.clock.now().toString()],
    );
    expect((await office.http.get(`/leases/${id}/objection`)).body.message).toMatchObject({
      state: 'sent',
      sentAt: '2027-03-02T10:00:00+08:00',
      channel: 'sms',
    });
    expect((await office.http.get(`/leases/${asking.id}/objection`)).status).toBe(404);
  });

  it('is not what a renewal does: the keys go on by themselves when it begins', async () => {
    const given = await givenTenant();
    const { id } = given;
    const { tenant, office } = await at('2027-02-01', given);
    await tenant.http.post(`/leases/${id}/renewal`);
    const next = (await office.http.post(`/leases/${id}/renewal-offer`)).body.id;
    await sign(linli, tenant, next);
    linli.clock.set('2027-03-31 23:00');
    await linli.runJob(lapseLeases, {});
    const begun = await at('2027-04-03', given);
    expect((await begun.office.http.get(`/leases/${id}`)).body.state).toBe('let');
    expect((await begun.office.http.get(`/leases/${id}/overstay`)).body.days).toBe(0);
    await linli.runJob(lapseLeases, {});
    await linli.runJob(lapseLeases, {});
    expect((await begun.office.http.get(`/leases/${id}`)).body).toMatchObject({
      state: 'ended',
      keysBackOn: '2027-04-01',
      endReason: 'renewed',
    });
    expect((await begun.office.http.get(`/leases/${next}`)).body).toMatchObject({
      state: 'let',
      keysGivenOn: '2027-04-01',
    });
  });

  it('for another unit: the old lease is cut when the new one is signed, and the term goes on', async () => {
    const given = await givenTenant({ units: [{}, { areaM2: 60 }] });
    const { id, house, lease } = given;
    const [old, other] = [house.units[0].id, house.units[1]!.id];
    const { tenant, office } = await at('2026-06-01', given);
    const move = (unitId: string, on: string) => office.http.post(`/leases/${id}/transfer`, { unitId, on });
    expect((await move(old, '2026-06-15')).body.code).toBe('leaving.same_unit');
    expect((await move(other, '2026-06-01')).body).toMatchObject({
      code: 'leaving.move_not_possible_on',
      facts: { earliest: '2026-06-02', latest: '2027-03-31' },
    });
    expect((await move((await givenLettingHouse(linli)).units[0].id, '2026-06-15')).status).toBe(404);
    const held = await move(other, '2026-06-15');
    expect(held.status).toBe(201);
    expect(held.body).toMatchObject({
      ...{ state: 'held', previousId: id, startsOn: '2026-06-15', endsOn: '2027-03-31', termNumber: 1 },
      ...{ monthlyNetFen: 63_600, deposit: { amountFen: 0 }, heldUntil: '2026-06-02T10:00:00+08:00' },
    });
    const [said] = await messagesTo(linli, tenant.id, 'lease.transfer_offered');
    expect(said?.body).toContain('sign by Tue 2 Jun 2026, 10:00');
    expect(held.body.rents.at(-1)).toMatchObject({ leaseMonth: 10, from: '2027-03-15', until: '2027-04-01' });
    expect((await move(other, '2026-06-20')).body.code).toBe('leases.unit_taken');
    expect((await tenant.http.get(`/me/leases/${id}`)).body.endsOn).toBe('2027-03-31');
    const nextDay = await at('2026-06-02', given);
    await linli.runJob(lapseLeases, {});
    expect((await nextDay.tenant.http.get(`/me/leases/${id}`)).body.endsOn).toBe('2027-03-31');
    const wanted = { unitId: other, on: '2026-06-15' };
    const again = (await nextDay.office.http.post(`/leases/${id}/transfer`, wanted)).body.id;
    await linli.runJob(billRents, {});
    expect((await sign(linli, nextDay.tenant, again)).body.state).toBe('let');
    await linli.runJob(billRents, {});
    const june = async (leaseId: string) => {
      const { bills } = (await nextDay.tenant.http.get(`/me/leases/${leaseId}/statement`)).body as StatementView;
      return bills.filter(({ month }) => month === '2026-06').map((one) => one.billedFen - one.reducedFen);
    };
    // 14 of 30 days of 551.20, and 16 of 30 of 636.00: nobody pays for two units at once.
    expect([await june(id), await june(again)]).toEqual([[25_723], [33_920]]);
    expect((await nextDay.tenant.http.get(`/me/leases/${id}`)).body).toMatchObject({
      state: 'let',
      endsOn: '2026-06-14',
    });
    const moved = await at('2026-06-15', given);
    expect((await moved.office.http.post(`/leases/${again}/keys`)).body.keysGivenOn).toBe('2026-06-15');
    await moved.office.http.post(`/leases/${id}/keys-back`, { reason: '换房' });
    const settle = (leaseId: string) =>
      moved.office.http.post(`/leases/${leaseId}/deposit-settlement`, { deductions: [] });
    expect((await settle(id)).body.code).toBe('leaving.deposit_goes_on');
    const renewed = await at('2027-02-01', given);
    await renewed.tenant.http.post(`/leases/${again}/renewal`);
    const next = (await renewed.office.http.post(`/leases/${again}/renewal-offer`)).body;
    expect(next).toMatchObject({ termNumber: 2, kind: 'full_term', startsOn: '2027-04-01', endsOn: '2028-03-31' });
    const rates = `/letting-rates?from=2026-06-01&until=2026-07-01&venueId=${house.venueId}`;
    expect((await renewed.office.http.get(rates)).body.renewal).toMatchObject({ reachedTheirEnd: 0, others: [] });
    expect(lease.deposit.amountFen).toBe(55_120);
  });

  it('is nobody else’s business', async () => {
    const { id, office } = await givenTenant();
    const other = await givenResident(linli);
    const body = { leaveOn: '2026-07-15', reason: '换工作' };
    expect((await other.http.post(`/leases/${id}/notice`, body)).status).toBe(404);
    expect((await other.http.post(`/leases/${id}/notice-withdrawal`)).status).toBe(404);
    for (const page of ['notice', 'overstay', 'deposit-settlement']) {
      expect((await other.http.get(`/me/leases/${id}/${page}`)).status).toBe(404);
    }
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    const death = { why: 'death', happenedOn: '2026-04-01', leaveOn: '2026-06-20', reason: 'x' };
    expect((await elsewhere.http.post(`/leases/${id}/termination`, death)).status).toBe(403);
    expect((await elsewhere.http.post(`/leases/${id}/deposit-settlement`, { deductions: [] })).status).toBe(403);
    expect((await elsewhere.http.get(`/leases/${id}/overstay`)).status).toBe(404);
    expect((await office.http.get(`/leases/${id}/notice`)).status).toBe(404);
  });
});
