import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import type { ClassOverrides, GivenClass } from '../support/given-school.js';
import { Linli } from '../support/linli.js';
import { messagesTo } from '../support/messages-to.js';

const start = '2026-08-20 10:00';

describe('what staff do to a class', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start });
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  /** A class of two places: a Chinese and an English reader have them, a third person waits. */
  async function givenFullClass(overrides: ClassOverrides = {}) {
    const names = { name: '零基础国画', nameEn: 'Chinese painting' };
    const school = await givenOwnClass(linli, { ...names, capacity: 2, ...overrides });
    const [zh, en, waits] = [
      await givenResident(linli, { language: 'zh-CN' }),
      await givenResident(linli, { language: 'en' }),
      await givenResident(linli),
    ];
    for (const { http } of [zh, en, waits]) await http.post(`/classes/${school.id}/enrolments`);
    const staff = await givenStaff(linli, 'school');
    const act = async (what: string, body?: object, session = 0) => {
      const { status } = await staff.http.post(`/class-sessions/${school.sessionIds[session]}/${what}`, body);
      expect(status).toBe(200);
    };
    return { school, zh, en, waits, staff, act };
  }

  const bodies = async (id: string, kind: string) => (await messagesTo(linli, id, kind)).map(({ body }) => body);

  it('moving an evening is told to everyone who has a place, in their language, and to nobody in line', async () => {
    const { zh, en, waits, act } = await givenFullClass({ room: '书画教室' });
    await act('move', { date: '2026-09-12', startsAt: '14:00', reason: '台风' });
    expect(await bodies(zh.id, 'class.session_moved')).toEqual([
      expect.stringMatching(
        /^“零基础国画”第 1 次课由 2026年9月8日 周二 19:00 改到 2026年9月12日 周六 14:00，地点：.+书画教室，原因：台风。$/,
      ),
    ]);
    expect(await bodies(en.id, 'class.session_moved')).toEqual([
      expect.stringContaining('moves from Tue 8 Sep 2026, 19:00 to Sat 12 Sep 2026, 14:00'),
    ]);
    expect(await bodies(waits.id, 'class.session_moved')).toEqual([]);
  });

  it('each of two moves is told', async () => {
    const { en, act } = await givenFullClass();
    await act('move', { date: '2026-09-12', reason: '台风' });
    await act('move', { date: '2026-09-13', reason: '台风' });
    expect(await bodies(en.id, 'class.session_moved')).toHaveLength(2);
  });

  it('cancelling an evening and taking it back are told, each time', async () => {
    const { en, act } = await givenFullClass({ feeFen: 20_000 });
    await act('cancellation', { reason: 'typhoon' }, 1);
    await act('restoration', undefined, 1);
    await act('cancellation', { reason: 'typhoon again' }, 1);
    expect(await bodies(en.id, 'class.session_cancelled')).toEqual([
      'Session 2 of Chinese painting (Tue 15 Sep 2026, 19:00) is cancelled (typhoon).',
      'Session 2 of Chinese painting (Tue 15 Sep 2026, 19:00) is cancelled (typhoon again).',
    ]);
    expect(await bodies(en.id, 'class.session_restored')).toHaveLength(1);
  });

  it('cancelling the class is told once to everybody in it, those in line too, with the reason; of money only who has paid', async () => {
    const { school, zh, en, waits, staff } = await givenFullClass({ feeFen: 20_000 });
    expect((await staff.http.post(`/classes/${school.id}/cancellation`, { reason: '人数不足' })).status).toBe(200);
    for (const { id } of [zh, en, waits]) expect(await bodies(id, 'class.cancelled')).toHaveLength(1);
    expect(await bodies(zh.id, 'class.cancelled')).toEqual(['很抱歉，“零基础国画”停开，原因：人数不足。']);
    expect(await statesIn(school)).toEqual(['cancelled']);
  });

  it('a place added goes to the first in line, who is told', async () => {
    const { school, waits, staff } = await givenFullClass();
    expect((await staff.http.patch(`/classes/${school.id}`, { capacity: 3 })).status).toBe(200);
    expect(await bodies(waits.id, 'class.offered')).toHaveLength(1);
  });

  it('a reason that contains markup or line breaks stays plain words', async () => {
    const { en, act } = await givenFullClass();
    await act('cancellation', { reason: '<b>ill</b> 🤒' });
    expect((await bodies(en.id, 'class.session_cancelled'))[0]).toContain('(<b>ill</b> 🤒)');
  });

  async function statesIn(school: GivenClass): Promise<string[]> {
    const rows: { state: string }[] = await linli.database.query(
      `SELECT DISTINCT state FROM bookings WHERE pool_id = $1`,
      [school.poolId],
    );
    return rows.map(({ state }) => state);
  }
});
