import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { requestRefusals } from '../platform/http/request.errors.js';
import { Secrets } from '../platform/secrets/secrets.js';
import type { Actor } from './actor.js';
import { Audit } from './audit.js';
import { peopleRefusals } from './people.errors.js';
import { SignIns } from './sign-ins.js';
import type { SecondFactorView, StaffChange, StaffView } from './staff.contract.js';
import { Staff, StaffGrant } from './staff.entity.js';
import { toStaffView } from './staff.view.js';
import { newSecondFactor } from './totp.js';

/** Changes what a member of staff may do, disables them, or gives them a new second factor. */
@Injectable()
export class ChangeStaff {
  constructor(
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly signIns: SignIns,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, id: string, change: StaffChange): Promise<StaffView> {
    return this.transactions.run(async (tx) => {
      const staff = await this.locked(tx, id);
      const { grants, disabled, ...plain } = change;
      Object.assign(staff, plain);
      if (disabled !== undefined) staff.disabledAt = disabled ? (staff.disabledAt ?? this.clock.now()) : null;
      await tx.save(Staff, staff);
      if (grants) {
        await tx.delete(StaffGrant, { staffId: id });
        await tx.insert(
          StaffGrant,
          grants.map((grant) => ({ id: newId(), staffId: id, ...grant })),
        );
      }
      await this.assertAdministratorRemains(tx);
      if (disabled) await this.signIns.endAll(tx, id);
      await this.audit.record(tx, actor, { action: 'staff.changed', subjectId: id, facts: { ...change } });
      return toStaffView(staff, await tx.findBy(StaffGrant, { staffId: id }), this.clock.zone);
    });
  }

  /** A new second factor; the old one and every sign-in end. */
  renewSecondFactor(actor: Actor, id: string): Promise<SecondFactorView> {
    return this.transactions.run(async (tx) => {
      const staff = await this.locked(tx, id);
      const secondFactor = newSecondFactor(staff.email);
      const sealed = this.secrets.encrypt(secondFactor.secret, id);
      await tx.update(Staff, { id }, { totpSealed: sealed, totpLastStep: null });
      await this.signIns.endAll(tx, id);
      await this.audit.record(tx, actor, { action: 'staff.second_factor_renewed', subjectId: id });
      return secondFactor;
    });
  }

  /** All staff rows are locked, so that two administrators cannot disable each other at the same moment. */
  private async locked(tx: Tx, id: string): Promise<Staff> {
    await tx.query(`SELECT 1 FROM staff ORDER BY id FOR UPDATE`);
    const staff = await tx.findOneBy(Staff, { id });
    if (!staff) throw requestRefusals.not_found();
    return staff;
  }

  private async assertAdministratorRemains(tx: Tx): Promise<void> {
    const administrators: unknown[] = await tx.query(
      `SELECT 1 FROM staff s JOIN staff_grants g ON g.staff_id = s.id
        WHERE s.disabled_at IS NULL AND g.role = 'administrator' AND g.venue_id IS NULL LIMIT 1`,
    );
    if (administrators.length === 0) throw peopleRefusals.last_administrator();
  }
}
