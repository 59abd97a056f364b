import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Config } from '../config/config.js';
import { Undeliverable } from './channel.js';
import type { Letter } from './channel.js';

/** Mail by SMTP, when SMTP_URL is set. */
@Injectable()
export class Mail implements OnApplicationShutdown {
  private readonly transport;

  constructor(private readonly config: Config) {
    const url = config.env.SMTP_URL;
    this.transport = url
      ? createTransport({ url, pool: true, connectionTimeout: 10_000, socketTimeout: 20_000 })
      : null;
  }

  get isAvailable(): boolean {
    return this.transport !== null;
  }

  async send(letter: Letter): Promise<void> {
    if (!this.transport) throw new Undeliverable('There is no mail server (SMTP_URL).');
    try {
      await this.transport.sendMail({
        from: this.config.env.MAIL_FROM,
        to: letter.to,
        subject: letter.title,
        text: letter.body,
        messageId: `<${letter.id}@linli>`,
      });
    } catch (error) {
      throw inOurWords(error as { code?: string; responseCode?: number });
    }
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}

/**
 * What the server said may quote an address, so only its number is told. A final no to this recipient or this letter is
 * final; a wrong password is not the letter's fault and will be put right.
 */
function inOurWords({ code = 'unknown', responseCode }: { code?: string; responseCode?: number }): Error {
  const isFinal = (responseCode ?? 0) >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  if (isFinal) return new Undeliverable(`The mail server refused with ${responseCode}.`);
  return new Error(`The mail server did not take the letter (${responseCode ?? code}).`);
}
