import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Catalogue } from '../../src/evening-school/catalogue.queries.js';
import { Changes } from '../../src/platform/database/changes.js';
import { givenOwnClass } from '../support/given-own-class.js';
import { givenResident, givenStaff } from '../support/given-people.js';
import { Linli } from '../support/linli.js';
import { poolOf } from '../support/pool-of.js';
import { until } from '../support/until.js';

describe('what is answered from memory', () => {
  let linli: Linli;
  let other: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ env: { MEMORY: 'true' } });
    other = await linli.another();
  });
  afterAll(async () => {
    await other.stop();
    await linli.stop();
  });

  /** Statements that a process has sent to the database while something was done. */
  const statementsOf = async (process: Linli, work: () => Promise<unknown>): Promise<number> => {
    const connect = jest.spyOn(poolOf(process.database), 'connect');
    await work();
    const asked = connect.mock.calls.length;
    connect.mockRestore();
    return asked;
  };

  it('the catalogue has an ETag and is good for a second; unchanged, it is not sent again', async () => {
    const { id } = await givenOwnClass(linli);
    const first = await linli.anyone.get(`/classes/${id}`);
    expect(first.headers.get('cache-control')).toBe('public, max-age=1');
    const etag = first.headers.get('etag') ?? '';
    const again = await linli.anyone.get(`/classes/${id}`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
    expect(await statementsOf(linli, () => linli.anyone.get(`/classes/${id}`))).toBe(0);
    expect((await linli.anyone.get(`/classes/${id}`)).body).toEqual(first.body);
    const head = await fetch(`${linli.address}/classes/${id}`, {
      method: 'HEAD',
      headers: { 'accept-language': 'en' },
    });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
  });

  it('each language has its own, and an unknown class is asked for each time', async () => {
    const { id } = await givenOwnClass(linli);
    const zh = await linli.anyone.with({ 'accept-language': 'zh-CN' }).get(`/classes/${id}`);
    const en = await linli.anyone.get(`/classes/${id}`);
    expect(zh.body.howToEnrol).not.toBe(en.body.howToEnrol);
    expect((await linli.anyone.get('/classes/01900000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('many who ask at once while nothing is remembered get what was made for the first of them', async () => {
    const { id } = await givenOwnClass(linli);
    const catalogue = linli.get(Catalogue);
    const makeOne = catalogue.one.bind(catalogue);
    let come = 0;
    const count = () => void come++;
    const server = linli.app.getHttpServer();
    server.on('request', count);
    const made = jest.spyOn(catalogue, 'one').mockImplementation(async (...asked) => {
      await until(() => come === 200);
      return makeOne(...asked);
    });
    const asked = Array.from({ length: 200 }, () => linli.anyone.get(`/classes/${id}`));
    const answers = (await Promise.all(asked)).map(({ status, body }) => `${status} ${body.id}`);
    expect(new Set(answers)).toEqual(new Set([`200 ${id}`]));
    expect(made).toHaveBeenCalledTimes(1);
    made.mockRestore();
    server.off('request', count);
  });

  it('many who ask at once for what is not there are all told so', async () => {
    const asked = Array.from({ length: 50 }, () => linli.anyone.get('/classes/01900000-0000-7000-8000-000000000000'));
    expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([404]));
  });

  it('a change in one process is seen in the other', async () => {
    const { id } = await givenOwnClass(linli, { capacity: 5 });
    const left = async () => (await other.anyone.get(`/classes/${id}`)).body.placesLeft;
    expect(await left()).toBe(5);
    await (await givenResident(linli)).http.post(`/classes/${id}/enrolments`);
    await other.get(Changes).heard();
    linli.clock.advance('PT0.3S');
    expect(await left()).toBe(4);
  });

  it('whoever signs out, or is disabled, is out at once in every process', async () => {
    const me = await givenResident(linli);
    expect((await other.as(me.http).get('/me')).status).toBe(200);
    await me.http.post('/sign-out/everywhere');
    expect((await me.http.get('/me')).status).toBe(401);
    await other.get(Changes).heard();
    expect((await other.as(me.http).get('/me')).status).toBe(401);

    const clerk = await givenStaff(linli, 'school');
    expect((await other.as(clerk.http).get('/terms')).status).toBe(200);
    const admin = await givenStaff(linli, 'administrator');
    await admin.http.patch(`/staff/${clerk.id}`, { disabled: true });
    await other.get(Changes).heard();
    expect((await other.as(clerk.http).get('/terms')).status).toBe(401);
  });

  it('a full class with a closed line refuses newcomers without the database, and nobody who has a place', async () => {
    const { id } = await givenOwnClass(linli, { capacity: 1 });
    const holder = await givenResident(linli);
    const enrol = (http: typeof holder.http, key: string) => http.post(`/classes/${id}/enrolments`, undefined, { key });
    const place = await enrol(holder.http, 'mine');
    const staff = await givenStaff(linli, 'school');
    expect((await staff.http.patch(`/classes/${id}`, { waitingList: false })).body.waitingList).toBe(false);
    const newcomer = await givenResident(linli);
    await newcomer.http.get('/me');
    await until(async () => {
      const asked = await statementsOf(linli, async () => {
        const refused = await enrol(newcomer.http, 'late');
        expect(refused).toMatchObject({ status: 409, body: { code: 'admission.full_without_waiting_list' } });
      });
      return asked === 0;
    });
    expect((await enrol(holder.http, 'mine')).body).toEqual(place.body);
    expect((await enrol(holder.http, 'again')).body.code).toBe('admission.already_booked');
    await holder.http.post(`/enrolments/${place.body.enrolmentId}/withdrawal`, {});
    await linli.get(Changes).heard();
    expect((await enrol(newcomer.http, 'in-time')).body).toMatchObject({ state: 'confirmed' });
  });
});
