import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenStaff } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('the same request sent again', () => {
  let linli: Linli;
  let admin: HttpClient;
  beforeAll(async () => {
    linli = await Linli.start();
    admin = (await givenStaff(linli, 'administrator')).http;
  });
  afterAll(() => linli.stop());

  const venue = (name: string) => ({ name, nameEn: name, address: '金港大道1号' });
  const venuesCalled = async (name: string) =>
    Number((await linli.database.query(`SELECT count(*) FROM venues WHERE name = $1`, [name]))[0].count);

  it('gets the same answer and is done once', async () => {
    const first = await admin.post('/venues', venue('一号馆'), { key: 'key-1' });
    const second = await admin.post('/venues', venue('一号馆'), { key: 'key-1' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(await venuesCalled('一号馆')).toBe(1);
  });

  it('gets the same answer also when twenty arrive at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => admin.post('/venues', venue('二号馆'), { key: 'key-2' })),
    );
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await venuesCalled('二号馆')).toBe(1);
  });

  it('gets the same answer also after a restart', async () => {
    const first = await admin.post('/venues', venue('三号馆'), { key: 'key-3' });
    const restarted = await linli.another();
    const second = await restarted.as(admin).post('/venues', venue('三号馆'), { key: 'key-3' });
    expect(second.body).toEqual(first.body);
    await restarted.stop();
  });

  it('is refused when it says something else', async () => {
    await admin.post('/venues', venue('四号馆'), { key: 'key-4' });
    const reply = await admin.post('/venues', venue('五号馆'), { key: 'key-4' });
    expect(reply).toMatchObject({ status: 422, body: { code: 'request.idempotency_key_reused' } });
    expect(await venuesCalled('五号馆')).toBe(0);
  });

  it('is refused in the same words when it was refused, and nothing of it remains', async () => {
    const first = await admin.post('/venues', venue('一号馆'), { key: 'key-5' });
    expect(first).toMatchObject({ status: 409, body: { code: 'people.venue_name_in_use' } });
    await linli.database.query(`DELETE FROM venues WHERE name = '一号馆'`);
    const second = await admin.post('/venues', venue('一号馆'), { key: 'key-5' });
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'people.venue_name_in_use', detail: first.body.detail },
    });
    const entries = await linli.database.query(
      `SELECT 1 FROM audit_entries WHERE action = 'venue.added' AND facts->>'name' = '一号馆'`,
    );
    expect(entries).toHaveLength(1);
  });

  it('belongs to whoever sent it: another person may use the same key', async () => {
    const other = (await givenStaff(linli, 'administrator')).http;
    expect((await other.post('/venues', venue('六号馆'), { key: 'key-1' })).status).toBe(201);
  });

  it.each(['', ' ', 'x'.repeat(201), '钥匙'.normalize()])('refuses the key "%s"', async (key) => {
    const headers = { 'idempotency-key': encodeURI(key) === key ? key : 'a b' };
    const reply = await admin.with(headers).post('/venues', venue('七号馆'));
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.bad_idempotency_key' } });
  });
});
