import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { qrPng } from '../../src/culture-centre/tickets/qr.js';
import { ShowTickets } from '../../src/culture-centre/tickets/show-tickets.service.js';
import { Changes } from '../../src/platform/database/changes.js';
import { givenResident, givenStaff, signedInAgain } from '../support/given-people.js';
import { givenExhibition } from '../support/given-programme.js';
import { visitor } from '../support/id-card.js';
import { Linli } from '../support/linli.js';
import { readPdf } from '../support/read-pdf.js';
import { checkTicket } from '../support/ticket-verifier.js';
import type { PublicKeys } from '../support/ticket-verifier.js';

/** Debian's zbar-tools; where it is missing a developer is told, and the gate installs it. */
const hasZbar = (() => {
  try {
    execFileSync('zbarimg', ['--version']);
    return true;
  } catch {
    if (process.env.CI) throw new Error('zbarimg is missing: install Debian’s package zbar-tools.');
    return false;
  }
})();
const withZbar = hasZbar ? it : it.skip;

describe('showing tickets', () => {
  let linli: Linli;
  beforeAll(async () => {
    linli = await Linli.start();
  });
  afterAll(() => linli.stop());

  const booked = async () => {
    const { slots } = await givenExhibition(linli);
    const who = await givenResident(linli);
    const visitors = [visitor('李芳'), visitor('王<b>小宝</b>', '2018-06-01')];
    const { body } = await who.http.post<any>(`/slots/${slots[0]?.id}/orders`, { visitors });
    return {
      order: body,
      slotId: slots[0]?.id,
      page: body.ticketPage as string,
      key: body.ticketPage.split('=')[1] as string,
    };
  };
  const publicKeys = async (): Promise<PublicKeys> => {
    const { body } = await linli.anyone.get<any>('/ticket-keys');
    return new Map(
      body.items.map(({ number, publicKey, state }: any) => [number, { publicKey, revoked: state === 'revoked' }]),
    );
  };
  const duringSlot = new Date('2026-08-25T09:30:00+08:00');

  it('shows every ticket of the order on a page without script, to whoever has its address', async () => {
    const { order, page } = await booked();
    const { status, body: bytes, headers } = await linli.anyone.get<Buffer>(page);
    const body = String(bytes);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((body.match(/<svg/g) ?? []).length).toBe(2);
    expect(body).toContain('李芳 · 320***********');
    expect(body).toContain('王&lt;b&gt;小宝');
    expect(body).not.toContain('<script');
    expect(body).toContain(order.reference);
    expect((await linli.anyone.get(page.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(404);
    expect((await linli.anyone.get(page.split('?')[0] ?? '')).status).toBe(400);
  });

  it('prints them, one a page, in Chinese', async () => {
    const { page, order } = await booked();
    const { body } = await linli.anyone.get<Buffer>(page.replace('/tickets?', '/tickets.pdf?'));
    const pdf = await readPdf(body);
    expect(pdf.pages).toHaveLength(2);
    expect(pdf.pages[0]).toContain('李芳');
    expect(pdf.pages[1]).toContain('成人');
    expect(pdf.text).toContain(order.reference);
    expect(pdf.text).toContain('2026年8月25日 周二 09:00–11:00');
  });

  it('strikes a cancelled order out of calendars, and prints nothing for it', async () => {
    const { page, order } = await booked();
    const owner = await linli.database.query(`SELECT resident_id FROM bookings WHERE id = $1`, [order.orderId]);
    const who = await signedInAgain(linli, { id: owner[0].resident_id, http: linli.anyone });
    await who.http.post(`/orders/${order.orderId}/withdrawal`, {});
    const { body } = await linli.anyone.get<Buffer>(page.replace('/tickets?', '/tickets.ics?'));
    const [event] = new ICAL.Component(ICAL.parse(String(body))).getAllSubcomponents('vevent');
    expect(event?.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(event?.getFirstPropertyValue('uid')).toBe(`${order.orderId}@linli`);
    const pdf = await linli.anyone.get(page.replace('/tickets?', '/tickets.pdf?'));
    expect(pdf).toMatchObject({ status: 404, body: { code: 'tickets.none_valid' } });
  });

  it('goes into a calendar as one event', async () => {
    const { page, order } = await booked();
    const { body } = await linli.anyone.get<string>(page.replace('/tickets?', '/tickets.ics?'));
    const [event] = new ICAL.Component(ICAL.parse(String(body))).getAllSubcomponents('vevent');
    expect(event?.getFirstPropertyValue('uid')).toBe(`${order.orderId}@linli`);
    expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2026-08-25T01:00:00Z');
  });

  withZbar('has codes that an independent decoder reads and an independent verifier takes', async () => {
    const { order, slotId, key } = await booked();
    const papers = await linli.get(ShowTickets).ofOrder(order.orderId, key);
    const folder = await mkdtemp(path.join(tmpdir(), 'linli-qr-'));
    for (const [index, paper] of papers.entries()) {
      const file = path.join(folder, `${index}.png`);
      await writeFile(file, await qrPng(paper.code));
      const { stdout } = await promisify(execFile)('zbarimg', ['--quiet', '--raw', file]);
      const text = stdout.trim();
      expect(text).toBe(paper.code);
      const ticketId = order.tickets[index].id;
      expect(checkTicket(text, await publicKeys(), duringSlot)).toEqual({
        result: 'valid',
        ticketId,
        slotId,
        issue: 1,
      });
      expect(checkTicket(text, await publicKeys(), new Date('2026-08-25T08:44:00+08:00')).result).toBe('not yet');
      expect(checkTicket(text, await publicKeys(), new Date('2026-08-25T11:00:00+08:00')).result).toBe('expired');
    }
  });

  it('signs with the next key after a rotation, and with another after one is revoked', async () => {
    const { order, key } = await booked();
    const { http } = await givenStaff(linli, 'administrator');
    const codeNow = async () => (await linli.get(ShowTickets).ofOrder(order.orderId, key))[0]?.code ?? '';
    const result = async (code: string) => checkTicket(code, await publicKeys(), duringSlot).result;
    const first = await codeNow();
    const rotated = await http.post<any>('/ticket-keys/rotation');
    expect(rotated.body.state).toBe('current');
    await linli.get(Changes).heard();
    const second = await codeNow();
    expect(second).not.toBe(first);
    expect([await result(first), await result(second)]).toEqual(['valid', 'valid']);
    const { number } = rotated.body;
    const revoked = await http.post<any>(`/ticket-keys/${number}/revocation`, { reason: '私钥可能外泄' });
    expect(revoked.body).toMatchObject({ number, state: 'revoked' });
    await linli.get(Changes).heard();
    const third = await codeNow();
    expect([await result(first), await result(second), await result(third)]).toEqual(['valid', 'key revoked', 'valid']);
    const again = await http.post<any>(`/ticket-keys/${number}/revocation`, { reason: 'x' });
    expect([again.status, again.body.code]).toEqual([409, 'tickets.key_revoked_already']);
    const shown = JSON.stringify((await linli.anyone.get<any>('/ticket-keys')).body);
    expect(shown).not.toMatch(/private|reason|外泄/);
    const clerk = await givenStaff(linli, 'culture');
    expect((await clerk.http.post('/ticket-keys/rotation')).status).toBe(403);
  });

  it('publishes the next key ahead: a list of before the rotation knows it, and whoever is revoked as next never signs', async () => {
    const { order, key } = await booked();
    const { http } = await givenStaff(linli, 'administrator');
    const codeNow = async () => (await linli.get(ShowTickets).ofOrder(order.orderId, key))[0]?.code ?? '';
    const states = async () => {
      const { body } = await linli.anyone.get<any>('/ticket-keys');
      return body.items.map(({ number, state }: any) => ({ number, state }));
    };
    const [{ number: next }, { number: current }] = await states();
    expect(await states()).toMatchObject([{ state: 'next' }, { state: 'current' }, ...(await states()).slice(2)]);
    const before = await publicKeys();
    expect((await http.post<any>('/ticket-keys/rotation')).body).toMatchObject({ number: next, state: 'current' });
    await linli.get(Changes).heard();
    expect(checkTicket(await codeNow(), before, duringSlot).result).toBe('valid');
    await http.post<any>(`/ticket-keys/${next + 1}/revocation`, { reason: '备用密钥外泄' });
    expect((await states()).slice(0, 4)).toEqual([
      { number: next + 2, state: 'next' },
      { number: next + 1, state: 'revoked' },
      { number: next, state: 'current' },
      { number: current, state: 'retired' },
    ]);
  });
});
