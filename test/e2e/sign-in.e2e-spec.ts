import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenResident } from '../support/given-people.js';
import { Linli } from '../support/linli.js';

describe('signing in by phone', () => {
  let linli: Linli;
  const logged: string[] = [];
  beforeAll(async () => {
    const logTo = new PassThrough();
    logTo.on('data', (chunk: Buffer) => logged.push(chunk.toString('utf8')));
    linli = await Linli.start({ env: { LOG_LEVEL: 'trace' }, logTo });
  });
  afterAll(() => linli.stop());

  const codeFor = async (phone: string): Promise<string> => {
    const { body } = await linli.anyone.get(`/dev/outbox.json?search=${phone}`);
    return /\d{6}/.exec(body.items[0].body as string)?.[0] ?? '';
  };
  const askCode = (phone: string) => linli.anyone.post('/sign-in/codes', { phone });
  const signIn = async (phone: string) => {
    await askCode(phone);
    return linli.anyone.post('/sign-in', { phone, code: await codeFor(phone) });
  };
  const wrong = (code: string) => (code === '111111' ? '222222' : '111111');

  it('sends a code, takes it once, and makes the resident at the first time', async () => {
    await askCode('138 1111 0001');
    const code = await codeFor('13811110001');
    const first = await linli.anyone.post('/sign-in', { phone: '+8613811110001', code });
    expect(first).toMatchObject({ status: 200, body: { person: { kind: 'resident', name: null, language: 'en' } } });
    const again = await linli.anyone.post('/sign-in', { phone: '13811110001', code });
    expect(again).toMatchObject({ status: 401, body: { code: 'people.wrong_code' } });
    const { body } = await linli.anyone.with({ authorization: `Bearer ${first.body.token}` }).get('/me');
    expect(body).toMatchObject({ phone: '+8613811110001', document: null });
  });

  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const reply = await signIn('13811110002');
    const cookie = reply.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^linli=[\w-]{43}; .*Path=\/.*HttpOnly.*SameSite=Lax/);
    expect(cookie).not.toContain('Secure');
    const browser = linli.anyone.with({ cookie: cookie.split(';')[0] ?? '' });
    expect((await browser.get('/me')).status).toBe(200);
    expect((await browser.with({ origin: linli.address }).patch('/me', { name: '甲' })).status).toBe(200);
    const foreign = await browser.with({ origin: 'https://evil.example' }).patch('/me', { name: '乙' });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'request.foreign_origin' } });
    const crossSite = await browser.with({ 'sec-fetch-site': 'cross-site' }).post('/sign-out');
    expect(crossSite.status).toBe(403);
  });

  it('answers alike whether or not the number is known', async () => {
    const { phone } = await givenResident(linli, { phone: '+8613811110003' });
    const known = await askCode(phone);
    const unknown = await askCode('13811110004');
    expect(known).toMatchObject({ status: 202, body: { resendAfterSeconds: 60, expiresInSeconds: 300 } });
    expect(unknown.body).toEqual(known.body);
    const guesses = [phone, '13811110004', '13811110099'].map((p) =>
      linli.anyone.post('/sign-in', { phone: p, code: '000000' }),
    );
    const answers = (await Promise.all(guesses)).map(({ status, body }) => [status, body.code, body.detail]);
    expect(new Set(answers.map(String)).size).toBe(1);
  });

  it('asks to wait 60 seconds between two codes, and says how long', async () => {
    await askCode('13811110005');
    linli.clock.advance('PT20S');
    const reply = await askCode('13811110005');
    expect(reply).toMatchObject({
      status: 429,
      body: { code: 'people.code_sent_recently', facts: { retryAfterSeconds: 40 } },
    });
    expect(reply.headers.get('retry-after')).toBe('40');
    linli.clock.advance('PT40S');
    expect((await askCode('13811110005')).status).toBe(202);
  });

  it('sends at most ten codes a day to a number', async () => {
    for (let sent = 0; sent < 10; sent++) {
      expect((await askCode('13811110006')).status).toBe(202);
      linli.clock.advance('PT2M');
    }
    expect(await askCode('13811110006')).toMatchObject({ status: 429, body: { code: 'people.too_many_codes' } });
    linli.clock.advance('PT24H');
    expect((await askCode('13811110006')).status).toBe(202);
  });

  it('forgets a code after five minutes', async () => {
    await askCode('13811110007');
    const code = await codeFor('13811110007');
    linli.clock.advance('PT5M1S');
    expect((await linli.anyone.post('/sign-in', { phone: '13811110007', code })).status).toBe(401);
  });

  it('allows five guesses, also when twenty are made at once', async () => {
    await askCode('13811110008');
    const code = await codeFor('13811110008');
    const guesses = Array.from({ length: 20 }, () =>
      linli.anyone.post('/sign-in', { phone: '13811110008', code: wrong(code) }),
    );
    expect((await Promise.all(guesses)).every(({ status }) => status === 401)).toBe(true);
    expect((await linli.anyone.post('/sign-in', { phone: '13811110008', code })).status).toBe(401);
  });

  it('lets one of two in who use the same code at once', async () => {
    await askCode('13811110009');
    const code = await codeFor('13811110009');
    const tries = Array.from({ length: 5 }, () => linli.anyone.post('/sign-in', { phone: '13811110009', code }));
    expect((await Promise.all(tries)).filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it.each(['', '12345', '+1 202 555 0100', '010 1234 5678', '138138001380', '😀', '<script>', '1'.repeat(31)])(
    'refuses the number "%s" with a sentence',
    async (phone) => {
      const reply = await askCode(phone);
      expect(reply.status).toBe(400);
      expect(reply.body.code).toMatch(/^(people\.not_a_mobile_number|request\.invalid)$/);
    },
  );

  it('signs out here, or everywhere', async () => {
    const first = (await signIn('13811110010')).body.token as string;
    linli.clock.advance('PT2M');
    const second = (await signIn('13811110010')).body.token as string;
    linli.clock.advance('PT2M');
    const third = (await signIn('13811110010')).body.token as string;
    const as = (token: string) => linli.anyone.with({ authorization: `Bearer ${token}` });
    expect((await as(first).post('/sign-out')).body).toEqual({ ended: 1 });
    expect((await as(first).get('/me')).status).toBe(401);
    expect((await as(second).post('/sign-out/everywhere')).body).toEqual({ ended: 2 });
    expect((await as(third).get('/me')).status).toBe(401);
  });

  it('ends by itself after thirty days', async () => {
    const { http } = await givenResident(linli);
    linli.clock.advance('PT719H');
    expect((await http.get('/me')).status).toBe(200);
    linli.clock.advance('PT2H');
    expect(await http.get('/me')).toMatchObject({ status: 401, body: { code: 'people.sign_in_first' } });
  });

  it('keeps codes, tokens and numbers out of the database and the log', async () => {
    const { body } = await signIn('13811110011');
    const code = await codeFor('13811110011');
    const rows: { line: string }[] = await linli.database.query(
      `SELECT s::text AS line FROM sign_ins s UNION ALL SELECT c::text FROM sign_in_codes c`,
    );
    const stored = rows.map(({ line }) => line).join('\n');
    const log = logged.join('');
    expect(log).toContain('"route":"/sign-in"');
    for (const secret of [body.token as string, code, '13811110011']) {
      expect(stored).not.toContain(secret);
      expect(log).not.toContain(secret);
    }
  });

  it('says so when the text message could not be sent, and lets people ask again at once', async () => {
    const cutOff = await Linli.start({ env: { SMS_URL: 'http://127.0.0.1:1/sms' } });
    try {
      for (let time = 0; time < 2; time++) {
        const reply = await cutOff.anyone.post('/sign-in/codes', { phone: '13811110099' });
        expect(reply).toMatchObject({ status: 503, body: { code: 'people.code_not_sent' } });
        expect(reply.headers.get('retry-after')).toBe('10');
      }
    } finally {
      await cutOff.stop();
    }
  });
});
