import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Undeliverable } from './channel.js';
import type { Letter } from './channel.js';

/** Our own rights, addresses and haste: not the fault of the letter. */
const worthAnotherTry = new Set([401, 403, 404, 407, 408, 425, 429]);

/** Text messages through an HTTP gateway, when SMS_URL is set. */
@Injectable()
export class Sms {
  constructor(private readonly config: Config) {}

  get isAvailable(): boolean {
    return this.config.env.SMS_URL !== undefined;
  }

  async send(letter: Letter): Promise<void> {
    const { SMS_URL: url, SMS_TOKEN: token } = this.config.env;
    if (!url) throw new Undeliverable('There is no SMS gateway (SMS_URL).');
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': letter.id,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ to: letter.to, text: `【邻里】${letter.body}` }),
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    if (response.ok) return;
    const final = response.status >= 400 && response.status < 500 && !worthAnotherTry.has(response.status);
    const reason = `The SMS gateway answered ${response.status}.`;
    throw final ? new Undeliverable(reason) : new Error(reason);
  }
}
