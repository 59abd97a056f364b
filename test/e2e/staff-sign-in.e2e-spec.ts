import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeAt } from '../../src/people/totp.js';
import { givenStaff, givenVenue } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('staff', () => {
  let linli: Linli;
  let admin: HttpClient;
  let adminId: string;
  beforeAll(async () => {
    linli = await Linli.start();
    const given = await givenStaff(linli, 'administrator');
    admin = given.http;
    adminId = given.id;
  });
  afterAll(() => linli.stop());

  const password = 'a long password 2026';
  let count = 0;
  const hire = async (grants: object[] = [{ role: 'school' }]) => {
    count += 1;
    const email = `colleague${count}@example.org`;
    const { body } = await admin.post('/staff', { email, name: '王芳', grants, password });
    return {
      email,
      id: body.staff.id as string,
      secret: body.secondFactor.secret as string,
      address: body.secondFactor.address as string,
    };
  };
  const codeOf = (secret: string) => codeAt(secret, linli.clock.now().epochMilliseconds);
  const enter = (email: string, code: string, word = password) =>
    linli.anyone.post('/staff/sign-in', { email, password: word, code });

  it('sign in with e-mail, password and the code of the second factor', async () => {
    const { email, secret, address } = await hire();
    expect(address).toContain('otpauth://totp/Linli:');
    const reply = await enter(email.toUpperCase(), codeOf(secret));
    expect(reply).toMatchObject({ status: 200, body: { person: { kind: 'staff', name: '王芳' } } });
    const http = linli.anyone.with({ authorization: `Bearer ${reply.body.token}` });
    expect((await http.get('/terms')).status).toBe(200);
    expect((await http.get('/staff')).status).toBe(403);
  });

  it('change their password: the old one and every sign-in end; a wrong current one changes nothing', async () => {
    const { email, secret } = await hire();
    const first = await enter(email, codeOf(secret));
    const http = linli.anyone.with({ authorization: `Bearer ${first.body.token}` });
    const next = 'another long password';
    const change = (current: string, word: unknown = next) => http.post('/me/password', { current, next: word });
    expect((await change('wrong')).body.code).toBe('people.wrong_password');
    for (const word of ['short', '', 12, 'x'.repeat(201)]) expect((await change(password, word)).status).toBe(400);
    const both = await Promise.all([change(password), change(password)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await http.get('/terms')).status).toBe(401);
    linli.clock.advance('PT31S');
    expect((await enter(email, codeOf(secret))).status).toBe(401);
    linli.clock.advance('PT31S');
    expect((await enter(email, codeOf(secret), next)).status).toBe(200);
  });

  it('get a new password from an administrator, shown once', async () => {
    const { email, id, secret } = await hire();
    const first = await enter(email, codeOf(secret));
    const http = linli.anyone.with({ authorization: `Bearer ${first.body.token}` });
    expect((await http.post(`/staff/${id}/password`)).status).toBe(403);
    const { body } = await admin.post(`/staff/${id}/password`);
    expect(body.password).toMatch(/^(\w{4}-){4}\w{4}$/);
    expect((await http.get('/terms')).status).toBe(401);
    linli.clock.advance('PT31S');
    expect((await enter(email, codeOf(secret), body.password)).status).toBe(200);
    expect((await admin.post('/staff/01900000-0000-7000-8000-000000000000/password')).status).toBe(404);
  });

  it('leave a trace when they sign in, and when wrong tries lock them out', async () => {
    const { email, id, secret } = await hire();
    await enter(email, codeOf(secret));
    for (let tries = 0; tries < 6; tries++) await enter(email, '000000', 'wrong password');
    const { items } = (await admin.get(`/audit?subjectKind=staff&subjectId=${id}`)).body;
    expect(items.map(({ action }: any) => action)).toEqual(['staff.locked', 'staff.signed_in', 'staff.created']);
    expect(JSON.stringify(items)).not.toContain('password 2026');
  });

  it('use each code once', async () => {
    const { email, secret } = await hire();
    const code = codeOf(secret);
    const tries = await Promise.all([enter(email, code), enter(email, code), enter(email, code)]);
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
    linli.clock.advance('PT31S');
    expect((await enter(email, codeOf(secret))).status).toBe(200);
  });

  it('get the same answer for a wrong e-mail, password or code', async () => {
    const { email, secret } = await hire();
    const code = codeOf(secret);
    const replies = [
      await enter('nobody@example.org', code),
      await enter(email, code, 'wrong password'),
      await enter(email, code === '000000' ? '000001' : '000000'),
    ];
    expect(new Set(replies.map(({ status, body }) => `${status} ${body.code} ${body.detail}`)).size).toBe(1);
    expect(replies[0]).toMatchObject({ status: 401, body: { code: 'people.wrong_credentials' } });
  });

  it('are locked for fifteen minutes after five wrong tries', async () => {
    const { email, secret } = await hire();
    for (let tries = 0; tries < 5; tries++) await enter(email, codeOf(secret), 'wrong password');
    expect((await enter(email, codeOf(secret))).status).toBe(401);
    linli.clock.advance('PT15M1S');
    expect((await enter(email, codeOf(secret))).status).toBe(200);
  });

  it('are signed out after twelve hours, and at once when they are disabled', async () => {
    const { email, id, secret } = await hire();
    const token = (await enter(email, codeOf(secret))).body.token as string;
    const http = linli.anyone.with({ authorization: `Bearer ${token}` });
    expect((await http.get('/terms')).status).toBe(200);
    const changed = await admin.patch(`/staff/${id}`, { disabled: true });
    expect(changed).toMatchObject({ status: 200, body: { disabled: true } });
    expect((await http.get('/terms')).status).toBe(401);
    linli.clock.advance('PT31S');
    expect((await enter(email, codeOf(secret))).status).toBe(401);
  });

  it('get a new second factor, and the old one ends', async () => {
    const { email, id, secret } = await hire();
    const { body } = await admin.post(`/staff/${id}/second-factor`);
    linli.clock.advance('PT31S');
    expect((await enter(email, codeOf(secret))).status).toBe(401);
    expect((await enter(email, codeOf(body.secret as string))).status).toBe(200);
  });

  it('always have one administrator left, also when two disable each other at once', async () => {
    const alone = await admin.patch(`/staff/${adminId}`, { disabled: true });
    expect(alone).toMatchObject({ status: 409, body: { code: 'people.last_administrator' } });
    const other = await givenStaff(linli, 'administrator');
    const replies = await Promise.all([
      admin.patch(`/staff/${other.id}`, { disabled: true }),
      other.http.patch(`/staff/${adminId}`, { grants: [{ role: 'desk' }] }),
    ]);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    await linli.database.query(`UPDATE staff SET disabled_at = NULL WHERE id = ANY($1)`, [[adminId, other.id]]);
    await linli.database.query(`UPDATE staff_grants SET role = 'administrator' WHERE staff_id = $1`, [adminId]);
    admin = (await givenStaff(linli, 'administrator')).http;
  });

  it('have their rights only at their venues', async () => {
    const here = await givenVenue(linli);
    const there = await givenVenue(linli);
    const { http } = await givenStaff(linli, 'school', { venueId: here.id });
    const term = (venueId: string, name: string) => ({
      ...{ name, nameEn: name, venueId, startsOn: '2026-09-07', endsOn: '2026-12-20' },
      enrolmentOpensAt: '2026-08-18T09:00:00+08:00',
      enrolmentClosesAt: '2026-09-15T21:00:00+08:00',
    });
    expect((await http.post('/terms', term(here.id, '这里'))).status).toBe(201);
    expect(await http.post('/terms', term(there.id, '那里'))).toMatchObject({
      status: 403,
      body: { code: 'people.not_at_this_venue' },
    });
    await admin.post('/terms', term(there.id, '那里'));
    const seen = (await http.get('/terms')).body.items.map(({ name }: { name: string }) => name);
    expect(seen).toEqual(['这里']);
  });

  it('refuse an e-mail that is in use, a venue that is not there, a role twice, a short password', async () => {
    const { email } = await hire();
    const post = (change: object) =>
      admin.post('/staff', { email: 'new@example.org', name: '乙', grants: [{ role: 'desk' }], password, ...change });
    expect(await post({ email })).toMatchObject({ status: 409, body: { code: 'people.email_in_use' } });
    const venueId = '01900000-0000-7000-8000-000000000000';
    expect(await post({ grants: [{ role: 'desk', venueId }] })).toMatchObject({
      status: 404,
      body: { code: 'people.no_such_venue' },
    });
    expect(await post({ grants: [{ role: 'desk' }, { role: 'desk' }] })).toMatchObject({
      status: 400,
      body: { code: 'people.grant_twice' },
    });
    expect(await post({ password: 'short' })).toMatchObject({ status: 400, body: { errors: [{ path: 'password' }] } });
    expect(await post({ nickname: 'x' })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});
