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

  /** Of one ticket alone, for whoever it was passed on to. */
  pathOfTicket(ticketId: string): string {
    return `/tickets/${ticketId}/page?key=${this.keyOf(ticketId)}`;
  }

  addressOf(bookingId: string): string {
    return `${this.config.publicUrl}${this.pathOf(bookingId)}`;
  }

  addressOfTicket(ticketId: string): string {
    return `${this.config.publicUrl}${this.pathOfTicket(ticketId)}`;
  }

  opens(id: string, key: string): boolean {
    return sameSecret(this.keyOf(id), key);
  }

  /** 128 bits that nobody guesses and the house need not keep. */
  private keyOf(id: string): string {
    return this.secrets.hash('ticket page', id).slice(0, 32);
  }
}
