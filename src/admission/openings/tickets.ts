import { Injectable } from '@nestjs/common';
import { sameSecret, Secrets } from '../../platform/secrets/secrets.js';

/** A number in the waiting room of an opening, and whose it is. */
export interface Ticket {
  readonly openingId: string;
  readonly residentId: string;
  readonly number: number;
}

const form = /^([1-9]\d{0,9})\.([\w-]{22})$/;

/**
 * Tickets as people carry them: the number with a seal over opening, person and number. Whoever shows one is believed
 * without the database being asked; nobody else's opens anything.
 */
@Injectable()
export class Tickets {
  constructor(private readonly secrets: Secrets) {}

  write(ticket: Ticket): string {
    return `${ticket.number}.${this.seal(ticket)}`;
  }

  /** The number, or undefined where the ticket was not written here for this person and opening. */
  read(text: string, about: Omit<Ticket, 'number'>): number | undefined {
    const [, digits = '', seal = ''] = form.exec(text) ?? [];
    const number = Number(digits);
    return digits && sameSecret(seal, this.seal({ ...about, number })) ? number : undefined;
  }

  private seal({ openingId, residentId, number }: Ticket): string {
    const hash = this.secrets.hash('waiting-ticket', `${openingId} ${residentId} ${number}`);
    return Buffer.from(hash, 'hex').toString('base64url').slice(0, 22);
  }
}
