import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Temporal } from '../../kernel/time.js';
import { Audit, peopleRefusals, readMobileNumber, Resident } from '../../people/index.js';
import type { ResidentActor } from '../../people/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transactions } from '../../platform/database/transactions.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { OnceRequest } from '../../platform/http/idempotency.js';
import { requestRefusals } from '../../platform/http/request.errors.js';
import { Messages } from '../../reminders/messages.js';
import { ApartmentApplication } from '../applications/apartment-application.entity.js';
import { isOutOfDate } from '../applications/application-conditions.rules.js';
import { applicationRefusals } from '../applications/application.errors.js';
import { Applications } from '../applications/applications.js';
import { Lease } from '../leases/lease.entity.js';
import { isContinuation, lastGranted } from '../leases/lease-standing.js';
import { LeaveLease } from '../leaving/leave-lease.service.js';
import type { NoticeView } from '../leaving/leaving.contract.js';
import { EmployerNomination } from './employer.entity.js';
import type { Confirmation, Departure, NominationView, PersonInput } from './employers.contract.js';
import { employerRefusals } from './employers.errors.js';
import { confirmed, nominated } from './employers.messages.js';
import { Employers } from './employers.queries.js';
import { Representatives } from './representatives.js';

/** What an employer says of its people, through a representative: who is ours, who works here, who left. */
@Injectable()
export class Employees {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly representatives: Representatives,
    private readonly employers: Employers,
    private readonly applications: Applications,
    private readonly leave: LeaveLease,
    private readonly messages: Messages,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** An open application of theirs that names no other employer shows this one from now on. */
  nominate(me: ResidentActor, employerId: string, person: PersonInput, once?: OnceRequest): Promise<NominationView> {
    return this.idempotency.once(once, async (tx) => {
      const employer = await this.representatives.employerOf(tx, me, employerId);
      const phone = readMobileNumber(person.phone);
      if (phone === undefined) throw peopleRefusals.not_a_mobile_number();
      const { name } = person;
      const id = newId();
      await tx.insert(EmployerNomination, { id, employerId, name, phone, nominatedAt: this.clock.now() });
      const found = await tx.findOneBy(Resident, { phone, name });
      if (found) {
        await tx.query(
          `UPDATE apartment_applications SET employer_id = $2, employer = $3
            WHERE resident_id = $1 AND state IN ('draft', 'submitted', 'returned') AND employer_id IS NULL
              AND (employer IS NULL OR employer = $3)`,
          [found.id, employerId, employer.name],
        );
        const subject = { kind: 'employer', id: employerId };
        const about = { kind: 'employer.nominated', subject, residentId: found.id, occurrence: id };
        await this.messages.say(tx, { ...about, ...nominated(employer) });
      }
      const facts = { nominationId: id };
      await this.audit.record(tx, me, { action: 'employer.nominated', subjectId: employerId, facts });
      return this.employers.nomination(tx, id);
    });
  }

  /** What follows from it is not undone: an application keeps its employer until the applicant changes it. */
  withdrawNomination(me: ResidentActor, employerId: string, id: string): Promise<NominationView> {
    return this.transactions.run(async (tx) => {
      await this.representatives.employerOf(tx, me, employerId);
      const live = { id, employerId, withdrawnAt: IsNull() };
      const { affected } = await tx.update(EmployerNomination, live, { withdrawnAt: this.clock.now() });
      if (affected !== 1) throw requestRefusals.not_found();
      const facts = { nominationId: id };
      await this.audit.record(tx, me, { action: 'employer.nomination_withdrawn', subjectId: employerId, facts });
      return this.employers.nomination(tx, id);
    });
  }

  /** The employer attests the contract itself: no paper is needed, and staff may still return it. */
  confirm(me: ResidentActor, employerId: string, applicationId: string, given: Confirmation): Promise<void> {
    return this.transactions.run(async (tx) => {
      const employer = await this.representatives.employerOf(tx, me, employerId);
      const application = await tx.findOne(ApartmentApplication, {
        where: { id: applicationId, employerId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!application) throw requestRefusals.not_found();
      const { residentId, state } = application;
      if (residentId === me.id) throw employerRefusals.own_application();
      if (!['draft', 'submitted', 'returned'].includes(state)) throw applicationRefusals.not_in_this_state({ state });
      const validUntil = Temporal.PlainDate.from(given.validUntil);
      if (isOutOfDate(validUntil, this.clock.today())) throw applicationRefusals.out_of_date(given);
      const condition = await this.applications.condition(tx, applicationId, 'employer_contract');
      const attested = { source: employer.name, validUntil, checkedAt: this.clock.now(), confirmedBy: me.id };
      await this.applications.settle(tx, condition, { state: 'accepted', ...attested });
      const subject = { kind: 'apartment_application', id: applicationId };
      const about = { kind: 'employer.confirmed', subject, residentId, occurrence: newId() };
      await this.messages.say(tx, { ...about, ...confirmed(employer, validUntil) });
      const facts = { employerId, validUntil: given.validUntil };
      await this.audit.record(tx, me, {
        action: 'apartment_application.job_confirmed',
        subjectId: applicationId,
        facts,
      });
    });
  }

  /** The lease of one who left ends as the policy says; staff can take that back. */
  reportLeft(
    me: ResidentActor,
    { id: employerId, leaseId }: { id: string; leaseId: string },
    { leftOn }: Departure,
    once?: OnceRequest,
  ): Promise<NoticeView> {
    return this.idempotency.once(once, async (tx) => {
      const employer = await this.representatives.employerOf(tx, me, employerId);
      const lease = await tx.findOneBy(Lease, { id: leaseId, employerId });
      if (!lease) throw requestRefusals.not_found();
      await this.assertEmployed(tx, lease, employerId);
      const happenedOn = Temporal.PlainDate.from(leftOn);
      return this.leave.jobEnded(tx, me, leaseId, { happenedOn, employer });
    });
  }

  /** Who continued the lease of somebody who died need not work for the employer that still pays its part. */
  private async assertEmployed(tx: Tx, { id, residentId }: Lease, employerId: string): Promise<void> {
    if (!(await isContinuation(tx, id))) return;
    const granted = await lastGranted(tx, residentId);
    if (granted?.employerId !== employerId) throw employerRefusals.not_an_employee();
  }
}
