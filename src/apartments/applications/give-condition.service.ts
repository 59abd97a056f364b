import { Injectable } from '@nestjs/common';
import { isDayBefore, Temporal } from '../../kernel/time.js';
import type { PlainDate } from '../../kernel/time.js';
import { Audit } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Policies } from '../policy/policies.js';
import { isOutOfDate, mostDaysUntilHired } from './application-conditions.rules.js';
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
    private readonly policies: Policies,
    private readonly mine: MyApplications,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(me: ResidentActor, id: string, kind: ConditionKind, input: ConditionInput): Promise<MyApplicationView> {
    const validUntil = input.validUntil === null ? null : Temporal.PlainDate.from(input.validUntil);
    return this.transactions.run(async (tx) => {
      const { venueId } = await this.applications.lockOpen(tx, me.id, id);
      const condition = await this.applications.condition(tx, id, kind);
      if (validUntil && isOutOfDate(validUntil, this.clock.today())) {
        throw applicationRefusals.out_of_date({ validUntil: validUntil.toString() });
      }
      const hiredOn = input.hiredOn === null ? null : Temporal.PlainDate.from(input.hiredOn);
      if (hiredOn) await this.assertNewlyHired(tx, venueId, kind, hiredOn);
      await this.applications.settle(tx, condition, { state: 'given', source: input.source, validUntil, hiredOn });
      const facts = { kind, validUntil: input.validUntil, hiredOn: input.hiredOn };
      await this.audit.record(tx, me, { action: 'apartment_application.condition_given', subjectId: id, facts });
      return this.mine.one(me.id, id, tx);
    });
  }

  /** Whether that is short enough ago is for staff to see; a house without short first leases takes nobody uninsured. */
  private async assertNewlyHired(tx: Tx, venueId: string, kind: ConditionKind, hiredOn: PlainDate): Promise<void> {
    if (kind !== 'social_insurance') throw applicationRefusals.hired_on_of_insurance_only();
    const latest = this.clock.today().add({ days: mostDaysUntilHired });
    if (isDayBefore(latest, hiredOn)) throw applicationRefusals.hired_too_late({ latest });
    const { values } = await this.policies.inForce(tx, venueId, this.clock.today());
    if (values.shortFirstLease === null) throw applicationRefusals.must_be_insured();
  }
}
