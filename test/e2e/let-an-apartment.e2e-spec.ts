import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lapseLeases } from '../../src/apartments/leases/lapse-leases.service.js';
import { Temporal } from '../../src/kernel/time.js';
import { givenOutage } from '../support/given-apartments.js';
import {
  choose,
  givenApproved,
  givenLet,
  givenLettingHouse,
  payDeposit,
  sign,
  signingCode,
} from '../support/given-leases.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('letting an apartment', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  it('holds the chosen unit for a day, with every rent of the lease line by line', async () => {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const { status, body } = await choose(me, house.units[0].id, '2026-09-01');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'held',
      kind: 'full_term',
      startsOn: '2026-09-01',
      endsOn: '2027-08-31',
      heldUntil: '2026-08-21T10:00:00+08:00',
      termNumber: 1,
      policyVersion: 1,
      deposit: { amountFen: 55_120, payer: 'person', chargeId: null },
    });
    expect(body.rents).toHaveLength(12);
    expect(body.rents[0]).toEqual({
      leaseMonth: 1,
      from: '2026-09-01',
      until: '2026-10-01',
      totalFen: 55_120,
      subsidyFen: 55_120,
      netFen: 0,
      split: { person: 0, employer: 0, zone: 0 },
      lines: [{ what: 'share_of_market', areaM2: 52, fenPerM2: 2650, percent: 40, amountFen: 55_120 }],
    });
    const office = await givenStaff(linli, 'apartments');
    const unit = (await office.http.get(`/units/${house.units[0].id}?on=2026-10-01`)).body;
    expect(unit.state).toBe('held');
  });

  it('is in force when both have signed and the deposit is there, whichever comes last', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, {}] });
    const office = await givenStaff(linli, 'apartments');
    const desk = await givenStaff(linli, 'desk');
    for (const [index, order] of [
      ['sign', 'pay'],
      ['pay', 'sign'],
    ].entries()) {
      const me = await givenApproved(linli, house);
      const { id } = (await choose(me, house.units[index]!.id)).body;
      expect((await office.http.post(`/leases/${id}/countersignature`)).body.code).toBe('leases.not_signed_yet');
      const signed = await sign(linli, me, id);
      expect(signed.body).toMatchObject({ state: 'signed', heldUntil: '2026-08-23T10:00:00+08:00' });
      expect(signed.body.signatureHash).toMatch(/^[0-9a-f]{64}$/);
      for (const step of order) {
        expect((await office.http.get(`/leases/${id}`)).body.state).toBe('signed');
        if (step === 'sign') await office.http.post(`/leases/${id}/countersignature`);
        else {
          expect((await payDeposit(desk, signed.body.deposit)).status).toBe(201);
        }
      }
      expect((await me.http.get(`/me/leases/${id}`)).body).toMatchObject({ state: 'let', heldUntil: null });
    }
  });

  it('signs only with the code of the phone, and counts wrong ones', async () => {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const { id } = (await choose(me, house.units[0].id)).body;
    const tryCode = (code: string) => me.http.post(`/leases/${id}/signature`, { code });
    expect((await tryCode('123456')).body.code).toBe('leases.wrong_code');
    expect((await me.http.post(`/leases/${id}/signing-code`)).status).toBe(200);
    expect((await me.http.post(`/leases/${id}/signing-code`)).body.code).toBe('leases.code_sent_recently');
    const right = await signingCode(linli, me);
    const wrong = right === '000000' ? '000001' : '000000';
    for (let left = 4; left >= 0; left--) {
      expect((await tryCode(wrong)).body).toMatchObject({ code: 'leases.wrong_code', facts: { triesLeft: left } });
    }
    expect((await tryCode(right)).body.code).toBe('leases.wrong_code');
    linli.clock.advance('PT61S');
    await me.http.post(`/leases/${id}/signing-code`);
    linli.clock.advance('PT5M');
    expect((await tryCode(await signingCode(linli, me))).body.code).toBe('leases.wrong_code');
    linli.clock.advance('PT1M');
    expect((await sign(linli, me, id)).body.state).toBe('signed');
    for (const code of ['', '12345', '１２３４５６', 123456, undefined]) {
      expect((await me.http.post(`/leases/${id}/signature`, { code })).status).toBe(400);
    }
  });

  it('frees a unit that nobody signed for, or whose deposit did not come; a late payment is not taken', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, {}] });
    const [first, second] = [await givenApproved(linli, house), await givenApproved(linli, house)];
    const held = (await choose(first, house.units[0].id)).body.id;
    const signed = (await choose(second, house.units[1]!.id)).body.id;
    const { deposit } = (await sign(linli, second, signed)).body;
    linli.clock.advance('PT24H');
    expect((await first.http.post(`/leases/${held}/signing-code`)).body.code).toBe('leases.hold_is_over');
    const late = await first.http.post(`/leases/${held}/signature`, { code: '000000' });
    expect(late.body.code).toBe('leases.hold_is_over');
    await linli.runJob(lapseLeases, {});
    await linli.runJob(lapseLeases, {});
    expect((await first.http.get(`/me/leases/${held}`)).body).toMatchObject({ state: 'lapsed' });
    expect((await choose(await givenApproved(linli, house), house.units[0].id)).status).toBe(201);
    linli.clock.advance('PT48H');
    const desk = await givenStaff(linli, 'desk');
    expect((await payDeposit(desk, deposit)).body.code).toBe('leases.deposit_lapsed');
    await linli.runJob(lapseLeases, {});
    expect((await second.http.get(`/me/leases/${signed}`)).body.state).toBe('lapsed');
    const saidTo = async ({ id }: { id: string }) =>
      (await messagesTo(linli, id, 'lease.lapsed')).map(({ body }) => body);
    expect(await saidTo(first)).toEqual([expect.stringContaining('it was not signed in time')]);
    expect(await saidTo(second)).toEqual([expect.stringContaining('the deposit was not there in time')]);
    expect((await desk.http.get(`/charges/${deposit.chargeId}`)).body).toMatchObject({ balanceFen: 0, paidFen: 0 });
  });

  it('is held as long as the policy says', async () => {
    const house = await givenLettingHouse(linli, { policy: { timers: { signHours: 2, payDepositHours: 5 } } });
    const person = await givenApproved(linli, house);
    const held = (await choose(person, house.units[0].id)).body;
    const hoursFrom = (moment: string) => Temporal.Instant.from(moment).since(linli.clock.now()).total('hours');
    expect(hoursFrom(held.heldUntil)).toBe(2);
    expect(hoursFrom((await sign(linli, person, held.id)).body.heldUntil)).toBe(5);
  });

  it('gives a chosen unit back, and another one may be chosen at once', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, {}] });
    const me = await givenApproved(linli, house);
    const { id } = (await choose(me, house.units[0].id)).body;
    expect((await choose(me, house.units[1]!.id)).body.code).toBe('leases.person_has_lease');
    expect((await me.http.post(`/leases/${id}/giving-back`)).body.state).toBe('withdrawn');
    expect((await me.http.post(`/leases/${id}/giving-back`)).body.code).toBe('leases.not_in_this_state');
    expect((await choose(me, house.units[1]!.id)).status).toBe(201);
  });

  it('refuses without an approval, in repair, in the past, too far ahead, and what the policy leaves open', async () => {
    const house = await givenLettingHouse(linli, { units: [{}, {}] });
    const waiting = await givenApproved(linli, house, { state: 'submitted', tier: null, decidedAt: null });
    expect((await choose(waiting, house.units[0].id)).body.code).toBe('leases.not_approved');
    const me = await givenApproved(linli, house);
    await givenOutage(linli, house.units[0].id, { from: '2026-12-01', until: '2026-12-10' });
    const refused = await choose(me, house.units[0].id);
    expect(refused.body).toMatchObject({
      code: 'leases.unit_out_of_service',
      facts: { from: '2026-12-01', until: '2026-12-10' },
    });
    expect((await choose(me, house.units[1]!.id, '2026-08-19')).body.code).toBe('leases.starts_too_early');
    expect((await choose(me, house.units[1]!.id, '2026-10-20')).body.code).toBe('leases.starts_too_late');
    expect((await choose(me, house.units[1]!.id, '2026-02-30')).status).toBe(400);
    expect((await choose(me, '01900000-0000-7000-8000-000000000000')).status).toBe(404);
    const elsewhere = await givenLettingHouse(linli);
    expect((await choose(me, elsewhere.units[0].id)).status).toBe(404);
    const open = await givenLettingHouse(linli, {
      policy: { rent: { kind: 'share', byTier: { A: 0 }, byTerm: null } },
    });
    const tierE = await givenApproved(linli, open);
    expect((await choose(tierE, open.units[0].id)).body.code).toBe('policies.no_share_for_tier');
  });

  it('is nobody else’s business', async () => {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const other = await givenResident(linli);
    expect((await choose({ ...other, applicationId: me.applicationId }, house.units[0].id)).status).toBe(404);
    const { id } = (await choose(me, house.units[0].id)).body;
    expect((await other.http.get(`/me/leases/${id}`)).status).toBe(404);
    for (const act of ['signing-code', 'giving-back']) {
      expect((await other.http.post(`/leases/${id}/${act}`)).status).toBe(404);
    }
    const elsewhere = await givenStaff(linli, 'apartments', { venueId: (await givenLettingHouse(linli)).venueId });
    expect((await elsewhere.http.get(`/leases/${id}`)).status).toBe(404);
    expect((await elsewhere.http.post(`/leases/${id}/cancellation`)).status).toBe(403);
    expect((await elsewhere.http.get('/leases')).body.total).toBe(0);
  });

  it('hands keys over once, takes them back, and does not let the unit before', async () => {
    const house = await givenLettingHouse(linli);
    const me = await givenApproved(linli, house);
    const { id, office } = await givenLet(linli, me, house.units[0].id);
    expect((await office.http.post(`/leases/${id}/keys-back`, { reason: 'moved out' })).body.code).toBe(
      'leases.keys_with_nobody',
    );
    expect((await office.http.post(`/leases/${id}/keys`)).body).toMatchObject({ keysGivenOn: '2026-08-20' });
    expect((await office.http.post(`/leases/${id}/keys`)).body).toMatchObject({
      code: 'leases.keys_given_already',
      facts: { on: '2026-08-20' },
    });
    linli.clock.set('2027-07-01 10:00');
    const leaving = await signedInAgain(linli, me);
    expect((await leaving.http.post(`/leases/${id}/renewal-decline`, { reason: '买了房' })).status).toBe(200);
    const chosen = await givenLet(linli, await givenApproved(linli, house), house.units[0].id, '2027-08-20');
    linli.clock.set('2027-08-25 10:00');
    const later = await signedInAgain(linli, office, 'staff');
    expect((await later.http.get(`/units/${house.units[0].id}`)).body.state).toBe('let');
    expect((await later.http.post(`/leases/${chosen.id}/keys`)).body.code).toBe('leases.keys_not_back');
    const back = await later.http.post(`/leases/${id}/keys-back`, { reason: 'moved out' });
    expect(back.body).toMatchObject({ state: 'ended', keysBackOn: '2027-08-25', endsOn: '2027-08-19' });
    expect((await later.http.post(`/leases/${chosen.id}/keys`)).body.keysGivenOn).toBe('2027-08-25');
  });
});
