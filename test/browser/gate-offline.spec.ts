/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { CreateStaff } from '../../src/people/create-staff.service.js';
import { system } from '../../src/people/index.js';
import { codeAt } from '../../src/people/totp.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { codesOf, givenGate } from '../support/given-gate.js';
import { givenResident } from '../support/given-people.js';
import { givenExhibition } from '../support/given-programme.js';
import type { GivenItem } from '../support/given-programme.js';
import { filmOf } from '../support/film.js';
import { visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';

/** Debian's chromium; where it is missing a developer is told, and the gate of the repository installs it. */
const browserAt = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);
if (!browserAt && process.env.CI) throw new Error('There is no browser: install Debian’s package chromium.');
const withBrowser = browserAt ? describe : describe.skip;

const password = 'a long password of the desk';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

withBrowser('the page at the gate, in a browser', () => {
  let linli: Linli;
  let show: GivenItem;
  let north: { id: string; name: string };
  let south: { id: string; name: string };
  const contexts: { context: BrowserContext; folder: string }[] = [];
  // The page decides by the clock of its device, so the house stands at the same moment: a slot that is on now.
  const now = new Date();
  const pad = (number: number) => String(number).padStart(2, '0');
  const local = new Date(now.getTime() + 8 * 3_600_000);
  const day = local.toISOString().slice(0, 10);
  const minute = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}`;

  beforeAll(async () => {
    linli = await Linli.start({ now: `${day} ${minute}` });
    const staff = { email: 'desk@example.org', name: '服务台', language: 'zh-CN' as const, password };
    const grants = [{ role: 'desk' as const, venueId: null }];
    await linli.get(Transactions).run((tx) => linli.get(CreateStaff).run(tx, system, { ...staff, grants }, secret));
    const times = [{ from: '00:00', until: '23:59' }];
    const rules = { lastEntryMinutes: 0, doorsOpenMinutes: 0, bookDaysAhead: 30, bookFromTime: '00:00' };
    show = await givenExhibition(linli, { startsOn: day, endsOn: day, times, places: 50, rules });
    [north, south] = [
      await givenGate(linli, show.hall.venueId, '北门'),
      await givenGate(linli, show.hall.venueId, '南门'),
    ];
  });
  afterAll(async () => {
    for (const { context, folder } of contexts) {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    }
    await linli.stop();
  });

  /** A phone of its own, signed in at this gate, its list loaded; `sees` is what is before its camera. */
  async function phoneAt(gate: { id: string }, sees?: string): Promise<{ page: Page; context: BrowserContext }> {
    const folder = await mkdtemp(path.join(tmpdir(), 'linli-phone-'));
    const args = ['--no-sandbox', '--disable-dev-shm-usage'];
    if (sees !== undefined) {
      const film = path.join(folder, 'camera.y4m');
      await writeFile(film, filmOf(sees));
      args.push(
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
      );
    }
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: browserAt ?? '',
      headless: true,
      // A device may believe to be anywhere: what it shows are the hours of the house.
      timezoneId: 'America/New_York',
      args,
    });
    contexts.push({ context, folder });
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`${linli.address}/gate`);
    await signIn(page, password);
    await page.selectOption('[name=gate]', gate.id);
    await page.fill('[name=device]', `phone ${contexts.length}`);
    await page.click('#choose button');
    await page.waitForFunction(() => /名单 \d+/.test(document.getElementById('status')?.textContent ?? ''));
    await page.evaluate(() => navigator.serviceWorker.ready);
    return { page, context };
  }

  async function signIn(page: Page, withPassword: string): Promise<void> {
    await page.fill('[name=email]', 'desk@example.org');
    await page.fill('[name=password]', withPassword);
    await page.fill('[name=code]', codeAt(secret, linli.clock.nowMs()));
    linli.clock.advance('PT30S');
    await page.click('#sign-in button');
  }

  async function scan(page: Page, code: string): Promise<{ decision: string; reason: string; text: string }> {
    await page.evaluate(() => document.getElementById('result')?.replaceChildren());
    await page.fill('#code', code);
    await page.press('#code', 'Enter');
    await page.waitForFunction(() => (document.getElementById('result')?.childElementCount ?? 0) > 0);
    return page.evaluate(() => {
      const result = document.getElementById('result');
      return {
        decision: result?.className ?? '',
        reason: result?.dataset.reason ?? '',
        text: result?.textContent ?? '',
      };
    });
  }

  /** Loads the list anew, and waits until it is in use. */
  async function listed(page: Page): Promise<void> {
    const answered = page.waitForResponse((response) => response.url().endsWith('/list'));
    await page.click('#sync');
    await (await answered).finished();
    await page.waitForResponse((response) => response.url().endsWith('/counts'));
  }

  const order = async (...names: string[]) => {
    const who = await givenResident(linli);
    const visitors = names.map((name) => visitor(name));
    const { status, body } = await who.http.post<any>(`/slots/${show.slots[0]?.id}/orders`, { visitors });
    expect([status, body.code]).toEqual([201, undefined]);
    return body;
  };

  it('lets in online, works a whole day without a network, also after it was opened again, and syncs', async () => {
    const booked = await order('李芳', '王强', '赵敏');
    const [one = '', two = '', three = ''] = await codesOf(linli, booked);
    const { page, context } = await phoneAt(north);
    const other = await phoneAt(south);
    expect(await scan(page, one)).toMatchObject({ decision: 'admitted', text: expect.stringContaining('00:00–23:59') });
    expect((await scan(page, one)).reason).toBe('already_used');
    const elsewhere = await scan(other.page, one);
    expect([elsewhere.decision, elsewhere.reason]).toEqual(['refused', 'already_used']);
    expect(elsewhere.text).toContain('北门');

    await context.setOffline(true);
    await other.context.setOffline(true);
    expect(await scan(page, two)).toMatchObject({ decision: 'admitted', text: expect.stringContaining('王强') });
    expect((await scan(page, two)).reason).toBe('already_used');
    expect((await scan(page, two.slice(0, -1) + (two.endsWith('A') ? 'Q' : 'A'))).decision).toBe('refused');
    await page.reload();
    await page.waitForFunction(() => /离线/.test(document.getElementById('status')?.textContent ?? ''));
    await page.waitForFunction(() => /名单 \d+/.test(document.getElementById('status')?.textContent ?? ''));
    expect((await scan(page, two)).reason).toBe('already_used');
    expect((await scan(page, three)).decision).toBe('admitted');
    expect((await scan(other.page, three)).decision).toBe('admitted');

    await context.setOffline(false);
    await other.context.setOffline(false);
    for (const phone of [page, other.page]) {
      await phone.click('#sync');
      await phone.waitForFunction(() => document.getElementById('status')?.dataset.waiting === '0');
    }
    await other.page.waitForFunction(() => /重复入场/.test(document.getElementById('conflicts')?.textContent ?? ''));
    const scans = await linli.database.query(
      `SELECT t.holder_name, s.offline FROM gate_scans s JOIN tickets t ON t.id = s.ticket_id
        WHERE s.decision = 'admitted' ORDER BY t.number, s.at`,
    );
    expect(scans.map((row: any) => `${row.holder_name} ${row.offline ? 'offline' : 'online'}`)).toEqual([
      '李芳 online',
      '王强 offline',
      '赵敏 offline',
      '赵敏 offline',
    ]);
    const shown = await other.page.textContent('#conflicts');
    expect(shown).toContain(booked.reference);
    expect(shown).toContain('北门');
    expect(shown).toContain('南门');
  }, 90_000);

  it('lets somebody in again who went out by another gate, with a network and, by a newer list, without', async () => {
    const [one = '', two = ''] = await codesOf(linli, await order('周一', '吴二'));
    const [{ page }, other] = [await phoneAt(north), await phoneAt(south)];
    for (const code of [one, two]) expect((await scan(page, code)).decision).toBe('admitted');
    for (const code of [one, two]) expect((await scan(other.page, code)).reason).toBe('already_used');
    await other.page.click('#sync');
    linli.clock.advance('PT1S');
    await page.click('#direction');
    for (const code of [one, two]) expect((await scan(page, code)).decision).toBe('admitted');
    linli.clock.advance('PT1S');
    expect((await scan(other.page, one)).decision).toBe('admitted');
    await listed(other.page);
    await other.context.setOffline(true);
    expect((await scan(other.page, one)).reason).toBe('already_used');
    expect((await scan(other.page, two)).decision).toBe('admitted');
  }, 90_000);

  it('sends what it can: one scan that the house does not take holds up no other, and signed out it works on', async () => {
    const [one = ''] = await codesOf(linli, await order('郑十'));
    const { page, context } = await phoneAt(north);
    await context.setOffline(true);
    expect((await scan(page, one)).decision).toBe('admitted');
    await page.evaluate(async () => {
      const store = '/gate/store.js';
      const { keepScan } = await import(store);
      for (const n of [1, 2, 3]) await keepScan({ scanId: `no id ${n}`, ticketId: 'none', synced: false });
    });
    await context.clearCookies();
    await context.setOffline(false);
    await page.click('#sync');
    await page.waitForSelector('#sign-in:not([hidden])');
    expect(await page.isVisible('#code')).toBe(true);
    expect(await page.textContent('#status')).toMatch(/待同步 4.*请重新登录/);
    const answered = page.waitForResponse('**/staff/sign-in');
    await signIn(page, 'not the password');
    await (await answered).finished();
    // What the page itself reads of its store for its status comes before this.
    await page.evaluate(async () => {
      const store = '/gate/store.js';
      const { keptScans } = await import(store);
      await keptScans();
    });
    await page.waitForFunction(() => /password/.test(document.getElementById('status')?.textContent ?? ''));
    await signIn(page, password);
    await page.waitForFunction(() => /本馆不收 3 条/.test(document.getElementById('status')?.textContent ?? ''));
    expect(await page.getAttribute('#status', 'data-waiting')).toBe('0');
    expect(await page.isHidden('#sign-in')).toBe(true);
    const [{ scans }] = await linli.database.query(
      `SELECT count(*)::int AS scans FROM gate_scans s JOIN tickets t ON t.id = s.ticket_id WHERE t.holder_name = '郑十'`,
    );
    expect(scans).toBe(1);
  }, 90_000);

  it('opens from the device where the network swallows what is sent', async () => {
    const { page, context } = await phoneAt(north);
    await context.route('**/gate/*.js', () => undefined);
    await context.route('**/gate', () => undefined);
    await page.reload({ timeout: 20_000, waitUntil: 'commit' });
    await page.waitForFunction(() => /名单 \d+/.test(document.getElementById('status')?.textContent ?? ''));
    await context.unrouteAll({ behavior: 'ignoreErrors' });
  }, 90_000);

  it('lets a walk-in in with a network, and says why not without', async () => {
    const { page, context } = await phoneAt(south);
    await page.waitForFunction(() => document.querySelectorAll('#walk-in [name=slot] option').length > 0);
    await page.fill('#walk-in [name=places]', '2');
    expect(await page.textContent('#walk-in-price')).toContain('free');
    await page.click('#walk-in button');
    await page.waitForFunction(() => /已放行 2 人/.test(document.getElementById('walk-in-said')?.textContent ?? ''));
    await context.setOffline(true);
    await page.click('#walk-in button');
    await page.waitForFunction(() => /No network/.test(document.getElementById('walk-in-said')?.textContent ?? ''));
  }, 60_000);

  it('reads a code by the camera, with the reader that the house serves itself', async () => {
    const [code = ''] = await codesOf(linli, await order('孙八'));
    const elsewhere: string[] = [];
    const { page } = await phoneAt(south, code);
    page.on('request', (request) => {
      if (!request.url().startsWith(linli.address) && !request.url().startsWith('blob:')) elsewhere.push(request.url());
    });
    await page.click('#camera');
    await page.waitForFunction(() => document.getElementById('result')?.className === 'admitted', undefined, {
      timeout: 30_000,
    });
    expect(await page.textContent('#result')).toContain('孙八');
    expect(elsewhere).toEqual([]);
  }, 90_000);

  it('leaves the cursor with whoever types while the list is still loading', async () => {
    const { page } = await phoneAt(north);
    let letGo = () => undefined as void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/gate-conflicts', async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await page.waitForFunction(() => /名单 \d+/.test(document.getElementById('status')?.textContent ?? ''));
    await page.focus('#find [name=search]');
    letGo();
    await page.waitForResponse((response) => response.url().endsWith('/gate-conflicts'));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('search');
  }, 60_000);

  it('looks people up by name', async () => {
    await order('钱七');
    const { page } = await phoneAt(north);
    await page.fill('#find [name=search]', '钱七');
    await page.click('#find button');
    expect(await page.textContent('#found')).toContain('钱七');
    await page.click('#found button');
    await page.waitForFunction(() => document.getElementById('result')?.className === 'admitted');
    expect(await page.textContent('#result')).toContain('钱七');
  }, 60_000);
});
