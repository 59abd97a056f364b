import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Venue } from '../../people/index.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Messages } from '../../reminders/messages.js';
import type { ApartmentApplication } from './apartment-application.entity.js';
import type { ApplicationWords, Words } from './application.messages.js';

type About = Pick<ApartmentApplication, 'id' | 'reference' | 'residentId' | 'venueId'>;
export type NoticeKind = 'submitted' | 'returned' | 'approved' | 'rejected' | 'appeal_decided' | 'expired';

/** Tells the applicant what became of an application, in the transaction in which it did. */
@Injectable()
export class ApplicationNotices {
  constructor(private readonly messages: Messages) {}

  async tell(tx: Tx, kind: NoticeKind, about: About, words: (about: ApplicationWords) => Words): Promise<void> {
    const { name: zh, nameEn: en } = await tx.findOneByOrFail(Venue, { id: about.venueId });
    await this.messages.say(tx, {
      kind: `application.${kind}`,
      subject: { kind: 'apartment_application', id: about.id },
      residentId: about.residentId,
      // An application may be returned many times, and each move happens once.
      occurrence: newId(),
      ...words({ house: { zh, en }, reference: about.reference }),
    });
  }
}
