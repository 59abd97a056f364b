import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OpeningCounts } from '../../src/admission/openings/opening-counts.js';
import { CallPeople } from '../../src/admission/openings/call-people.service.js';
import { Changes } from '../../src/platform/database/changes.js';
import { askTurn, enrolWith, givenOpening, takeTicket } from '../support/given-opening.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const open = '2026-08-20 10:00';

describe('running an opening', () => {
  let linli: Linli;
  let other: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: open, env: { MEMORY: 'true' } });
    other = await linli.another();
  });
  afterAll(async () => {
    await other.stop();
    await linli.stop();
  });
  beforeEach(() => linli.clock.set(open));
  const heard = () => Promise.all([linli.get(Changes).heard(), other.get(Changes).heard()]);

  it('shows arrivals, places given, lines and refusals by reason, from all processes', async () => {
    const { id, term, school, staff } = await givenOpening(linli, null);
    const small = await givenOwnClass(linli, { term, weekday: 4, capacity: 1 });
    const [one, two] = [await givenResident(linli), await givenResident(linli)];
    await enrolWith(one, school.id, undefined, 'one');
    await enrolWith(one, school.id, undefined, 'one');
    await enrolWith(one, school.id);
    await enrolWith({ ...two, http: other.as(two.http) }, small.id);
    await enrolWith(one, small.id);
    for (const process of [linli, other]) await process.get(OpeningCounts).flush();
    const { body } = await staff.http.get(`/openings/${id}`);
    expect(body).toMatchObject({
      state: 'running',
      waitingRoom: null,
      total: { tickets: 0, called: 0, asked: 5, placed: 2, waiting: 1, repeated: 1, refused: 1 },
      refusals: [{ code: 'admission.already_booked', count: 1 }],
      lately: { asked: 5, placed: 2 },
    });
    expect(body.places.map(({ capacity, taken, waiting }: any) => [capacity, taken, waiting])).toEqual([
      [1, 1, 1],
      [20, 1, 0],
    ]);
    expect(body.lastMinute).toEqual([expect.objectContaining({ second: '2026-08-20T10:00:00+08:00', asked: 5 })]);
    linli.clock.advance('PT61S');
    expect((await staff.http.get(`/openings/${id}`)).body).toMatchObject({ lately: { asked: 0 }, lastMinute: [] });
  });

  it('has a board that loads itself again, needs no script, and shows titles as text', async () => {
    const { id, staff } = await givenOpening(linli, 3, { name: '<b>秋季</b>' });
    const page = await staff.http.get(`/openings/${id}/board`);
    expect(page.headers.get('refresh')).toBe('2');
    expect(page.text).toContain('&lt;b&gt;秋季&lt;/b&gt;');
    expect(page.text).not.toMatch(/<script|<b>/);
    expect(page.text).toContain('等候室 · in the waiting room');
  });

  it('pauses: everybody is told the notice in their language, in every process, and numbers stand still', async () => {
    const { id, school, staff } = await givenOpening(linli, 1);
    const me = await givenResident(linli);
    const { ticket } = (await takeTicket(me, id)).body;
    linli.clock.advance('PT1S');
    const notice = { notice: '教室停电，十分钟后继续', noticeEn: 'no power; we go on in ten minutes' };
    expect((await staff.http.post(`/openings/${id}/pause`, notice)).body).toMatchObject({ state: 'paused', ...notice });
    await heard();
    const refused = await other.as(me.http).post(`/classes/${school.id}/enrolments`, undefined, {
      headers: { 'waiting-ticket': ticket, 'accept-language': 'zh-CN' },
    });
    expect(refused).toMatchObject({ status: 503, body: { code: 'opening.paused' } });
    expect(refused.text).toContain('报名暂停：教室停电');
    expect(refused.headers.get('retry-after')).toBe('30');
    const late = await givenResident(linli);
    const waiting = (await takeTicket(late, id)).body;
    linli.clock.advance('PT10M');
    await linli.get(CallPeople).run();
    expect((await askTurn(late, id, waiting.ticket)).body).toMatchObject({
      state: 'waiting',
      waitSeconds: null,
      notice: 'no power; we go on in ten minutes',
    });
    expect((await linli.anyone.get(`/classes/${school.id}`)).body.howToEnrol).toContain('paused: no power');

    expect((await staff.http.post(`/openings/${id}/resumption`)).body).toMatchObject({
      state: 'running',
      notice: null,
    });
    await heard();
    expect((await enrolWith(me, school.id, ticket)).status).toBe(201);
    expect((await askTurn(late, id, waiting.ticket)).body).toMatchObject({
      state: 'waiting',
      ahead: 0,
      waitSeconds: 1,
    });
    linli.clock.advance('PT1S');
    expect((await enrolWith(late, school.id, waiting.ticket)).status).toBe(201);
    expect((await staff.http.post(`/openings/${id}/resumption`)).body.code).toBe('opening.not_paused');
  });

  it('pauses an opening without a waiting room as well; who was answered gets the same answer', async () => {
    const { id, school, staff } = await givenOpening(linli, null);
    const me = await givenResident(linli);
    const placed = await enrolWith(me, school.id, undefined, 'mine');
    await staff.http.post(`/openings/${id}/pause`);
    await heard();
    expect((await enrolWith(me, school.id, undefined, 'mine')).body).toEqual(placed.body);
    const newcomer = await enrolWith(await givenResident(linli), school.id);
    expect(newcomer.body).toMatchObject({ code: 'opening.paused' });
    expect(newcomer.body.detail).toContain('wait a little');
  });

  it('changes the pace while people wait; they keep their numbers', async () => {
    const { id, staff } = await givenOpening(linli, 1);
    const [first, second] = [await givenResident(linli), await givenResident(linli)];
    await takeTicket(first, id);
    const { ticket } = (await takeTicket(second, id)).body;
    expect((await staff.http.patch(`/openings/${id}`, { perSecond: 100 })).body.waitingRoom).toMatchObject({
      perSecond: 100,
      issued: 2,
      waiting: 2,
    });
    await heard();
    linli.clock.advance('PT0.02S');
    expect((await askTurn(second, id, ticket)).body).toMatchObject({ number: 2, state: 'called' });
    for (const perSecond of [0, -1, 1.5, 2001, '5', undefined]) {
      expect((await staff.http.patch(`/openings/${id}`, { perSecond })).status).toBe(400);
    }
  });

  it('is for the school alone, and for its venues', async () => {
    const { id } = await givenOpening(linli, 1);
    const elsewhere = await givenStaff(linli, 'school', { venueId: (await givenVenue(linli)).id });
    expect((await elsewhere.http.get(`/openings/${id}`)).status).toBe(404);
    expect((await elsewhere.http.post(`/openings/${id}/pause`)).status).toBe(403);
    const desk = await givenStaff(linli, 'desk');
    expect((await desk.http.get(`/openings/${id}`)).status).toBe(200);
    expect((await desk.http.post(`/openings/${id}/pause`)).status).toBe(403);
    const admin = await givenStaff(linli, 'administrator');
    await admin.http.post(`/openings/${id}/pause`, { notice: '稍候', noticeEn: 'wait' });
    const { items } = (await admin.http.get(`/audit?subjectKind=opening&subjectId=${id}`)).body;
    expect(items.map(({ action }: any) => action)).toEqual(['opening.paused', 'opening.pace_set']);
  });
});
