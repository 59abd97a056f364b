import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenTerm } from '../support/given-school.js';
import type { ClassOverrides } from '../support/given-school.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

describe('staff change a class', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    linli.clock.set('2026-08-20 10:00');
    clerk = (await givenStaff(linli, 'school')).http;
  });

  const ownClass = (overrides: ClassOverrides = {}) =>
    givenOwnClass(linli, { name: '零基础国画', nameEn: 'Chinese painting', ...overrides });
  const enrol = (resident: GivenResident, { id }: { id: string }) => resident.http.post(`/classes/${id}/enrolments`);
  const learners = async (count: number, given: { id: string }) => {
    const all = [];
    for (let n = 0; n < count; n++) {
      const resident = await givenResident(linli);
      await enrol(resident, given);
      all.push(resident);
    }
    return all;
  };
  const change = (id: string, body: object) => clerk.patch(`/classes/${id}`, body);
  const stateOf = async ({ http }: GivenResident) => (await http.get('/me/enrolments')).body.items[0]?.state;

  it('drafts are seen by staff only, until they are published; publishing twice changes nothing', async () => {
    const term = await givenTerm(linli);
    const draft = await ownClass({ term, state: 'draft' });
    const resident = await givenResident(linli);
    expect((await resident.http.get(`/classes/${draft.id}`)).status).toBe(404);
    expect((await enrol(resident, draft)).status).toBe(404);
    expect((await clerk.post(`/terms/${term.id}/publication`)).body).toEqual({ published: 1 });
    expect((await clerk.post(`/terms/${term.id}/publication`)).body).toEqual({ published: 0 });
    expect((await resident.http.get(`/classes/${draft.id}`)).status).toBe(200);
    expect((await enrol(resident, draft)).status).toBe(201);
  });

  it('a draft that is cancelled was never seen, and never is', async () => {
    const draft = await ownClass({ state: 'draft' });
    expect((await clerk.post(`/classes/${draft.id}/cancellation`, { reason: '教师离职' })).status).toBe(200);
    const resident = await givenResident(linli);
    expect((await resident.http.get(`/classes/${draft.id}`)).status).toBe(404);
    expect((await enrol(resident, draft)).status).toBe(404);
    const { items } = (await resident.http.get('/classes?size=100')).body;
    expect(items.map(({ id }: { id: string }) => id)).not.toContain(draft.id);
  });

  it('more places go to those who wait, in their order', async () => {
    const given = await ownClass({ capacity: 1 });
    const [, second, third] = await learners(3, given);
    expect((await change(given.id, { capacity: 2 })).body).toMatchObject({ capacity: 2 });
    expect([await stateOf(second!), await stateOf(third!)]).toEqual(['offered', 'waiting']);
    expect(await messagesTo(linli, second!.id, 'class.offered')).toHaveLength(1);
  });

  it('never fewer places than are taken', async () => {
    const given = await ownClass({ capacity: 5, minimum: 1 });
    await learners(3, given);
    expect(await change(given.id, { capacity: 2 })).toMatchObject({
      status: 409,
      body: { code: 'admission.capacity_below_taken', facts: { taken: 3 } },
    });
    expect((await change(given.id, { capacity: 3 })).body).toMatchObject({ capacity: 3, taken: 3 });
  });

  it('fewer places and the last enrolment at the same moment: never more learners than places', async () => {
    for (let round = 0; round < 10; round++) {
      const given = await ownClass({ capacity: 2, minimum: 1 });
      await learners(1, given);
      const late = await givenResident(linli);
      const [lowered] = await Promise.all([change(given.id, { capacity: 1 }), enrol(late, given)]);
      const { body } = await clerk.get(`/classes/${given.id}/details`);
      expect(body.taken).toBeLessThanOrEqual(body.capacity);
      expect([200, 409]).toContain(lowered.status);
    }
  });

  it.each([
    [{ capacity: 0 }],
    [{ capacity: 1001 }],
    [{ capacity: 2.5 }],
    [{ capacity: '20' }],
    [{ minimum: -1 }],
    [{ feeFen: -100 }],
    [{ roomId: 'x' }],
    [{ name: '书法' }],
  ])('not to %j', async (wrong) => {
    const given = await ownClass();
    expect((await change(given.id, wrong)).status).toBe(400);
  });

  it('a minimum above the places is refused, a fee only changes before publication', async () => {
    const given = await ownClass({ capacity: 10 });
    expect((await change(given.id, { minimum: 11 })).body.code).toBe('school.minimum_above_capacity');
    expect((await change(given.id, { feeFen: 100 })).body.code).toBe('school.not_a_draft');
    const draft = await ownClass({ state: 'draft' });
    expect((await change(draft.id, { feeFen: 12_300 })).body.feeFen).toBe(12_300);
  });

  it('another room and teacher, for the evenings still to come, unless one is taken', async () => {
    const term = await givenTerm(linli);
    const given = await ownClass({ term, weekday: 2 });
    const busy = await ownClass({ term, name: '二胡', weekday: 2, room: '琴房', teacher: '阿炳' });
    const { body: all } = await clerk.get('/rooms');
    const idOf = (name: string) => all.items.find((room: { name: string }) => room.name === name).id;
    expect((await change(given.id, { roomId: idOf('琴房') })).body).toMatchObject({
      code: 'school.room_taken',
      facts: { other: { course: '二胡' } },
    });
    await clerk.post(`/classes/${busy.id}/cancellation`, { reason: '没有老师' });
    linli.clock.set('2026-09-08 20:00');
    clerk = (await givenStaff(linli, 'school')).http;
    const { body } = await change(given.id, { roomId: idOf('琴房') });
    const inRooms = body.sessions.map(({ room }: { room: string }) => room);
    expect(inRooms).toEqual([expect.stringMatching(/^教室/), ...Array(11).fill('琴房')]);
  });

  it('never to be the twin of another, nor into a room of another venue', async () => {
    const term = await givenTerm(linli);
    const [one, two] = [await ownClass({ term }), await ownClass({ term })];
    const teacherOf = async (id: string) => {
      const { items } = (await clerk.get('/teachers')).body;
      const { teacher } = (await clerk.get(`/classes/${id}/details`)).body;
      return items.find(({ name }: { name: string }) => name === teacher).id;
    };
    expect((await change(one.id, { teacherId: await teacherOf(two.id) })).body.code).toBe('school.class_is_there');
    const elsewhere = (await clerk.post('/rooms', { name: '别处', venueId: (await givenVenue(linli)).id })).body.id;
    expect((await change(one.id, { roomId: elsewhere })).body.code).toBe('school.no_such_room');
  });

  it('only in what is named: substitutes stay, and learners are told of a new room once', async () => {
    const given = await ownClass();
    const [learner] = await learners(1, given);
    const substitute = (await clerk.post('/teachers', { name: '代课老师' })).body.id;
    const move = { date: '2026-09-15', teacherId: substitute, reason: '病假' };
    await clerk.post(`/class-sessions/${given.sessionIds[1]}/move`, move);
    const room = (await clerk.post('/rooms', { name: '新教室', venueId: given.term.venueId })).body.id;
    const { sessions } = (await change(given.id, { roomId: room })).body;
    expect(sessions[1]).toMatchObject({ teacher: '代课老师', room: '新教室', note: '病假' });
    expect(sessions[0]).toMatchObject({ teacher: expect.stringMatching(/^老师/), room: '新教室' });
    const [told, ...more] = await messagesTo(linli, learner!.id, 'class.room_changed');
    expect(told?.body).toMatch(/^From session 1 .* to session 12, Chinese painting meets at 新教室, Culture/);
    expect(more).toEqual([]);
  });

  it('cancelled: everybody is told once, nobody owes, and money already paid is due back', async () => {
    const given = await ownClass({ capacity: 1, feeFen: 50_000 });
    const [payer, waiter] = await learners(2, given);
    const desk = (await givenStaff(linli, 'desk')).http;
    const { body: charges } = await payer!.http.get('/me/charges');
    const money = { amountFen: 50_000, method: 'cash', receiptNumber: 'R-cancel' };
    await desk.post(`/charges/${charges.items[0].id}/payments`, money);
    const { status, body } = await clerk.post(`/classes/${given.id}/cancellation`, { reason: '老师离职' });
    expect([status, body.state]).toEqual([200, 'cancelled']);
    expect([await stateOf(payer!), await stateOf(waiter!)]).toEqual(['cancelled', 'cancelled']);
    for (const resident of [payer!, waiter!]) {
      const [told, ...more] = await messagesTo(linli, resident.id, 'class.cancelled');
      expect(told?.body).toContain('老师离职');
      expect(told?.body.includes('paid back in full')).toBe(resident === payer);
      expect(more).toEqual([]);
    }
    expect((await desk.get(`/charges/${charges.items[0].id}`)).body).toMatchObject({
      balanceFen: -50_000,
      state: 'refund_due',
    });
    expect((await clerk.post(`/classes/${given.id}/cancellation`, { reason: '又一次' })).body.code).toBe(
      'school.class_is_cancelled',
    );
    expect((await enrol(await givenResident(linli), given)).status).toBe(409);
  });

  describe('decide on the minimum', () => {
    it('finds those below it in the week before they begin, and lets one run', async () => {
      const term = await givenTerm(linli);
      const few = await ownClass({ term, name: '古琴', minimum: 2 });
      const enough = await ownClass({ term, name: '琵琶', weekday: 3, minimum: 1 });
      await learners(1, few);
      await learners(1, enough);
      const toDecide = async () =>
        (await clerk.get(`/terms/${term.id}/classes?toDecide=true`)).body.items.map((one: { id: string }) => one.id);
      expect(await toDecide()).toEqual([]);
      linli.clock.set('2026-09-03 10:00');
      clerk = (await givenStaff(linli, 'school')).http;
      expect(await toDecide()).toEqual([few.id]);
      expect((await clerk.post(`/classes/${few.id}/decision`, { runs: true })).body).toMatchObject({
        state: 'published',
        decision: 'runs',
      });
      expect(await toDecide()).toEqual([]);
    });

    it('or does not let it run: that cancels it, with a reason for the learners', async () => {
      const given = await ownClass({ minimum: 8 });
      const [learner] = await learners(1, given);
      const { body } = await clerk.post(`/classes/${given.id}/decision`, { runs: false });
      expect(body).toMatchObject({ state: 'cancelled', decision: 'does_not_run' });
      expect((await messagesTo(linli, learner!.id, 'class.cancelled'))[0]?.body).toContain('Too few learners');
    });
  });

  it('in the venues that one works for only', async () => {
    const given = await ownClass();
    const remote = (await givenStaff(linli, 'school', { venueId: (await givenVenue(linli)).id })).http;
    for (const reply of [
      await remote.patch(`/classes/${given.id}`, { capacity: 30 }),
      await remote.post(`/classes/${given.id}/cancellation`, { reason: '不是我的' }),
      await remote.post(`/classes/${given.id}/decision`, { runs: false }),
      await remote.post(`/terms/${given.term.id}/publication`),
      await remote.get(`/classes/${given.id}/details`),
    ]) {
      expect([403, 404]).toContain(reply.status);
    }
    expect((await clerk.get(`/classes/${given.id}/details`)).body).toMatchObject({ capacity: 20, state: 'published' });
  });
});
