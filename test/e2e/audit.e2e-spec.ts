import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenResident, givenStaff } from '../support/given-people.js';
import { givenClass } from '../support/given-school.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('what was done is kept', () => {
  let linli: Linli;
  let admin: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    admin = (await givenStaff(linli, 'administrator', { name: '陈主任' })).http;
  });
  afterAll(() => linli.stop());

  const entries = async (query: string) => (await admin.get(`/audit?${query}`)).body.items;

  it('a change of a class, by whom, with its facts', async () => {
    const clerk = await givenStaff(linli, 'school', { name: '林老师' });
    const { id } = await givenClass(linli);
    await clerk.http.patch(`/classes/${id}`, { capacity: 25 });
    expect(await entries(`subjectId=${id}`)).toMatchObject([
      { action: 'class.changed', subjectId: id, facts: { capacity: 25 } },
    ]);
    await clerk.http.patch(`/classes/${id}`, { capacity: 0 });
    expect(await entries(`subjectId=${id}`)).toHaveLength(1);
  });

  it('each look at an unmasked document, and nothing of the number itself', async () => {
    const resident = await givenResident(linli, { birthOn: null });
    await resident.http.patch('/me', { document: { type: 'id_card', number: '11010519491231002X' } });
    const desk = (await givenStaff(linli, 'desk')).http;
    const looks = async () => (await entries(`subjectId=${resident.id}`)).map(({ action }: any) => action);
    const before = (await looks()).length;
    const { status, body } = await desk.post(`/residents/${resident.id}/document/views`, { reason: '核对身份' });
    expect([status, body.number]).toEqual([200, '11010519491231002X']);
    expect(await looks()).toHaveLength(before + 1);
    const kept = JSON.stringify(await linli.database.query('SELECT * FROM audit_entries'));
    expect(kept).not.toContain('11010519491231002X');
  });

  it('cannot be changed or deleted, not even by the application itself', async () => {
    await expect(linli.database.query(`UPDATE audit_entries SET action = 'nothing'`)).rejects.toThrow(
      /never changed or deleted/,
    );
    await expect(linli.database.query(`DELETE FROM audit_entries`)).rejects.toThrow(/never changed or deleted/);
  });

  it('is read by administrators only, page by page', async () => {
    expect((await (await givenStaff(linli, 'desk')).http.get('/audit')).status).toBe(403);
    const { body } = await admin.get('/audit?size=1&page=2');
    expect(body).toMatchObject({ page: 2, size: 1 });
    expect(body.total).toBeGreaterThan(1);
  });
});
