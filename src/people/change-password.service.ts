import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import type { Actor, StaffActor } from './actor.js';
import { Audit } from './audit.js';
import { hashPassword, isPassword, newPassword } from './passwords.js';
import { peopleRefusals } from './people.errors.js';
import { SignIns } from './sign-ins.js';
import type { NewPasswordView, PasswordChange } from './staff.contract.js';
import { Staff } from './staff.entity.js';

/** A member of staff changes the own password, or an administrator gives a new one. Every sign-in ends with the old one. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly transactions: Transactions,
    private readonly signIns: SignIns,
    private readonly audit: Audit,
  ) {}

  async own(actor: StaffActor, { current, next }: PasswordChange): Promise<{ ended: number }> {
    const staff = await this.transactions.run((tx) => tx.findOneByOrFail(Staff, { id: actor.id }));
    if (!(await isPassword(staff.passwordHash, current))) throw peopleRefusals.wrong_password();
    const passwordHash = await hashPassword(next);
    return this.transactions.run(async (tx) => {
      // Of two changes at once the later finds that its current password is the current one no more.
      const changed = await tx.update(Staff, { id: actor.id, passwordHash: staff.passwordHash }, { passwordHash });
      if (changed.affected !== 1) throw peopleRefusals.wrong_password();
      await this.audit.record(tx, actor, { action: 'staff.password_changed', subjectId: actor.id });
      return { ended: await this.signIns.endAll(tx, actor.id) };
    });
  }

  /** Shown this once; the one who is given it changes it. */
  async renew(actor: Actor, id: string): Promise<NewPasswordView> {
    const password = newPassword();
    const passwordHash = await hashPassword(password);
    return this.transactions.run(async (tx) => {
      await this.replace(tx, id, passwordHash);
      await this.audit.record(tx, actor, { action: 'staff.password_renewed', subjectId: id });
      return { password };
    });
  }

  private async replace(tx: Tx, id: string, passwordHash: string): Promise<void> {
    const changed = await tx.update(Staff, { id }, { passwordHash, failedTries: 0, lockedUntil: null });
    if (changed.affected !== 1) throw requestRefusals.not_found();
    await this.signIns.endAll(tx, id);
  }
}
