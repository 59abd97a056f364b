import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

  it('refuses a content type that it does not read', async () => {
    const reply = await linli.anyone.with({ 'content-type': 'application/xml' }).send('POST', '/sign-in', '<a/>');
    expect(reply).toMatchObject({ status: 415, body: { code: 'request.unsupported_type' } });
  });
});
