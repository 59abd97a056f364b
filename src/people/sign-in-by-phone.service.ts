import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import type { Language } from '../kernel/text.js';
import { isoIn } from '../kernel/time.js';
import { Clock } from '../platform/clock/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import type { Tx } from '../platform/database/transactions.js';
import { sameSecret, Secrets } from '../platform/secrets/secrets.js';
import { Audit } from './audit.js';
import { peopleRefusals } from './people.errors.js';
import { readMobileNumber } from './phone.rules.js';
import { Resident } from './resident.entity.js';
import type { PhoneSignIn, SignedInView } from './sign-in.contract.js';
import { SignIns } from './sign-ins.js';

/** Signs a resident in with the code that was sent; the first time makes them a resident. */
@Injectable()
export class SignInByPhone {
  constructor(
    private readonly transactions: Transactions,
    private readonly secrets: Secrets,
    private readonly signIns: SignIns,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(request: PhoneSignIn, language: Language): Promise<SignedInView> {
    const phone = readMobileNumber(request.phone);
    if (phone === undefined) throw peopleRefusals.not_a_mobile_number();
    // A try counts also when it fails, so it is spent in a transaction of its own.
    const codeHash = await this.transactions.run((tx) => this.spendTry(tx, phone));
    const given = this.secrets.hash('sign-in code', `${phone} ${request.code}`);
    if (codeHash === undefined || !sameSecret(codeHash, given)) throw peopleRefusals.wrong_code();
    return this.transactions.run(async (tx) => {
      await this.useUp(tx, phone, codeHash);
      const resident = await this.residentOf(tx, phone, language);
      const { token, expiresAt } = await this.signIns.make(tx, { residentId: resident.id });
      return {
        token,
        expiresAt: isoIn(this.clock.zone, expiresAt),
        person: { id: resident.id, kind: 'resident', name: resident.name, language: resident.language },
      };
    });
  }

  private async spendTry(tx: Tx, phone: string): Promise<string | undefined> {
    const [rows]: [{ code_hash: string }[]] = await tx.query(
      `UPDATE sign_in_codes SET tries_left = tries_left - 1
        WHERE phone_hash = $1 AND tries_left > 0 AND expires_at > $2 RETURNING code_hash`,
      [this.secrets.hash('phone', phone), this.clock.now().toString()],
    );
    return rows[0]?.code_hash;
  }

  /** A code works once: of two who use it at the same time, one comes too late. */
  private async useUp(tx: Tx, phone: string, codeHash: string): Promise<void> {
    const [, used]: [unknown, number] = await tx.query(
      `UPDATE sign_in_codes SET tries_left = 0, expires_at = $3
        WHERE phone_hash = $1 AND code_hash = $2 AND expires_at > $3`,
      [this.secrets.hash('phone', phone), codeHash, this.clock.now().toString()],
    );
    if (used === 0) throw peopleRefusals.wrong_code();
  }

  private async residentOf(tx: Tx, phone: string, language: Language): Promise<Resident> {
    const known = await tx.findOneBy(Resident, { phone });
    if (known) return known;
    const resident = tx.create(Resident, {
      id: newId(),
      phone,
      name: null,
      birthOn: null,
      email: null,
      language,
      livesInZone: false,
      worksInZone: false,
      createdAt: this.clock.now(),
    });
    await tx.insert(Resident, resident);
    await this.audit.record(
      tx,
      { kind: 'resident', id: resident.id, language },
      { action: 'resident.joined', subjectId: resident.id },
    );
    return resident;
  }
}
