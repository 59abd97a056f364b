import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';
import { sendAlone } from '../database/send.js';
import { Undeliverable } from './channel.js';
import type { Letter } from './channel.js';
import { Mail } from './mail.js';
import { Sms } from './sms.js';

/** How somebody can be reached. */
export interface Addresses {
  readonly phone: string;
  readonly email: string | null;
}

export type ChannelName = 'mail' | 'sms' | 'outbox';

/** Chooses the way a letter goes: mail where there is an address and a server, else SMS, else the outbox page. */
@Injectable()
export class PostOffice {
  constructor(
    private readonly config: Config,
    private readonly mail: Mail,
    private readonly sms: Sms,
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Delivers and says by which channel; throws Undeliverable where trying again is of no use. */
  async deliver(letter: Omit<Letter, 'to'>, to: Addresses): Promise<ChannelName> {
    if (to.email !== null && this.mail.isAvailable) {
      await this.mail.send({ ...letter, to: to.email });
      return 'mail';
    }
    return this.text(letter, to.phone);
  }

  /** By SMS only, for what must reach the phone: sign-in codes. */
  async text(letter: Omit<Letter, 'to'>, phone: string): Promise<ChannelName> {
    if (this.sms.isAvailable) {
      await this.sms.send({ ...letter, to: phone });
      return 'sms';
    }
    if (!this.config.isDevelopment) throw new Undeliverable('There is no mail address and no SMS gateway.');
    await this.keep({ ...letter, to: phone });
    return 'outbox';
  }

  /** A letter that comes again, since nobody marked it as gone, is there already. */
  private async keep({ id, to, title, body }: Letter): Promise<void> {
    await sendAlone(
      this.source,
      `INSERT INTO outbox_letters (id, channel, recipient, title, body, sent_at) VALUES ($1, 'sms', $2, $3, $4, $5)
       ON CONFLICT DO NOTHING`,
      [id, to, title, body, this.clock.now().toString()],
    );
  }
}
