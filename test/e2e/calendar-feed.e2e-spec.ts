import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import type { GivenResident } from '../support/given-people.js';
import { givenOwnClass } from '../support/given-own-class.js';
import type { ClassOverrides } from '../support/given-school.js';
import { Linli } from '../support/linli.js';

const start = '2026-08-20 10:00';

describe('the calendar feed', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start, env: { PUBLIC_URL: 'https://linli.example.org' } });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** A learner of a class on Tuesdays at 19:00 from 8 September, with a calendar address. */
  async function givenSubscriber(overrides: ClassOverrides = {}, person: object = {}) {
    const school = await givenOwnClass(linli, {
      name: '零基础国画',
      nameEn: 'Chinese painting',
      sessions: 3,
      ...overrides,
    });
    const me = await givenResident(linli, person);
    const enrolment = (await me.http.post(`/classes/${school.id}/enrolments`)).body;
    return { school, me, enrolment, path: await makeAddress(me) };
  }

  async function makeAddress(me: GivenResident): Promise<string> {
    const { status, body } = await me.http.post('/me/calendar');
    expect(status).toBe(201);
    expect(body.address).toMatch(/^https:\/\/linli\.example\.org\/calendars\/[\w-]{43}\.ics$/);
    return new URL(body.address).pathname;
  }

  async function events(path: string) {
    const { status, text } = await linli.anyone.get(path);
    expect(status).toBe(200);
    return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid,
        sequence: event.sequence,
        startsAt: event.startDate.toJSDate().toISOString(),
        endsAt: event.endDate.toJSDate().toISOString(),
        summary: event.summary,
        location: event.location,
        status: String(component.getFirstPropertyValue('status')),
        stamp: String(component.getFirstPropertyValue('dtstamp')),
      };
    });
  }

  it('is read by a calendar program without signing in: one event a session, in UTC', async () => {
    const { school, path } = await givenSubscriber({ room: '书画教室' });
    const reply = await linli.anyone.get(path);
    expect(reply.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const [first, ...others] = await events(path);
    expect(others).toHaveLength(2);
    expect(first).toMatchObject({
      uid: `${school.sessionIds[0]}@linli`,
      sequence: 0,
      startsAt: '2026-09-08T11:00:00.000Z',
      endsAt: '2026-09-08T12:30:00.000Z',
      summary: 'Chinese painting',
      location: expect.stringContaining('书画教室, Culture centre'),
      status: 'CONFIRMED',
      stamp: '2026-08-20T02:00:00Z',
    });
  });

  it('speaks the language of its owner', async () => {
    const { path } = await givenSubscriber({}, { language: 'zh-CN' });
    expect((await events(path))[0]?.summary).toBe('零基础国画');
    expect((await linli.anyone.get(path)).text).toContain('X-WR-CALNAME:邻里夜校课程');
  });

  it('follows a move: the same event, a higher sequence, the new time', async () => {
    const { school, path } = await givenSubscriber();
    const [before] = await events(path);
    linli.clock.set('2026-08-21 10:00');
    const staff = await givenStaff(linli, 'school');
    const move = { date: '2026-09-06', startsAt: '14:00', reason: '教师有事' };
    expect((await staff.http.post(`/class-sessions/${school.sessionIds[0]}/move`, move)).status).toBe(200);
    const [after] = await events(path);
    expect(after).toMatchObject({
      uid: before?.uid,
      startsAt: '2026-09-06T06:00:00.000Z',
      stamp: '2026-08-21T02:00:00Z',
    });
    expect(after!.sequence).toBeGreaterThan(before!.sequence);
  });

  it('follows a cancelled session and its return', async () => {
    const { school, path } = await givenSubscriber();
    const staff = await givenStaff(linli, 'school');
    const act = (what: string, body?: object) =>
      staff.http.post(`/class-sessions/${school.sessionIds[1]}/${what}`, body);
    await act('cancellation', { reason: '台风' });
    expect((await events(path))[1]).toMatchObject({
      status: 'CANCELLED',
      sequence: 1,
      summary: 'Cancelled: Chinese painting',
    });
    await act('restoration');
    expect((await events(path))[1]).toMatchObject({ status: 'CONFIRMED', sequence: 2 });
  });

  it('strikes out every session of a class that is cancelled', async () => {
    const { school, path } = await givenSubscriber();
    const staff = await givenStaff(linli, 'school');
    expect((await staff.http.post(`/classes/${school.id}/cancellation`, { reason: '人数不足' })).status).toBe(200);
    expect((await events(path)).map(({ status, sequence }) => [status, sequence])).toEqual(
      Array(3).fill(['CANCELLED', 1]),
    );
  });

  it('is empty of a class again after withdrawing', async () => {
    const { me, enrolment, path } = await givenSubscriber();
    await me.http.post(`/enrolments/${enrolment.enrolmentId}/withdrawal`);
    expect(await events(path)).toEqual([]);
  });

  it('shows an unpaid place as tentative, and no class in which one only waits', async () => {
    const { path } = await givenSubscriber({ feeFen: 50_000 });
    expect((await events(path))[0]?.status).toBe('TENTATIVE');
    const { school } = await givenSubscriber({ capacity: 1 });
    const waits = await givenResident(linli);
    await waits.http.post(`/classes/${school.id}/enrolments`);
    expect(await events(await makeAddress(waits))).toEqual([]);
  });

  it('says when nothing has changed since the last look', async () => {
    const { school, path, me } = await givenSubscriber();
    const { headers } = await linli.anyone.get(path);
    expect(headers.get('last-modified')).toBe('Thu, 20 Aug 2026 02:00:00 GMT');
    const again = () => linli.anyone.get(path, { headers: { 'if-none-match': headers.get('etag')! } });
    expect(await again()).toMatchObject({ status: 304, text: '' });
    await me.http.post(`/class-sessions/${school.sessionIds[0]}/leave`);
    expect((await again()).status).toBe(200);
  });

  it('has lines of at most 75 octets, ended by CRLF', async () => {
    const { path } = await givenSubscriber({ name: '名字很长很长的班'.repeat(8) }, { language: 'zh-CN' });
    const { text } = await linli.anyone.get(path);
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect((await events(path))[0]?.summary).toBe('名字很长很长的班'.repeat(8));
  });

  describe('the secret address', () => {
    it('is shown to its owner as often as wanted, and is there only after it was made', async () => {
      const me = await givenResident(linli);
      expect(await me.http.get('/me/calendar')).toMatchObject({ status: 404, body: { code: 'enrolment.no_calendar' } });
      const made = (await me.http.post('/me/calendar')).body;
      expect((await me.http.get('/me/calendar')).body).toEqual(made);
    });

    it('ends when a new one is made or when it is deleted', async () => {
      const { me, path } = await givenSubscriber();
      const renewed = await makeAddress(me);
      expect(renewed).not.toBe(path);
      expect((await linli.anyone.get(path)).status).toBe(404);
      expect(await me.http.delete('/me/calendar')).toMatchObject({ status: 200, body: { ended: true } });
      expect((await linli.anyone.get(renewed)).status).toBe(404);
      expect((await me.http.delete('/me/calendar')).status).toBe(404);
    });

    it('is made once by a request that arrives twice', async () => {
      const me = await givenResident(linli);
      const make = () => me.http.post('/me/calendar', undefined, { key: 'calendar' });
      const [one, two] = await Promise.all([make(), make()]);
      expect(two?.body).toEqual(one?.body);
    });

    it('is nowhere in the database in readable form', async () => {
      const { path } = await givenSubscriber();
      const secret = path.replace('/calendars/', '').replace('.ics', '');
      const rows: { found: boolean }[] = await linli.database.query(
        `SELECT f::text LIKE $1 AS found FROM calendar_feeds f
         UNION ALL SELECT k::text LIKE $1 FROM idempotency_keys k UNION ALL SELECT a::text LIKE $1 FROM audit_entries a`,
        [`%${secret}%`],
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ found }) => found)).toEqual([]);
    });

    it.each([
      ['x'],
      ['A'.repeat(43)],
      ['A'.repeat(190)],
      [encodeURIComponent(`' OR 1=1 --`)],
      [encodeURIComponent('邻里')],
    ])('is not guessed: %s is not found', async (secret) => {
      expect(await linli.anyone.get(`/calendars/${secret}.ics`)).toMatchObject({ status: 404 });
    });
  });
});
