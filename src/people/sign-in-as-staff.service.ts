import { Injectable } from '@nestjs/common';
import { isoIn } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { Secrets } from '../platform/secrets/secrets.js';
import { system } from './actor.js';
import { Audit } from './audit.js';
import { isPassword } from './passwords.js';
import { peopleRefusals } from './people.errors.js';
import { signInRules } from './sign-in-code.rules.js';
import type { SignedInView, StaffSignIn } from './sign-in.contract.js';
import { SignIns } from './sign-ins.js';
import { SlidingWindow } from './sliding-window.js';
import { Staff } from './staff.entity.js';
import { stepOfCode } from './totp.js';

/** Signs staff in with e-mail, password and the code of the second factor. All failures answer alike. */
@Injectable()
export class SignInAsStaff {
  private readonly perAddress = new SlidingWindow(signInRules.staffTriesPerMinuteAndAddress, 60_000);

  constructor(
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly signIns: SignIns,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(request: StaffSignIn, address: string): Promise<SignedInView> {
    if (!this.perAddress.take(address, this.clock.now().epochMilliseconds)) {
      throw peopleRefusals.too_many_requests({ retryAfterSeconds: 60 });
    }
    const staff = await this.transactions.run((tx) => tx.findOneBy(Staff, { email: request.email.toLowerCase() }));
    const step = staff && !staff.disabledAt ? this.stepOf(staff, request.code) : undefined;
    const passwordFits = await isPassword(staff?.passwordHash, request.password);
    if (!staff || !passwordFits || step === undefined) {
      if (staff) await this.transactions.run((tx) => this.countFailure(tx, staff.id, address));
      throw peopleRefusals.wrong_credentials();
    }
    return this.transactions.run(async (tx) => {
      await this.useUp(tx, staff.id, step);
      const { token, expiresAt } = await this.signIns.make(tx, { staffId: staff.id });
      const actor = { kind: 'staff', id: staff.id } as const;
      await this.audit.recordAll(tx, [{ actor, action: 'staff.signed_in', subjectId: staff.id, facts: { address } }]);
      return {
        token,
        expiresAt: isoIn(this.clock.zone, expiresAt),
        person: { id: staff.id, kind: 'staff', name: staff.name, language: staff.language },
      };
    });
  }

  private stepOf(staff: Staff, code: string): number | undefined {
    const secret = this.secrets.decrypt(staff.totpSealed, staff.id);
    return stepOfCode(secret, code, this.clock.now().epochMilliseconds);
  }

  /** A code works once, and not while the account is locked. */
  private async useUp(tx: Tx, staffId: string, step: number): Promise<void> {
    const [, used]: [unknown, number] = await tx.query(
      `UPDATE staff SET totp_last_step = $2, failed_tries = 0, locked_until = NULL
        WHERE id = $1 AND disabled_at IS NULL AND coalesce(totp_last_step, 0) < $2
          AND (locked_until IS NULL OR locked_until <= $3)`,
      [staffId, step, this.clock.now().toString()],
    );
    if (used === 0) throw peopleRefusals.wrong_credentials();
  }

  private async countFailure(tx: Tx, staffId: string, address: string): Promise<void> {
    const now = this.clock.now();
    const [[row]]: [{ locked: boolean }[]] = await tx.query(
      `UPDATE staff
          SET failed_tries = CASE WHEN failed_tries + 1 >= $2 THEN 0 ELSE failed_tries + 1 END,
              locked_until = CASE WHEN failed_tries + 1 >= $2 THEN $3 ELSE locked_until END
        WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $4)
       RETURNING coalesce(locked_until > $4, false) AS locked`,
      [staffId, signInRules.staffTries, now.add({ minutes: signInRules.staffLockMinutes }).toString(), now.toString()],
    );
    const facts = { address };
    if (row?.locked) await this.audit.record(tx, system, { action: 'staff.locked', subjectId: staffId, facts });
  }
}
