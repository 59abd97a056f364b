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
      // 5xx is the server's final no; everything else is worth another try.
      const code = (error as { responseCode?: number }).responseCode ?? 0;
      if (code >= 500) throw new Undeliverable(`The mail server refused with ${code}.`);
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}
