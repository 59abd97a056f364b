import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import type { Lease } from './lease.entity.js';
import type { LeaseWords, Words } from './lease.messages.js';

interface Told {
  /** `lease.notice_given` */
  readonly kind: string;
  readonly occurrence: string;
  readonly words: (about: LeaseWords) => Words;
}

/** Tells a tenant what became of their lease, in the transaction of the act. */
@Injectable()
export class LeaseNotices {
  constructor(private readonly messages: Messages) {}

  async tell(tx: Tx, lease: Pick<Lease, 'id' | 'residentId'>, { kind, occurrence, words }: Told): Promise<void> {
    const [row]: {
      reference: string;
      number: string;
      building: string;
      building_en: string;
      house: string;
      house_en: string;
    }[] = await tx.query(
      `SELECT l.reference, u.number, b.name AS building, b.name_en AS building_en, v.name AS house, v.name_en AS house_en
           FROM leases l JOIN units u ON u.id = l.unit_id JOIN buildings b ON b.id = u.building_id
           JOIN venues v ON v.id = b.venue_id WHERE l.id = $1`,
      [lease.id],
    );
    if (!row) throw new Error(`There is no lease ${lease.id} to tell about.`);
    const about = {
      house: { zh: row.house, en: row.house_en },
      unit: { zh: `${row.building} ${row.number}`, en: `${row.building_en} ${row.number}` },
      reference: row.reference,
    };
    const subject = { kind: 'lease', id: lease.id };
    await this.messages.say(tx, { kind, subject, residentId: lease.residentId, occurrence, ...words(about) });
  }
}
