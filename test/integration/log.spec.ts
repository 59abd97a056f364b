import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

const idCard = '11010519491231002X';

describe('the log', () => {
  let linli: Linli;
  let written = '';
  beforeAll(async () => {
    const stream = new PassThrough().on('data', (chunk: Buffer) => (written += chunk.toString('utf8')));
    linli = await Linli.start({ env: { LOG_LEVEL: 'trace' }, logTo: stream });
  });
  afterAll(() => linli.stop());

  const lines = () =>
    written
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has one line a request: method, pattern of the address, status, time; no body, header or person', async () => {
    const resident = await givenResident(linli, { birthOn: null, name: '欧阳小明' });
    written = '';
    const document = { type: 'id_card', number: idCard };
    await resident.http.with({ 'x-secret': 'header-secret' }).patch('/me?token=query-secret', { document });
    await resident.http.patch('/me', { document });
    await resident.http.post('/me/calendar');
    await linli.anyone.get('/calendars/calendar-secret.ics');
    await linli.anyone.post('/sign-in', { phone: resident.phone, code: '123456' });
    expect(lines().filter(({ msg }) => msg === 'request')).toHaveLength(5);
    expect(lines()[1]).toMatchObject({ method: 'PATCH', route: '/me', status: 200, requestId: expect.any(String) });
    for (const secret of [idCard, resident.phone.slice(3), '欧阳', 'header-secret', 'query-secret', 'Bearer']) {
      expect(written).not.toContain(secret);
    }
    expect(written).not.toContain('calendar-secret');
  });

  it('tells of a fault what went wrong, and its number to the caller; values of the failed query to nobody', async () => {
    const resident = await givenResident(linli);
    await linli.database.query(
      `ALTER TABLE residents ADD CONSTRAINT no_secrets CHECK (name IS DISTINCT FROM 'Geheimrat 13800138999')`,
    );
    written = '';
    const reply = await resident.http.patch('/me', { name: 'Geheimrat 13800138999' });
    expect(reply).toMatchObject({ status: 500, body: { code: 'fault', facts: {} } });
    const fault = lines().find(({ msg }) => msg === 'fault');
    expect(fault).toMatchObject({
      requestId: reply.body.requestId,
      error: { sqlState: '23514', constraint: 'no_secrets', table: 'residents' },
    });
    expect(fault?.stack).toEqual(expect.arrayContaining([expect.stringContaining('change-profile.service')]));
    for (const text of [written, reply.text]) expect(text).not.toMatch(/Geheimrat|13800138999/);
    expect(reply.text).not.toMatch(/residents|no_secrets|at .*\.ts/);
  });
});
