import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Undeliverable } from '../../src/platform/channels/channel.js';
import { Mail } from '../../src/platform/channels/mail.js';
import { readConfig } from '../../src/platform/config/config.js';

describe('mail', () => {
  const received: ParsedMail[] = [];
  let server: SMTPServer;
  let mail: Mail;
  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth(_auth, _session, done) {
        done(new Error('Invalid login'));
      },
      onRcptTo({ address }, _session, done) {
        const responseCode = Number(/^answer-(\d+)@/.exec(address)?.[1] ?? 250);
        done(responseCode === 250 ? null : Object.assign(new Error(`no to <${address}>`), { responseCode }));
      },
      onData(stream, _session, done) {
        void simpleParser(stream).then((parsed) => {
          received.push(parsed);
          done();
        }, done);
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    mail = mailBy(`smtp://127.0.0.1:${port}`);
  });
  afterAll(async () => {
    mail.onApplicationShutdown();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const key = Buffer.alloc(32, 1).toString('base64');
  const mailBy = (url?: string) =>
    new Mail(
      readConfig({
        DATABASE_URL: 'postgres://x/y',
        DATA_KEY: key,
        HASH_KEY: key,
        MAIL_FROM: '邻里 <linli@example.org>',
        ...(url ? { SMTP_URL: url } : {}),
      }),
    );
  const letter = (to: string) => ({ id: '0190', to, title: '今晚有课 🎨', body: '19:00，书画教室\n第二行' });

  it('arrives as it was written', async () => {
    await mail.send(letter('learner@example.org'));
    const [got] = received;
    expect(got).toMatchObject({ subject: '今晚有课 🎨', messageId: '<0190@linli>' });
    expect(got?.text?.trim()).toBe('19:00，书画教室\n第二行');
    expect(got?.from?.text).toContain('linli@example.org');
  });

  it('cannot smuggle another header or receiver', async () => {
    received.length = 0;
    await mail.send({ ...letter('learner@example.org'), title: 'a\r\nBcc: other@example.org' });
    expect(received[0]?.headers.has('bcc')).toBe(false);
  });

  it('is given up when the server says a final no, and tried again after any other', async () => {
    await expect(mail.send(letter('answer-550@example.org'))).rejects.toThrow(Undeliverable);
    const later = mail.send(letter('answer-451@example.org'));
    await expect(later).rejects.toThrow();
    await expect(later).rejects.not.toThrow(Undeliverable);
    const nobody = mailBy('smtp://127.0.0.1:1');
    await expect(nobody.send(letter('a@example.org'))).rejects.not.toThrow(Undeliverable);
    nobody.onApplicationShutdown();
  });

  it('says of a failure only what the server counts, never what it quotes', async () => {
    for (const code of [451, 550]) {
      const failure = await mail.send(letter(`answer-${code}@example.org`)).catch((error: Error) => error);
      expect(String(failure)).toContain(String(code));
      expect(String(failure)).not.toContain('example.org');
    }
  });

  it('is tried again after a wrong password, which is not the fault of the letter', async () => {
    const wrong = mailBy(`smtp://linli:wrong@127.0.0.1:${(server.server.address() as AddressInfo).port}`);
    const sent = wrong.send(letter('learner@example.org'));
    await expect(sent).rejects.toThrow('The mail server did not take the letter');
    await expect(sent).rejects.not.toThrow(Undeliverable);
    wrong.onApplicationShutdown();
  });

  it('is not available without SMTP_URL', () => {
    expect([mail.isAvailable, mailBy().isAvailable]).toEqual([true, false]);
  });
});
