import { Injectable } from '@nestjs/common';
import { Admission } from '../admission/index.js';
import { Charges } from '../payments/charges.js';
import type { ResidentActor } from '../people/index.js';
import { Clock } from '../platform/clock/clock.js';
import { Idempotency } from '../platform/http/idempotency.js';
import type { OnceRequest } from '../platform/http/idempotency.js';
import { toNewEnrolmentView } from './enrolment.view.js';
import { enrolmentRefusals } from './enrolment.errors.js';
import type { EnrolmentView } from './enrolments.contract.js';
import { Enrolments } from './enrolments.queries.js';

/** A place in a class, or a place in its line; admission decides which and refuses with its reasons. */
@Injectable()
export class EnrolInClass {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly admission: Admission,
    private readonly charges: Charges,
    private readonly enrolments: Enrolments,
    private readonly clock: Clock,
  ) {}

  /** All that the answer shows of the class is read before admission locks it, since others wait for that lock. */
  run(actor: ResidentActor, classId: string, once: OnceRequest | undefined): Promise<EnrolmentView> {
    return this.idempotency.once(once, async (tx) => {
      const school = await this.enrolments.classToEnrolIn(tx, actor.id, classId);
      if (school.class_state === 'cancelled') {
        throw enrolmentRefusals.class_cancelled({ class: { zh: school.name, en: school.name_en } });
      }
      const booked = await this.admission.book(tx, { poolId: school.pool_id, residentId: actor.id, by: actor });
      const subject = { kind: 'booking', id: booked.bookingId };
      const charge = booked.state === 'awaiting_payment' ? await this.charges.balanceOf(tx, subject) : undefined;
      return toNewEnrolmentView(school, booked, charge, this.clock.now(), this.clock.zone);
    });
  }
}
