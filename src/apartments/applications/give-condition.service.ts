import { Injectable } from '@nestjs/common';
import { Temporal } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import { isOutOfDate } from './application-conditions.rules.js';
import type { ConditionKind } from './application-conditions.rules.js';
import { applicationRefusals } from './application.errors.js';
import { Applications } from './applications.js';
import type { ConditionInput, MyApplicationView } from './applications.contract.js';
import { MyApplications } from './my-applications.queries.js';

/** The applicant says who attests a condition and until when; what was accepted or returned is looked at again. */
@Injectable()
export class GiveCondition {
  constructor(
    private readonly transactions: Transactions,
    private readonly applications: Applications,
    private readonly mine: MyApplications,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(me: ResidentActor, id: string, kind: ConditionKind, input: ConditionInput): Promise<MyApplicationView> {
    const validUntil = input.validUntil === null ? null : Temporal.PlainDate.from(input.validUntil);
    return this.transactions.run(async (tx) => {
      await this.applications.lockOpen(tx, me.id, id);
      const condition = await this.applications.condition(tx, id, kind);
      if (validUntil && isOutOfDate(validUntil, this.clock.today())) {
        throw applicationRefusals.out_of_date({ validUntil: validUntil.toString() });
      }
      await this.applications.settle(tx, condition, { state: 'given', source: input.source, validUntil });
      const facts = { kind, validUntil: input.validUntil };
      await this.audit.record(tx, me, { action: 'apartment_application.condition_given', subjectId: id, facts });
      return this.mine.one(me.id, id, tx);
    });
  }
}
