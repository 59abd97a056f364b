import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Staff } from '../../src/people/index.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenTerm } from '../support/given-school.js';
import type { ClassOverrides } from '../support/given-school.js';
import { Linli } from '../support/linli.js';

const start = '2026-08-20 10:00';

describe('the front page', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ now: start, env: { NODE_ENV: 'development' } });
    const term = await givenTerm(linli);
    const given = (overrides: ClassOverrides) => givenOwnClass(linli, { term, ...overrides });
    await given({ name: '零基础国画', nameEn: 'Chinese painting', teacher: '沈老师', weekday: 2 });
    const { id } = await given({
      name: '成人芭蕾',
      nameEn: 'Ballet for adults',
      weekday: 3,
      capacity: 1,
      feeFen: 50_000,
    });
    await given({
      name: '<script>alert(1)</script>',
      nameEn: '"><img src=x onerror=alert(1)>',
      teacher: '<i>老师',
      room: '<u>教室',
      weekday: 4,
    });
    await given({ name: '草稿班', nameEn: 'A draft', weekday: 5, state: 'draft' });
    for (let i = 0; i < 2; i++) await (await givenResident(linli)).http.post(`/classes/${id}/enrolments`);
  });
  afterAll(() => linli.stop());
  beforeEach(() => linli.clock.set(start));

  const page = async (path = '/', language = 'zh-CN') => linli.anyone.with({ 'accept-language': language }).get(path);

  it('says in Chinese what is on next and what takes enrolments', async () => {
    const { status, headers, text } = await page();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-language')).toBe('zh-CN');
    expect(text).toContain('<html lang="zh-CN">');
    expect(text).toContain('下一次上课');
    expect(text).toContain('2026年9月8日 周二');
    expect(text).toMatch(/成人芭蕾.*¥500\.00/);
    expect(text).toContain('已满，候补 1 人');
    expect(text).not.toContain('草稿班');
  });

  it('speaks English to those who ask for it, by header or by the switch', async () => {
    for (const { text } of [await page('/', 'en-GB'), await page('/?lang=en')]) {
      expect(text).toContain('<html lang="en">');
      expect(text).toContain('Next evening');
      expect(text).toContain('full, 1 in line');
    }
    expect((await page('/?lang=zh', 'en')).text).toContain('<html lang="zh-CN">');
    // WeChat and mail programs add parameters of their own; the page opens all the same.
    expect((await page('/?lang=fr&from=groupmessage')).status).toBe(200);
  });

  it('says what is on tonight', async () => {
    linli.clock.set('2026-09-08 12:00');
    const { text } = await page();
    expect(text).toContain('今晚的课');
    expect(text).toContain('19:00–20:30');
  });

  it('says so when nothing is on and nothing is open, and when enrolment opens next', async () => {
    linli.clock.set('2026-08-01 12:00');
    expect((await page()).text).toContain('目前没有开放报名的班。下次报名：2026年8月18日 周二 09:00。');
    linli.clock.set('2027-08-01 12:00');
    const { text } = await page();
    expect(text).toContain('目前没有安排课程。');
    expect(text).toContain('目前没有开放报名的班。');
  });

  it('never takes a name for markup, neither on tonight nor open', async () => {
    linli.clock.set('2026-09-10 12:00');
    const zh = (await page()).text;
    expect(zh.split('&lt;script&gt;alert(1)&lt;/script&gt;')).toHaveLength(3);
    expect(zh).toContain('&lt;i&gt;老师');
    expect(zh).toContain('&lt;u&gt;教室');
    const en = (await page('/', 'en')).text;
    expect(en.split('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;')).toHaveLength(3);
    expect(zh + en).not.toMatch(/<(script|img|i|u)\b/);
  });

  it('loads nothing: no script, no picture, no style but its own', async () => {
    const { headers, text } = await page();
    const policy = headers.get('content-security-policy')!;
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /);
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)![1]!;
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(style));
    expect(policy).toContain(`'sha256-${Buffer.from(digest).toString('base64')}'`);
    expect(text).not.toMatch(/<(script|img|iframe|object|form|link)|style="|https?:\/\/|url\(|@import/);
  });

  it('can be read with a screen reader: one heading of the first rank, named sections, a way past the top', async () => {
    const { text } = await page();
    expect(text.match(/<h1/g)).toHaveLength(1);
    const sections = [...text.matchAll(/<section[^>]* aria-labelledby="(\w+)"/g)].map(([, id]) => id);
    expect(sections).toEqual(['evening', 'open', 'where']);
    for (const id of [...sections, 'content']) expect(text).toContain(`id="${id}"`);
    expect(text).toContain('href="#content"');
    expect(text).toMatch(/<th scope="row">/);
  });

  it('leads to the API docs and, in development, to the outbox', async () => {
    const { text } = await page();
    for (const href of ['/docs', '/classes', '/dev/outbox']) {
      expect(text).toContain(`href="${href}"`);
      expect((await linli.anyone.get(href)).status).toBe(200);
    }
  });

  it('names the demo accounts where there are any, and no other staff', async () => {
    expect((await page()).text).not.toContain('演示账户');
    const { email } = await givenStaff(linli, 'school');
    const demo = await givenStaff(linli, 'desk', { name: '服务台 <b>' });
    await linli.database.manager.update(Staff, { id: demo.id }, { email: 'desk@demo.linli' });
    const { text } = await page();
    expect(text).toContain('desk@demo.linli');
    expect(text).toContain('服务台 &lt;b&gt;');
    expect(text).not.toContain(email);
  });
});

describe('the front page outside development', () => {
  it('names no demo accounts', async () => {
    const linli = await Linli.start();
    try {
      const { id } = await givenStaff(linli, 'desk');
      await linli.database.manager.update(Staff, { id }, { email: 'desk@demo.linli' });
      expect((await linli.anyone.get('/')).text).not.toContain('demo.linli');
    } finally {
      await linli.stop();
    }
  });
});
