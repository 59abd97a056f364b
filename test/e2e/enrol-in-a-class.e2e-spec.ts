import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lapseBookings } from '../../src/admission/index.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import type { ResidentOverrides } from '../support/given-people.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenTerm } from '../support/given-school.js';
import type { TermOverrides } from '../support/given-school.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('enrolling in a class', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  it('gives a place, with the reference and the first session, and says so', async () => {
    const painting = await givenOwnClass(linli, { name: '零基础国画', nameEn: 'Chinese painting' });
    const me = await givenResident(linli, { language: 'zh-CN' });
    const reply = await me.http.post(`/classes/${painting.id}/enrolments`, {});
    expect(reply).toMatchObject({
      status: 201,
      body: {
        state: 'confirmed',
        position: null,
        holdsUntil: null,
        feeFen: 0,
        payment: null,
        class: { name: '零基础国画', nextSessionAt: '2026-09-08T19:00:00+08:00' },
      },
    });
    expect((await me.http.get(`/enrolments/${reply.body.enrolmentId}`)).body).toEqual(reply.body);
    expect(reply.body.reference).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    const [told] = await messagesTo(linli, me.id);
    expect(told?.kind).toBe('class.enrolled');
    expect(told?.body).toContain('第一次课：2026年9月8日 周二 19:00');
    expect((await linli.anyone.get(`/classes/${painting.id}`)).body).toMatchObject({ placesLeft: 19, waiting: 0 });
  });

  it('takes a request without a body and refuses one with fields', async () => {
    const { id } = await givenOwnClass(linli);
    const me = await givenResident(linli);
    const wrong = await me.http.post(`/classes/${id}/enrolments`, { residentId: me.id });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'request.unexpected_body' } });
    expect((await me.http.post(`/classes/${id}/enrolments`)).status).toBe(201);
  });

  describe('is refused', () => {
    async function refusal(rules: TermOverrides, person: ResidentOverrides = {}) {
      const { id } = await givenOwnClass(linli, { term: await givenTerm(linli, rules) });
      return refusalOf(id, person);
    }

    async function refusalOf(classId: string, person: ResidentOverrides = {}) {
      const me = await givenResident(linli, person);
      const reply = await me.http.post(`/classes/${classId}/enrolments`);
      expect((await me.http.get('/me/enrolments')).body.total).toBe(0);
      return reply;
    }

    it('before the window opens, with the time', async () => {
      expect(await refusal({ opensAt: '2026-08-25 09:00' })).toMatchObject({
        status: 409,
        body: { code: 'admission.not_open_yet', facts: { opensAt: '2026-08-25T09:00:00+08:00' } },
      });
    });

    it('after the window closed', async () => {
      expect(await refusal({ opensAt: '2026-08-01 09:00', closesAt: '2026-08-20 10:00' })).toMatchObject({
        status: 409,
        body: { code: 'admission.closed', facts: { closedAt: '2026-08-20T10:00:00+08:00' } },
      });
    });

    it('outside the ages of the term', async () => {
      const ages = { minAge: 18, maxAge: 55 };
      expect(await refusal(ages, { birthOn: '2008-09-09' })).toMatchObject({
        body: { code: 'admission.too_young', facts: { minAge: 18 } },
      });
      expect(await refusal(ages, { birthOn: '1970-01-01' })).toMatchObject({
        body: { code: 'admission.too_old', facts: { maxAge: 55 } },
      });
      expect(await refusal(ages, { birthOn: null })).toMatchObject({
        body: { code: 'admission.profile_incomplete', facts: { missing: ['birthDate'] } },
      });
    });

    it('for people from outside, where the class is for the zone', async () => {
      const reply = await refusal({ audience: 'zone' }, { livesInZone: false, worksInZone: false });
      expect(reply).toMatchObject({ status: 409, body: { code: 'admission.not_in_audience' } });
    });

    it('in a cancelled class, which it names', async () => {
      const { id } = await givenOwnClass(linli, { nameEn: 'Gone' });
      const staff = await givenStaff(linli, 'school');
      expect((await staff.http.post(`/classes/${id}/cancellation`, { reason: '人数不足' })).status).toBe(200);
      expect(await refusalOf(id)).toMatchObject({
        status: 409,
        body: {
          code: 'admission.ended',
          detail: '"Gone" was cancelled; choose something else.',
        },
      });
    });

    it('in a draft, which nobody finds', async () => {
      const { id } = await givenOwnClass(linli, { state: 'draft' });
      expect(await refusalOf(id)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
    });
  });

  it('finds no class under an unknown id, and takes only ids', async () => {
    const me = await givenResident(linli);
    const unknown = '01900000-0000-7000-8000-000000000000';
    expect((await me.http.post(`/classes/${unknown}/enrolments`)).status).toBe(404);
    expect((await me.http.post(`/classes/everything/enrolments`)).status).toBe(400);
  });

  it('is for residents who signed in', async () => {
    const { id } = await givenOwnClass(linli);
    const staff = await givenStaff(linli, 'school');
    expect((await linli.anyone.post(`/classes/${id}/enrolments`)).status).toBe(401);
    expect((await staff.http.post(`/classes/${id}/enrolments`)).status).toBe(403);
  });

  it('is refused a second time, with the enrolment that is there', async () => {
    const { id } = await givenOwnClass(linli);
    const me = await givenResident(linli);
    const first = await me.http.post(`/classes/${id}/enrolments`);
    expect(await me.http.post(`/classes/${id}/enrolments`)).toMatchObject({
      status: 409,
      body: { code: 'admission.already_booked', facts: { bookingId: first.body.enrolmentId, state: 'confirmed' } },
    });
  });

  it('is refused where it clashes with an own class, which it names', async () => {
    const term = await givenTerm(linli, { classesPerPerson: 5 });
    const [painting, dance] = [
      await givenOwnClass(linli, { term, name: '国画一班', nameEn: 'Painting 1', weekday: 3 }),
      await givenOwnClass(linli, { term, name: '民族舞一班', weekday: 3, time: '20:00' }),
    ];
    const me = await givenResident(linli);
    await me.http.post(`/classes/${painting.id}/enrolments`);
    expect(await me.http.post(`/classes/${dance.id}/enrolments`)).toMatchObject({
      status: 409,
      body: {
        code: 'admission.clashes_with_own',
        facts: { title: '国画一班', from: '2026-09-09T20:00:00+08:00', until: '2026-09-09T20:30:00+08:00' },
        detail: 'It clashes with your "Painting 1" (Wed 9 Sep 2026, 20:00–20:30).',
      },
    });
  });

  it('is refused above the limit of the term', async () => {
    const term = await givenTerm(linli, { classesPerPerson: 2 });
    const classes = [];
    for (const weekday of [1, 2, 3]) classes.push(await givenOwnClass(linli, { term, weekday }));
    const me = await givenResident(linli);
    const replies = [];
    for (const { id } of classes) replies.push(await me.http.post(`/classes/${id}/enrolments`));
    expect(replies.map((reply) => reply.status)).toEqual([201, 201, 409]);
    expect(replies[2]?.body).toMatchObject({ code: 'admission.limit_reached', facts: { limit: 2 } });
  });

  it('puts people in line when the class is full, and tells each their position', async () => {
    const { id } = await givenOwnClass(linli, { capacity: 1 });
    const people = [];
    for (let i = 0; i < 3; i++) people.push(await givenResident(linli));
    const states = [];
    for (const { http } of people) states.push((await http.post(`/classes/${id}/enrolments`)).body);
    expect(states.map(({ state, position }) => [state, position])).toEqual([
      ['confirmed', null],
      ['waiting', 1],
      ['waiting', 2],
    ]);
    const [told] = await messagesTo(linli, people[2]!.id);
    expect(told?.body).toContain('number 2 in line');
    expect(await people[2]!.http.post(`/classes/${id}/enrolments`)).toMatchObject({
      status: 409,
      body: { code: 'admission.already_booked', facts: { state: 'waiting', position: 2 } },
    });
    expect((await linli.anyone.get(`/classes/${id}`)).body).toMatchObject({ placesLeft: 0, waiting: 2 });
  });

  it('gives the last place to exactly one of 200 who ask at once, and each other a position of their own', async () => {
    const { id, poolId } = await givenOwnClass(linli, { capacity: 1 });
    const people = await Promise.all(Array.from({ length: 200 }, () => givenResident(linli)));
    const replies = await Promise.all(people.map(({ http }) => http.post(`/classes/${id}/enrolments`)));
    expect(replies.filter(({ status }) => status !== 201)).toEqual([]);
    const bodies = replies.map(({ body }) => body);
    expect(bodies.filter(({ state }) => state === 'confirmed')).toHaveLength(1);
    const positions = bodies.filter(({ state }) => state === 'waiting').map(({ position }) => position);
    expect(positions.sort((a, b) => a - b)).toEqual(Array.from({ length: 199 }, (_, index) => index + 1));
    const [pool] = await linli.database.query(`SELECT taken FROM pools WHERE id = $1`, [poolId]);
    expect(pool.taken).toBe(1);
  }, 60_000);

  it('enrols once when the same request arrives twice at once, with the same answer', async () => {
    const { id } = await givenOwnClass(linli, { capacity: 1 });
    const me = await givenResident(linli);
    const [one, two] = await Promise.all(
      ['same', 'same'].map((key) => me.http.post(`/classes/${id}/enrolments`, {}, { key })),
    );
    expect([one?.status, two?.status]).toEqual([201, 201]);
    expect(two?.body).toEqual(one?.body);
    expect((await me.http.get('/me/enrolments')).body.total).toBe(1);
    expect(await messagesTo(linli, me.id)).toHaveLength(1);
  });

  it('answers a repeated key as before although things have changed, and refuses the key for another class', async () => {
    const [one, other] = [await givenOwnClass(linli), await givenOwnClass(linli)];
    const me = await givenResident(linli);
    const first = await me.http.post(`/classes/${one.id}/enrolments`, {}, { key: 'k' });
    await me.http.post(`/enrolments/${first.body.enrolmentId}/withdrawal`);
    expect((await me.http.post(`/classes/${one.id}/enrolments`, {}, { key: 'k' })).body).toEqual(first.body);
    expect(await me.http.post(`/classes/${other.id}/enrolments`, {}, { key: 'k' })).toMatchObject({
      status: 422,
      body: { code: 'request.idempotency_key_reused' },
    });
  });

  describe('with a fee', () => {
    it('holds the place until the desk has the money, then confirms it', async () => {
      const { id, term } = await givenOwnClass(linli, { name: '成人芭蕾', feeFen: 50_000 });
      const me = await givenResident(linli, { language: 'zh-CN' });
      const desk = await givenStaff(linli, 'desk', { venueId: term.venueId });
      const { body } = await me.http.post(`/classes/${id}/enrolments`);
      expect(body).toMatchObject({
        state: 'awaiting_payment',
        feeFen: 50_000,
        holdsUntil: '2026-08-22T10:00:00+08:00',
        payment: { balanceFen: 50_000, paidFen: 0 },
      });
      expect((await me.http.get(`/enrolments/${body.enrolmentId}`)).body).toEqual(body);
      const found = (await desk.http.get(`/charges?search=${body.reference}`)).body;
      expect(found.items).toMatchObject([{ id: body.payment.chargeId, title: '成人芭蕾' }]);
      const pay = (amountFen: number, receiptNumber: string) =>
        desk.http.post(`/charges/${body.payment.chargeId}/payments`, { amountFen, method: 'cash', receiptNumber });
      expect((await pay(20_000, `A-${body.reference}`)).status).toBe(201);
      expect((await me.http.get(`/enrolments/${body.enrolmentId}`)).body).toMatchObject({
        state: 'awaiting_payment',
        payment: { balanceFen: 30_000 },
      });
      expect((await pay(30_000, `B-${body.reference}`)).status).toBe(201);
      expect((await me.http.get(`/enrolments/${body.enrolmentId}`)).body).toMatchObject({
        state: 'confirmed',
        holdsUntil: null,
        confirmedAt: '2026-08-20T10:00:00+08:00',
        payment: { balanceFen: 0, paidFen: 50_000 },
      });
      const told = await messagesTo(linli, me.id);
      expect(told.map(({ kind }) => kind).sort()).toEqual(['class.held', 'class.paid']);
      expect(told.find(({ kind }) => kind === 'class.held')?.body).toContain('缴费 500.00 元');
    });

    it('passes to the next in line when the time to pay is over, and no money is taken after that', async () => {
      const { id, term } = await givenOwnClass(linli, { capacity: 1, feeFen: 20_000 });
      const [late, next] = [await givenResident(linli), await givenResident(linli)];
      const held = (await late.http.post(`/classes/${id}/enrolments`)).body;
      const waits = (await next.http.post(`/classes/${id}/enrolments`)).body;
      linli.clock.set('2026-08-22 10:00');
      await linli.runJob(lapseBookings, {});
      expect((await late.http.get(`/enrolments/${held.enrolmentId}`)).body).toMatchObject({
        state: 'lapsed',
        payment: { balanceFen: 0 },
      });
      expect((await next.http.get(`/enrolments/${waits.enrolmentId}`)).body).toMatchObject({
        state: 'offered',
        holdsUntil: '2026-08-23T10:00:00+08:00',
      });
      expect((await messagesTo(linli, late.id, 'class.lapsed'))[0]?.body).toContain('you owe nothing');
      expect((await messagesTo(linli, next.id, 'class.offered'))[0]?.body).toContain('Sun 23 Aug 2026, 10:00');
      const desk = await givenStaff(linli, 'desk', { venueId: term.venueId });
      const money = { amountFen: 20_000, method: 'cash', receiptNumber: 'too late' };
      expect((await desk.http.post(`/charges/${held.payment.chargeId}/payments`, money)).status).toBe(409);
    });
  });

  describe('afterwards', () => {
    it('lists own enrolments, active ones first, by state and by page', async () => {
      const term = await givenTerm(linli, { classesPerPerson: 5 });
      const me = await givenResident(linli);
      const made = [];
      for (const weekday of [1, 2, 3]) {
        const { id } = await givenOwnClass(linli, { term, weekday });
        made.push((await me.http.post(`/classes/${id}/enrolments`)).body.enrolmentId);
      }
      await me.http.post(`/enrolments/${made[2]}/withdrawal`);
      const ids = async (query: string) =>
        (await me.http.get(`/me/enrolments${query}`)).body.items.map(
          (item: { enrolmentId: string }) => item.enrolmentId,
        );
      expect(await ids('')).toEqual([made[1], made[0], made[2]]);
      expect(await ids('?state=active')).toEqual([made[1], made[0]]);
      expect(await ids('?state=withdrawn')).toEqual([made[2]]);
      expect(await ids('?state=ended&page=2')).toEqual([]);
      expect((await me.http.get('/me/enrolments?size=1&page=3')).body).toMatchObject({
        total: 3,
        items: [{ enrolmentId: made[2] }],
      });
      expect((await me.http.get('/me/enrolments?state=gone')).status).toBe(400);
    });

    it('shows nobody the enrolment of somebody else, whatever they try', async () => {
      const { id } = await givenOwnClass(linli, { capacity: 1 });
      const [owner, thief] = [await givenResident(linli), await givenResident(linli)];
      const mine = (await owner.http.post(`/classes/${id}/enrolments`)).body.enrolmentId;
      const tries = [
        await thief.http.get(`/enrolments/${mine}`),
        await thief.http.get(`/enrolments/${mine}/refund-preview`),
        await thief.http.post(`/enrolments/${mine}/withdrawal`),
        await thief.http.post(`/enrolments/${mine}/acceptance`),
        await thief.http.post(`/enrolments/${mine}/refusal`),
      ];
      expect(tries.map(({ status, body }) => [status, body.code])).toEqual(tries.map(() => [404, 'request.not_found']));
      expect((await owner.http.get(`/enrolments/${mine}`)).body.state).toBe('confirmed');
    });

    it('writes down who enrolled, in the log of deeds', async () => {
      const { id } = await givenOwnClass(linli);
      const me = await givenResident(linli);
      const { enrolmentId } = (await me.http.post(`/classes/${id}/enrolments`)).body;
      const rows = await linli.database.query(
        `SELECT action, actor_id, facts->>'classId' AS class_id FROM audit_entries WHERE subject_id = $1`,
        [enrolmentId],
      );
      expect(rows).toEqual([{ action: 'enrolment.confirmed', actor_id: me.id, class_id: id }]);
    });
  });
});
