import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { planReminders } from '../../src/reminders/plan-reminders.service.js';
import { givenAbsencePolicy, markedOn } from '../support/given-absences.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident, givenStaff, givenVenue, signedInAgain } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import type { GivenClass } from '../support/given-school.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';
const tuesdays = ['2026-09-08', '2026-09-15', '2026-09-22', '2026-09-29'];

describe('absences from evening classes', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
    await givenAbsencePolicy(linli);
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** A learner of a class on Tuesdays at 19:00 from 8 September. */
  async function givenLearner() {
    const school = await givenOwnClass(linli, { name: '国画', nameEn: 'Painting' });
    const me = await givenResident(linli);
    await me.http.post(`/classes/${school.id}/enrolments`);
    return { school, me };
  }
  const staff = async (role: 'school' | 'desk' | 'culture' = 'school') => (await givenStaff(linli, role)).http;
  const record = async (school: GivenClass, me: GivenResident, evening: number, state: 'absent' | 'present') => {
    linli.clock.set(`${tuesdays[evening]} 19:10`);
    const entries = [{ residentId: me.id, state }];
    const path = `/class-sessions/${school.sessionIds[evening]}/attendance`;
    expect((await (await staff('desk')).put(path, { entries })).status).toBe(200);
  };
  const standing = async ({ http }: { http: HttpClient }) => {
    const { standings, marks } = (await http.get('/me/absences')).body;
    return { ...standings[0], all: marks.items };
  };
  const kinds = async ({ id }: GivenResident) =>
    (await messagesTo(linli, id)).map(({ kind }) => kind).filter((kind) => kind.startsWith('absence.'));

  it('three bar from enrolling, with their reasons, until an appeal is granted', async () => {
    const { school, me: learner } = await givenLearner();
    const other = await givenOwnClass(linli, { weekday: 4 });
    for (const evening of [0, 1]) await record(school, learner, evening, 'absent');
    expect(await standing(learner)).toMatchObject({ scope: 'class', marksLeft: 1, bar: null });
    await record(school, learner, 2, 'absent');
    const me = await signedInAgain(linli, learner);

    const refused = await me.http.post(`/classes/${other.id}/enrolments`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'admission.barred', facts: { until: '2026-11-21' } } });
    expect(refused.body.facts.marks).toHaveLength(3);
    expect(refused.body.detail).toBe(
      'You were absent 3 times (Absent from session 1 of Painting on 2026-09-08; Absent from session 2 of Painting on ' +
        '2026-09-15; Absent from session 3 of Painting on 2026-09-22) and can book again from Sat 21 Nov 2026. ' +
        'If that is wrong, appeal under "my absences".',
    );
    const inChinese = me.http.with({ 'accept-language': 'zh-CN' });
    expect((await inChinese.post(`/classes/${other.id}/enrolments`)).body.detail).toContain(
      '“国画”第 2 次课（9月15日）缺课；',
    );
    expect((await me.http.get('/me/enrolments?state=active')).body.total).toBe(1);

    const { all } = await standing(me);
    const appealed = await me.http.post(`/me/absences/${all[1].id}/appeal`, { words: '当天住院，有证明' });
    expect(appealed).toMatchObject({ status: 201, body: { mayAppeal: false, appeal: { state: 'open' } } });
    expect((await me.http.post(`/classes/${other.id}/enrolments`)).body.code).toBe('admission.barred');

    const clerk = await staff();
    const [appeal] = (await clerk.get('/absence-appeals?state=open')).body.items;
    expect(appeal).toMatchObject({ words: '当天住院，有证明', resident: { id: me.id }, mark: { day: '2026-09-15' } });
    const decision = { decision: 'granted', reason: '有住院证明' };
    expect(await clerk.post(`/absence-appeals/${appeal.id}/decision`, decision)).toMatchObject({
      status: 200,
      body: { state: 'granted', reason: '有住院证明', decidedBy: { name: '李老师' } },
    });
    expect((await me.http.post(`/classes/${other.id}/enrolments`)).status).toBe(201);
    expect(await kinds(me)).toEqual(['absence.marked', 'absence.marked', 'absence.barred', 'absence.appeal_granted']);
    expect((await messagesTo(linli, me.id, 'absence.appeal_granted'))[0]?.body).toContain('You can book now.');
    expect((await standing(me)).all[1]).toMatchObject({ state: 'lifted', lifted: { lift: 'appeal' } });
  });

  it('are told with what is left, in the words of the policy', async () => {
    const { school, me } = await givenLearner();
    for (const evening of [0, 1]) await record(school, me, evening, 'absent');
    const told = await messagesTo(linli, me.id, 'absence.marked');
    expect(told[1]?.body).toBe(
      'Absent from session 2 of Painting on 2026-09-15: this counts as an absence. You have 2 within 180 days; one more ' +
        'bars you from booking for 60 days. If this is wrong, appeal under "my absences".',
    );
  });

  it('recorded twice are one mark, and corrected none; recorded again they are one once more', async () => {
    const { school, me } = await givenLearner();
    for (const state of ['absent', 'absent', 'present', 'absent'] as const) await record(school, me, 0, state);
    const { marks, all } = await standing(me);
    expect(marks).toHaveLength(1);
    expect(all.map(({ state, lifted }: Record<string, unknown>) => [state, lifted])).toEqual([
      ['counted', null],
      ['lifted', expect.objectContaining({ lift: 'corrected' })],
    ]);
    expect(await kinds(me)).toEqual(['absence.marked', 'absence.lifted', 'absence.marked']);
  });

  it('with leave are none', async () => {
    const { school, me } = await givenLearner();
    await me.http.post(`/class-sessions/${school.sessionIds[0]}/leave`);
    await record(school, me, 0, 'absent');
    expect((await standing(me)).all).toEqual([]);
  });

  it('are one a day; when that one is lifted, the other counts', async () => {
    const { school, me } = await givenLearner();
    await markedOn(linli, me.id, '2026-08-20');
    linli.clock.set('2026-09-08 10:00');
    await markedOn(linli, me.id, '2026-09-08');
    await record(school, me, 0, 'absent');
    const [second, first] = (await standing(me)).all;
    expect([first.state, second.state].sort()).toEqual(['counted', 'same_day']);
    expect((await standing(me)).marks).toHaveLength(2);
    const counted = first.state === 'counted' ? first : second;
    const lift = await (await staff('culture')).post(`/absence-marks/${counted.id}/lift`, { reason: '误记' });
    expect(lift).toMatchObject({ status: 200, body: { state: 'lifted', lifted: { lift: 'staff', reason: '误记' } } });
    const after = await standing(me);
    expect(after.marks).toHaveLength(2);
    expect(after.all.find(({ id }: { id: string }) => id !== counted.id)).toMatchObject({ state: 'counted' });
  });

  it('from an evening that the house moved, cancelled or spoilt are no marks', async () => {
    const { school, me } = await givenLearner();
    const clerk = await staff();
    const [moved, spoilt] = school.sessionIds;
    const move = { date: '2026-09-08', startsAt: '18:00', reason: '教师有事' };
    expect((await clerk.post(`/class-sessions/${moved}/move`, move)).status).toBe(200);
    await record(school, me, 0, 'absent');
    expect((await standing(me)).all).toEqual([]);

    await record(school, me, 1, 'absent');
    expect((await standing(me)).marks).toHaveLength(1);
    const excusal = { reason: '教师未到' };
    expect((await (await staff()).post(`/class-sessions/${spoilt}/excusal`, excusal)).status).toBe(200);
    expect((await standing(me)).marks).toHaveLength(0);
    await record(school, me, 1, 'present');
    await record(school, me, 1, 'absent');
    expect((await standing(me)).marks).toHaveLength(0);
    const [told] = await messagesTo(linli, me.id, 'absence.lifted');
    expect(told?.body).toBe(
      'The mark for "Absent from session 2 of Painting on 2026-09-15" was taken back (教师未到). You can book now.',
    );
  });

  it('from an evening that was cancelled and restored are no marks either', async () => {
    const { school, me } = await givenLearner();
    const clerk = await staff();
    const path = `/class-sessions/${school.sessionIds[0]}`;
    expect((await clerk.post(`${path}/cancellation`, { reason: '台风' })).status).toBe(200);
    expect((await clerk.post(`${path}/restoration`)).status).toBe(200);
    await record(school, me, 0, 'absent');
    expect((await standing(me)).all).toEqual([]);
  });

  it('are counted where only the room was changed, and excused only by those who work at the venue', async () => {
    const { school, me } = await givenLearner();
    const clerk = await staff();
    const path = `/class-sessions/${school.sessionIds[0]}`;
    const { id: roomId } = (await clerk.post('/rooms', { name: '二楼', venueId: school.term.venueId })).body;
    const move = { date: '2026-09-08', roomId, reason: '漏水' };
    expect((await clerk.post(`${path}/move`, move)).status).toBe(200);
    await record(school, me, 0, 'absent');
    expect((await standing(me)).marks).toHaveLength(1);
    const away = (await givenStaff(linli, 'school', { venueId: (await givenVenue(linli)).id })).http;
    expect((await away.post(`${path}/excusal`, { reason: '停电' })).status).toBe(404);
    expect((await standing(me)).marks).toHaveLength(1);
    const here = (await givenStaff(linli, 'school', { venueId: school.term.venueId })).http;
    expect((await here.post(`${path}/excusal`, { reason: '停电' })).status).toBe(200);
    expect((await here.post(`${path}/excusal`, { reason: '停电' })).status).toBe(200);
    expect((await standing(me)).marks).toHaveLength(0);
  });

  it('are warned of the day before, with how many there are; not where the house has excused them', async () => {
    const { school, me } = await givenLearner();
    await markedOn(linli, me.id, '2026-08-20');
    linli.clock.set('2026-09-07 12:00');
    await linli.runJob(planReminders, {});
    const [told] = await messagesTo(linli, me.id, 'class.tomorrow');
    expect(told?.body).toContain(
      'If you cannot come, ask for leave by Tue 8 Sep 2026, 19:00, otherwise it counts as an absence. You have 1 within ' +
        '180 days; 2 more bar you from booking for 60 days.',
    );
    await (await staff()).post(`/class-sessions/${school.sessionIds[0]}/excusal`, { reason: '停电' });
    await linli.runJob(planReminders, {});
    const [now] = await messagesTo(linli, me.id, 'class.tomorrow');
    expect(now?.body).toMatch(/leave is no absence\.$/);
  });

  it('are appealed against once, by whom they were given to, and decided once', async () => {
    const [me, stranger] = [await givenResident(linli), await givenResident(linli)];
    await markedOn(linli, me.id, '2026-08-20');
    const [mark] = (await standing(me)).all;
    const path = `/me/absences/${mark.id}/appeal`;
    expect((await stranger.http.post(path, { words: '不是我' })).status).toBe(404);
    expect((await me.http.post(path, { words: ' ' })).status).toBe(400);
    expect((await me.http.post(path, { words: '<script>alert(1)</script> 🙏' })).status).toBe(201);
    expect((await me.http.post(path, { words: '再来' })).body.code).toBe('absences.appealed_before');
    const clerk = await staff();
    const { items } = (await clerk.get('/absence-appeals?state=open&size=100')).body;
    const appeal = items.find(({ resident }: { resident: { id: string } }) => resident.id === me.id);
    const decline = { decision: 'declined', reason: '没有证明' };
    expect((await (await staff('desk')).post(`/absence-appeals/${appeal.id}/decision`, decline)).status).toBe(403);
    expect((await clerk.post(`/absence-appeals/${appeal.id}/decision`, decline)).body.state).toBe('declined');
    const again = await clerk.post(`/absence-appeals/${appeal.id}/decision`, { ...decline, decision: 'granted' });
    expect(again.body).toMatchObject({ code: 'absences.appeal_decided', facts: { state: 'declined' } });
    expect((await standing(me)).marks).toHaveLength(1);
    const [told] = await messagesTo(linli, me.id, 'absence.appeal_declined');
    expect(told?.body).toContain('没有证明');
  });

  it('lifted for another reason settle their appeal, and are lifted once', async () => {
    const me = await givenResident(linli);
    await markedOn(linli, me.id, '2026-08-20');
    const [mark] = (await standing(me)).all;
    await me.http.post(`/me/absences/${mark.id}/appeal`, { words: '我在场' });
    const clerk = await staff();
    expect((await clerk.post(`/absence-marks/${mark.id}/lift`, { reason: '误记' })).body.appeal.state).toBe('settled');
    expect((await clerk.post(`/absence-marks/${mark.id}/lift`, { reason: '误记' })).body.code).toBe(
      'absences.lifted_already',
    );
    expect((await clerk.get(`/residents/${me.id}/absences`)).body).toMatchObject({
      standings: [{ scope: 'class', marks: [], marksLeft: 3, bar: null }],
      marks: { total: 1 },
    });
  });
});

