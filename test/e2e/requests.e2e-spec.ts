import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenStaff } from '../support/given-people.js';
import { givenTerm } from '../support/given-school.js';
import { Linli } from '../support/linli.js';

describe('requests that nobody can answer', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  const json = { 'content-type': 'application/json' };

  it('says that a body is not JSON', async () => {
    const reply = await linli.anyone.with(json).send('POST', '/sign-in', '{"phone": ');
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
  });

  it('refuses a body above the limit, with the limit', async () => {
    const reply = await linli.anyone
      .with(json)
      .send('POST', '/sign-in', JSON.stringify({ phone: 'x'.repeat(2_000_000) }));
    expect(reply).toMatchObject({ status: 413, body: { code: 'request.too_large', facts: { limitBytes: 1_048_576 } } });
  });

  it('tells files their own limit', async () => {
    const staff = await givenStaff(linli, 'school');
    const term = await givenTerm(linli);
    const reply = await staff.http
      .with({ 'content-type': 'text/csv' })
      .send('POST', `/terms/${term.id}/course-list`, Buffer.alloc(9 * 1024 * 1024, 'x'));
    expect(reply).toMatchObject({ status: 413, body: { facts: { limitBytes: 8 * 1024 * 1024 } } });
  });

  it.each(['/classes/%zz', `/classes/${'x'.repeat(300)}`])('answers %s as it answers all', async (path) => {
    const { status, headers, body } = await linli.anyone.get(path);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body.code).toBe('request.no_such_route');
  });

  it('refuses what PostgreSQL cannot keep, in every search and name, and moments that are none', async () => {
    const admin = (await givenStaff(linli, 'administrator')).http;
    const term = await givenTerm(linli);
    const searches = ['/residents', '/staff', '/messages', '/charges', `/terms/${term.id}/classes`, '/dev/outbox.json'];
    for (const path of [...searches, '/classes']) {
      expect([path, (await admin.get(`${path}?search=%00`)).status]).toEqual([path, 400]);
    }
    for (const name of ['\u0000', '\ud800', 'a\udc00b']) {
      const venue = { name: `x${name}`, nameEn: 'x', address: 'x' };
      expect((await admin.with(json).send('POST', '/venues', JSON.stringify(venue))).status).toBe(400);
      expect((await admin.with(json).send('POST', '/teachers', JSON.stringify({ name: `x${name}` }))).status).toBe(400);
    }
    for (const from of ['2026-01-01T00:00:00+23:59', '0000-01-01T00:00:00Z', '2026-01-01T00:00:00.1234567890123Z']) {
      expect((await admin.get(`/audit?from=${encodeURIComponent(from)}`)).status).toBe(400);
    }
  });

  it('names a venue that is not there', async () => {
    const staff = (await givenStaff(linli, 'school')).http;
    const venueId = '01900000-0000-7000-8000-000000000000';
    const reply = await staff.post('/rooms', { name: '教室', venueId });
    expect(reply).toMatchObject({ status: 404, body: { code: 'people.no_such_venue' } });
  });

  it('refuses a content type that it does not read', async () => {
    const reply = await linli.anyone.with({ 'content-type': 'application/xml' }).send<any>('POST', '/sign-in', '<a/>');
    expect(reply).toMatchObject({ status: 415, body: { code: 'request.unsupported_type' } });
    expect(reply.body.detail).toMatch(/JSON.+PDF.+JPEG/);
  });

  it('says which files a route takes when something else comes in their place', async () => {
    const staff = (await givenStaff(linli, 'school')).http;
    const path = '/terms/01900000-0000-7000-8000-000000000000/course-list';
    for (const reply of [await staff.post(path, { rows: [] }), await staff.post(path)]) {
      expect(reply).toMatchObject({ status: 415, body: { code: 'request.unsupported_type' } });
      expect(reply.body.detail).toContain('CSV');
      expect(reply.body.detail).not.toContain('JSON');
    }
  });
});
