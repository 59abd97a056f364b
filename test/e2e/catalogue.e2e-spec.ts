import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenResident, givenStaff, givenVenue } from '../support/given-people.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenTerm } from '../support/given-school.js';
import type { ClassOverrides } from '../support/given-school.js';
import { Linli } from '../support/linli.js';

const start = '2026-08-20 10:00';

describe('the catalogue', () => {
  let linli: Linli;
  let painting: { id: string; poolId: string; sessionIds: readonly string[] };
  let full: { id: string };
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
    const term = await givenTerm(linli, { venueId: (await givenVenue(linli)).id, minAge: 18, maxAge: 55 });
    const given = (overrides: ClassOverrides) => givenOwnClass(linli, { term, ...overrides });
    painting = await given({
      name: '零基础国画',
      nameEn: 'Chinese painting',
      category: '书画',
      teacher: '沈老师',
      weekday: 2,
    });
    await given({ name: '硬笔书法', nameEn: 'Hard-pen calligraphy', category: '书画', teacher: '陆老师', weekday: 3 });
    await given({
      name: '成人芭蕾',
      nameEn: 'Ballet 100% fun',
      category: '舞蹈',
      teacher: '周老师',
      weekday: 3,
      feeFen: 50_000,
    });
    full = await given({
      name: '古筝_初级',
      nameEn: 'Guzheng',
      category: '音乐',
      teacher: '钱老师',
      weekday: 4,
      capacity: 1,
    });
    const cancelled = await given({
      name: '停开的班',
      nameEn: 'Cancelled one',
      category: '音乐',
      teacher: '孙老师',
      weekday: 5,
    });
    const staff = await givenStaff(linli, 'school');
    await staff.http.post(`/classes/${cancelled.id}/cancellation`, { reason: '人数不足' });
    await given({
      name: '草稿班',
      nameEn: 'Draft one',
      category: '音乐',
      teacher: '李老师',
      weekday: 5,
      state: 'draft',
    });
    for (let i = 0; i < 2; i++) await (await givenResident(linli)).http.post(`/classes/${full.id}/enrolments`);
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  async function names(query: string): Promise<string[]> {
    const { status, body } = await linli.anyone.get(`/classes${query}`);
    expect(status).toBe(200);
    return body.items.map((item: { name: string }) => item.name);
  }
  const find = (text: string) => names(`?search=${encodeURIComponent(text)}`);

  it('shows published classes and marks cancelled ones, by weekday; nobody sees a draft', async () => {
    expect(await names('')).toEqual(['零基础国画', '成人芭蕾', '硬笔书法', '古筝_初级', '停开的班']);
    const { body } = await linli.anyone.get('/classes?search=Cancelled');
    expect(body.items[0]).toMatchObject({ state: 'cancelled', placesLeft: 0, enrolment: { state: 'cancelled' } });
    expect((await linli.anyone.get(`/classes?search=Draft`)).body.total).toBe(0);
  });

  it.each([
    ['a Chinese name', '国画', ['零基础国画']],
    ['an English name, in any case', 'CALLIGRAPHY', ['硬笔书法']],
    ['a category', '书画', ['零基础国画', '硬笔书法']],
    ['a teacher', '周老师', ['成人芭蕾']],
    ['pinyin initials', 'ljcgh', ['零基础国画']],
    ['the beginning of the initials, in any case and with spaces', ' LJ C ', ['零基础国画']],
    ['full-width letters', 'ＬＪＣＧＨ', ['零基础国画']],
    ['nothing that is there', '滑雪', []],
    ['spaces only, which is no search', '  ', ['零基础国画', '成人芭蕾', '硬笔书法', '古筝_初级', '停开的班']],
  ])('is searched by %s', async (_, text, found) => {
    expect(await find(text)).toEqual(found);
  });

  it('takes wildcards and quotes in the search as they are', async () => {
    expect(await find('%')).toEqual(['成人芭蕾']);
    expect(await find('_')).toEqual(['古筝_初级']);
    expect(await find('100%')).toEqual(['成人芭蕾']);
    expect(await find('\\')).toEqual([]);
    expect(await find(`'; DROP TABLE classes; --`)).toEqual([]);
    expect(await find('<script>alert(1)</script> 🎨')).toEqual([]);
  });

  it('is narrowed by category, weekday, term and free places', async () => {
    expect(await names(`?category=${encodeURIComponent('舞蹈')}`)).toEqual(['成人芭蕾']);
    expect(await names('?weekday=3')).toEqual(['成人芭蕾', '硬笔书法']);
    expect(await names('?onlyFree=true&weekday=4')).toEqual([]);
    expect(await names('?weekday=4')).toEqual(['古筝_初级']);
    expect(await names('?termId=01900000-0000-7000-8000-000000000000')).toEqual([]);
  });

  it('is sorted by name as Chinese readers expect it, by places and by fee', async () => {
    expect(await names('?sort=name')).toEqual(['成人芭蕾', '古筝_初级', '零基础国画', '停开的班', '硬笔书法']);
    expect((await names('?sort=places')).slice(-2)).toEqual(['古筝_初级', '停开的班']);
    expect((await names('?sort=fee')).at(-1)).toBe('成人芭蕾');
  });

  it('comes in pages', async () => {
    const { body } = await linli.anyone.get('/classes?size=2&page=2');
    expect(body).toMatchObject({ total: 5, page: 2, size: 2 });
    expect(body.items.map((item: { name: string }) => item.name)).toEqual(['硬笔书法', '古筝_初级']);
    expect((await linli.anyone.get('/classes?page=9')).body).toMatchObject({ total: 5, items: [] });
  });

  it.each([
    ['weekday=8'],
    ['weekday='],
    ['sort=random'],
    ['onlyFree=maybe'],
    ['page=0'],
    ['size=1000'],
    ['termId=1'],
    ['search=%00'],
    [`search=${'x'.repeat(61)}`],
    ['search=a&search=b'],
    ['unknown=1'],
  ])('refuses ?%s and names the field', async (query) => {
    const { status, body } = await linli.anyone.get(`/classes?${query}`);
    expect([status, body.code]).toEqual([400, 'request.invalid']);
    expect(body.errors).toHaveLength(1);
  });

  it('leaves out terms that have ended, unless they are asked for', async () => {
    const old = await givenTerm(linli, {
      startsOn: '2026-03-02',
      endsOn: '2026-06-30',
      opensAt: '2026-02-01 09:00',
      closesAt: '2026-03-01 09:00',
    });
    await givenOwnClass(linli, { term: old, name: '春季国画' });
    expect(await names('')).not.toContain('春季国画');
    expect(await names(`?termId=${old.id}`)).toEqual(['春季国画']);
  });

  describe('the page of a class', () => {
    it('says all that one needs to decide', async () => {
      const { status, body } = await linli.anyone.get(`/classes/${painting.id}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        name: '零基础国画',
        teacher: { name: '沈老师' },
        venue: { nameEn: expect.stringContaining('Culture centre') },
        weekday: 2,
        startsAtTime: '19:00',
        minutes: 90,
        minAge: 18,
        maxAge: 55,
        audience: 'everyone',
        placesLeft: 20,
        waiting: 0,
        minimum: 8,
        enrolment: { state: 'open', opensAt: '2026-08-18T09:00:00+08:00' },
      });
      expect(body.sessions).toHaveLength(12);
      expect(body.sessions[0]).toEqual({
        id: painting.sessionIds[0],
        number: 1,
        startsAt: '2026-09-08T19:00:00+08:00',
        endsAt: '2026-09-08T20:30:00+08:00',
        room: expect.any(String),
        teacher: '沈老师',
        state: 'scheduled',
        provisional: false,
      });
    });

    it('counts who waits when the class is full', async () => {
      expect((await linli.anyone.get(`/classes/${full.id}`)).body).toMatchObject({ placesLeft: 0, waiting: 1 });
    });

    it('says what to do now, in the language asked for', async () => {
      const how = async (language: string, id = painting.id) =>
        (await linli.anyone.with({ 'accept-language': language }).get(`/classes/${id}`)).body.howToEnrol;
      expect(await how('zh-CN')).toBe('用手机号登录后即可报名，2026年9月30日 周三 21:00 截止。免费。');
      expect(await how('en', full.id)).toContain('The class is full: sign in and enrol to join the line');
      linli.clock.set('2026-08-18 08:59');
      expect(await how('en')).toContain('Enrolment opens on Tue 18 Aug 2026, 09:00.');
      linli.clock.set('2026-09-30 21:00');
      expect(await how('en')).toBe('Enrolment closed on Wed 30 Sep 2026, 21:00.');
    });

    it('is not found for a draft or an unknown class', async () => {
      const [draft] = await linli.database.query(`SELECT id FROM classes WHERE state = 'draft'`);
      expect((await linli.anyone.get(`/classes/${draft.id}`)).status).toBe(404);
      expect((await linli.anyone.get('/classes/01900000-0000-7000-8000-000000000000')).status).toBe(404);
      expect((await linli.anyone.get('/classes/1')).status).toBe(400);
    });
  });

  describe('tonight', () => {
    const tonight = async () => {
      const { body } = await linli.anyone.get('/classes/tonight');
      return [body.date, body.isToday, body.sessions.map((session: { name: string }) => session.name)];
    };

    it('shows the next evening while nothing is on today', async () => {
      expect(await tonight()).toEqual(['2026-09-08', false, ['零基础国画']]);
    });

    it('shows what is on today until the last of it ends', async () => {
      linli.clock.set('2026-09-09 09:00');
      expect(await tonight()).toEqual(['2026-09-09', true, ['成人芭蕾', '硬笔书法']]);
      linli.clock.set('2026-09-09 20:29');
      expect((await tonight())[0]).toBe('2026-09-09');
      linli.clock.set('2026-09-09 20:30');
      expect(await tonight()).toEqual(['2026-09-10', false, ['古筝_初级']]);
    });

    it('shows nothing when nothing is planned any more', async () => {
      linli.clock.set('2027-06-01 12:00');
      expect(await tonight()).toEqual([null, false, []]);
    });
  });
});
