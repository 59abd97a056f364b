import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenTerm } from '../support/given-school.js';
import type { ClassOverrides } from '../support/given-school.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('withdrawing from a class', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** A learner who has paid 500 yuan for twelve Tuesdays from 8 September. */
  async function givenPaidPlace(overrides: ClassOverrides = {}) {
    const school = await givenOwnClass(linli, { feeFen: 50_000, ...overrides });
    const me = await givenResident(linli);
    const { enrolmentId, payment, reference } = (await me.http.post(`/classes/${school.id}/enrolments`)).body;
    const desk = await givenStaff(linli, 'desk', { venueId: school.term.venueId });
    const money = { amountFen: 50_000, method: 'card', receiptNumber: reference };
    expect((await desk.http.post(`/charges/${payment.chargeId}/payments`, money)).status).toBe(201);
    return { school, me, enrolmentId, chargeId: payment.chargeId };
  }

  it('frees the place, which is offered to the first in line at once', async () => {
    const { id } = await givenOwnClass(linli, { capacity: 1 });
    const [first, second] = [await givenResident(linli), await givenResident(linli)];
    const mine = (await first.http.post(`/classes/${id}/enrolments`)).body;
    const waits = (await second.http.post(`/classes/${id}/enrolments`)).body;
    const reply = await first.http.post(`/enrolments/${mine.enrolmentId}/withdrawal`, { reason: '搬家了' });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        enrolment: { state: 'withdrawn', endReason: '搬家了', endedAt: '2026-08-20T10:00:00+08:00' },
        refund: { rule: 'nothing_owed', refundFen: 0 },
      },
    });
    expect((await second.http.get(`/enrolments/${waits.enrolmentId}`)).body).toMatchObject({ state: 'offered' });
    expect((await messagesTo(linli, first.id, 'class.withdrawn'))[0]?.body).toMatch(/^You are no longer enrolled/);
    expect(await messagesTo(linli, second.id, 'class.offered')).toHaveLength(1);
  });

  it('moves everyone behind up, when somebody in line leaves', async () => {
    const { id } = await givenOwnClass(linli, { capacity: 1 });
    const people = [];
    for (let i = 0; i < 4; i++) people.push(await givenResident(linli));
    const ids: string[] = [];
    for (const { http } of people) ids.push((await http.post(`/classes/${id}/enrolments`)).body.enrolmentId);
    await people[2]!.http.post(`/enrolments/${ids[2]}/withdrawal`);
    expect((await people[3]!.http.get(`/enrolments/${ids[3]}`)).body).toMatchObject({ state: 'waiting', position: 2 });
    expect((await messagesTo(linli, people[2]!.id, 'class.withdrawn'))[0]?.body).toMatch(/no longer in line/);
  });

  it('lets the same person enrol again, as the last', async () => {
    const { id } = await givenOwnClass(linli, { capacity: 1 });
    const [me, other] = [await givenResident(linli), await givenResident(linli)];
    const mine = (await me.http.post(`/classes/${id}/enrolments`)).body;
    await other.http.post(`/classes/${id}/enrolments`);
    await me.http.post(`/enrolments/${mine.enrolmentId}/withdrawal`);
    expect((await me.http.post(`/classes/${id}/enrolments`)).body).toMatchObject({ state: 'waiting', position: 1 });
  });

  it('is refused a second time', async () => {
    const { id } = await givenOwnClass(linli);
    const me = await givenResident(linli);
    const { enrolmentId } = (await me.http.post(`/classes/${id}/enrolments`)).body;
    const replies = await Promise.all([1, 2].map(() => me.http.post(`/enrolments/${enrolmentId}/withdrawal`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.find(({ status }) => status === 409)?.body.code).toBe('admission.not_active');
  });

  it.each([[{ reason: '' }], [{ reason: 'x'.repeat(201) }], [{ reason: 'a\u0000b' }], [{ reason: 5 }], [{ why: 'x' }]])(
    'refuses %j as a reason',
    async (body) => {
      const { id } = await givenOwnClass(linli);
      const me = await givenResident(linli);
      const { enrolmentId } = (await me.http.post(`/classes/${id}/enrolments`)).body;
      expect((await me.http.post(`/enrolments/${enrolmentId}/withdrawal`, body)).status).toBe(400);
      expect((await me.http.get(`/enrolments/${enrolmentId}`)).body.state).toBe('confirmed');
    },
  );

  it('is too late once the last session is over, and says when that was', async () => {
    const { id } = await givenOwnClass(linli, { sessions: 2 });
    const me = await givenResident(linli);
    const { enrolmentId } = (await me.http.post(`/classes/${id}/enrolments`)).body;
    linli.clock.set('2026-09-15 20:30');
    expect(await me.http.post(`/enrolments/${enrolmentId}/withdrawal`)).toMatchObject({
      status: 409,
      body: { code: 'enrolment.class_is_over', facts: { endedAt: '2026-09-15T20:30:00+08:00' } },
    });
  });

  describe('gives back', () => {
    it('everything until N days before the start, and the desk can hand out exactly that', async () => {
      const { school, me, enrolmentId, chargeId } = await givenPaidPlace();
      linli.clock.set('2026-09-01 23:59');
      const preview = await me.http.get(`/enrolments/${enrolmentId}/refund-preview`);
      expect(preview.body).toEqual({
        rule: 'full',
        refundFen: 50_000,
        keptFen: 0,
        sessionsTotal: 12,
        sessionsBegun: 0,
        fullUntil: '2026-09-01',
      });
      const { body } = await me.http.post(`/enrolments/${enrolmentId}/withdrawal`);
      expect(body.refund).toEqual(preview.body);
      expect(body.enrolment.payment).toMatchObject({ paidFen: 50_000, balanceFen: -50_000 });
      expect((await messagesTo(linli, me.id, 'class.withdrawn'))[0]?.body).toContain('500.00 yuan are paid back');
      const desk = await givenStaff(linli, 'desk', { venueId: school.term.venueId });
      const refund = (amountFen: number) =>
        desk.http.post(`/charges/${chargeId}/refunds`, { amountFen, method: 'cash', receiptNumber: `R${amountFen}` });
      expect((await refund(50_001)).status).toBe(409);
      expect((await refund(50_000)).body).toMatchObject({ balanceFen: 0, state: 'settled' });
    });

    it('the share of the sessions not yet begun after that', async () => {
      const { me, enrolmentId } = await givenPaidPlace();
      linli.clock.set('2026-09-15 19:00');
      const { body } = await me.http.post(`/enrolments/${enrolmentId}/withdrawal`);
      expect(body.refund).toMatchObject({ rule: 'pro_rata', sessionsBegun: 2, keptFen: 8_333, refundFen: 41_667 });
      expect(body.enrolment.payment.balanceFen).toBe(-41_667);
    });

    it('by the days that the term has set', async () => {
      const term = await givenTerm(linli, { fullRefundDays: 0 });
      const { me, enrolmentId } = await givenPaidPlace({ term });
      linli.clock.set('2026-09-08 20:00');
      expect((await me.http.get(`/enrolments/${enrolmentId}/refund-preview`)).body).toMatchObject({
        rule: 'full',
        fullUntil: '2026-09-08',
        refundFen: 50_000,
      });
    });

    it('nothing and asks for nothing, where the place was never paid', async () => {
      const { id } = await givenOwnClass(linli, { feeFen: 50_000 });
      const me = await givenResident(linli);
      const { enrolmentId } = (await me.http.post(`/classes/${id}/enrolments`)).body;
      const { body } = await me.http.post(`/enrolments/${enrolmentId}/withdrawal`);
      expect(body).toMatchObject({
        refund: { rule: 'nothing_owed', refundFen: 0 },
        enrolment: { payment: { balanceFen: 0 } },
      });
    });
  });
});
