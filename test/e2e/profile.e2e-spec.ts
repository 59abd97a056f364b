import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenResident, givenStaff } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const idCard = '11010519491231002X';

describe('profiles and identity documents', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  it('show a document only behind its mask', async () => {
    const { id, http } = await givenResident(linli, { birthOn: null });
    const document = { type: 'id_card', number: '110105 19491231 002x' };
    const { status, body } = await http.patch('/me', { document, livesInZone: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      document: { type: 'id_card', masked: '110***********002X' },
      birthDate: '1949-12-31',
      livesInZone: true,
    });
    const desk = (await givenStaff(linli, 'desk')).http;
    for (const answer of [
      await http.get('/me'),
      await desk.get(`/residents/${id}`),
      await desk.get('/residents?search=王'),
    ]) {
      expect(answer.text).not.toContain(idCard);
    }
    const [row]: { line: string }[] = await linli.database.query(
      `SELECT r::text AS line FROM residents r WHERE id = $1`,
      [id],
    );
    expect(row?.line).not.toContain(idCard);
    expect(row?.line).not.toContain(Buffer.from(idCard).toString('hex'));
  });

  it('show the whole number to those with the right, with a reason, and log the look', async () => {
    const { id, http } = await givenResident(linli, { birthOn: null });
    await http.patch('/me', { document: { type: 'passport', number: 'e12345678' } });
    const desk = await givenStaff(linli, 'desk');
    const { body } = await desk.http.post(`/residents/${id}/document/views`, { reason: '核对本人' });
    expect(body).toEqual({ type: 'passport', number: 'E12345678' });
    const school = (await givenStaff(linli, 'school')).http;
    expect((await school.post(`/residents/${id}/document/views`, { reason: '好奇' })).status).toBe(403);
    expect((await desk.http.post(`/residents/${id}/document/views`, {})).status).toBe(400);
    const admin = (await givenStaff(linli, 'administrator')).http;
    const { body: log } = await admin.get(`/audit?subjectId=${id}&subjectKind=document`);
    expect(log).toMatchObject({
      total: 1,
      items: [{ action: 'document.viewed', actor: { kind: 'staff', id: desk.id }, facts: { reason: '核对本人' } }],
    });
    expect(JSON.stringify((await admin.get(`/audit?subjectId=${id}`)).body)).not.toContain('12345678');
  });

  it('belong to one account', async () => {
    const document = { type: 'passport', number: 'G87654321' };
    const first = await givenResident(linli);
    const second = await givenResident(linli);
    const replies = await Promise.all([first.http.patch('/me', { document }), second.http.patch('/me', { document })]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = replies.find(({ status }) => status === 409);
    expect(refused?.body.code).toBe('people.document_in_use');
    const owner = replies[0].status === 200 ? first : second;
    const other = owner === first ? second : first;
    await owner.http.patch('/me', { document: null });
    expect((await other.http.patch('/me', { document })).status).toBe(200);
  });

  it.each([
    ['a wrong check character', { document: { type: 'id_card', number: '110105194912310021' } }, 'people.bad_document'],
    [
      'a birth date that is none',
      { document: { type: 'id_card', number: '110105194902310026' } },
      'people.bad_document',
    ],
    ['a passport of three characters', { document: { type: 'passport', number: 'E12' } }, 'people.bad_document'],
    [
      'another birth date than in the card',
      { birthDate: '1990-01-01', document: { type: 'id_card', number: idCard } },
      'people.birth_date_differs',
    ],
    ['a birth date in the future', { birthDate: '2030-01-01' }, 'people.born_in_future'],
    ['an unknown field', { nickname: '小王' }, 'request.invalid'],
    ['an empty name', { name: '  ' }, 'request.invalid'],
    ['a name of a thousand characters', { name: '王'.repeat(1000) }, 'request.invalid'],
    ['an e-mail that is none', { email: 'at home' }, 'request.invalid'],
    ['a NUL in the name', { name: 'a\u0000b' }, 'request.invalid'],
  ])('refuse %s, and change nothing', async (_, change, code) => {
    const { http } = await givenResident(linli, { birthOn: null });
    const before = (await http.get('/me')).body;
    const reply = await http.patch('/me', change);
    expect(reply).toMatchObject({ status: 400, body: { code } });
    expect((await http.get('/me')).body).toEqual(before);
  });

  it('keep emoji and markup as the text that they are', async () => {
    const { http } = await givenResident(linli);
    const name = '王😀 <script>alert(1)</script>';
    expect((await http.patch('/me', { name })).body.name).toBe(name);
  });

  it('say what is wrong field by field, in the language asked for', async () => {
    const { http } = await givenResident(linli);
    const zh = await http
      .with({ 'accept-language': 'zh-CN' })
      .patch('/me', { birthDate: '2026-02-30', language: 'fr' });
    expect(zh.body.errors).toEqual([
      { path: 'birthDate', message: '日历上没有这一天' },
      { path: 'language', message: expect.stringContaining('无效选项') },
    ]);
    expect(zh.headers.get('content-language')).toBe('zh-CN');
  });

  it('are found by part of the name or number; % and _ mean themselves', async () => {
    await givenResident(linli, { name: '欧阳百分之%百' });
    const desk = (await givenStaff(linli, 'desk')).http;
    expect((await desk.get(`/residents?search=${encodeURIComponent('%')}`)).body.total).toBe(1);
    expect((await desk.get('/residents?search=欧阳')).body.total).toBe(1);
    expect((await desk.get('/residents?search=nobody')).body).toMatchObject({ items: [], total: 0 });
    expect((await desk.get('/residents?page=0')).status).toBe(400);
    expect((await desk.get('/residents?size=5000')).status).toBe(400);
  });
});
