import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Linli } from '../support/linli.js';

describe('health', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  it('says that the process lives', async () => {
    expect(await linli.anyone.get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('says that database and queues answer', async () => {
    expect(await linli.anyone.get('/health/ready')).toMatchObject({
      status: 200,
      body: { database: 'ok', queue: 'ok' },
    });
  });

  it('answers an unknown address as problem+json in the language asked for', async () => {
    const reply = await linli.anyone.with({ 'accept-language': 'zh-CN' }).get('/nowhere');
    expect(reply).toMatchObject({ status: 404, body: { code: 'request.no_such_route', detail: '没有这个地址。' } });
    expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('shows the API docs and their OpenAPI 3.1', async () => {
    expect((await linli.anyone.get('/docs')).status).toBe(200);
    expect((await linli.anyone.get('/openapi.json')).body.openapi).toBe('3.1.0');
  });
});
