import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { givenComplete, givenDraft, givenSubmitted, jpeg, pdf, png, upload } from '../support/given-application.js';
import { givenStaff } from '../support/given-people.js';
import type { HttpClient } from '../support/http-client.js';
import { Linli } from '../support/linli.js';

describe('the documents of an application', () => {
  let linli: Linli;
  let staff: HttpClient;
  let staffId: string;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());
  beforeEach(async () => {
    ({ http: staff, id: staffId } = await givenStaff(linli, 'apartments'));
  });

  const deeds = async (subjectId: string): Promise<string[]> => {
    const rows: { action: string }[] = await linli.database.query(
      `SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY id`,
      [subjectId],
    );
    return rows.map(({ action }) => action);
  };

  it('are what their first bytes say, whatever their sender says', async () => {
    const { id, resident } = await givenDraft(linli);
    const { http } = resident;
    const said = await upload(http, id, 'household', { bytes: jpeg, type: 'application/pdf', name: '户口本.pdf' });
    expect(said).toMatchObject({ status: 201, body: { mediaType: 'image/jpeg', name: '户口本.pdf.jpg' } });
    expect((await upload(http, id, 'household', { bytes: png, type: 'image/png', name: 'a.PNG' })).body).toMatchObject({
      mediaType: 'image/png',
      name: 'a.PNG',
    });
    const html = Buffer.from('<!doctype html><script>alert(1)</script>');
    for (const type of ['application/pdf', 'image/png', 'application/octet-stream']) {
      const lie = await upload(http, id, 'household', { bytes: html, type });
      expect(lie).toMatchObject({ status: 415, body: { code: 'applications.file_not_taken' } });
    }
    const sheet = await upload(http, id, 'household', { type: 'text/csv' });
    expect(sheet).toMatchObject({ status: 415, body: { code: 'request.unsupported_type' } });
  });

  it('are neither empty nor above 5 MB', async () => {
    const { id, resident } = await givenDraft(linli);
    const empty = await upload(resident.http, id, 'household', { bytes: Buffer.alloc(0) });
    expect(empty).toMatchObject({ status: 400, body: { code: 'applications.file_empty' } });
    const largest = Buffer.concat([pdf, Buffer.alloc(5 * 1024 * 1024 - pdf.length)]);
    const { status, body } = await upload(resident.http, id, 'household', { bytes: largest });
    expect([status, body.bytes]).toEqual([201, 5_242_880]);
    for (const type of ['application/pdf', 'application/octet-stream']) {
      const larger = await upload(resident.http, id, 'household', { bytes: Buffer.concat([largest, pdf]), type });
      expect(larger).toMatchObject({
        status: 413,
        body: { code: 'request.too_large', facts: { limitBytes: 5_242_880 } },
      });
    }
  });

  it('are ten at most for a condition, also when several come at the same moment', async () => {
    const { id, resident } = await givenDraft(linli);
    for (let n = 1; n <= 8; n++) await upload(resident.http, id, 'household', { name: `${n}.pdf` });
    const replies = await Promise.all(
      [9, 10, 11, 12].map((n) => upload(resident.http, id, 'household', { name: `${n}` })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'applications.too_many_documents',
      facts: { limit: 10 },
    });
    expect((await upload(resident.http, id, 'social_insurance')).status).toBe(201);
  });

  it('cannot be read in the database, and every look at one is logged', async () => {
    const application = await givenSubmitted(linli);
    const { body } = await staff.get(application.staffPath);
    const [document] = body.conditions[0].documents;
    expect(document.sha256).toBe(createHash('sha256').update(pdf).digest('hex'));
    const [row]: { line: string; sealed: Buffer }[] = await linli.database.query(
      `SELECT d::text AS line, d.sealed FROM application_documents d WHERE id = $1`,
      [document.id],
    );
    for (const trace of ['%PDF', '劳动合同', pdf.toString('base64').slice(0, 20)]) {
      expect(row?.sealed.includes(trace)).toBe(false);
      expect(row?.line).not.toContain(Buffer.from(trace).toString('hex'));
    }
    const reply = await staff.get(`${application.staffPath}/documents/${document.id}`);
    expect(reply.status).toBe(200);
    expect(Buffer.compare(reply.body, pdf)).toBe(0);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('证明.pdf')}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'private, no-store',
    });
    await application.resident.http.get(`${application.path}/documents/${document.id}`);
    const admin = (await givenStaff(linli, 'administrator')).http;
    const { body: log } = await admin.get(`/audit?subjectKind=application_document&subjectId=${document.id}`);
    expect(log.items.map(({ action, actor }: any) => [action, actor.id])).toEqual([
      ['application_document.viewed', application.resident.id],
      ['application_document.viewed', staffId],
      ['application_document.uploaded', application.resident.id],
    ]);
    expect(JSON.stringify(log)).not.toContain('证明');
  });

  it('do not open in another row', async () => {
    const { id, path, resident } = await givenDraft(linli);
    const one = (await upload(resident.http, id, 'household')).body.id;
    const two = (await upload(resident.http, id, 'household', { bytes: png })).body.id;
    await linli.database.query(
      `UPDATE application_documents SET sealed = (SELECT sealed FROM application_documents WHERE id = $1) WHERE id = $2`,
      [two, one],
    );
    expect((await resident.http.get(`${path}/documents/${one}`)).status).toBe(500);
    expect(await deeds(one)).toEqual(['application_document.uploaded']);
  });

  it('can be deleted and replaced while it is open, and then not any more', async () => {
    const { id, path, resident } = await givenComplete(linli);
    const { body } = await upload(resident.http, id, 'household', { bytes: png, name: '新.png' });
    const removed = await resident.http.delete(`${path}/documents/${body.id}`);
    expect(removed.body.conditions.at(-1).documents).toHaveLength(1);
    expect((await resident.http.delete(`${path}/documents/${body.id}`)).status).toBe(404);
    const [last] = removed.body.conditions.at(-1).documents;
    await resident.http.post(`${path}/submission`);
    for (const reply of [
      await resident.http.delete(`${path}/documents/${last.id}`),
      await upload(resident.http, id, 'household'),
      await resident.http.put(`${path}/conditions/household`, { source: 'x' }),
      await resident.http.patch(path, { employer: 'x' }),
    ]) {
      expect(reply).toMatchObject({ status: 409, body: { code: 'applications.not_in_this_state' } });
    }
  });

  it('of a draft that is withdrawn are not kept', async () => {
    const { path, id, resident } = await givenComplete(linli);
    await resident.http.post(`${path}/withdrawal`);
    const { body } = await resident.http.get(path);
    expect(body.state).toBe('withdrawn');
    expect(body.conditions.flatMap(({ documents }: any) => documents)).toEqual([]);
    expect(await deeds(id)).toContain('apartment_application.withdrawn');
  });
});
