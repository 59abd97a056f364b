import { Injectable } from '@nestjs/common';
import { Admission } from '../admission/index.js';
import type { ResidentActor } from '../people/index.js';
import { Transactions } from '../platform/database/transactions.js';
import type { EnrolmentView } from './enrolments.contract.js';
import { Enrolments } from './enrolments.queries.js';

/** Takes the freed place that is held for somebody, or leaves it to the next in line. */
@Injectable()
export class AnswerOffer {
  constructor(
    private readonly transactions: Transactions,
    private readonly admission: Admission,
    private readonly enrolments: Enrolments,
  ) {}

  run(actor: ResidentActor, enrolmentId: string, answer: 'accept' | 'decline'): Promise<EnrolmentView> {
    return this.transactions.run(async (tx) => {
      // Only enrolments in classes are answered here: another feature's booking is not found.
      await this.enrolments.one(actor.id, enrolmentId, tx);
      await this.admission[answer](tx, { bookingId: enrolmentId, residentId: actor.id, by: actor });
      return this.enrolments.one(actor.id, enrolmentId, tx);
    });
  }
}