describe('the policy of absences', () => {
  let linli: Linli;
  let clerk: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
    clerk = (await givenStaff(linli, 'school')).http;
  });
  afterAll(() => linli.stop());

  const rule = { absences: 2, withinDays: 120, barredDays: 120 };
  const draft = async (scope: string, of: unknown = rule) => clerk.post('/absence-policies', { scope, rule: of });

  it('is off until one is published: nobody is marked', async () => {
    const me = await givenResident(linli);
    await markedOn(linli, me.id, '2026-08-20');
    expect((await me.http.get('/me/absences')).body).toMatchObject({ standings: [], marks: { items: [] } });
  });

  it('is drafted, changed, published from a day on, and then never changes', async () => {
    const { id } = (await draft('class')).body;
    expect((await draft('class')).body).toMatchObject({ code: 'absences.draft_exists', facts: { draftId: id } });
    expect((await clerk.patch(`/absence-policies/${id}`, { rule: { ...rule, absences: 3 } })).body).toMatchObject({
      version: 1,
      state: 'draft',
      rule: { ...rule, absences: 3 },
    });
    const publish = (validFrom: string) => clerk.post(`/absence-policies/${id}/publication`, { validFrom });
    expect((await publish('2026-08-19')).body.code).toBe('absences.starts_in_the_past');
    expect(await publish('2026-08-20')).toMatchObject({ status: 201, body: { isInForce: true, validUntil: null } });
    for (const reply of [
      await publish('2026-08-21'),
      await clerk.patch(`/absence-policies/${id}`, { note: '改' }),
      await clerk.delete(`/absence-policies/${id}`),
    ])
      expect(reply.body.code).toBe('absences.is_published');
  });

  it('is switched off by a version without a rule, from its day on; older versions are kept', async () => {
    const { id } = (await draft('class', null)).body;
    const publish = (validFrom: string) => clerk.post(`/absence-policies/${id}/publication`, { validFrom });
    expect((await publish('2026-08-20')).body.code).toBe('absences.starts_before_the_latest');
    expect((await publish('2026-09-01')).body).toMatchObject({ isInForce: false, rule: null });
    const { items } = (await clerk.get('/absence-policies?scope=class')).body;
    expect(items.map((one: Record<string, unknown>) => [one.version, one.validUntil])).toEqual([
      [2, null],
      [1, '2026-08-31'],
    ]);
  });

  it('is refused where it cannot be: too many for the days, no such kind, no number', async () => {
    expect((await draft('*', { absences: 5, withinDays: 4, barredDays: 1 })).status).toBe(400);
    expect((await draft('*', { ...rule, withinDays: 731 })).status).toBe(400);
    expect((await draft('*', { ...rule, absences: 0 })).status).toBe(400);
    expect((await draft('*', {})).status).toBe(400);
    expect((await draft('classes')).body).toMatchObject({ code: 'absences.unknown_scope' });
    expect((await draft('classes')).body.facts.known).toEqual(expect.arrayContaining(['*', 'class']));
  });

  it('is given up as long as it is a draft', async () => {
    const { id } = (await draft('*')).body;
    expect((await clerk.delete(`/absence-policies/${id}`)).body.version).toBe(1);
    expect((await clerk.get(`/absence-policies/${id}`)).status).toBe(404);
  });
});
