import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { sameSecret, Secrets } from '../../platform/secrets/secrets.js';

/** Addresses under which the tickets of an order are shown to whoever has the address, such as a family. */
@Injectable()
export class TicketPages {
  constructor(
    private readonly secrets: Secrets,
    private readonly config: Config,
  ) {}

  pathOf(bookingId: string): string {
    return `/orders/${bookingId}/tickets?key=${this.keyOf(bookingId)}`;
  }

  addressOf(bookingId: string): string {
    return `${this.config.publicUrl}${this.pathOf(bookingId)}`;
  }

  opens(bookingId: string, key: string): boolean {
    return sameSecret(this.keyOf(bookingId), key);
  }

  /** 128 bits that nobody guesses and the house need not keep. */
  private keyOf(bookingId: string): string {
    return this.secrets.hash('ticket page', bookingId).slice(0, 32);
  }
}
