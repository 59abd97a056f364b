import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { Clock } from '../platform/clock/clock.js';
import type { Tx } from '../platform/database/transactions.js';
import { Secrets } from '../platform/secrets/secrets.js';
import type { Actor } from './actor.js';
import { Audit } from './audit.js';
import { hashPassword, newPassword } from './passwords.js';
import type { NewStaff, StaffCreatedView } from './staff.contract.js';
import { Staff, StaffGrant } from './staff.entity.js';
import { toStaffView } from './staff.view.js';
import { newSecondFactor, secondFactorAddress } from './totp.js';

/** Makes a member of staff, with a second factor that is shown this once. */
@Injectable()
export class CreateStaff {
  constructor(
    private readonly secrets: Secrets,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** The answer holds secrets, so it is not kept under an Idempotency-Key; the e-mail keeps it from happening twice. */
  async run(tx: Tx, actor: Actor, input: NewStaff, knownSecret?: string): Promise<StaffCreatedView> {
    const password = input.password ?? newPassword();
    const secondFactor = knownSecret
      ? { secret: knownSecret, address: secondFactorAddress(knownSecret, input.email) }
      : newSecondFactor(input.email);
    const id = newId();
    const staff = tx.create(Staff, {
      id,
      email: input.email,
      name: input.name,
      language: input.language,
      passwordHash: await hashPassword(password),
      totpSealed: this.secrets.encrypt(secondFactor.secret, id),
      totpLastStep: null,
      failedTries: 0,
      lockedUntil: null,
      disabledAt: null,
      createdAt: this.clock.now(),
    });
    await tx.insert(Staff, staff);
    const grants = input.grants.map((grant) => tx.create(StaffGrant, { id: newId(), staffId: id, ...grant }));
    await tx.insert(StaffGrant, grants);
    await this.audit.record(tx, actor, { action: 'staff.created', subjectId: id, facts: { grants: input.grants } });
    return {
      staff: toStaffView(staff, grants, this.clock.zone),
      password: input.password === undefined ? password : null,
      secondFactor,
    };
  }
}
