import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import { PostOffice } from '../../src/platform/channels/post-office.js';
import { Linli } from '../support/linli.js';

describe('the outbox page', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start({ env: { NODE_ENV: 'development' } });
  });
  afterAll(() => linli.stop());

  it('is empty with a hint, then shows the code that a phone would have got, the newest first', async () => {
    expect((await linli.anyone.get('/dev/outbox')).text).toContain('还没有消息');
    for (const phone of ['13812345678', '13912345678']) await linli.anyone.post('/sign-in/codes', { phone });
    const { items } = (await linli.anyone.get('/dev/outbox.json')).body;
    expect(items.map(({ to }: { to: string }) => to)).toEqual(['+8613912345678', '+8613812345678']);
    const page = await linli.anyone.get('/dev/outbox');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toMatch(/\d{6}/);
  });

  it('finds by phone or words and shows what was typed as text', async () => {
    const { body } = await linli.anyone.get('/dev/outbox.json?search=139123');
    expect(body.items).toHaveLength(1);
    const search = '"><script>alert(1)</script>';
    const page = await linli.anyone.get(`/dev/outbox?search=${encodeURIComponent(search)}`);
    expect(page.text).not.toContain('<script>');
    expect(page.text).toContain('没有匹配的消息');
    expect((await linli.anyone.get('/dev/outbox?search=%25')).text).toContain('没有匹配的消息');
  });

  it('shows a letter once that was sent again with the same id, since nobody noted that it had gone', async () => {
    const letter = { id: newId(), title: 'Enrolled', body: 'You have a place.' };
    for (let time = 0; time < 2; time++) await linli.get(PostOffice).text(letter, '+8613700000000');
    expect((await linli.anyone.get('/dev/outbox.json?search=1370000')).body.items).toHaveLength(1);
  });

  it('does not exist in production, nor does its answer tell that it ever did', async () => {
    const production = await Linli.start({
      env: { NODE_ENV: 'production', PUBLIC_URL: 'https://linli.example', SMS_URL: 'https://sms.example/send' },
    });
    try {
      const outbox = await production.anyone.get('/dev/outbox');
      const nothing = await production.anyone.get('/dev/nothing');
      expect([outbox.status, outbox.body.code]).toEqual([404, nothing.body.code]);
      expect((await production.anyone.get('/dev/outbox.json')).status).toBe(404);
    } finally {
      await production.stop();
    }
  });

  it('is read at the machine itself, not from the network', async () => {
    const behindProxy = await Linli.start({ env: { TRUST_PROXY: '1' } });
    const from = (address: string) => behindProxy.anyone.with({ 'x-forwarded-for': address }).get('/dev/outbox.json');
    expect((await from('192.168.1.20')).status).toBe(404);
    expect((await from('127.0.0.1')).status).toBe(200);
    expect((await from('127.0.0.1, 192.168.1.20')).status).toBe(404);
    await behindProxy.stop();
  });
});
