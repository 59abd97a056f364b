import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Audit, readMobileNumber, Resident } from '../../people/index.js';
import type { StaffActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Messages } from '../../reminders/messages.js';
import { normaliseCreditCode } from './credit-code.rules.js';
import { Employer, EmployerRepresentative } from './employer.entity.js';
import type { EmployerChange, EmployerInput, EmployerView, PersonInput } from './employers.contract.js';
import { employerRefusals } from './employers.errors.js';
import { appointed } from './employers.messages.js';
import { Employers } from './employers.queries.js';

/** The apartment office keeps the employers and says who acts for them. */
@Injectable()
export class KeepEmployers {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly employers: Employers,
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  add(actor: StaffActor, input: EmployerInput, once?: OnceRequest): Promise<EmployerView> {
    return this.idempotency.once(once, async (tx) => {
      const id = newId();
      const creditCode = normaliseCreditCode(input.creditCode);
      await tx.insert(Employer, { id, ...input, creditCode, createdAt: this.clock.now() });
      await this.audit.record(tx, actor, { action: 'employer.added', subjectId: id, facts: { creditCode } });
      return this.employers.one(id, tx);
    });
  }

  /** A lease that was made keeps the name under which it is billed. */
  change(actor: StaffActor, id: string, change: EmployerChange): Promise<EmployerView> {
    return this.transactions.run(async (tx) => {
      await this.locked(tx, id);
      const code = change.creditCode === undefined ? {} : { creditCode: normaliseCreditCode(change.creditCode) };
      const changed = { ...change, ...code };
      if (Object.keys(changed).length > 0) await tx.update(Employer, { id }, changed);
      await this.audit.record(tx, actor, { action: 'employer.changed', subjectId: id, facts: { ...changed } });
      return this.employers.one(id, tx);
    });
  }

  appoint(actor: StaffActor, id: string, person: PersonInput, once?: OnceRequest): Promise<EmployerView> {
    return this.idempotency.once(once, async (tx) => {
      const employer = await this.locked(tx, id);
      const phone = readMobileNumber(person.phone);
      const found = phone === undefined ? null : await tx.findOneBy(Resident, { phone, name: person.name });
      if (!found) throw employerRefusals.no_such_resident();
      const appointment = { id: newId(), employerId: id, residentId: found.id, appointedAt: this.clock.now() };
      await tx.insert(EmployerRepresentative, appointment);
      const subject = { kind: 'employer', id };
      const about = { kind: 'employer.appointed', subject, residentId: found.id, occurrence: appointment.id };
      await this.messages.say(tx, { ...about, ...appointed(employer) });
      const facts = { residentId: found.id };
      await this.audit.record(tx, actor, { action: 'employer.representative_appointed', subjectId: id, facts });
      return this.employers.one(id, tx);
    });
  }

  dismiss(actor: StaffActor, id: string, residentId: string): Promise<EmployerView> {
    return this.transactions.run(async (tx) => {
      const live = { employerId: id, residentId, endedAt: IsNull() };
      const ended = await tx.update(EmployerRepresentative, live, { endedAt: this.clock.now() });
      if (ended.affected !== 1) throw employerRefusals.not_appointed();
      const facts = { residentId };
      await this.audit.record(tx, actor, { action: 'employer.representative_dismissed', subjectId: id, facts });
      return this.employers.one(id, tx);
    });
  }

  private async locked(tx: Tx, id: string): Promise<Employer> {
    const employer = await tx.findOne(Employer, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (!employer) throw requestRefusals.not_found();
    return employer;
  }
}
