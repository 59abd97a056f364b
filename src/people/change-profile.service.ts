import { Injectable } from '@nestjs/common';
import { Temporal } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { ResidentActor } from './actor.js';
import { Audit } from './audit.js';
import { birthDateIn, normaliseDocumentNumber } from './identity-document.rules.js';
import { IdentityDocuments } from './identity-documents.js';
import { peopleRefusals } from './people.errors.js';
import type { ProfileChange, ResidentView } from './profile.contract.js';
import { Resident } from './resident.entity.js';
import { toResidentView } from './resident.view.js';

/** A resident says who they are. */
@Injectable()
export class ChangeProfile {
  constructor(
    private readonly transactions: Transactions,
    private readonly documents: IdentityDocuments,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(me: ResidentActor, change: ProfileChange): Promise<ResidentView> {
    return this.transactions.run(async (tx) => {
      const resident = await tx.findOne(Resident, { where: { id: me.id }, lock: { mode: 'pessimistic_write' } });
      if (!resident) throw requestRefusals.not_found();
      const { document, birthDate, ...plain } = change;
      Object.assign(resident, plain);
      if (birthDate !== undefined) resident.birthOn = Temporal.PlainDate.from(birthDate);
      if (document !== undefined) {
        const read = document && this.documents.read(document.type, document.number);
        Object.assign(resident, this.documents.columns(read, me.id));
      }
      this.assertBirthDate(resident, document?.number);
      await tx.save(Resident, resident);
      // Which fields, not their values: a log of names and birth dates would be a second register of people.
      const facts = { fields: Object.keys(change) };
      await this.audit.record(tx, me, { action: 'resident.changed', subjectId: me.id, facts });
      return toResidentView(resident, this.clock.zone);
    });
  }

  /** An ID card contains the birth date: the two must agree, also when only one of them is changed. */
  private assertBirthDate(resident: Resident, typed: string | undefined): void {
    if (resident.birthOn && Temporal.PlainDate.compare(resident.birthOn, this.clock.today()) > 0) {
      throw peopleRefusals.born_in_future();
    }
    if (resident.documentType !== 'id_card' || !resident.documentSealed) return;
    const number = typed === undefined ? this.documents.open(resident.documentSealed, resident.id) : typed;
    const born = birthDateIn(normaliseDocumentNumber(number));
    if (!born) return;
    resident.birthOn ??= born;
    if (!resident.birthOn.equals(born)) {
      throw peopleRefusals.birth_date_differs({ birthDate: resident.birthOn.toString() });
    }
  }
}
